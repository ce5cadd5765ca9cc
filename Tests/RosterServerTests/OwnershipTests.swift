// Ownership through the server: one owner an organization, one organization an owner, and the one call that hands it over.

import RosterAPI
import RosterClient
import Testing

@Suite("Ownership")
struct OwnershipTests {
    private func transfer(
        _ tenant: Tenant, to heir: MemberID, by person: MemberID?, of organization: OrganizationID? = nil, dry: Bool = false
    ) async throws -> TransferOwnershipResponse {
        let client = try person.map { try tenant.client.acting(for: .member($0)) } ?? tenant.client
        return try await client.organizations.transferOwnership {
            $0.organizationID = organization ?? tenant.organization
            $0.memberID = heir
            $0.options = .with { $0.validateOnly = dry }
        }
    }

    @Test("rows 69, 82, 85: the owner alone hands the organization over; there is one before, meanwhile and after, and a restart knows which")
    func transfer() async throws {
        let world = World()
        let (organization, heir, key) = try await world.run { server in
            let tenant = try await server.tenant("ada@example.com")
            let (organization, client) = (tenant.organization, tenant.client)
            let heir = try await tenant.member("heir@example.com") { $0.role = .manager }
            func owners() async throws -> [MemberID] { try await client.members.list { $0.organizationID = organization; $0.filter = "role = OWNER" }.members.map(\.memberID) }
            // As a dry run: what would be.
            let tried = try await transfer(tenant, to: heir.memberID, by: tenant.owner, dry: true)
            #expect(tried.owner?.memberID == heir.memberID && tried.previousOwner?.memberID == tenant.owner && tried.previousOwner?.role == .coOwner)
            let changes = try #require(tried.result?.plan).permissionChanges
            #expect(changes.first { $0.memberID == heir.memberID }?.gained.contains(.organizationTransfer) ?? false)
            #expect(changes.first { $0.memberID == tenant.owner }?.lost == [.organizationTransfer])
            #expect(try await owners() == [tenant.owner])
            // In earnest.
            let done = try await transfer(tenant, to: heir.memberID, by: tenant.owner)
            #expect(done.organization?.ownerID == heir.memberID && done.owner?.role == .owner && done.previousOwner?.role == .coOwner)
            #expect(try await owners() == [heir.memberID])
            // OWNER is assigned by no other call, and the new owner is as untouchable as the old one was.
            for role in [OrganizationRole.coOwner, .member] {
                let refused = try await refusal { try await client.members.setOrganizationRole { $0.organizationID = organization; $0.memberID = heir.memberID; $0.role = role } }
                #expect(refused.reason == .ownerImmutable)
            }
            let assigned = try await refusal { try await client.members.setOrganizationRole { $0.organizationID = organization; $0.memberID = tenant.owner; $0.role = .owner } }
            #expect(assigned.code == .invalidArgument)
            let created = try await refusal { try await tenant.member("x@example.com") { $0.role = .owner } }
            #expect(created.code == .invalidArgument)
            let below = try await refusal { try await tenant.subaccount("Paris") { $0.members = [.with { $0.memberID = heir.memberID; $0.role = .owner }] } }
            #expect(below.code == .invalidArgument)
            #expect(try await refusal { try await client.members.remove { $0.organizationID = organization; $0.memberID = heir.memberID } }.reason == .ownerImmutable)
            #expect(try await refusal { try await client.members.suspend { $0.organizationID = organization; $0.memberID = heir.memberID } }.reason == .ownerImmutable)
            // Who was the owner is a co-owner like any other, and can't take it back.
            #expect(try await refusal { try await transfer(tenant, to: tenant.owner, by: tenant.owner) }.reason == .missingPermission)
            _ = try await client.acting(for: .member(heir.memberID)).members.setOrganizationRole { $0.organizationID = organization; $0.memberID = tenant.owner; $0.role = .member }
            return (organization, heir.memberID, tenant.key)
        }
        try await world.run(key: key) { server in
            let client = try server.client()
            #expect(try await client.organizations.get { $0.organizationID = organization }.organization?.ownerID == heir)
            #expect(try await client.members.list { $0.organizationID = organization; $0.filter = "role = OWNER" }.members.map(\.memberID) == [heir])
        }
    }

    @Test("nobody else hands it over, and to nobody but an active manager or co-owner")
    func refusals() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            let client = tenant.client
            let coOwner = try await tenant.member("co@example.com") { $0.role = .coOwner }.memberID
            let full = try await tenant.member("full@example.com") { $0.admin = .with { $0.level = .full } }.memberID
            let manager = try await tenant.member("manager@example.com") { $0.role = .manager }.memberID
            for person in [nil, coOwner, full, manager] {
                for heir in [manager, coOwner, tenant.owner] {
                    let refused = try await refusal { try await transfer(tenant, to: heir, by: person) }
                    #expect(refused.reason == .missingPermission && refused.metadata["permission"] == "organization.transfer")
                }
            }
            func reason(_ heir: MemberID, dry: Bool) async throws -> String { try await outcome { try await transfer(tenant, to: heir, by: tenant.owner, dry: dry) } }
            var generator = SystemRandomNumberGenerator()
            let stranger = MemberID.random(using: &generator)
            let plain = try await tenant.member("plain@example.com").memberID
            let advanced = try await tenant.member("advanced@example.com") { $0.role = .advancedMember }.memberID
            let away = try await tenant.member("away@example.com") { $0.role = .manager }.memberID
            _ = try await client.members.suspend { $0.organizationID = tenant.organization; $0.memberID = away }
            let gone = try await tenant.member("gone@example.com") { $0.role = .coOwner }.memberID
            _ = try await client.members.remove { $0.organizationID = tenant.organization; $0.memberID = gone }
            for dry in [true, false] {
                for heir in [plain, advanced, full, away, gone, tenant.owner] { #expect(try await reason(heir, dry: dry) == "WRONG_STATE") }
                #expect(try await reason(stranger, dry: dry) == "NOT_FOUND")
            }
            // A key that isn't trusted with an owner's authority can't make one, whoever it acts for.
            let low = try await client.keys.create {
                $0.organizationID = tenant.organization
                $0.name = "low"
                $0.permissions = [.organizationTransfer, .organizationRead, .actorsAssume]
                $0.ceiling = 80
            }
            let refused = try await refusal {
                try await server.client(low.secret, as: .member(tenant.owner)).organizations.transferOwnership { $0.organizationID = tenant.organization; $0.memberID = manager }
            }
            #expect(refused.reason == .roleCeiling)
            // A sub-account has no owner to hand it over.
            let paris = try await tenant.subaccount("Paris") { $0.members = [.with { $0.memberID = manager }] }
            let inParis = try #require(try await client.members.list { $0.organizationID = paris }.members.first).memberID
            #expect(try await refusal { try await transfer(tenant, to: inParis, by: tenant.owner, of: paris) }.reason == .missingPermission)
            #expect(try await client.organizations.get { $0.organizationID = paris }.organization?.ownerID.isZero ?? false)
        }
    }

    @Test("row 86: a user belongs to several organizations and owns one; elsewhere it has any of the other four roles")
    func oneOwned() async throws {
        try await World().run { server in
            let home = try await server.tenant("ada@example.com")
            let roles: [OrganizationRole] = [.coOwner, .manager, .advancedMember, .member]
            var others: [(tenant: Tenant, member: MemberID)] = []
            for (index, role) in roles.enumerated() {
                let tenant = try await server.tenant("owner\(index)@example.com")
                others.append((tenant, try await tenant.member("Ada@example.com") { $0.role = role }.memberID))
            }
            let ada = try server.client(as: .user(email: "ada@example.com"))
            let mine = try await ada.organizations.listMyOrganizations { _ in }.memberships
            #expect(mine.count == 5 && mine.first { $0.role == .owner }?.organizationID == home.organization)
            #expect(Dictionary(uniqueKeysWithValues: mine.map { ($0.organizationID, $0.role) })
                == Dictionary(uniqueKeysWithValues: [(home.organization, OrganizationRole.owner)] + zip(others, roles).map { ($0.tenant.organization, $1) }))
            // A second one can neither be created nor handed over, tried or done.
            for dry in [true, false] {
                let second = try await refusal {
                    try await server.client().organizations.create { request in
                        request.name = "Second"
                        request.ownerEmail = "ADA@example.com"
                        request.plan = "TEAM"
                        request.options = .with { $0.validateOnly = dry }
                    }
                }
                #expect(second.code == .failedPrecondition && second.reason == .alreadyOwnsOrganization)
                for (tenant, member) in others.prefix(2) {
                    #expect(try await refusal { try await transfer(tenant, to: member, by: tenant.owner, dry: dry) }.reason == .alreadyOwnsOrganization)
                }
            }
            #expect(try await others[0].tenant.client.organizations.get { $0.organizationID = others[0].tenant.organization }.organization?.ownerID == others[0].tenant.owner)
            // Having given its own away, it may own another; and whoever took it over may not.
            let heir = try await home.member("heir@example.com") { $0.role = .coOwner }.memberID
            _ = try await transfer(home, to: heir, by: home.owner)
            _ = try await transfer(others[0].tenant, to: others[0].member, by: others[0].tenant.owner)
            #expect(try await refusal { try await server.tenant("heir@example.com") }.reason == .alreadyOwnsOrganization)
            _ = try await server.tenant("owner0@example.com")
        }
    }

    @Test("two transfers at once: one is done, and there is one owner")
    func race() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com")
            var heirs: [MemberID] = []
            for number in 0..<8 { heirs.append(try await tenant.member("heir\(number)@example.com") { $0.role = .manager }.memberID) }
            let outcomes = try await withThrowingTaskGroup(of: String.self) { group in
                for heir in heirs { group.addTask { try await outcome { try await transfer(tenant, to: heir, by: tenant.owner) } } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.sorted() == Array(repeating: "MISSING_PERMISSION", count: 7) + ["OK"])
            let owners = try await tenant.client.members.list { $0.organizationID = tenant.organization; $0.filter = "role = OWNER" }.members
            #expect(owners.count == 1 && heirs.contains(owners[0].memberID))
            #expect(try await tenant.client.organizations.get { $0.organizationID = tenant.organization }.organization?.ownerID == owners.first?.memberID)
        }
    }

    @Test("rows 68, 70, 72: the owner does everything; a co-owner does all that an owner does but hand it over; a manager reads the subscription and buys add-ons")
    func subscription() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", plan: "CUSTOM")
            let organization = tenant.organization
            let target = try await tenant.member("target@example.com").memberID
            let heir = try await tenant.member("heir@example.com") { $0.role = .manager }.memberID
            let dry = MutationOptions.with { $0.validateOnly = true }
            func calls(_ member: MemberID) async throws -> [String: String] {
                let client = try tenant.client.acting(for: .member(member))
                let organizations = client.organizations
                return [
                    "read the subscription": try await outcome { try await organizations.getSubscription { $0.organizationID = organization } },
                    "buy add-ons": try await outcome { try await organizations.purchaseAddOn { $0.organizationID = organization; $0.productID = "learning"; $0.seats = 1; $0.options = dry } },
                    "change the plan": try await outcome { try await organizations.changePlan { $0.organizationID = organization; $0.plan = "TEAM"; $0.options = dry } },
                    "enable a feature": try await outcome { try await organizations.enableFeature { $0.organizationID = organization; $0.feature = .profileConnector; $0.options = dry } },
                    "size a pool": try await outcome { try await client.licenses.updatePool { $0.organizationID = organization; $0.productID = "learning"; $0.purchased = 1; $0.options = dry } },
                    "delete": try await outcome { try await organizations.delete { $0.organizationID = organization; $0.options = dry } },
                    "add a member": try await outcome { try await client.members.create { $0.organizationID = organization; $0.email = "new@example.com"; $0.options = dry } },
                    "change a role": try await outcome { try await client.members.setOrganizationRole { $0.organizationID = organization; $0.memberID = target; $0.role = .manager; $0.options = dry } },
                    "change settings": try await outcome {
                        try await client.settings.updateFeatures { $0.features = .with { $0.organizationID = organization; $0.roiReporting = true }; $0.options = dry }
                    },
                    "grant administration": try await outcome {
                        try await client.roles.grantAdmin { $0.organizationID = organization; $0.memberID = target; $0.admin = .with { $0.level = .full }; $0.options = dry }
                    },
                    "add profiles": try await client.access.check { $0.organizationID = organization; $0.permission = .resourcesConnect }.allowed ? "OK" : "no",
                    "hand over": try await outcome { try await organizations.transferOwnership { $0.organizationID = organization; $0.memberID = heir; $0.options = dry } },
                ]
            }
            let coOwner = try await tenant.member("co@example.com") { $0.role = .coOwner }.memberID
            let manager = try await tenant.member("manager@example.com") { $0.role = .manager }.memberID
            #expect(try await calls(tenant.owner).allSatisfy { $0.value == "OK" })
            #expect(try await calls(coOwner).filter { $0.value != "OK" } == ["hand over": "MISSING_PERMISSION"])
            let refused = try await calls(manager).filter { $0.value != "OK" }
            #expect(Set(refused.keys) == ["change the plan", "enable a feature", "size a pool", "delete", "grant administration", "hand over"])
            #expect(refused.allSatisfy { $0.value == "MISSING_PERMISSION" })
            // Not only as dry runs: each of the three adds a profile, and a co-owner changes what an owner may.
            for (name, member) in [("owner", tenant.owner), ("co-owner", coOwner), ("manager", manager)] {
                let added = try await tenant.called(by: member).connect(name)
                for holder in [tenant.owner, coOwner, manager] { #expect(try await tenant.held(holder, added.resourceID) == Set(resourcePermissions)) }
            }
            let asCoOwner = try tenant.client.acting(for: .member(coOwner))
            let changed = try await asCoOwner.organizations.changePlan { $0.organizationID = organization; $0.plan = "ADVANCED" }
            #expect(changed.subscription?.plan == "ADVANCED")
            _ = try await asCoOwner.organizations.changePlan { $0.organizationID = organization; $0.plan = "CUSTOM" }
            // A manager's add-on is there.
            _ = try await tenant.client.acting(for: .member(manager)).organizations.purchaseAddOn { $0.organizationID = organization; $0.productID = "learning"; $0.seats = 3 }
            let seen = try await tenant.client.acting(for: .member(manager)).organizations.getSubscription { $0.organizationID = organization }
            #expect(seen.subscription?.addOns.map(\.seats) == [3] && seen.subscription?.plan == "CUSTOM")
        }
    }
}
