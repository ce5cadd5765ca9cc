// Habits that a reader relies on, held by a test instead of good intentions.

import Foundation
import Testing

@Suite("Tidy")
struct TidyTests {
    private static func violations(
        _ pattern: String, under folder: String = "Sources", except: (SourceFile) -> Bool = { _ in false }
    ) throws -> [String] {
        let expression = try NSRegularExpression(pattern: pattern)
        return try Repository.swiftFiles(under: folder).filter { !except($0) }.flatMap { file in
            file.code.enumerated().compactMap { index, line in
                let range = NSRange(line.startIndex..., in: line)
                return expression.firstMatch(in: line, range: range) == nil ? nil : "\(file.path):\(index + 1): \(line.trimmingCharacters(in: .whitespaces))"
            }
        }
    }

    @Test("nothing traps on purpose: no try!, no as!, no fatalError")
    func traps() throws {
        let found = try Self.violations(#"\btry!|\bas!|\bfatalError\("#)
        #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
    }

    @Test("no force unwrap")
    func forceUnwrap() throws {
        // A value, a call or a subscript followed by "!", which is neither "!=" nor an implicitly unwrapped type.
        let found = try Self.violations(#"[A-Za-z0-9_\)\]]!(?![=A-Za-z])"#)
        #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
    }

    @Test("only the command line prints")
    func prints() throws {
        let found = try Self.violations(#"\b(print|debugPrint|dump)\("#, except: { $0.module.hasPrefix("roster") })
        #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
    }

    @Test("what the compiler can't prove has its proof in a comment above")
    func unchecked() throws {
        for file in try Repository.swiftFiles(under: "Sources") {
            for (index, line) in file.code.enumerated()
            where line.contains("@unchecked Sendable") || line.contains("nonisolated(unsafe)") {
                // The comment stands directly above the declaration, or on its line.
                let above = file.lines[..<index].last.map { $0.trimmingCharacters(in: .whitespaces) } ?? ""
                let explained = above.hasPrefix("//") || above.hasPrefix("@") || file.lines[index].contains("//")
                #expect(explained, "\(file.path):\(index + 1) has no comment that proves it")
            }
        }
    }

    @Test("a file opens with one sentence on its duty, and holds one noun")
    func files() throws {
        for file in try Repository.swiftFiles(under: "Sources") {
            #expect(file.lines.first?.hasPrefix("//") == true, "\(file.path) doesn't open with its duty")
            #expect(file.lines.count <= 460, "\(file.path) has \(file.lines.count) lines: probably two nouns")
            let name = file.path.split(separator: "/").last ?? ""
            for vague in ["Manager", "Helper", "Utils", "Base.", "Common."] {
                #expect(!name.contains(vague), "\(file.path) is named for nothing in particular")
            }
        }
    }

    @Test("no Foundation below the server, but in the store, which GRDB brings it to")
    func foundation() throws {
        for file in try Repository.swiftFiles(under: "Sources")
        where ["Wire", "WellKnown", "Digest", "Loops", "HTTP2", "RPC", "RosterAPI", "RosterCore"].contains(file.module) {
            #expect(file.imports.isDisjoint(with: ["Foundation", "FoundationEssentials"]), "\(file.path) imports Foundation")
        }
    }

    @Test("no test blocks a thread of the tests on a program, a group, a sleep, a node or a thread's end: TestThreads has a thread for that")
    func waits() throws {
        let found = try Self.violations(
            [
                #"\bwaitUntilExit\b|\bProcess\(\)|\bDispatchGroup\b|\breadDataToEndOfFile\b|\busleep\b|\bThread\.sleep\b|\bsem_wait\b"#,
                #"^ +node\.stop\(\)|^ +(let|var) \w+ = try Node\.start\(|defer \{ (for \w+ in \w+ \{ )?\w+\.stop\(\)"#,
            ].joined(separator: "|"),
            under: "Tests", except: { $0.path.hasPrefix("Tests/Peers") })
        #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
    }
}
