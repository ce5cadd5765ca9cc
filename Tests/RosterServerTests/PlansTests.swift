// Plans through the server: what each opens, what is bought beside it, and what a change of plan takes away.

import RosterAPI
import RosterClient
import RosterCore
import RosterServer
import Testing

@Suite("Plans")
struct PlansTests {
    /// The table of product 3.5.
    private static let shipped: [(plan: String, features: Set<Feature>)] = [
        ("CORE", []),
        ("TEAM", [.accountCenter]),
        ("ADVANCED", [.accountCenter, .teamlink, .smartLinks, .workspaces, .profileConnector, .subaccounts]),
        ("ADVANCED_PLUS", [.accountCenter, .sso, .crmSync, .crmImport, .biExport, .teamlink, .smartLinks, .workspaces]),
        ("ENTERPRISE", [.accountCenter, .sso, .ssoEdiCategory, .subaccounts]),
        ("CUSTOM", [.accountCenter, .sso, .customRoles, .workspaces, .profileConnector, .subaccounts]),
    ]

    private func change(_ tenant: Tenant, to plan: String, dry: Bool = false) async throws(RosterError) -> ChangePlanResponse {
        try await tenant.client.organizations.changePlan {
            $0.organizationID = tenant.organization
            $0.plan = plan
            $0.options = .with { $0.validateOnly = dry }
        }
    }

    @Test("the shipped plans are those of the contract: features, and which of them are enabled on request")
    func shippedPlans() async throws {
        try await World().run { server in
            for (plan, features) in Self.shipped {
                let tenant = try await server.tenant("\(plan)@example.com", plan: plan)
                let subscription = try #require(try await tenant.client.organizations.getSubscription { $0.organizationID = tenant.organization }.subscription)
                #expect(subscription.plan == plan && Set(subscription.features).union(subscription.featuresToEnable) == features, "\(plan)")
                #expect(subscription.featuresToEnable == (features.contains(.profileConnector) ? [.profileConnector] : []), "\(plan)")
                #expect(subscription.planTime != nil && subscription.addOns == [])
            }
            let unknown = try await refusal { try await server.tenant("x@example.com", plan: "GOLD") }
            #expect(unknown.code == .invalidArgument)
        }
    }

    /// What an owner meets in the account center of its organization.
    private func visit(_ tenant: Tenant) async throws -> [String: String] {
        let (client, organization) = (try tenant.client.acting(for: .member(tenant.owner)), tenant.organization)
        return [
            "users": try await outcome { try await client.members.list { $0.organizationID = organization } },
            "a new user": try await outcome {
                try await client.members.create { $0.organizationID = organization; $0.email = "new@example.com"; $0.options = .with { $0.validateOnly = true } }
            },
            "admins": try await outcome { try await client.roles.listAdmins { $0.organizationID = organization } },
            "groups": try await outcome { try await client.groups.list { $0.organizationID = organization } },
            "a new group": try await outcome {
                try await client.groups.create { $0.organizationID = organization; $0.name = "Sales"; $0.options = .with { $0.validateOnly = true } }
            },
            "invitations": try await outcome { try await client.invitations.list { $0.organizationID = organization } },
            "licenses": try await outcome { try await client.licenses.getSeatSummary { $0.organizationID = organization } },
            "settings": try await outcome { try await client.settings.getFeatures { $0.organizationID = organization } },
            "sub-accounts": try await outcome { try await client.subaccounts.list { $0.organizationID = organization } },
            "home": try await outcome {
                try await client.organizations.update { request in
                    request.organization = .with { $0.organizationID = organization; $0.timeZone = "Europe/Paris" }
                    request.options = .with { $0.validateOnly = true }
                }
            },
            "reports": try await client.access.check { $0.organizationID = organization; $0.permission = .reportsRead }.allowed ? "OK" : "PLAN_FEATURE_UNAVAILABLE",
        ]
    }

    @Test("row 1: plans with the account center open it; in another each of its calls is refused, until the plan is changed")
    func accountCenter() async throws {
        try await World().run { server in
            for (plan, features) in Self.shipped {
                let tenant = try await server.tenant("\(plan)@example.com", plan: plan)
                func expect(_ isOpen: Bool, _ when: String) async throws {
                    for (call, outcome) in try await visit(tenant) { #expect(outcome == (isOpen ? "OK" : "PLAN_FEATURE_UNAVAILABLE"), "\(plan), \(when): \(call)") }
                    let account = try await tenant.client.acting(for: .member(tenant.owner)).organizations.switchAccount { $0.organizationID = tenant.organization }
                    #expect(account.areas.isEmpty == !isOpen, "\(plan), \(when)")
                    // Every permission of the account center, one by one: nothing of it is left out.
                    let inside = Permission.catalogue.filter { $0.area != nil }.map(\.permission)
                    let checks = try await tenant.client.access.batchCheck { request in
                        request.organizationID = tenant.organization
                        request.checks = inside.map { permission in .with { $0.subject = .memberID(tenant.owner); $0.permission = permission } }
                    }.results
                    for (permission, check) in zip(inside, checks) where permission.entry?.features == [.accountCenter] {
                        #expect(check.allowed == isOpen && check.reason == (isOpen ? Reason() : .planFeatureUnavailable), "\(plan), \(when): \(permission)")
                    }
                    if !isOpen { #expect(checks.count == inside.count && checks.allSatisfy { !$0.allowed }, "\(plan), \(when)") }
                }
                try await expect(features.contains(.accountCenter), "as shipped")
                _ = try await change(tenant, to: "TEAM")
                try await expect(true, "changed to TEAM")
                // What a person may do in the products and to its subscription stays; the account center goes.
                let down = try await change(tenant, to: "CORE")
                #expect(down.lostFeatures.first { $0.feature == .accountCenter }?.uses == 1, "the owner administers")
                try await expect(false, "changed to CORE")
                #expect(try await tenant.client.access.check { $0.organizationID = tenant.organization; $0.permission = .organizationRead }.allowed)
                await tenant.client.close()
            }
        }
    }

    @Test("row 10: the category for SSO and employee data is granted in Enterprise only, on every path; who has it keeps it")
    func ssoEdiCategory() async throws {
        try await World().run { server in
            for (plan, features) in Self.shipped {
                let tenant = try await server.tenant("\(plan)@example.com", plan: "TEAM")
                let (organization, client) = (tenant.organization, tenant.client)
                let bob = try await tenant.member("bob@example.com")
                let reporter = try await tenant.member("reporter@example.com") { $0.admin = .with { $0.level = .sub; $0.categories = [.reports] } }
                _ = try await change(tenant, to: plan)
                let sub = AdminGrant.with { $0.level = .sub; $0.categories = [.reports, .ssoEdi] }
                let expected = features.contains(.ssoEdiCategory) ? "OK" : "PLAN_FEATURE_UNAVAILABLE"
                let paths = [
                    try await outcome { try await client.roles.grantAdmin { $0.organizationID = organization; $0.memberID = bob.memberID; $0.admin = sub } },
                    try await outcome { try await client.roles.updateAdmin { $0.organizationID = organization; $0.memberID = reporter.memberID; $0.admin = sub } },
                    try await outcome { try await client.members.create { $0.organizationID = organization; $0.email = "new@example.com"; $0.admin = sub } },
                    try await outcome { try await client.invitations.invite { $0.organizationID = organization; $0.text = "invited@example.com"; $0.admin = sub } },
                ]
                #expect(paths == Array(repeating: expected, count: 4), "\(plan)")
                func check(_ permission: Permission) async throws -> Bool {
                    try await client.access.check { $0.organizationID = organization; $0.subject = .memberID(bob.memberID); $0.permission = permission }.allowed
                }
                #expect(try await check(.ediManage) == (expected == "OK"), "\(plan)")
                guard expected == "OK" else { continue }
                #expect(try await check(.ssoManage))
                let down = try await change(tenant, to: "CUSTOM")
                #expect(down.lostFeatures.first { $0.feature == .ssoEdiCategory }?.uses == 4)
                #expect(try await check(.ssoManage), "what was granted goes on")
                let late = try await tenant.member("late@example.com")
                let refused = try await refusal { try await client.roles.grantAdmin { $0.organizationID = organization; $0.memberID = late.memberID; $0.admin = sub } }
                #expect(refused.reason == .planFeatureUnavailable && refused.metadata["feature"] == "SSO_EDI_CATEGORY")
            }
        }
    }

    @Test("row 12: workspaces are managed where the plan has them, by each of the calls; elsewhere none is made and those there are stay as they are")
    func workspaces() async throws {
        try await World().run { server in
            for (plan, features) in Self.shipped {
                let tenant = try await server.tenant("\(plan)@example.com", plan: "CUSTOM")
                let (organization, resources) = (tenant.organization, tenant.client.resources)
                let (profile, bob) = (try await tenant.connect("1").resourceID, try await tenant.member("bob@example.com").memberID)
                let workspace = try await tenant.workspace("North", [profile])
                _ = try await change(tenant, to: plan)
                let calls: [() async throws -> Void] = [
                    { _ = try await resources.createWorkspace { $0.organizationID = organization; $0.name = "South" } },
                    { _ = try await resources.updateWorkspace { $0.workspace = .with { $0.organizationID = organization; $0.workspaceID = workspace; $0.name = "East" } } },
                    { _ = try await resources.removeFromWorkspace { $0.organizationID = organization; $0.workspaceID = workspace; $0.resourceIDs = [profile] } },
                    { _ = try await resources.addToWorkspace { $0.organizationID = organization; $0.workspaceID = workspace; $0.resourceIDs = [profile] } },
                    { _ = try await resources.grantWorkspaceAccess { $0.organizationID = organization; $0.workspaceID = workspace; $0.memberIDs = [bob] } },
                    { _ = try await resources.revokeWorkspaceAccess { $0.organizationID = organization; $0.workspaceID = workspace; $0.memberIDs = [bob] } },
                    { try await tenant.member("new@example.com") { $0.workspaceIDs = [workspace] } },
                    { _ = try await tenant.invitation("invited@example.com") { $0.workspaceIDs = [workspace] } },
                    { _ = try await resources.deleteWorkspace { $0.organizationID = organization; $0.workspaceID = workspace } },
                ]
                let isThere = features.contains(.workspaces)
                for (number, call) in calls.enumerated() {
                    #expect(try await tenant.reason(call) == (isThere ? nil : .planFeatureUnavailable), "\(plan), call \(number)")
                }
                let check = try await tenant.check(.workspacesManage, of: tenant.owner)
                #expect(check.allowed == isThere && check.reason == (isThere ? Reason() : .planFeatureUnavailable), "\(plan)")
                let shown = try await resources.listWorkspaces { $0.organizationID = organization }.workspaces
                #expect(shown.map(\.name) == (isThere ? ["South"] : ["North"]), "\(plan)")
            }
        }
    }

    @Test("row 14: more users are bought as add-ons: without a seat nobody joins, with one more somebody does")
    func addOns() async throws {
        let world = World { $0.plans.append(.init(name: "SEATED", features: [.accountCenter], defaultProductID: "publishing")) }
        try await world.run { server in
            let tenant = try await server.tenant("ada@example.com", plan: "SEATED", seats: 1)
            let (organization, owner) = (tenant.organization, try tenant.client.acting(for: .member(tenant.owner)))
            func buy(_ client: RosterClient, _ seats: Int32, dry: Bool = false) async throws(RosterError) -> PurchaseAddOnResponse {
                try await client.organizations.purchaseAddOn {
                    $0.organizationID = organization
                    $0.productID = "publishing"
                    $0.seats = seats
                    $0.options = .with { $0.validateOnly = dry }
                }
            }
            // A standard user is a paid one: the plan's product is assigned to it.
            #expect(try await refusal { try await tenant.member("bob@example.com") }.reason == .seatsExhausted)
            let tried = try await buy(owner, 2, dry: true)
            #expect(tried.result?.plan?.seats.map(\.purchasedAfter) == [2] && tried.subscription?.addOns.map(\.seats) == [2])
            #expect(try await refusal { try await tenant.member("bob@example.com") }.reason == .seatsExhausted, "a dry run buys nothing")
            let bought = try await buy(owner, 2)
            #expect(bought.subscription?.addOns.map(\.productID) == ["publishing"])
            let bob = try await tenant.member("bob@example.com")
            #expect(bob.licenses.map(\.productID) == ["publishing"])
            try await tenant.member("eve@example.com") { $0.role = .advancedMember }
            #expect(try await refusal { try await tenant.member("zoe@example.com") }.reason == .seatsExhausted)
            _ = try await buy(owner, 1)
            try await tenant.member("zoe@example.com")
            let kept = try await owner.organizations.getSubscription { $0.organizationID = organization }
            #expect(kept.subscription?.addOns.map(\.seats) == [2, 1] && kept.subscription?.addOns.allSatisfy { $0.purchaseTime != nil } ?? false)
            let pool = try await owner.licenses.getSeatSummary { $0.organizationID = organization }.pools.first { $0.productID == "publishing" }
            #expect(pool?.seats?.purchased == 3 && pool?.seats?.available == 0)
            // Who may not, and what can't be bought.
            #expect(try await refusal { try await buy(try tenant.client.acting(for: .member(bob.memberID)), 1) }.reason == .missingPermission)
            for seats: Int32 in [0, -1] { #expect(try await refusal { try await buy(owner, seats) }.code == .invalidArgument) }
            #expect(try await refusal { try await buy(owner, 1_000_000) }.reason == .quotaExceeded)
        }
    }

    @Test("a downgrade names what it takes away and what rests on it, tried or done; a dry run changes nothing; what is there goes on")
    func downgrade() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", plan: "CUSTOM")
            let (organization, client) = (tenant.organization, tenant.client)
            _ = try await client.organizations.enableFeature { $0.organizationID = organization; $0.feature = .profileConnector }
            for name in ["one", "two"] { try await tenant.member("\(name)@example.com") { $0.seatType = .limited } }
            let role = try await client.roles.createCustomRole { request in
                request.organizationID = organization
                request.name = "Helper"
                request.level = .organization
                request.permissions = [.membersRead]
            }.role
            let paris = try await tenant.subaccount("Paris")
            try await tenant.subaccount("Inner", below: paris)
            _ = try await client.resources.createWorkspace { $0.organizationID = organization; $0.name = "North" }
            let before = try #require(try await client.organizations.getSubscription { $0.organizationID = organization }.subscription)
            let tried = try await change(tenant, to: "CORE", dry: true)
            let lost = Dictionary(uniqueKeysWithValues: tried.lostFeatures.map { ($0.feature, $0.uses) })
            #expect(lost == [.accountCenter: 1, .sso: 0, .customRoles: 1, .workspaces: 1, .profileConnector: 2, .subaccounts: 2])
            #expect(tried.lostFeatures.allSatisfy { !$0.effect.isEmpty } && tried.lostFeatures.map(\.feature) == tried.lostFeatures.map(\.feature).sorted { $0.rawValue < $1.rawValue })
            let plan = try #require(tried.result?.plan)
            #expect(plan.events.count == 1 && plan.membersLosing == 1 && plan.membersGaining == 0)
            #expect(plan.permissionChanges.first { $0.memberID == tenant.owner }?.lost.contains(.membersRead) ?? false)
            #expect(try await client.organizations.getSubscription { $0.organizationID = organization }.subscription == before)
            // The plan that was shown is the plan that is carried out.
            let done = try await client.organizations.changePlan { request in
                request.organizationID = organization
                request.plan = "CORE"
                request.options = .with { $0.planToken = tried.result?.planToken ?? "" }
            }
            #expect(done.lostFeatures == tried.lostFeatures && done.subscription?.plan == "CORE" && done.subscription?.features == [])
            // Nothing of it is gone: it is all there again with the plan.
            _ = try await change(tenant, to: "CUSTOM")
            #expect(try await client.subaccounts.list { $0.organizationID = organization }.totalSize == 2)
            #expect(try await client.licenses.getSeatSummary { $0.organizationID = organization }.limited == 2)
            #expect(try await client.roles.listRoles { $0.organizationID = organization }.roles.contains { $0.roleID == role?.roleID })
            // An upgrade takes nothing away, and the same plan again is no change of features.
            #expect(try await change(tenant, to: "CUSTOM", dry: true).lostFeatures == [])
        }
    }

    @Test("a plan that allows fewer members than there are is refused, tried or done, and says how many there are")
    func limits() async throws {
        let world = World { $0.plans.append(.init(name: "SMALL", features: [.accountCenter, .subaccounts], membersMax: 3)) }
        try await world.run { server in
            let tenant = try await server.tenant("ada@example.com", plan: "ENTERPRISE")
            let paris = try await tenant.subaccount("Paris")
            for name in ["a", "b"] { try await tenant.member("\(name)@example.com") }
            let last = try await tenant.member("c@example.com") { $0.organizationID = paris }
            for dry in [true, false] {
                let refused = try await refusal { try await change(tenant, to: "SMALL", dry: dry) }
                #expect(refused.code == .failedPrecondition && refused.reason == .seatsInUse && refused.metadata["used"] == "4")
            }
            _ = try await tenant.client.members.remove { $0.organizationID = paris; $0.memberID = last.memberID }
            _ = try await change(tenant, to: "SMALL")
            let full = try await refusal { try await tenant.member("d@example.com") { $0.organizationID = paris } }
            #expect(full.code == .resourceExhausted && full.reason == .quotaExceeded)
        }
    }

    @Test("a feature on request: not before it is enabled, only where the plan has it, and anew once the plan went and came back")
    func onRequest() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", plan: "ADVANCED")
            let organization = tenant.organization
            func enable(_ feature: Feature) async throws -> String {
                try await outcome { try await tenant.client.organizations.enableFeature { $0.organizationID = organization; $0.feature = feature } }
            }
            func limited(_ name: String) async throws -> String { try await outcome { try await tenant.member("\(name)@example.com") { $0.seatType = .limited } } }
            #expect(try await limited("early") == "FEATURE_NOT_ENABLED")
            #expect(try await enable(.crmSync) == "PLAN_FEATURE_UNAVAILABLE")
            #expect(try await enable(.unspecified) == "INVALID_FIELD")
            #expect(try await enable(.profileConnector) == "OK")
            #expect(try await enable(.profileConnector) == "OK", "once more is no change")
            #expect(try await limited("now") == "OK")
            _ = try await change(tenant, to: "TEAM")
            #expect(try await limited("late") == "PLAN_FEATURE_UNAVAILABLE")
            _ = try await change(tenant, to: "CUSTOM")
            #expect(try await limited("again") == "FEATURE_NOT_ENABLED", "another contract, another request")
            #expect(try await enable(.profileConnector) == "OK")
            #expect(try await limited("again") == "OK")
            let manager = try await tenant.member("manager@example.com") { $0.role = .manager }
            let refused = try await refusal {
                try await tenant.client.acting(for: .member(manager.memberID)).organizations.enableFeature { $0.organizationID = organization; $0.feature = .profileConnector }
            }
            #expect(refused.reason == .missingPermission && refused.metadata["permission"] == "subscription.change")
        }
    }
}
