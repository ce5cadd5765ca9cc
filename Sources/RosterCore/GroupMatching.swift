// GroupMatching: which groups follow from what is known of a person (row 41). One function for whoever brings attributes:
// a creation, an invitation, an update, a sign-in, a line of a file.

import HashTreeCollections
public import RosterAPI

/// What is known of a person, as rules look at it.
public struct RuleAttributes: Sendable, Equatable {
    public let source: GroupRuleSource
    /// Folded name → values; empty values are none.
    private(set) var values: [String: [String]] = [:]

    /// - Parameter attributes: names and values, such as the claims of a sign-in or the columns of a line. A name may stand twice.
    public init(_ source: GroupRuleSource, _ attributes: some Sequence<(name: String, value: String)>) {
        self.source = source
        for (name, value) in attributes {
            let value = CaseFolding.fold(value)
            if !value.isEmpty { values[CaseFolding.fold(name), default: []].append(value) }
        }
    }

    /// What a profile says: its fields by their names in proto, and its attributes.
    public init(_ profile: Profile?) {
        let profile = profile ?? Profile()
        let fields: [(name: String, value: String)] = [
            ("given_name", profile.givenName), ("family_name", profile.familyName), ("display_name", profile.displayName),
            ("employee_id", profile.employeeID), ("title", profile.title), ("job_function", profile.jobFunction),
            ("department", profile.department), ("region", profile.region), ("manager", profile.manager), ("locale", profile.locale),
        ]
        self.init(.attribute, fields + profile.attributes.map { (name: $0.key, value: $0.value) })
    }

    /// Without the values that were known before.
    func new(since before: RuleAttributes) -> RuleAttributes {
        var new = self
        for (name, known) in before.values { new.values[name]?.removeAll { known.contains($0) } }
        return new
    }
}

/// What a rule looks at.
struct RuleAttribute: Hashable, Sendable {
    let source: GroupRuleSource
    /// Folded.
    let name: String

    init(source: GroupRuleSource, name: String) {
        self.source = source
        self.name = name
    }

    init(_ rule: GroupRuleRecord) { self.init(source: rule.source, name: CaseFolding.fold(rule.attribute)) }
}

/// The rules that look at one attribute: those for one value are found by it.
struct AttributeRules: Sendable {
    private var equal: TreeDictionary<String, [RuleID]> = [:]
    private var prefixes: TreeDictionary<RuleID, String> = [:]
    private var present: [RuleID] = []

    var isEmpty: Bool { equal.isEmpty && prefixes.isEmpty && present.isEmpty }

    mutating func insert(_ rule: GroupRuleRecord) {
        switch rule.match {
        case .prefix: prefixes[rule.ruleID] = CaseFolding.fold(rule.value)
        case .present: present.append(rule.ruleID)
        default: equal[CaseFolding.fold(rule.value), default: []].append(rule.ruleID)
        }
    }

    mutating func remove(_ rule: GroupRuleRecord) {
        switch rule.match {
        case .prefix: prefixes[rule.ruleID] = nil
        case .present: present.removeAll { $0 == rule.ruleID }
        default:
            let value = CaseFolding.fold(rule.value)
            guard var left = equal[value] else { return }
            left.removeAll { $0 == rule.ruleID }
            equal[value] = left.isEmpty ? nil : left
        }
    }

    /// The rules that a value satisfies; the value is folded and not empty.
    func matching(_ value: String) -> [RuleID] {
        present + (equal[value] ?? []) + prefixes.filter { value.hasPrefix($0.value) }.keys
    }

    /// The rules with this comparison and value.
    func rules(_ match: GroupRuleMatch, _ value: String) -> [RuleID] {
        switch match {
        case .prefix: prefixes.filter { $0.value == CaseFolding.fold(value) }.map(\.key)
        case .present: present
        default: equal[CaseFolding.fold(value)] ?? []
        }
    }
}

extension GroupsState {
    /// The groups that follow from what is known of a person, each with the oldest rule that says so, in the order of the groups.
    public func groups(matching attributes: RuleAttributes) -> [(group: GroupID, rule: RuleID)] {
        if rules.isEmpty { return [] }
        var found: [GroupID: RuleID] = [:]
        for (name, values) in attributes.values {
            guard let candidates = rulesByAttribute[RuleAttribute(source: attributes.source, name: name)] else { continue }
            for id in values.flatMap({ candidates.matching($0) }) {
                guard let group = rules[id]?.groupID else { continue }
                found[group] = min(found[group] ?? id, id)
            }
        }
        return found.sorted { $0.key < $1.key }.map { (group: $0.key, rule: $0.value) }
    }
}
