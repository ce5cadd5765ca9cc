// The table of settings: the names that the file, the environment and the flags share.

/// The one table of settings: each name serves the file (`limits.message_bytes` is `message_bytes` under `limits`), the
/// environment (`ROSTER_LIMITS_MESSAGE_BYTES`) and the flags (`--set limits.message_bytes=…`).
public struct Setting: Sendable {
    public let name: String
    public let meaning: String
    let apply: @Sendable (inout Configuration, String) throws(ConfigurationProblem) -> Void

    public var environmentName: String {
        "ROSTER_" + String(name.uppercased().map { $0 == "." ? "_" : $0 })
    }
}

/// A configuration file as its parser hands it over, so that this module needs no YAML.
public indirect enum SettingTree: Sendable, Equatable {
    case scalar(String)
    case list([SettingTree])
    /// In the order of the file.
    case map([(key: String, value: SettingTree)])

    public static func == (a: SettingTree, b: SettingTree) -> Bool {
        switch (a, b) {
        case (.scalar(let x), .scalar(let y)): x == y
        case (.list(let x), .list(let y)): x == y
        case (.map(let x), .map(let y)): x.count == y.count && zip(x, y).allSatisfy { $0.key == $1.key && $0.value == $1.value }
        default: false
        }
    }
}

public enum Settings {
    public static let all: [Setting] = [
        text("data_folder", "where the database and its companions lie", \.dataFolder),
        Setting(name: "journal", meaning: "sqlite, or memory for a trial") { configuration, value throws(ConfigurationProblem) in
            guard let kind = Configuration.JournalKind(rawValue: value) else { throw ConfigurationProblem("journal is sqlite or memory") }
            configuration.journal = kind
        },
        addresses("plaintext.listen", "addresses (host:port) for HTTP/2 without TLS", \.plaintext),
        addresses("tls.listen", "addresses (host:port) for TLS", \.tls),
        optionalText("tls.certificate_file", "PEM file with the certificate chain", \.certificateFile),
        optionalText("tls.private_key_file", "PEM file with the private key", \.privateKeyFile),
        optionalText("pepper_file", "the secret that API keys are hashed with", \.pepperFile),
        number("threads.loops", "event loops; 0: one a core", 0...256, \.loops),
        number("threads.organization_executors", "threads that decide mutations; 0: one per four cores", 0...64, \.organizationExecutors),
        number("threads.long_reads", "threads for lists and old revisions", 1...16, \.longReadThreads),
        number("limits.message_bytes", "the longest message received", 1_024...(64 << 20), \.messageBytesMax),
        number("limits.connections", "connections at once", 1...1_000_000, \.connectionsMax),
        number("limits.streams_per_connection", "calls at once on one connection", 1...10_000, \.streamsPerConnectionMax),
        number("limits.header_list_bytes", "the longest header list", 1_024...(1 << 20), \.headerListBytesMax),
        number("limits.resident_bytes", "memory for trees, estimated", 1 << 20...1 << 42, \.residentBytesMax),
        number("limits.calls_per_second_per_key", "each API key's allowance", 1...10_000_000, \.callsPerSecondPerKey),
        number("limits.long_reads_per_organization", "lists and old revisions computed at once for one organization", 1...64, \.longReadsPerOrganization),
        number("request_id_hours", "how long a committed answer can be had again by its request id", 1...8_760, \.requestIDHours),
        number("invitations.days", "how long an invitation lasts from when it was last sent", 1...3_650, \.invitationDays),
        Setting(name: "invitations.link_base_url", meaning: "what links of invitations begin with; empty: the link's query alone") { configuration, value in
            configuration.invitationLinkBaseURL = value
        },
        number("drain_seconds", "how long a stop waits for calls that run", 0...3_600, \.drainSeconds),
        Setting(name: "reflection", meaning: "whether reflection answers: true or false") { configuration, value throws(ConfigurationProblem) in
            guard value == "true" || value == "false" else { throw ConfigurationProblem("reflection is true or false") }
            configuration.reflection = value == "true"
        },
        text("log_level", "trace, debug, info, notice, warning, error or critical", \.logLevel),
    ]

    private static func text(_ name: String, _ meaning: String, _ path: WritableKeyPath<Configuration, String> & Sendable) -> Setting {
        Setting(name: name, meaning: meaning) { configuration, value throws(ConfigurationProblem) in
            guard !value.isEmpty else { throw ConfigurationProblem("\(name) is empty") }
            configuration[keyPath: path] = value
        }
    }

    private static func optionalText(_ name: String, _ meaning: String, _ path: WritableKeyPath<Configuration, String?> & Sendable) -> Setting {
        Setting(name: name, meaning: meaning) { configuration, value throws(ConfigurationProblem) in
            configuration[keyPath: path] = value.isEmpty ? nil : value
        }
    }

    private static func number(_ name: String, _ meaning: String, _ range: ClosedRange<Int>, _ path: WritableKeyPath<Configuration, Int> & Sendable) -> Setting {
        Setting(name: name, meaning: meaning) { configuration, value throws(ConfigurationProblem) in
            guard let number = Int(value), range.contains(number) else {
                throw ConfigurationProblem("\(name) is a number from \(range.lowerBound) to \(range.upperBound), not \(value)")
            }
            configuration[keyPath: path] = number
        }
    }

    private static func addresses(_ name: String, _ meaning: String, _ path: WritableKeyPath<Configuration, [Configuration.Address]> & Sendable) -> Setting {
        Setting(name: name, meaning: meaning) { configuration, value throws(ConfigurationProblem) in
            var addresses: [Configuration.Address] = []
            for part in value.split(separator: ",") where part != "none" {
                addresses.append(try Configuration.Address(parsing: part))
            }
            configuration[keyPath: path] = addresses
        }
    }
}

extension Configuration.Address {
    /// `host:port` or `[host]:port`.
    public init(parsing text: some StringProtocol) throws(ConfigurationProblem) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            throw ConfigurationProblem("\(text) is not host:port")
        }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        guard !host.isEmpty else { throw ConfigurationProblem("\(text) is not host:port") }
        self.init(host: host, port: port)
    }
}

extension Configuration {
    /// The file's layer. An unknown key is an error: a misspelt limit must not silently be none.
    public mutating func apply(file tree: SettingTree) throws(ConfigurationProblem) {
        guard case .map(let entries) = tree else { throw ConfigurationProblem("the file is not a map of settings") }
        for (key, value) in entries {
            switch key {
            case "plans": plans = try CatalogueFile.plans(value, over: plans)
            case "products": products = try CatalogueFile.products(value, over: products)
            default: try apply(name: key, value)
            }
        }
        try CatalogueFile.check(plans, products)
    }

    /// The environment's layer: variables whose names begin with `ROSTER_`; unknown ones are errors too, but for `reserved`.
    public mutating func apply(environment: [String: String], reserved: Set<String> = []) throws(ConfigurationProblem) {
        let byName = Dictionary(uniqueKeysWithValues: Settings.all.map { ($0.environmentName, $0) })
        for (name, value) in environment.sorted(by: { $0.key < $1.key }) where name.hasPrefix("ROSTER_") && !reserved.contains(name) {
            guard let setting = byName[name] else { throw ConfigurationProblem("\(name) is not a setting") }
            try setting.apply(&self, value)
        }
    }

    /// One flag's worth.
    public mutating func apply(name: String, _ value: String) throws(ConfigurationProblem) {
        guard let setting = Settings.all.first(where: { $0.name == name }) else { throw ConfigurationProblem("\(name) is not a setting") }
        try setting.apply(&self, value)
    }

    private mutating func apply(name: String, _ tree: SettingTree) throws(ConfigurationProblem) {
        switch tree {
        case .scalar(let value): try apply(name: name, value)
        case .list(let elements):
            var values: [String] = []
            for element in elements {
                guard case .scalar(let value) = element else { throw ConfigurationProblem("\(name) is a list of plain values") }
                values.append(value)
            }
            try apply(name: name, values.joined(separator: ","))
        case .map(let entries):
            for (key, value) in entries { try apply(name: name + "." + key, value) }
        }
    }
}
