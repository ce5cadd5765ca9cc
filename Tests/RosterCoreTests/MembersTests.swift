// Members: life cycle, the ceiling rule, and the order of refusals.

import RosterAPI
import Testing
import WellKnown

@testable import RosterCore

struct MembersTests {
    @Test("an address has one normal form, and belongs to one member who isn't removed (3.1, 3.3.9)")
    func emailInUse() throws {
        var world = try Fixture()
        let organization = world.organization
        let first = try world.member("  Ana@Lumen.Example ")
        #expect(world.node.members[first]?.record.personal?.email == "ana@lumen.example")
        #expect(world.refusal(Members.Create.self) { $0.organizationID = organization; $0.email = "ANA@lumen.example" }?.reason == .emailInUse)
        #expect(world.remove(first) == nil)
        let second = try world.member("ana@lumen.example")
        #expect(world.restore(first)?.reason == .emailInUse)
        #expect(world.remove(second) == nil)
        #expect(world.restore(first) == nil)
        #expect(world.node.members[first]?.record.role == .member)
    }

    @Test("a removed member loses licenses and administration, and its tombstone stays (3.2, row 104)")
    func remove() throws {
        var world = try Fixture()
        let member = try world.member("ana@lumen.example", .manager, admin: subAdmin(.usersLicenses), licensed: true)
        #expect(world.node.pools["sales_navigator"]?.available(at: world.now) == 9)
        #expect(world.remove(member) == nil)
        let record = try #require(world.node.members[member]?.record)
        #expect(record.state == .removed && record.licenses.isEmpty && record.adminLevel == .unspecified && record.personal != nil)
        #expect(world.node.pools["sales_navigator"]?.available(at: world.now) == 10)
        #expect(world.check(.organizationRead, of: member).reason == .notAMember)
        #expect(world.remove(member)?.reason == .wrongState)
        #expect(world.setRole(member, .manager)?.reason == .wrongState)
        #expect(world.suspend(member)?.reason == .wrongState)
        #expect(world.assign(member)?.reason == .wrongState)
    }

    @Test("erasure deletes the personal rows and keeps the facts (decision 13)")
    func erase() throws {
        var world = try Fixture()
        let organization = world.organization
        let member = try world.member("ana@lumen.example")
        func erase(_ world: inout Fixture) -> Refusal? { world.refusal(Members.Erase.self) { $0.organizationID = organization; $0.memberID = member } }
        #expect(erase(&world)?.reason == .wrongState)
        #expect(world.remove(member) == nil)
        #expect(erase(&world) == nil)
        #expect(world.journal.last?.personalErasures == [member])
        #expect(world.node.member(member, at: world.now)?.email == "")
        #expect(world.restore(member)?.reason == .wrongState)
        let revision = world.state.revision
        #expect(erase(&world) == nil && world.state.revision == revision)
        for proposal in world.journal {
            let text = String(decoding: proposal.entry, as: UTF8.self)
            #expect(!text.contains("lumen.example"), "an entry holds personal data")
        }
        // Replay without the erased rows ends in the same state.
        var state = TreeState(tree: organization)
        for proposal in world.journal {
            try state.evolve(Entry(journal: proposal.entry), personal: proposal.personal.filter { $0.subject != member }, hash: proposal.hash)
        }
        #expect(state.snapshot() == world.state.snapshot())
    }

    @Test("3.3.3: what a member will have counts for the ceiling from today on, what it had doesn't")
    func laterAuthority() throws {
        var world = try Fixture()
        let organization = world.organization
        let manager = world.acting(for: try world.member("m@lumen.example", .manager))
        let later = try world.member("later@lumen.example")
        try world.send(Members.SetOrganizationRole.self) { request in
            request.organizationID = organization
            request.memberID = later
            request.role = .coOwner
            request.period = Validity(start: noon + day, end: noon + 2 * day).period
        }
        #expect(world.suspend(later, by: manager)?.reason == .roleCeiling)
        #expect(world.setEmail(later, "taken@lumen.example", by: manager)?.reason == .roleCeiling)
        let admin = try #require(world.send(Members.Create.self) { request in
            request.organizationID = organization
            request.email = "admin@lumen.example"
            request.admin = .with { $0.level = .full; $0.period = Validity(start: noon + day, end: noon + 2 * day).period }
        }.member).memberID
        #expect(world.remove(admin, by: manager)?.reason == .roleCeiling)
        world.now = noon + 2 * day
        #expect(world.suspend(later, by: manager) == nil && world.remove(admin, by: manager) == nil)
    }

    @Test("a period that is over is granted to nobody")
    func pastPeriods() throws {
        var world = try Fixture()
        let organization = world.organization
        let member = try world.member("m@lumen.example")
        let gone = try world.member("gone@lumen.example")
        #expect(world.remove(gone) == nil)
        let over = Validity(start: noon - day, end: noon).period
        let refusals: [(String, Refusal?)] = [
            ("role_period.end_time", world.refusal(Members.Create.self) { $0.organizationID = organization; $0.email = "a@x.example"; $0.rolePeriod = over }),
            ("admin.period.end_time", world.refusal(Members.Create.self) { request in
                request.organizationID = organization
                request.email = "a@x.example"
                request.admin = .with { $0.level = .full; $0.period = over }
            }),
            ("period.end_time", world.refusal(Members.SetOrganizationRole.self) { request in
                request.organizationID = organization
                request.memberID = member
                request.role = .manager
                request.period = over
            }),
            ("role_period.end_time", world.refusal(Members.Restore.self) { $0.organizationID = organization; $0.memberID = gone; $0.rolePeriod = over }),
            ("period.end_time", world.assign(member, until: noon)),
        ]
        for (field, refusal) in refusals {
            #expect(refusal?.reason == .invalidField && refusal?.violations.first?.field == field)
        }
    }

    @Test("no recent state shows what was erased: an answer of before is rebuilt from the journal (decision 13)")
    func erasureForgetsStates() throws {
        var world = try Fixture()
        let organization = world.organization
        let create = CreateMemberRequest.with { request in
            request.organizationID = organization
            request.email = "ana@lumen.example"
            request.options = .with { $0.requestID = "r" }
        }
        guard case .committed(let version, _) = try world.carryOut(world.call(Members.Create.self, create)) else { Issue.record("refused"); return }
        let ana = try #require(Members.Create.response(to: create, version, isReplay: false).member).memberID
        #expect(world.remove(ana) == nil)
        #expect(world.ledger.version(at: version.state.revision) != nil)
        try world.send(Members.Erase.self) { $0.organizationID = organization; $0.memberID = ana }
        for revision in 0..<world.state.revision { #expect(world.ledger.version(at: revision) == nil) }
        #expect(world.ledger.version(at: world.state.revision) != nil)
        guard case .recorded(let revision) = try world.carryOut(world.call(Members.Create.self, create)) else { Issue.record("not a replay"); return }
        #expect(revision == version.state.revision)
    }

    @Test("suspension keeps the seats, and only the right states follow each other (3.2)")
    func suspend() throws {
        var world = try Fixture()
        let organization = world.organization
        let member = try world.member("ana@lumen.example", licensed: true)
        func reactivate(_ world: inout Fixture) -> Refusal? { world.refusal(Members.Reactivate.self) { $0.organizationID = organization; $0.memberID = member } }
        #expect(reactivate(&world)?.reason == .wrongState)
        #expect(world.suspend(member) == nil)
        #expect(world.suspend(member)?.reason == .wrongState)
        #expect(world.check(.organizationRead, of: member).reason == .memberNotActive)
        #expect(world.node.pools["sales_navigator"]?.available(at: world.now) == 9)
        #expect(world.refusal(Members.RecordLogin.self) { $0.organizationID = organization; $0.memberID = member }?.reason == .wrongState)
        #expect(reactivate(&world) == nil)
        #expect(world.check(.organizationRead, of: member).allowed)
    }

    @Test("row 85, C18, C20: the owner is untouchable, nobody changes itself, leaving is allowed")
    func ownerAndSelf() throws {
        var world = try Fixture()
        let owner = world.owner
        let coOwner = try world.member("co@lumen.example", .coOwner)
        let coOwnerActs = world.acting(for: coOwner)
        let ownerActs = world.acting(for: owner)
        #expect(world.setRole(owner, .manager, by: coOwnerActs)?.reason == .ownerImmutable)
        #expect(world.setRole(owner, .manager, by: ownerActs)?.reason == .ownerImmutable)
        #expect(world.suspend(owner, by: coOwnerActs)?.reason == .ownerImmutable)
        #expect(world.remove(owner, by: ownerActs)?.reason == .ownerImmutable)
        #expect(world.setEmail(owner, "new@lumen.example", by: coOwnerActs)?.reason == .ownerImmutable)
        #expect(world.setRole(coOwner, .manager, by: coOwnerActs)?.reason == .selfModification)
        #expect(world.suspend(coOwner, by: coOwnerActs)?.reason == .selfModification)
        let member = try world.member("m@lumen.example")
        #expect(world.remove(coOwner, by: world.acting(for: member))?.reason == .missingPermission)
        #expect(world.remove(member, by: world.acting(for: member)) == nil)
        #expect(world.remove(coOwner, by: coOwnerActs) == nil)
    }

    @Test("the owner's new address moves the claim; without it nothing is claimed")
    func ownerEmail() throws {
        var world = try Fixture()
        let old = catalogue.fingerprint("olivia@lumen.example")
        let new = catalogue.fingerprint("liv@lumen.example")
        #expect(world.setEmail(world.owner, "liv@lumen.example", by: world.acting(for: world.owner)) == nil)
        #expect(world.journal.last?.claims == [Claim(.take, .owner, new), Claim(.release, .owner, old)])
        let member = try world.member("m@lumen.example")
        #expect(world.setEmail(member, "n@lumen.example") == nil)
        #expect(world.journal.last?.claims == [])
        #expect(world.setEmail(member, "liv@lumen.example")?.reason == .emailInUse)
    }

    // MARK: The ceiling

    /// Who may do it: rows are actors, columns roles from CO_OWNER to MEMBER (C19, 3.3.3).
    static let ceiling: [(actor: String, role: OrganizationRole, admin: AdminGrant?, mayGrant: [OrganizationRole])] = [
        ("owner", .owner, nil, [.coOwner, .manager, .advancedMember, .member]),
        ("co-owner", .coOwner, nil, [.coOwner, .manager, .advancedMember, .member]),
        ("full admin", .member, fullAdmin, [.coOwner, .manager, .advancedMember, .member]),
        ("manager", .manager, nil, [.manager, .advancedMember, .member]),
    ]

    @Test("C19: one acts on ranks up to one's own, and grants ranks up to one's own", arguments: ceiling.indices)
    func ceilingTable(_ index: Int) throws {
        let row = Self.ceiling[index]
        for targetRole in [OrganizationRole.coOwner, .manager, .advancedMember, .member] {
            for granted in [OrganizationRole.coOwner, .manager, .advancedMember, .member] where granted != targetRole {
                var world = try Fixture()
                let actor = row.role == .owner ? world.owner : try world.member("actor@lumen.example", row.role, admin: row.admin)
                let target = try world.member("target@lumen.example", targetRole)
                let expected: Reason? = row.mayGrant.contains(granted) && row.mayGrant.contains(targetRole) ? nil : .roleCeiling
                #expect(world.setRole(target, granted, by: world.acting(for: actor))?.reason == expected, "\(row.actor): \(targetRole) to \(granted)")
            }
        }
    }

    @Test("C19: the policy literal_role_assignment lets a manager grant CO_OWNER, and never OWNER (row 82)")
    func literalRoles() throws {
        var world = try Fixture()
        let organization = world.organization
        let manager = world.acting(for: try world.member("manager@lumen.example", .manager))
        let member = try world.member("m@lumen.example")
        #expect(world.setRole(member, .coOwner, by: manager)?.reason == .roleCeiling)
        try world.send(Organizations.Update.self) { request in
            request.organization = .with { $0.organizationID = organization; $0.policies = .with { $0.literalRoleAssignment = true } }
        }
        #expect(world.setRole(member, .coOwner, by: manager) == nil)
        #expect(world.setRole(member, .member, by: manager)?.reason == .roleCeiling, "the target now ranks above")
        #expect(world.setRole(member, .owner, by: manager)?.reason == .invalidField)
    }

    @Test("a sub-admin's authority is 30: it creates members, not advanced members; only FULL grants administration")
    func subAdminCreates() throws {
        var world = try Fixture()
        let organization = world.organization
        let sub = world.acting(for: try world.member("sub@lumen.example", admin: subAdmin(.usersLicenses)))
        let manager = world.acting(for: try world.member("manager@lumen.example", .manager))
        func create(_ world: inout Fixture, _ email: String, by principal: Principal, _ role: OrganizationRole, _ admin: AdminGrant? = nil) -> Reason? {
            world.refusal(Members.Create.self, by: principal) { request in
                request.organizationID = organization
                request.email = email
                request.role = role
                request.admin = admin
            }?.reason
        }
        #expect(create(&world, "a@lumen.example", by: sub, .member) == nil)
        #expect(create(&world, "b@lumen.example", by: sub, .advancedMember) == .roleCeiling)
        #expect(create(&world, "c@lumen.example", by: sub, .manager) == .missingPermission)
        #expect(create(&world, "d@lumen.example", by: manager, .advancedMember) == nil)
        #expect(create(&world, "e@lumen.example", by: manager, .member, fullAdmin) == .missingPermission)
        #expect(create(&world, "f@lumen.example", by: world.acting(for: world.owner), .member, fullAdmin) == nil)
    }

    @Test("categories: of a product of the organization, within the policy, SSO_EDI with its feature (C1, C10)")
    func categories() throws {
        var world = try Fixture(plan: "TEAM")
        let organization = world.organization
        func create(_ world: inout Fixture, _ admin: AdminGrant) -> Reason? {
            world.refusal(Members.Create.self) { $0.organizationID = organization; $0.email = "s@lumen.example"; $0.admin = admin }?.reason
        }
        #expect(create(&world, subAdmin(.ssoEdi)) == .planFeatureUnavailable)
        #expect(create(&world, subAdmin(.reports, .reports)) == .invalidField)
        try world.send(Organizations.Update.self) { request in
            request.organization = .with { $0.organizationID = organization; $0.policies = .with { $0.subAdminReportsOnly = true } }
        }
        #expect(create(&world, subAdmin(.usersLicenses)) == .categoryNotAvailable)
        #expect(create(&world, subAdmin(.reports)) == nil)
    }

    @Test("a key acting as itself has its ceiling and its own permissions, and no more on behalf of a person")
    func keyCeiling() throws {
        var world = try Fixture()
        let target = try world.member("t@lumen.example", .manager)
        let low = Principal(keyID: KeyID(high: 3, low: 3), keyOrganization: world.organization, permissions: .all, ceiling: 40)
        #expect(world.suspend(target, by: low)?.reason == .roleCeiling)
        #expect(world.suspend(target, by: low.acting(for: .member(world.owner)))?.reason == .roleCeiling)
        let narrow = Principal(keyID: KeyID(high: 3, low: 3), keyOrganization: world.organization, permissions: [.membersRead], ceiling: 100)
        #expect(world.suspend(target, by: narrow)?.metadata["permission"] == "members.write")
        #expect(world.suspend(target, by: narrow.acting(for: .member(world.owner)))?.metadata["permission"] == "actors.assume")
        let foreign = Principal(keyID: KeyID(high: 3, low: 3), keyOrganization: OrganizationID(high: 5, low: 5), permissions: .all, ceiling: 100)
        #expect(world.suspend(target, by: foreign)?.reason == .notFound)
    }

    // MARK: The order of refusals

    @Test("4.1: each refusal comes before the next one in the order")
    func refusalOrder() throws {
        var world = try Fixture(plan: "TEAM")
        let organization = world.organization
        let manager = world.acting(for: try world.member("manager@lumen.example", .manager))
        let member = world.acting(for: try world.member("m@lumen.example"))
        let unknown = MemberID(high: 77, low: 77)
        func set(_ role: OrganizationRole, on target: MemberID, in organization: OrganizationID, by principal: Principal, expected: Int64 = 0) -> Reason? {
            world.refusal(Members.SetOrganizationRole.self, by: principal) { request in
                request.organizationID = organization
                request.memberID = target
                request.role = role
                request.options = .with { $0.expectedRevision = expected }
            }?.reason
        }
        let owner = world.owner
        let elsewhere = OrganizationID(high: 88, low: 88)
        #expect(set(.owner, on: unknown, in: elsewhere, by: member) == .invalidField)
        #expect(set(.coOwner, on: unknown, in: elsewhere, by: member) == .notFound)
        #expect(set(.coOwner, on: unknown, in: organization, by: member) == .missingPermission)
        #expect(set(.coOwner, on: unknown, in: organization, by: manager) == .notFound)
        #expect(set(.coOwner, on: owner, in: organization, by: manager) == .ownerImmutable)
        let managerID = try #require(managerMember(manager))
        #expect(set(.coOwner, on: managerID, in: organization, by: manager) == .selfModification)
        let target = try world.member("t@lumen.example")
        try world.send(Organizations.ChangePlan.self) { $0.organizationID = organization; $0.plan = "CORE" }
        try world.send(Organizations.Delete.self) { $0.organizationID = organization }
        #expect(set(.coOwner, on: target, in: organization, by: manager, expected: 1) == .roleCeiling)
        #expect(set(.manager, on: target, in: organization, by: manager, expected: 1) == .accountDeactivated)
        try world.send(Organizations.Undelete.self) { $0.organizationID = organization }
        #expect(set(.manager, on: target, in: organization, by: manager, expected: 1) == .planFeatureUnavailable)
        try world.send(Organizations.ChangePlan.self) { $0.organizationID = organization; $0.plan = "TEAM" }
        #expect(set(.manager, on: target, in: organization, by: manager, expected: 1) == .revisionMismatch)
        #expect(set(.manager, on: target, in: organization, by: manager) == nil)
    }

    private func managerMember(_ principal: Principal) -> MemberID? {
        if case .member(let id)? = principal.person { id } else { nil }
    }

    @Test("no NOT_FOUND tells unknown from foreign: the refusals are equal in every field")
    func oneNotFound() throws {
        var world = try Fixture()
        let member = try world.member("m@lumen.example")
        let outsider = bootstrap.acting(for: .member(MemberID(high: 5, low: 5)))
        let foreignKey = Principal(keyID: KeyID(high: 3, low: 3), keyOrganization: OrganizationID(high: 5, low: 5), permissions: .all, ceiling: 100)
        let refusals = [
            world.suspend(MemberID(high: 1, low: 1)), world.suspend(member, by: outsider), world.suspend(member, by: foreignKey),
            world.refusal(Members.Suspend.self) { $0.organizationID = OrganizationID(high: 1, low: 9); $0.memberID = member },
        ]
        #expect(refusals.allSatisfy { $0 == Refusal.notFound() })
    }

    @Test("expected_revision is the target's, and a mismatch tells the current one")
    func expectedRevision() throws {
        var world = try Fixture()
        let organization = world.organization
        let member = try world.member("m@lumen.example")
        let revision = try #require(world.node.members[member]?.record.revision)
        try world.member("other@lumen.example")
        func update(_ title: String, expected: Int64) -> Refusal? {
            world.refusal(Members.Update.self) { request in
                request.member = .with { $0.organizationID = organization; $0.memberID = member; $0.profile = .with { $0.title = title } }
                request.options = .with { $0.expectedRevision = expected }
            }
        }
        #expect(update("Analyst", expected: revision + 1)?.metadata["revision"] == "\(revision)")
        #expect(update("Analyst", expected: revision) == nil)
        #expect(update("Lead", expected: revision)?.reason == .revisionMismatch)
    }

    @Test("row 24: employee information by mask; lists and maps are replaced whole")
    func profile() throws {
        var world = try Fixture()
        let organization = world.organization
        let member = try world.member("m@lumen.example")
        func update(_ paths: [String], _ fill: (inout Profile) -> Void) throws -> Profile? {
            var profile = Profile()
            fill(&profile)
            return try world.send(Members.Update.self) { request in
                request.member = .with { $0.organizationID = organization; $0.memberID = member; $0.profile = profile }
                request.updateMask = paths.isEmpty ? nil : FieldMask(paths: paths)
            }.member?.profile
        }
        #expect(try update([]) { $0.title = "Analyst"; $0.attributes = ["a": "1"] }?.attributes == ["a": "1"])
        #expect(try update([]) { $0.attributes = ["b": "2"] } == .with { $0.title = "Analyst"; $0.attributes = ["b": "2"] })
        #expect(try update(["profile.title"]) { _ in }?.title == "")
        #expect(try update(["profile"]) { $0.region = "EMEA" } == .with { $0.region = "EMEA" })
        guard case .memberUpdated(let fact)? = try Entry(journal: #require(world.journal.last).entry).events.first?.fact else { throw Fixture.Unexpected(answer: .elsewhere(organization)) }
        #expect(fact.fields.contains("profile.region"))
        #expect(world.refusal(Members.Update.self) { request in
            request.member = .with { $0.organizationID = organization; $0.memberID = member }
            request.updateMask = FieldMask(paths: ["role"])
        }?.reason == .invalidField)
    }

    @Test("a role with a period counts within it only; outside it is MEMBER (5, 14)")
    func expiringRole() throws {
        var world = try Fixture()
        let organization = world.organization
        let member = try world.member("m@lumen.example")
        try world.send(Members.SetOrganizationRole.self) { request in
            request.organizationID = organization
            request.memberID = member
            request.role = .manager
            request.period = Validity(start: noon + 10 * second, end: noon + 20 * second).period
        }
        for (offset, allowed, until) in [(0, false, 10), (10, true, 20), (19, true, 20)] as [(Int64, Bool, Int64)] {
            let decision = world.check(.membersRead, of: member, at: noon + offset * second)
            #expect(decision.allowed == allowed && decision.validUntil == noon + until * second, "at \(offset)")
        }
        #expect(world.check(.membersRead, of: member, at: noon).reason == .grantExpired)
        let after = world.check(.membersRead, of: member, at: noon + 20 * second)
        #expect(!after.allowed && after.reason == .grantExpired && after.validUntil == nil)
        #expect(world.check(.organizationRead, of: member, at: noon + 30 * second).allowed)
    }
}
