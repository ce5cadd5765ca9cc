/// Base64 of `-bin` metadata (RFC 4648 section 4; wire R9).

enum Base64 {
    private static let alphabet: [UInt8] = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Bytes to their value, 0xFF where the byte is not in the alphabet.
    private static let values: [UInt8] = {
        var table = [UInt8](repeating: 0xFF, count: 256)
        for (value, byte) in alphabet.enumerated() { table[Int(byte)] = UInt8(value) }
        return table
    }()

    /// Standard alphabet, without padding: what gRPC asks of senders.
    static func encode(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count * 4 + 2) / 3)
        var bits: UInt32 = 0
        var bitCount = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            bitCount += 8
            while bitCount >= 6 {
                bitCount -= 6
                text.append(alphabet[Int(bits >> UInt32(bitCount)) & 63])
            }
            bits &= (1 << UInt32(bitCount)) - 1
        }
        if bitCount > 0 { text.append(alphabet[Int(bits << UInt32(6 - bitCount)) & 63]) }
        return text
    }

    /// The bytes behind `text`, padded or not; nil when it is no base64. Left-over bits are ignored, as other gRPC libraries do.
    static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count * 3 / 4)
        var bits: UInt32 = 0
        var digits = 0
        var padding = 0
        for byte in text {
            if byte == UInt8(ascii: "=") {
                padding += 1
                continue
            }
            let value = values[Int(byte)]
            guard value != 0xFF, padding == 0 else { return nil }
            bits = bits << 6 | UInt32(value)
            digits += 1
            switch digits % 4 {
            case 2: bytes.append(UInt8(truncatingIfNeeded: bits >> 4)); bits &= 0xF
            case 3: bytes.append(UInt8(truncatingIfNeeded: bits >> 2)); bits &= 0x3
            case 0: bytes.append(UInt8(truncatingIfNeeded: bits)); bits = 0
            default: break
            }
        }
        switch digits % 4 {
        case 0: return padding == 0 ? bytes : nil
        case 2: return padding == 0 || padding == 2 ? bytes : nil
        case 3: return padding <= 1 ? bytes : nil
        default: return nil
        }
    }
}
