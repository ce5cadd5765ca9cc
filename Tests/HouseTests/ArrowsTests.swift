// The picture of ARCHITECTURE.md: who may import whom, read from the imports themselves.

import Testing

/// An arrow reads "may import", and so does any path of arrows.
private let arrows: [String: Set<String>] = [
    "Wire": [],
    "WellKnown": ["Wire"],
    "Digest": ["COpenSSL"],
    "Loops": ["CLinux"],
    "HTTP2": ["Loops", "CNghttp2", "COpenSSL"],
    "RPC": ["HTTP2", "WellKnown"],
    "RosterAPI": ["WellKnown"],
    "RosterCore": ["RosterAPI", "Digest"],
    "RosterStore": ["RosterCore", "Loops"],
    "RosterServer": ["RPC", "RosterStore"],
    "RosterClient": ["RPC", "RosterAPI"],
    "roster": ["RosterServer", "RosterClient"],
    "roster-bench": ["RosterClient"],
]

/// What a module may take from outside the house.
private let libraries: [String: Set<String>] = [
    "Wire": [],
    "WellKnown": [],
    "Digest": [],
    "Loops": ["Glibc", "Synchronization"],
    "HTTP2": ["Glibc", "Synchronization"],
    "RPC": ["Glibc", "Synchronization", "Logging"],
    "RosterAPI": [],
    // Swift itself for its normalisation of text, which it keeps to itself.
    "RosterCore": ["HashTreeCollections", "Swift"],
    "RosterStore": ["GRDB", "GRDBSQLite", "Foundation", "Glibc", "Synchronization", "Logging"],
    "RosterServer": ["Foundation", "Glibc", "Synchronization", "Logging"],
    "RosterClient": ["Synchronization"],
    "roster": ["ArgumentParser", "Foundation", "Glibc", "Logging", "Synchronization", "Yams"],
    "roster-bench": ["ArgumentParser", "Foundation", "Glibc", "Synchronization"],
]

private func reachable(from module: String) -> Set<String> {
    var seen: Set<String> = []
    var open = [module]
    while let next = open.popLast() {
        for target in arrows[next] ?? [] where seen.insert(target).inserted { open.append(target) }
    }
    return seen
}

@Suite("The house")
struct ArrowsTests {
    @Test("every import is an arrow of the picture")
    func imports() throws {
        let files = try Repository.swiftFiles(under: "Sources")
        #expect(Set(files.map(\.module)) == Set(arrows.keys), "a module without a place in the picture")
        for file in files {
            // C libraries are for the module that wraps them, not for everybody above it.
            let direct = arrows[file.module] ?? []
            let inner = reachable(from: file.module).filter { !$0.hasPrefix("C") || direct.contains($0) }
            let allowed = inner.union(libraries[file.module] ?? [])
            let wrong = file.imports.subtracting(allowed)
            #expect(wrong.isEmpty, "\(file.path) imports \(wrong.sorted().joined(separator: ", "))")
        }
    }

    @Test("the picture has no circle")
    func acyclic() {
        for module in arrows.keys { #expect(!reachable(from: module).contains(module), "\(module) reaches itself") }
    }
}
