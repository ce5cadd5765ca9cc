// Reads comma-separated values a record at a time (RFC 4180), without holding the file in memory.

import Foundation

/// The bytes of a file, 64 KiB of them at a time.
struct FileBytes: IteratorProtocol {
    private let handle: FileHandle
    private var chunk = [UInt8]()
    private var position = 0

    init(path: String) throws { handle = path == "-" ? .standardInput : try FileHandle(forReadingFrom: URL(filePath: path)) }

    mutating func next() -> UInt8? {
        if position == chunk.count {
            chunk = (try? handle.read(upToCount: 64 << 10)).flatMap { $0 }.map([UInt8].init) ?? []
            position = 0
            if chunk.isEmpty { return nil }
        }
        defer { position += 1 }
        return chunk[position]
    }
}

/// A record, and the line of the file on which it begins.
struct CSVRecord {
    let line: Int
    let fields: [String]
}

struct CSVReader<Bytes: IteratorProtocol<UInt8>> {
    struct Problem: Error, CustomStringConvertible {
        let line: Int
        let description: String
    }

    /// A record longer than this is a forgotten quotation mark, not a person.
    private static var recordBytesMax: Int { 64 << 10 }

    private var bytes: Bytes
    private var pushedBack: UInt8?
    private var line = 1

    init(_ bytes: Bytes) { self.bytes = bytes }

    /// The next record, or nil at the end of the file. Empty lines are passed over.
    mutating func next() throws -> CSVRecord? {
        while let record = try record() {
            if record.fields != [""] { return record }
        }
        return nil
    }

    private mutating func record() throws -> CSVRecord? {
        let first = line
        var fields = [String]()
        var field = [UInt8]()
        var quoted = false
        var began = false
        var count = 0
        while let byte = read() {
            began = true
            count += 1
            guard count <= Self.recordBytesMax else { throw Problem(line: first, description: "a record is longer than \(Self.recordBytesMax) bytes") }
            switch byte {
            case UInt8(ascii: "\""):
                if quoted, let after = read() {
                    if after == UInt8(ascii: "\"") { field.append(byte) } else { quoted = false; pushedBack = after }
                } else {
                    quoted = !quoted
                }
            case UInt8(ascii: ",") where !quoted:
                fields.append(text(field, isFirst: first == 1 && fields.isEmpty))
                field = []
            case UInt8(ascii: "\r") where !quoted: continue
            case UInt8(ascii: "\n"):
                line += 1
                guard quoted else {
                    fields.append(text(field, isFirst: first == 1 && fields.isEmpty))
                    return CSVRecord(line: first, fields: fields)
                }
                field.append(byte)
            default: field.append(byte)
            }
        }
        guard !quoted else { throw Problem(line: first, description: "a quotation mark is not closed") }
        guard began else { return nil }
        fields.append(text(field, isFirst: first == 1 && fields.isEmpty))
        return CSVRecord(line: first, fields: fields)
    }

    private mutating func read() -> UInt8? {
        defer { pushedBack = nil }
        return pushedBack ?? bytes.next()
    }

    /// A spreadsheet may put a byte order mark before the first field of the file.
    private func text(_ field: [UInt8], isFirst: Bool) -> String {
        String(decoding: isFirst && field.starts(with: [0xEF, 0xBB, 0xBF]) ? field.dropFirst(3) : field[...], as: UTF8.self)
    }
}
