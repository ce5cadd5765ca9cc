/// Path bytes → method, by open addressing: about one comparison a look-up and no `String`.
import HTTP2

struct PathTable: Sendable {
    /// A power of two, at least twice as many as there are methods. 0 where no method is.
    private var hashes: [UInt64] = [0, 0]
    private var methods: [RegisteredMethod?] = [nil, nil]

    init() {}

    init(_ registered: [RegisteredMethod]) {
        var size = 2
        while size < registered.count * 2 { size *= 2 }
        hashes = Array(repeating: 0, count: size)
        methods = Array(repeating: nil, count: size)
        for method in registered {
            let hash = method.pathBytes.withUnsafeBufferPointer(Self.hash)
            var index = Int(truncatingIfNeeded: hash) & (size - 1)
            while methods[index] != nil { index = (index + 1) & (size - 1) }
            hashes[index] = hash
            methods[index] = method
        }
    }

    func method(at path: UnsafeBufferPointer<UInt8>) -> RegisteredMethod? {
        let hash = Self.hash(path)
        let mask = hashes.count - 1
        var index = Int(truncatingIfNeeded: hash) & mask
        while hashes[index] != 0 {
            if hashes[index] == hash, let method = methods[index], method.isAt(path) { return method }
            index = (index + 1) & mask
        }
        return nil
    }

    /// Eight bytes a step. Peers choose the path but not the table, so a hash without a secret gives them nothing.
    private static func hash(_ path: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let bytes = UnsafeRawBufferPointer(path)
        var hash = UInt64(bytes.count) &* 0x9E37_79B9_7F4A_7C15
        var index = 0
        while index + 8 <= bytes.count {
            hash = mix(hash ^ bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            index += 8
        }
        var rest: UInt64 = 0
        while index < bytes.count {
            rest = rest << 8 | UInt64(bytes[index])
            index += 1
        }
        return mix(hash ^ rest) | 1
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        let (high, low) = value.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        return high ^ low
    }
}

extension RegisteredMethod {
    fileprivate func isAt(_ path: UnsafeBufferPointer<UInt8>) -> Bool {
        pathBytes.withUnsafeBytes { $0.equals(UnsafeRawBufferPointer(path)) }
    }
}
