// How many columns of a terminal a text takes.

extension StringProtocol {
    /// Columns on a terminal: two for an ideograph, a kana, a Hangul syllable or an emoji, none for a control character.
    var displayWidth: Int { reduce(0) { $0 + $1.displayWidth } }

    /// The text with spaces after it, to so many columns.
    func padded(to columns: Int) -> String { String(self) + String(repeating: " ", count: Swift.max(0, columns - displayWidth)) }

    /// At most so many columns, the last of them an ellipsis where something was left out.
    func truncated(to columns: Int) -> String {
        guard displayWidth > columns else { return String(self) }
        var kept = ""
        var width = 0
        for character in self {
            guard width + character.displayWidth < columns else { break }
            kept.append(character)
            width += character.displayWidth
        }
        return kept + "…"
    }
}

extension Character {
    /// A grapheme takes the room of its first scalar: what combines with it takes none of its own.
    fileprivate var displayWidth: Int {
        guard let first = unicodeScalars.first else { return 0 }
        if first.properties.generalCategory == .control { return 0 }
        if first.properties.isEmojiPresentation || unicodeScalars.contains("\u{FE0F}") { return 2 }
        return Self.wide.contains { $0.contains(first.value) } ? 2 : 1
    }

    /// The blocks that Unicode Standard Annex 11 calls wide or fullwidth, ends included.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F,  // Hangul Jamo, leading consonants
        0x2E80...0x303E,  // CJK radicals and punctuation
        0x3041...0x33FF,  // kana, Bopomofo, compatibility
        0x3400...0x4DBF, 0x4E00...0x9FFF,  // ideographs
        0xA000...0xA4CF,  // Yi
        0xA960...0xA97F, 0xAC00...0xD7A3,  // Hangul
        0xF900...0xFAFF,  // compatibility ideographs
        0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,  // fullwidth forms
        0x20000...0x3FFFD,  // ideographs of the supplementary planes
    ]
}
