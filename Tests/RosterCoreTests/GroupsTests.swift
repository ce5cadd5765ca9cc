// Groups: names, memberships and their periods, rules, and what becomes of them when members and groups go.

import RosterAPI
import Testing

@testable import RosterCore

extension Fixture {
    mutating func group(_ name: String, owner: MemberID = MemberID(), by principal: Principal? = nil) throws -> GroupID {
        let organization = organization
        return try #require(send(Groups.Create.self, by: principal) { $0.organizationID = organization; $0.name = name; $0.ownerID = owner }.group).groupID
    }

    @discardableResult
    mutating func add(_ members: [MemberID], to group: GroupID, _ validity: Validity = .always) throws -> [GroupItemOutcome] {
        let organization = organization
        return try send(Groups.AddMembers.self) { request in
            request.organizationID = organization
            request.groupID = group
            request.memberIDs = members
            request.period = validity.period
        }.results.map(\.outcome)
    }

    func isIn(_ group: GroupID, _ member: MemberID, at time: Int64? = nil) -> Bool { node.members[member]?.record.isIn(group, at: time ?? now) ?? false }
}

struct GroupsTests {
    @Test("invariant 9: names of groups are unique whatever their case, spaces around them and encoding", arguments: [
        ("Sales", "sALES"), ("Straße", "STRASSE"), ("Zo\u{EB}", "zoe\u{308}"), ("Ärzte", "  ärzte "), ("ΟΔΟΣ", "οδος"),
    ])
    func names(_ one: String, _ other: String) throws {
        var world = try Fixture()
        let organization = world.organization
        let first = try world.group(one)
        #expect(world.refusal(Groups.Create.self) { $0.organizationID = organization; $0.name = other }?.reason == .nameInUse)
        let second = try world.group("Other")
        func rename(_ group: GroupID, _ name: String) -> Refusal? {
            world.refusal(Groups.Update.self) { $0.group = .with { $0.organizationID = organization; $0.groupID = group; $0.name = name } }
        }
        #expect(rename(second, other)?.reason == .nameInUse)
        #expect(rename(first, other) == nil, "its own name in other letters")
        #expect(world.node.groups.groups[first]?.record.name == CaseFolding.trim(other))
        #expect(rename(first, "Something else") == nil && rename(second, one) == nil, "a name that was left is free")
        #expect(world.refusal(Groups.Delete.self) { $0.organizationID = organization; $0.groupID = second } == nil)
        _ = try world.group(one)
    }

    @Test("Zoe and Zoë are two names")
    func accents() throws {
        var world = try Fixture()
        _ = try world.group("Zoe")
        _ = try world.group("Zoë")
        #expect(try world.replayed().organizations[world.organization]?.groups.order.count == 2)
    }

    @Test("row 39: many members at once, each with what became of it; again is no change and no revision")
    func addMany() throws {
        var world = try Fixture()
        let group = try world.group("Sales")
        let members = try (0..<5).map { try world.member("m\($0)@lumen.example") }
        #expect(world.remove(members[4]) == nil)
        let stranger = MemberID(high: 9, low: 9)
        #expect(try world.add([members[0], members[1], stranger, members[0], members[4]], to: group) == [.added, .added, .failed, .unchanged, .failed])
        let revision = world.state.revision
        #expect(try world.add([members[1], stranger], to: group) == [.unchanged, .failed])
        #expect(world.state.revision == revision)
        #expect(try world.add([members[1], members[2]], to: group) == [.unchanged, .added])
        let record = try #require(world.node.groups.groups[group]?.record)
        #expect(record.revision == world.state.revision && world.node.members[members[2]]?.record.revision == world.state.revision)
        #expect(world.node.group(group, at: world.now)?.memberCount == 3)
        let organization = world.organization
        let removed = try world.send(Groups.RemoveMembers.self) { $0.organizationID = organization; $0.groupID = group; $0.memberIDs = [members[1], members[3], stranger] }
        #expect(removed.results.map(\.outcome) == [.removed, .unchanged, .failed] && removed.group?.memberCount == 2)
        #expect(removed.results[2].error?.code == 5)
    }

    @Test("at most 2000 at once, at least one")
    func bounds() throws {
        var world = try Fixture()
        let organization = world.organization
        let group = try world.group("Sales")
        for count in [0, 2001] {
            let refusal = world.refusal(Groups.AddMembers.self) { request in
                request.organizationID = organization
                request.groupID = group
                request.memberIDs = (0..<count).map { MemberID(high: 1, low: UInt64($0)) }
            }
            #expect(refusal?.reason == (count == 0 ? .invalidField : .batchTooLarge))
        }
        #expect(try world.add((0..<2000).map { MemberID(high: 1, low: UInt64($0)) }, to: group).count == 2000)
    }

    @Test("a membership counts from its start to its end, without any call; the sweep changes no answer (5, 14)")
    func periods() throws {
        var world = try Fixture()
        let organization = world.organization
        let group = try world.group("Sales")
        let ana = try world.member("ana@lumen.example")
        let ben = try world.member("ben@lumen.example")
        try world.add([ana], to: group, Validity(start: noon + 10 * second, end: noon + 20 * second))
        try world.add([ben], to: group)
        func counts(_ world: Fixture) -> [Int32?] { [0, 10, 19, 20].map { world.node.group(group, at: noon + $0 * second)?.memberCount } }
        #expect(counts(world) == [1, 2, 2, 1])
        #expect([0, 10, 19, 20].map { world.isIn(group, ana, at: noon + $0 * second) } == [false, true, true, false])
        #expect(world.node.member(ana, at: noon + 19 * second)?.groups.map(\.groupID) == [group])
        #expect(world.node.member(ana, at: noon + 20 * second)?.groups == [])
        let before = try #require(world.node.groups.groups[group]?.record)
        world.now = noon + 20 * second
        #expect(world.state.nextExpiry == noon + 20 * second)
        try world.sweep()
        #expect(world.state.nextExpiry == nil && world.node.groups.groups[group]?.record == before)
        #expect(world.node.members[ana]?.record.groups == [] && world.node.group(group, at: world.now)?.memberCount == 1)
        // Another period is a change; one that is over is nobody's.
        #expect(try world.add([ben], to: group, Validity(end: noon + day)) == [.added])
        #expect(try world.add([ben], to: group, Validity(end: noon + day)) == [.unchanged])
        let refusal = world.refusal(Groups.AddMembers.self) { request in
            request.organizationID = organization
            request.groupID = group
            request.memberIDs = [ana]
            request.period = Validity(end: noon).period
        }
        #expect(refusal?.reason == .invalidField)
    }

    @Test("a membership that ended and is not swept can be had again")
    func again() throws {
        var world = try Fixture()
        let group = try world.group("Sales")
        let ana = try world.member("ana@lumen.example")
        try world.add([ana], to: group, Validity(end: noon + second))
        world.now = noon + 2 * second
        let organization = world.organization
        let removed = try world.send(Groups.RemoveMembers.self) { $0.organizationID = organization; $0.groupID = group; $0.memberIDs = [ana] }
        #expect(removed.results.map(\.outcome) == [.unchanged])
        #expect(try world.add([ana], to: group) == [.added])
        try world.sweep()
        #expect(world.isIn(group, ana))
    }

    @Test("invariant 10: a group that goes takes memberships and rules along; a member who goes leaves groups and what it answers for")
    func nothingDangles() throws {
        var world = try Fixture()
        let organization = world.organization
        let ana = try world.member("ana@lumen.example")
        let sales = try world.group("Sales", owner: ana)
        let support = try world.group("Support", owner: ana)
        for group in [sales, support] {
            try world.add([ana, world.owner], to: group)
            try world.send(Groups.CreateRule.self) { request in
                request.organizationID = organization
                request.groupID = group
                request.source = .attribute
                request.attribute = "department"
                request.value = "Sales"
            }
        }
        try world.send(Groups.Delete.self) { $0.organizationID = organization; $0.groupID = sales }
        #expect(world.node.members[ana]?.record.groups.map(\.groupID) == [support] && world.node.groups.rules.count == 1)
        #expect(world.remove(ana) == nil)
        #expect(world.node.members[ana]?.record.groups == [])
        #expect(world.node.group(support, at: world.now).map { $0.ownerID.isZero && $0.memberCount == 1 } == true)
        #expect(world.restore(ana) == nil)
        #expect(world.node.members[ana]?.record.groups == [] && world.node.groups.groups[support]?.record.ownerID.isZero == true, "a role and nothing else")
    }

    @Test("the owner is the member who calls, the one named, or nobody; never one who is gone")
    func owners() throws {
        var world = try Fixture()
        let organization = world.organization
        let ana = try world.member("ana@lumen.example")
        let owner = world.owner
        func owners(_ group: GroupID) -> MemberID? { world.node.groups.groups[group]?.record.ownerID }
        let byPerson = try world.group("One", by: bootstrap.acting(for: .member(owner)))
        let named = try world.group("Two", owner: ana, by: bootstrap.acting(for: .member(owner)))
        let nobodys = try world.group("Three")
        #expect(owners(byPerson) == owner && owners(named) == ana && owners(nobodys)?.isZero == true)
        #expect(world.remove(ana) == nil)
        func create(_ owner: MemberID) -> Reason? {
            world.refusal(Groups.Create.self) { $0.organizationID = organization; $0.name = "Four"; $0.ownerID = owner }?.reason
        }
        #expect(create(ana) == .wrongState && create(MemberID(high: 9, low: 9)) == .notFound)
        try world.send(Groups.Update.self) { request in
            request.group = .with { $0.organizationID = organization; $0.groupID = byPerson }
            request.updateMask = .init(paths: ["owner_id"])
        }
        #expect(owners(byPerson)?.isZero == true)
    }

    @Test("a group or an owner that isn't there is told before the plan and what else a call needs (4.1)")
    func order() throws {
        var world = try Fixture(plan: "CORE")
        let organization = world.organization
        let (group, member) = (GroupID(high: 9, low: 9), MemberID(high: 9, low: 9))
        func create(in groups: [GroupID]) -> Reason? {
            world.refusal(Members.Create.self) { request in
                request.organizationID = organization
                request.email = "m@lumen.example"
                request.groups = groups.map { id in .with { $0.groupID = id } }
            }?.reason
        }
        func createGroup(of owner: MemberID) -> Reason? {
            world.refusal(Groups.Create.self) { $0.organizationID = organization; $0.name = "Sales"; $0.ownerID = owner }?.reason
        }
        #expect(create(in: [group]) == .notFound && create(in: []) == .planFeatureUnavailable)
        #expect(createGroup(of: member) == .notFound && createGroup(of: world.owner) == .planFeatureUnavailable)
    }

    @Test("a snapshot keeps groups, memberships, rules, and what is computed from them")
    func snapshot() throws {
        var world = try Fixture()
        let organization = world.organization
        let ana = try world.member("ana@lumen.example")
        let groups = try ["Sales", "Support", "Empty"].map { try world.group($0, owner: ana) }
        try world.add([ana, world.owner], to: groups[0], Validity(start: noon + second, end: noon + day))
        try world.add([world.owner], to: groups[1])
        try world.send(Groups.CreateRule.self) { request in
            request.organizationID = organization
            request.groupID = groups[1]
            request.source = .attribute
            request.attribute = "region"
            request.match = .present
        }
        let read = try #require(TreeState(snapshot: world.state.snapshot()))
        #expect(Invariants.violations(of: read, at: world.now) == [])
        for (state, name) in [(read, "snapshot"), (try world.replayed(), "replay")] {
            let node = try #require(state[organization])
            for group in groups { #expect(node.group(group, at: noon + 2 * second) == world.node.group(group, at: noon + 2 * second), "\(name)") }
            #expect(node.groups.group(named: "sUPPORT")?.record.groupID == groups[1] && node.groups.owned[ana]?.count == 3, "\(name)")
            #expect(node.groups.groups(matching: RuleAttributes(.with { $0.region = "EMEA" })).map(\.group) == [groups[1]], "\(name)")
            #expect(state.nextExpiry == noon + day, "\(name)")
        }
    }
}

struct GroupRulesTests {
    private func world() throws -> (Fixture, [GroupID]) {
        var world = try Fixture()
        let groups = try ["EMEA", "Germany", "Anybody with a title", "Cost centres"].map { try world.group($0) }
        let rules: [(Int, GroupRuleSource, String, GroupRuleMatch, String)] = [
            (0, .attribute, "region", .equals, "EMEA"), (0, .attribute, "region", .equals, "Middle East"), (1, .attribute, "Locale", .prefix, "de"),
            (2, .attribute, "title", .present, ""), (3, .attribute, "Cost Centre", .prefix, "47"), (0, .csvColumn, "area", .equals, "EMEA"),
        ]
        let organization = world.organization
        for (group, source, attribute, match, value) in rules {
            try world.send(Groups.CreateRule.self) { request in
                request.organizationID = organization
                request.groupID = groups[group]
                request.source = source
                request.attribute = attribute
                request.match = match
                request.value = value
            }
        }
        return (world, groups)
    }

    @Test("row 41: attributes of a person say which groups follow", arguments: [
        (["region": "emea "], [0]), (["region": "EMEAs"], []), (["locale": "DE-AT"], [1]), (["locale": "nl"], []), (["title": "CEO"], [2]), (["title": " "], []),
        (["cost centre": "4711"], [3]), (["region": "EMEA", "locale": "de", "title": "x", "cost centre": "48"], [0, 1, 2]), (["area": "EMEA"], []), ([:], []),
    ] as [([String: String], [Int])])
    func matching(_ attributes: [String: String], _ expected: [Int]) throws {
        let (world, groups) = try world()
        let found = world.node.groups.groups(matching: RuleAttributes(.attribute, attributes.map { (name: $0.key, value: $0.value) }))
        #expect(found.map(\.group) == expected.map { groups[$0] }.sorted())
    }

    @Test("row 41: a column of a file is another source than an attribute")
    func columns() throws {
        let (world, groups) = try world()
        #expect(world.node.groups.groups(matching: RuleAttributes(.csvColumn, [(name: "Area", value: "emea"), (name: "region", value: "EMEA")])).map(\.group) == [groups[0]])
    }

    @Test("row 41: who is created or updated with a matching attribute is in the group by that rule; nobody is taken out")
    func applied() throws {
        var (world, groups) = try world()
        let organization = world.organization
        let ana = try #require(world.send(Members.Create.self) { request in
            request.organizationID = organization
            request.email = "ana@lumen.example"
            request.profile = .with { $0.region = "EMEA"; $0.attributes = ["COST CENTRE": "4711"] }
            request.groups = [.with { $0.groupID = groups[3]; $0.period = Validity(end: noon + day).period }]
        }.member)
        #expect(ana.groups.map(\.groupID) == [groups[0], groups[3]].sorted())
        #expect(ana.groups.first { $0.groupID == groups[3] }?.period == Validity(end: noon + day).period, "what was asked for stays as it was asked for")
        func update(_ fill: (inout Profile) -> Void) throws -> [GroupID] {
            try #require(world.send(Members.Update.self) { request in
                request.member = .with { $0.organizationID = organization; $0.memberID = ana.memberID; $0.profile = .with(fill) }
            }.member).groups.map(\.groupID)
        }
        #expect(try update { $0.region = "APAC"; $0.locale = "de" } == [groups[0], groups[1], groups[3]].sorted())
        // Taken out by hand, and nothing new is known: no rule acts.
        try world.send(Groups.RemoveMembers.self) { $0.organizationID = organization; $0.groupID = groups[1]; $0.memberIDs = [ana.memberID] }
        #expect(try update { $0.locale = "de"; $0.department = "Sales" } == [groups[0], groups[3]].sorted())
        let rules = world.journal.flatMap { (try? Entry(journal: $0.entry))?.events ?? [] }.compactMap { event -> RuleID? in
            if case .groupMemberAdded(let fact) = event.fact { fact.ruleID } else { nil }
        }
        #expect(rules.filter { !$0.isZero }.count == 2 && rules.count == 3, "the history names the rule")
    }

    @Test("what a rule must be", arguments: [
        (.unspecified, "region", .equals, "EMEA", .invalidField), (.attribute, " ", .equals, "EMEA", .invalidField), (.attribute, "region", .equals, " ", .invalidField),
        (.attribute, "region", .present, "EMEA", .invalidField), (.attribute, "REGION", .unspecified, "emea", .nameInUse), (.csvColumn, "region", .equals, "EMEA", nil),
        (.attribute, "region", .prefix, "EMEA", nil),
    ] as [(GroupRuleSource, String, GroupRuleMatch, String, Reason?)])
    func refused(_ source: GroupRuleSource, _ attribute: String, _ match: GroupRuleMatch, _ value: String, _ reason: Reason?) throws {
        var (world, groups) = try world()
        let organization = world.organization
        let refusal = world.refusal(Groups.CreateRule.self) { request in
            request.organizationID = organization
            request.groupID = groups[0]
            request.source = source
            request.attribute = attribute
            request.match = match
            request.value = value
        }
        #expect(refusal?.reason == reason)
    }

    @Test("row 42: tags become groups; what exists is used, what fails is told, and again changes nothing")
    func tags() throws {
        var world = try Fixture()
        let organization = world.organization
        let ana = try world.member("ana@lumen.example")
        let key = try world.group("Key accounts")
        let owner = world.owner
        func importTags(_ world: inout Fixture) throws -> ImportTagsResponse {
            try world.send(Groups.ImportTags.self) { request in
                request.organizationID = organization
                request.tags = [
                    .with { $0.name = "KEY ACCOUNTS"; $0.emails = ["ANA@lumen.example", "nobody@lumen.example", "no address"] },
                    .with { $0.name = "Berlin"; $0.memberIDs = [ana, owner] },
                    .with { $0.name = " berlin"; $0.emails = ["ana@lumen.example"] },
                    .with { $0.name = "Empty" },
                ]
            }
        }
        let first = try importTags(&world)
        #expect(first.results.map(\.created) == [false, true, false, true] && first.results[0].group?.groupID == key)
        #expect(first.results.map { $0.results.map(\.outcome) } == [[.added, .failed, .failed], [.added, .added], [.unchanged], []])
        #expect(first.results[0].results.compactMap(\.error?.code) == [5, 3] && first.results[1].group?.memberCount == 2)
        let revision = world.state.revision
        let again = try importTags(&world)
        #expect(world.state.revision == revision && again.results.allSatisfy { !$0.created })
        #expect(again.results[1].results.map(\.outcome) == [.unchanged, .unchanged])
    }
}
