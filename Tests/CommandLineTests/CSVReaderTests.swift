// RFC 4180 as spreadsheets write it, and what they get wrong.

import Testing

@testable import roster

@Suite("Comma-separated values")
struct CSVReaderTests {
    private func records(_ text: String) throws -> [[String]] {
        var reader = CSVReader(Array(text.utf8).makeIterator())
        var records: [[String]] = []
        while let record = try reader.next() { records.append(record.fields) }
        return records
    }

    @Test("fields, quotation marks, line ends", arguments: [
        ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
        ("\"a,b\",\"c\"\"d\"\"\"\n", [["a,b", "c\"d\""]]),
        ("\"two\nlines\",x\n", [["two\nlines", "x"]]),
        ("\"carriage\r\nreturn\"\n", [["carriage\r\nreturn"]]),
        ("a,,\n", [["a", "", ""]]),
        ("\n\na\n\n", [["a"]]),
        ("\u{FEFF}a,b\n", [["a", "b"]]),
        ("\u{FEFF}\"a\",b\n", [["a", "b"]]),
        ("葵,Ωμέγα,Zoë\n", [["葵", "Ωμέγα", "Zoë"]]),
        ("", []),
    ])
    func parse(text: String, expected: [[String]]) throws {
        #expect(try records(text) == expected)
    }

    @Test("a record knows the line it begins on")
    func lines() throws {
        var reader = CSVReader(Array("a\n\"b\nc\"\n\nd\n".utf8).makeIterator())
        var lines: [Int] = []
        while let record = try reader.next() { lines.append(record.line) }
        #expect(lines == [1, 2, 5])
    }

    @Test("a quotation mark that isn't closed, and a record without end, are refused with their line", arguments: [
        "a\n\"b", "a\n" + String(repeating: "x", count: 70_000),
    ])
    func problems(text: String) {
        #expect { try records(text) } throws: { ($0 as? CSVReader<IndexingIterator<[UInt8]>>.Problem)?.line == 2 }
    }
}
