/// Path bytes → method, by open addressing: about one comparison a look-up and no `String`.

struct PathTable: Sendable {
    private struct Slot: Sendable {
        let hash: UInt64
        let path: [UInt8]
        let method: RegisteredMethod
    }

    /// A power of two, at least twice as many as there are methods.
    private var slots: [Slot?] = [nil, nil]

    init() {}

    init(_ methods: [RegisteredMethod]) {
        var size = 2
        while size < methods.count * 2 { size *= 2 }
        slots = Array(repeating: nil, count: size)
        for method in methods {
            let path = Array(method.path.utf8)
            let hash = path.withUnsafeBufferPointer(Self.hash)
            var index = Int(truncatingIfNeeded: hash) & (size - 1)
            while slots[index] != nil { index = (index + 1) & (size - 1) }
            slots[index] = Slot(hash: hash, path: path, method: method)
        }
    }

    func method(at path: UnsafeBufferPointer<UInt8>) -> RegisteredMethod? {
        let hash = Self.hash(path)
        let mask = slots.count - 1
        var index = Int(truncatingIfNeeded: hash) & mask
        return slots.withUnsafeBufferPointer { slots in
            while let slot = slots[index] {
                if slot.hash == hash, Self.equal(slot.path, path) { return slot.method }
                index = (index + 1) & mask
            }
            return nil
        }
    }

    private static func equal(_ known: [UInt8], _ path: UnsafeBufferPointer<UInt8>) -> Bool {
        guard known.count == path.count else { return false }
        return known.withUnsafeBytes { known in
            let path = UnsafeRawBufferPointer(path)
            var index = 0
            while index + 8 <= path.count {
                guard known.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                    == path.loadUnaligned(fromByteOffset: index, as: UInt64.self) else { return false }
                index += 8
            }
            while index < path.count {
                guard known[index] == path[index] else { return false }
                index += 1
            }
            return true
        }
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
        return mix(hash ^ rest)
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        let (high, low) = value.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        return high ^ low
    }
}
