// TypedName: finding people by what somebody types of a name (row 40), as fast as a list of 100,000 needs it.

@_spi(_Unicode) import Swift

/// What was typed: every word of it must begin a word of the given, family or display name or of the e-mail address.
///
/// Neither case nor accents count, on both sides: `mul` finds Müller, and so does `MÜL`. Letters that only look like accented ones,
/// such as ø and ł, count as their plain letter as well.
public struct TypedName: Sendable {
    public static let textBytesMax = 256

    /// Folded words.
    private let words: [[UInt8]]

    public init(_ text: String) {
        words = Self.fold(text).split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: ",") }.map(Array.init)
    }

    /// Nothing typed finds everybody.
    public var isEmpty: Bool { words.isEmpty }

    /// Whether somebody is meant.
    public func finds(_ person: PersonalData?) -> Bool {
        if words.isEmpty { return true }
        guard let person else { return false }
        return words.allSatisfy { word in
            if Self.begins(word, in: person.email, isAddress: true) { return true }
            guard let profile = person.profile else { return false }
            return Self.begins(word, in: profile.givenName) || Self.begins(word, in: profile.familyName) || Self.begins(word, in: profile.displayName)
        }
    }

    /// Whether the folded word begins a word of the text. Of an address only what stands before the `@` has words: else the
    /// employer's domain would find everybody.
    private static func begins(_ word: [UInt8], in text: String, isAddress: Bool = false) -> Bool {
        var text = text
        // Nearly all names are ASCII: one look at each byte, and nothing allocated.
        let found: Bool? = text.withUTF8 { bytes in
            bytes.allSatisfy { $0 < 0x80 } ? begins(word, inFolded: bytes, isAddress: isAddress) : nil
        }
        return found ?? fold(text).withUnsafeBufferPointer { begins(word, inFolded: $0, isAddress: isAddress) }
    }

    private static func begins(_ word: [UInt8], inFolded bytes: UnsafeBufferPointer<UInt8>, isAddress: Bool) -> Bool {
        var isStart = true
        var start = 0
        while start < bytes.count {
            let byte = bytes[start]
            if isStart, bytes.count - start >= word.count, word.indices.allSatisfy({ word[$0] == lowered(bytes[start + $0]) }) { return true }
            if isAddress, byte == UInt8(ascii: "@") { return false }
            isStart = isSeparator(byte)
            start += 1
        }
        return false
    }

    /// Letters and digits make words, and everything beyond ASCII.
    private static func isSeparator(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...: false
        default: true
        }
    }

    private static func lowered(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    /// Without case and accents, in UTF-8.
    static func fold(_ text: String) -> [UInt8] {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.map(lowered) }
        var folded = String.UnicodeScalarView()
        // Decomposed: a letter, then its marks.
        for scalar in text.lowercased()._nfd where !isAccent(scalar) {
            if let plain = plainLetters[scalar] {
                folded.append(contentsOf: plain.unicodeScalars)
            } else {
                folded.append(scalar.properties.isWhitespace ? " " : scalar)
            }
        }
        // Composed again, so that no letter is the beginning of the same letter with a sign.
        return Array(String(String(folded)._nfc.reduce(into: String.UnicodeScalarView()) { $0.append($1) }).utf8)
    }

    /// The marks that people leave out when they type: accents, and the points of Hebrew and Arabic vowels. Not the signs that make
    /// another letter (nukta, virama, the voiced sounds of kana).
    private static func isAccent(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.properties.canonicalCombiningClass.rawValue
        return value >= 200 || value == 1 || (10...36).contains(value)
    }

    /// Letters with a stroke and the like, which don't decompose, and ligatures.
    private static let plainLetters: [Unicode.Scalar: String] = [
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "ŋ": "n", "ŧ": "t", "þ": "th",
        "ſ": "s", "ĸ": "k", "ŀ": "l", "ŉ": "n", "ƒ": "f", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "’": "'", "‘": "'", "ʼ": "'",
        "‐": "-", "‑": "-", "–": "-",
    ]
}
