// The bytes that a stream has yet to send, in the arrays that they were given in.

/// A queue of bytes. One array (the unary answer) costs nothing beyond itself.
struct OutputQueue {
    private var first: [UInt8] = []
    private var offset = 0
    private var rest: [[UInt8]] = []
    private var restStart = 0
    /// Bytes in the queue.
    private(set) var count = 0

    mutating func append(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        if count == 0 {
            first = bytes
            offset = 0
        } else {
            rest.append(bytes)
        }
        count += bytes.count
    }

    /// Copies the first `size` bytes (≤ count) to `target` and forgets them.
    mutating func take(_ size: Int, to target: UnsafeMutablePointer<UInt8>) {
        var target = target
        var left = size
        while left > 0 {
            let part = min(left, first.count - offset)
            first.withUnsafeBufferPointer { buffer in
                if let base = buffer.baseAddress { target.update(from: base + offset, count: part) }
            }
            target += part
            offset += part
            left -= part
            if offset == first.count { advance() }
        }
        count -= size
    }

    private mutating func advance() {
        offset = 0
        if restStart < rest.count {
            first = []
            swap(&first, &rest[restStart])
            restStart += 1
            if restStart == rest.count {
                rest.removeAll(keepingCapacity: true)
                restStart = 0
            }
        } else {
            first = []
        }
    }

    /// Forgets everything behind the first `size` bytes (≤ count).
    mutating func truncate(to size: Int) {
        var kept: [UInt8] = []
        if size > 0 {
            kept = [UInt8](unsafeUninitializedCapacity: size) { buffer, written in
                guard let base = buffer.baseAddress else { return }
                take(size, to: base)
                written = size
            }
        }
        removeAll()
        append(kept)
    }

    mutating func removeAll() {
        first = []
        rest = []
        offset = 0
        restStart = 0
        count = 0
    }
}
