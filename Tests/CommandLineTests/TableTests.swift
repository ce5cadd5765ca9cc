// Tables stay aligned whatever letters their cells are written in.

import Testing

@testable import roster

@Suite("Tables")
struct TableTests {
    @Test("columns on a terminal", arguments: [
        ("abc", 3), ("Żuławska", 8), ("葵", 2), ("佐藤 葵", 7), ("ハンカク", 8), ("ﾊﾝｶｸ", 4), ("e\u{301}", 1), ("한국", 4), ("🚀", 2), ("☂\u{FE0F}", 2), ("", 0), ("\u{7}", 0),
    ])
    func width(text: String, columns: Int) {
        #expect(text.displayWidth == columns)
    }

    @Test("cells are aligned, numbers to the right, and nothing trails")
    func alignment() {
        let table = Table(heading: ["NAME", "SEATS", "NOTE"], rows: [["葵", "7", "x"], ["Zoë", "120", ""]])
        #expect(table.lines == ["NAME  SEATS  NOTE", "葵        7  x", "Zoë     120"])
    }

    @Test("a long cell is cut at a whole character")
    func truncation() {
        #expect("abcdef".truncated(to: 4) == "abc…")
        #expect("葵葵葵".truncated(to: 4) == "葵…")
        #expect("abcd".truncated(to: 4) == "abcd")
    }
}
