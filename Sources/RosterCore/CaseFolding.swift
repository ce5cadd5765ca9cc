// CaseFolding: texts that differ by case or by the way of encoding an accent only are one.

enum CaseFolding {
    /// The form that two spellings of one name share: trimmed, without case. Accents count; how they are encoded doesn't, since
    /// equality of texts is that of canonically equivalent ones. By way of capitals, so that ß is ss.
    static func fold(_ text: String) -> String { trim(text).uppercased().lowercased() }

    /// Without spaces at both ends.
    static func trim(_ text: String) -> String {
        guard let start = text.firstIndex(where: { !$0.isWhitespace }), let last = text.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(text[start...last])
    }
}
