// swift-tools-version: 6.2
// The arrows between the targets are the picture in ARCHITECTURE.md; HouseTests reads the imports and holds them to it.
import PackageDescription

let collections: Target.Dependency = .product(name: "HashTreeCollections", package: "swift-collections")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
// SQLite's C interface, the very library that GRDB is linked with.
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

// Most tests aren't optimized, what they test is: they build in a third of the time. The two targets that compute (random
// histories and worlds) are, but for one pass: in Swift 6.3.1 it ends the compilation ("Found ownership error") where a test
// looks twice through the same optional field of a response.
let plain: [SwiftSetting] = [.unsafeFlags(["-Onone"])]
let computing: [SwiftSetting] = [.unsafeFlags(["-Xfrontend", "-enable-copy-propagation=false"])]

let package = Package(
    name: "roster",
    products: [
        .executable(name: "roster", targets: ["roster"]),
        .library(name: "RosterClient", targets: ["RosterClient"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: [
        // C libraries and the few calls that Swift can't import.
        .target(name: "CLinux"),
        .systemLibrary(name: "CNghttp2", pkgConfig: "libnghttp2", providers: [.apt(["libnghttp2-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),

        // Bytes and messages.
        .target(name: "Wire"),
        .target(name: "WellKnown", dependencies: ["Wire"]),
        .target(name: "Digest", dependencies: ["COpenSSL"]),

        // The runtime.
        .target(name: "Loops", dependencies: ["CLinux"]),
        .target(name: "HTTP2", dependencies: ["Loops", "CNghttp2", "COpenSSL"]),
        .target(name: "RPC", dependencies: ["HTTP2", "Loops", "WellKnown", "Wire", logging]),

        // Roster.
        .target(name: "RosterAPI", dependencies: ["WellKnown", "Wire"]),
        .target(name: "RosterCore", dependencies: ["RosterAPI", "WellKnown", "Wire", "Digest", collections]),
        .target(name: "RosterStore", dependencies: ["RosterCore", "RosterAPI", "Loops", "Digest", "WellKnown", "Wire", grdb, sqlite, logging]),
        .target(name: "RosterServer", dependencies: ["RPC", "HTTP2", "Loops", "RosterStore", "RosterCore", "RosterAPI", "Digest", "WellKnown", "Wire", logging]),
        .target(name: "RosterClient", dependencies: ["RPC", "HTTP2", "Loops", "RosterAPI", "WellKnown", "Wire"]),
        .executableTarget(name: "roster", dependencies: ["RosterServer", "RosterClient", argumentParser, logging, yams]),
        .executableTarget(name: "roster-bench", dependencies: ["RosterClient", "RPC", "RosterAPI", "Loops", "WellKnown", "Wire", argumentParser]),

        // Tests, one target a module.
        .target(name: "TestThreads", path: "Tests/TestThreads"),
        .testTarget(name: "HouseTests", swiftSettings: plain),
        .testTarget(name: "WireTests", dependencies: ["WireExamples", "WellKnown", "Wire"], swiftSettings: plain),
        .target(name: "WireExamples", dependencies: ["WellKnown", "Wire"], path: "Tests/WireExamples", exclude: ["wire_examples.proto"]),
        .executableTarget(name: "wire-peer", dependencies: ["WireExamples", "RosterAPI", "WellKnown", "Wire"], path: "Tests/Peers/wire-peer"),
        .testTarget(name: "DigestTests", dependencies: ["Digest"], swiftSettings: plain),
        .testTarget(name: "LoopsTests", dependencies: ["Loops", "TestThreads"], swiftSettings: plain),
        .testTarget(name: "HTTP2Tests", dependencies: ["HTTP2", "TestThreads"], swiftSettings: plain),
        .testTarget(name: "RPCTests", dependencies: ["RPC", "HTTP2", "Loops", "WellKnown", "Wire", "TestThreads"], swiftSettings: plain),
        .executableTarget(name: "rpc-echo", dependencies: ["RPC", "HTTP2", "Loops", "WellKnown", "Wire"], path: "Tests/Peers/rpc-echo"),
        .testTarget(name: "RosterAPITests", dependencies: ["RosterAPI"], swiftSettings: plain),
        // The rules a second time, for tests that compare.
        .target(name: "RosterModel", dependencies: ["RosterCore", "RosterAPI", "WellKnown"], path: "Tests/RosterModel"),
        .testTarget(name: "RosterCoreTests", dependencies: ["RosterCore", "RosterModel"], swiftSettings: computing),
        .testTarget(name: "RosterStoreTests", dependencies: ["RosterStore", "RosterModel", "TestThreads", grdb], swiftSettings: computing),
        .testTarget(name: "RosterClientTests", dependencies: ["RosterClient", "RPC", "Loops", "TestThreads"], swiftSettings: plain),
        .testTarget(name: "CommandLineTests", dependencies: ["roster", "RosterAPI", argumentParser], swiftSettings: plain),
        .testTarget(name: "RosterServerTests", dependencies: ["RosterServer", "RosterClient", "Loops", "TestThreads"], swiftSettings: plain),
    ],
    swiftLanguageModes: [.v6]
)
