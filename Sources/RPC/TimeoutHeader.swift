/// The `grpc-timeout` header: how much time the caller gives (wire R7).

enum TimeoutHeader {
    /// What nanosecond counts are clamped to: about 292 years, so that adding a clock reading of this century can't overflow in practice;
    /// the addition itself saturates all the same.
    static let nanosecondsMax = Int64.max

    /// Nanoseconds behind 1 to 8 digits and a unit of `H M S m u n`; nil when `bytes` are anything else.
    static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
        guard bytes.count >= 2, bytes.count <= 9 else { return nil }
        var number: Int64 = 0
        for byte in bytes.dropLast() {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            number = number * 10 + Int64(byte - 0x30)
        }
        let unit: Int64
        switch bytes[bytes.count - 1] {
        case UInt8(ascii: "H"): unit = 3_600_000_000_000
        case UInt8(ascii: "M"): unit = 60_000_000_000
        case UInt8(ascii: "S"): unit = 1_000_000_000
        case UInt8(ascii: "m"): unit = 1_000_000
        case UInt8(ascii: "u"): unit = 1_000
        case UInt8(ascii: "n"): unit = 1
        default: return nil
        }
        let (product, overflow) = number.multipliedReportingOverflow(by: unit)
        return overflow ? nanosecondsMax : product
    }

    /// The finest unit whose number has at most 8 digits; rounded up, so that a rest of time never becomes 0.
    static func format(nanoseconds: Int64) -> [UInt8] {
        let units: [(Int64, UInt8)] = [
            (1, UInt8(ascii: "n")), (1_000, UInt8(ascii: "u")), (1_000_000, UInt8(ascii: "m")),
            (1_000_000_000, UInt8(ascii: "S")), (60_000_000_000, UInt8(ascii: "M")),
        ]
        let left = max(0, nanoseconds)
        for (size, letter) in units {
            let number = left / size + (left % size == 0 ? 0 : 1)
            if number <= 99_999_999 { return Array(String(number).utf8) + [letter] }
        }
        let hours = left / 3_600_000_000_000 + (left % 3_600_000_000_000 == 0 ? 0 : 1)
        return Array(String(min(hours, 99_999_999)).utf8) + [UInt8(ascii: "H")]
    }
}
