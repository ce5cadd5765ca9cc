// The project's own source files, as the house tests read them.

import Foundation

struct SourceFile {
    let module: String
    let path: String
    let lines: [Substring]

    /// The lines without what stands in comments and string literals, so that a rule about code isn't broken by prose.
    var code: [String] {
        var inBlock = false
        var inText = false
        return lines.map { line in
            var out = ""
            var rest = line
            if inText {
                guard let end = rest.range(of: "\"\"\"") else { return "" }
                inText = false
                rest = rest[end.upperBound...]
            }
            while let first = rest.first {
                if inBlock {
                    guard let end = rest.range(of: "*/") else { return out }
                    inBlock = false
                    rest = rest[end.upperBound...]
                } else if rest.hasPrefix("//") {
                    return out
                } else if rest.hasPrefix("/*") {
                    inBlock = true
                    rest = rest.dropFirst(2)
                } else if rest.hasPrefix("\"\"\"") {
                    inText = true
                    return out
                } else if first == "\"" {
                    rest = rest.dropFirst()
                    while let next = rest.first, next != "\"" { rest = rest.dropFirst(next == "\\" ? 2 : 1) }
                    rest = rest.dropFirst()
                    out += "\"\""
                } else {
                    out.append(first)
                    rest = rest.dropFirst()
                }
            }
            return out
        }
    }

    var imports: Set<String> {
        Set(code.compactMap { line in
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            guard let at = words.firstIndex(of: "import"), at + 1 < words.count,
                words[..<at].allSatisfy({ $0.hasPrefix("@") || ["public", "package", "internal", "private", "fileprivate"].contains($0) })
            else { return nil }
            let name = ["struct", "class", "enum", "func", "protocol", "typealias", "var", "let"].contains(words[at + 1])
                ? words[at + 2] : words[at + 1]
            return String(name.split(separator: ".")[0])
        })
    }
}

enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func swiftFiles(under folder: String) throws -> [SourceFile] {
        let base = root.appending(path: folder)
        let paths = try FileManager.default.subpathsOfDirectory(atPath: base.path).filter { $0.hasSuffix(".swift") }.sorted()
        return try paths.map { path in
            let text = try String(contentsOf: base.appending(path: path), encoding: .utf8)
            return SourceFile(
                module: String(path.split(separator: "/")[0]), path: "\(folder)/\(path)",
                lines: text.split(separator: "\n", omittingEmptySubsequences: false))
        }
    }
}
