// Access: the catalogue's table, the masks in their order, and explanations.

import RosterAPI
import Testing

@testable import RosterCore

struct AccessTests {
    @Test("rows 30 to 32, 34 to 37, 67 to 74, row 33 (partial): who holds what, by table")
    func table() throws {
        var world = try Fixture(plan: "ADVANCED_PLUS")
        let members: [(String, MemberID)] = try [
            ("owner", world.owner),
            ("co-owner", world.member("a@lumen.example", .coOwner)),
            ("manager", world.member("b@lumen.example", .manager)),
            ("advanced", world.member("c@lumen.example", .advancedMember)),
            ("member", world.member("d@lumen.example")),
            ("full", world.member("e@lumen.example", admin: fullAdmin)),
            ("users", world.member("f@lumen.example", admin: subAdmin(.usersLicenses))),
            ("reports", world.member("g@lumen.example", admin: subAdmin(.reports))),
        ]
        let table: [(Permission, [String])] = [
            (.organizationRead, ["owner", "co-owner", "manager", "advanced", "member", "full", "users", "reports"]),
            (.resourcesConnect, ["owner", "co-owner", "manager", "advanced", "full"]),
            (.membersRead, ["owner", "co-owner", "manager", "full", "users"]),
            (.licensesAssign, ["owner", "co-owner", "manager", "full", "users"]),
            (.membersManageRoles, ["owner", "co-owner", "manager", "full"]),
            (.addonsBuy, ["owner", "co-owner", "manager", "full"]),
            (.reportsExport, ["owner", "co-owner", "manager", "full", "reports"]),
            (.workspacesManage, ["owner", "co-owner", "full"]),
            (.subscriptionChange, ["owner", "co-owner", "full"]),
            (.adminsManage, ["owner", "co-owner", "full"]),
            (.organizationTransfer, ["owner"]),
            (.actorsAssume, []), (.platformKeys, []),
        ]
        for (permission, holders) in table {
            for (name, id) in members {
                let decision = world.check(permission, of: id)
                #expect(decision.allowed == holders.contains(name), "\(permission) \(name)")
                if !decision.allowed { #expect(decision.reason == .missingPermission) }
            }
        }
    }

    @Test("reasons come in the order of 3.3.6, missing permission last")
    func reasonOrder() throws {
        var world = try Fixture(plan: "ADVANCED")
        let organization = world.organization
        try world.send(Organizations.EnableFeature.self) { $0.organizationID = organization; $0.feature = .profileConnector }
        let limited = try #require(world.send(Members.Create.self) { request in
            request.organizationID = organization
            request.email = "client@else.example"
            request.seatType = .limited
        }.member).memberID
        #expect(world.check(.resourcesConnect, of: limited).allowed)
        #expect(world.check(.membersRead, of: limited).reason == .seatType)
        #expect(world.check(.rolesManage, of: limited).reason == .planFeatureUnavailable)
        #expect(world.check(.profileRead, of: world.owner).reason == .noAccess)
        let onResource = Authorization.check(
            .organizationRead, of: .member(world.owner), in: organization, on: ResourceID(high: 1, low: 1), of: world.state, at: world.now)
        #expect(onResource.reason == .noAccess)
        #expect(world.suspend(limited) == nil)
        #expect(world.check(.rolesManage, of: limited).reason == .memberNotActive)
        try world.send(Organizations.Delete.self) { $0.organizationID = organization }
        #expect(world.check(.rolesManage, of: limited).reason == .accountDeactivated)
        #expect(world.check(.rolesManage, of: MemberID(high: 1, low: 1)).reason == .notAMember)
        let nobody = Authorization.check(.membersRead, of: .email(nil), in: organization, of: world.state, at: world.now)
        #expect(nobody.reason == .notAMember)
    }

    @Test("by address, and a key as itself")
    func subjects() throws {
        let world = try Fixture()
        func check(_ subject: AccessSubject) -> Authorization.Decision {
            Authorization.check(.membersRead, of: subject, in: world.organization, of: world.state, at: world.now)
        }
        #expect(check(.email(EmailAddress("OLIVIA@lumen.example"))).allowed)
        let key = Principal(keyID: KeyID(high: 4, low: 4), keyOrganization: world.organization, permissions: [.membersRead], ceiling: 20)
        let caller = try world.state.caller(key, in: world.organization, at: world.now)
        #expect(check(AccessSubject(nil, caller: caller)).allowed)
        #expect(!Authorization.check(.membersWrite, of: .key(caller), in: world.organization, of: world.state, at: world.now).allowed)
    }

    @Test("Explain agrees with Check, and each remedy alone would allow it")
    func explain() throws {
        var world = try Fixture(plan: "ADVANCED")
        let organization = world.organization
        let member = try world.member("m@lumen.example")
        func explain(_ permission: Permission, of id: MemberID? = nil) -> ExplainResponse {
            Authorization.explain(permission, of: .member(id ?? member), in: organization, of: world.state, at: world.now)
        }
        let refused = explain(.membersRead)
        #expect(!refused.allowed && refused.reason == .missingPermission)
        #expect(refused.steps.map(\.subject) == [.organizationState, .memberState, .plan, .seatType, .organizationRole, .adminGrant])
        #expect(refused.remedies.compactMap(\.change) == [.admin(subAdmin(.usersLicenses)), .organizationRole(.manager), .admin(fullAdmin)])
        #expect(explain(.rolesManage).remedies == [], "two things stand in the way")
        #expect(explain(.rolesManage, of: world.owner).remedies.compactMap(\.change) == [.feature(.customRoles)])
        #expect(explain(.organizationTransfer).remedies == [])
        let granted = explain(.membersRead, of: world.owner)
        #expect(granted.allowed && granted.remedies.isEmpty)
        #expect(granted.steps.contains { $0.subject == .organizationRole && $0.effect == .grants })
        #expect(world.suspend(member) == nil)
        #expect(explain(.organizationRead).remedies.compactMap(\.change) == [.memberState(.active)])
        try world.send(Organizations.Delete.self) { $0.organizationID = organization }
        #expect(explain(.membersRead, of: world.owner).remedies.compactMap(\.change) == [.organizationState(.active)])
        for permission in Permission.catalogue.map(\.permission) {
            for id in [member, world.owner] {
                let explained = explain(permission, of: id)
                let decision = world.check(permission, of: id)
                #expect(explained.allowed == decision.allowed && explained.reason == decision.reason)
            }
        }
    }

    @Test("C10: Explain suggests no category that the plan or the policy keeps from being granted")
    func feasibleRemedies() throws {
        for (plan, suggested) in [("ADVANCED_PLUS", false), ("ENTERPRISE", true)] {
            var world = try Fixture(plan: plan)
            let organization = world.organization
            let member = try world.member("m@lumen.example")
            func categories(_ permission: Permission) -> [AdminCategory] {
                Authorization.explain(permission, of: .member(member), in: organization, of: world.state, at: world.now).remedies.flatMap { remedy in
                    if case .admin(let grant)? = remedy.change { grant.categories } else { [] as [AdminCategory] }
                }
            }
            #expect(categories(.ediManage) == (suggested ? [.ssoEdi] : []))
            #expect(categories(.membersRead) == [.usersLicenses])
            try world.send(Organizations.Update.self) { request in
                request.organization = .with { $0.organizationID = organization; $0.policies = .with { $0.subAdminReportsOnly = true } }
            }
            #expect(categories(.membersRead) == [] && categories(.ediManage) == [])
        }
    }

    @Test("effective permissions are exactly those that Check allows")
    func effective() throws {
        var world = try Fixture(plan: "TEAM")
        let manager = try world.member("m@lumen.example", .manager)
        let listed = Set(Authorization.effectivePermissions(of: .member(manager), in: world.organization, of: world.state, at: world.now).map(\.permission))
        for permission in Permission.catalogue.map(\.permission) { #expect(listed.contains(permission) == world.check(permission, of: manager).allowed) }
    }
}
