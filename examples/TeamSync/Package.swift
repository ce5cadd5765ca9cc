// swift-tools-version: 6.2
// A service of its own that uses Roster the way a user's would: by the client library and nothing else.
import PackageDescription

let package = Package(
    name: "TeamSync",
    dependencies: [
        .package(name: "roster", path: "../..")
    ],
    targets: [
        .executableTarget(name: "TeamSync", dependencies: [.product(name: "RosterClient", package: "roster")])
    ],
    swiftLanguageModes: [.v6]
)
