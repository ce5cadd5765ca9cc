// EmailAddress: the one normal form of an e-mail address, which is all that a user is (product.md 3.1).

/// A normalised e-mail address: trimmed, ASCII-lower-cased, its domain in ASCII (punycode, RFC 3492), at most 254 bytes (RFC 5321 4.5.3.1.3).
///
/// Two spellings of one address have one normal form, so uniqueness, claims and look-ups compare text.
public struct EmailAddress: Hashable, Sendable {
    /// The normal form.
    public let text: String

    static let bytesMax = 254
    static let localPartBytesMax = 64
    static let labelBytesMax = 63

    /// Nil when the text is not an address: no or several `@`, an empty or over-long part, a space or control character,
    /// or a domain label that is no host name label.
    public init?(_ raw: String) {
        // Longer than any address can be, before anything is done with it.
        guard raw.utf8.count <= 1024 else { return nil }
        if Self.isPlain(raw) {
            text = raw
            return
        }
        var scalars = Array(raw.unicodeScalars)
        while let last = scalars.last, Self.isSpace(last) { scalars.removeLast() }
        let start = scalars.firstIndex { !Self.isSpace($0) } ?? scalars.endIndex
        scalars.removeFirst(start)
        guard let at = scalars.lastIndex(of: "@"), at > 0 else { return nil }
        guard let local = Self.localPart(scalars[..<at]), let domain = Self.domain(scalars[(at + 1)...]) else { return nil }
        let address = local + "@" + domain
        guard address.utf8.count <= Self.bytesMax else { return nil }
        text = address
    }

    /// Whether this is an address in its normal form, of letters, digits and the commonest signs, as nearly all are that come in.
    /// One pass that allocates nothing (the rules in full take 10 µs); false leaves the question open.
    private static func isPlain(_ raw: String) -> Bool {
        let none: UInt8 = 0
        var local = 0, domain = 0, labels = 0, label = 0
        var isDomain = false, hasLetter = false
        var previous = none
        for byte in raw.utf8 {
            let isStart = previous == none || previous == UInt8(ascii: ".")
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): hasLetter = true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): break
            case UInt8(ascii: "-"):
                if isDomain, isStart { return false }
            case UInt8(ascii: "_"), UInt8(ascii: "+"):
                if isDomain { return false }
            case UInt8(ascii: "."):
                if isStart || isDomain && previous == UInt8(ascii: "-") { return false }
                if isDomain { labels += 1 }
                label = -1
                hasLetter = false
            case UInt8(ascii: "@"):
                if isDomain || isStart { return false }
                isDomain = true
                label = 0
                hasLetter = false
                previous = none
                continue
            default: return false
            }
            previous = byte
            if isDomain { domain += 1 } else { local += 1 }
            label += 1
            if isDomain, label > labelBytesMax { return false }
        }
        let ends = previous == none || previous == UInt8(ascii: ".") || previous == UInt8(ascii: "-")
        return isDomain && !ends && labels > 0 && hasLetter && local <= localPartBytesMax && local + 1 + domain <= bytesMax
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09...0x0D, 0x20, 0xA0: true
        default: false
        }
    }

    private static func lowered(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        ("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value) + 32) : scalar
    }

    /// A dot-atom (RFC 5322 3.2.3, RFC 6531 for letters beyond ASCII); quoted local parts are refused, as nearly every service does.
    private static func localPart(_ scalars: ArraySlice<Unicode.Scalar>) -> String? {
        var text = String.UnicodeScalarView()
        var afterDot = true
        for scalar in scalars {
            switch scalar {
            case ".":
                if afterDot { return nil }
                afterDot = true
            case "a"..."z", "A"..."Z", "0"..."9", "!", "#", "$", "%", "&", "'", "*", "+", "-", "/", "=", "?", "^", "_", "`", "{", "|", "}", "~":
                afterDot = false
            default:
                guard scalar.value >= 0xA1, !scalar.properties.isWhitespace, scalar.properties.generalCategory != .control else { return nil }
                afterDot = false
            }
            text.append(lowered(scalar))
        }
        let local = String(text)
        return afterDot || local.utf8.count > localPartBytesMax ? nil : local
    }

    private static func domain(_ scalars: ArraySlice<Unicode.Scalar>) -> String? {
        // IDNA treats the three ideographic full stops as dots.
        let labels = scalars.split(omittingEmptySubsequences: false) { [".", "\u{3002}", "\u{FF0E}", "\u{FF61}"].contains($0) }
        guard labels.count >= 2 else { return nil }
        var ascii: [String] = []
        for label in labels {
            guard let encoded = Self.label(label) else { return nil }
            ascii.append(encoded)
        }
        // A top-level domain of digits alone would be an address literal in disguise.
        guard let top = ascii.last, !top.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return ascii.joined(separator: ".")
    }

    private static func label(_ scalars: ArraySlice<Unicode.Scalar>) -> String? {
        guard let first = scalars.first, let last = scalars.last, first != "-", last != "-" else { return nil }
        if scalars.allSatisfy(\.isASCII) {
            var text = String.UnicodeScalarView()
            for scalar in scalars {
                switch scalar {
                case "a"..."z", "A"..."Z", "0"..."9", "-": text.append(lowered(scalar))
                default: return nil
                }
            }
            return text.count <= labelBytesMax ? String(text) : nil
        }
        var source = String.UnicodeScalarView()
        source.append(contentsOf: scalars)
        let folded = Array(String(source).lowercased().unicodeScalars)
        for scalar in folded where scalar.isASCII {
            switch scalar {
            case "a"..."z", "0"..."9", "-": continue
            default: return nil
            }
        }
        for scalar in folded where !scalar.isASCII {
            switch scalar.properties.generalCategory {
            case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark, .spacingMark, .decimalNumber: continue
            default: return nil
            }
        }
        guard let encoded = Punycode.encode(folded) else { return nil }
        let text = "xn--" + encoded
        return text.utf8.count <= labelBytesMax ? text : nil
    }
}

/// Punycode's encoder with the constants and names of RFC 3492 sections 5 and 6.
enum Punycode {
    /// Nil on overflow, which no label of legal length reaches.
    static func encode(_ input: [Unicode.Scalar]) -> String? {
        var output = String(String.UnicodeScalarView(input.filter(\.isASCII)))
        let basicCount = output.utf8.count
        if basicCount > 0 { output.append("-") }
        var n: UInt32 = 128
        var delta: UInt32 = 0
        var bias: UInt32 = 72
        var handled = basicCount
        while handled < input.count {
            guard let m = input.lazy.map(\.value).filter({ $0 >= n }).min() else { return nil }
            let (product, overflow) = (m - n).multipliedReportingOverflow(by: UInt32(handled + 1))
            let (sum, overflow2) = delta.addingReportingOverflow(product)
            if overflow || overflow2 { return nil }
            delta = sum
            n = m
            for scalar in input {
                if scalar.value < n { delta += 1 }
                guard scalar.value == n else { continue }
                var q = delta
                var k: UInt32 = 36
                while true {
                    let threshold = k <= bias ? 1 : (k >= bias + 26 ? 26 : k - bias)
                    if q < threshold { break }
                    output.unicodeScalars.append(digit(threshold + (q - threshold) % (36 - threshold)))
                    q = (q - threshold) / (36 - threshold)
                    k += 36
                }
                output.unicodeScalars.append(digit(q))
                bias = adapt(delta, points: UInt32(handled + 1), first: handled == basicCount)
                delta = 0
                handled += 1
            }
            delta += 1
            n += 1
        }
        return output
    }

    private static func digit(_ value: UInt32) -> Unicode.Scalar {
        Unicode.Scalar(UInt8(value < 26 ? value + 97 : value - 26 + 48))
    }

    private static func adapt(_ delta: UInt32, points: UInt32, first: Bool) -> UInt32 {
        var delta = first ? delta / 700 : delta / 2
        delta += delta / points
        var k: UInt32 = 0
        while delta > 35 * 26 / 2 {
            delta /= 35
            k += 36
        }
        return k + 36 * delta / (delta + 38)
    }
}
