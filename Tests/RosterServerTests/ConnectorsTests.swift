// Profile connectors, the limited users, through the socket.

import Foundation
import RosterAPI
import RosterClient
import Testing
import WellKnown

@Suite("Connectors of resources")
struct ConnectorsTests {
    @Test("row 13: a profile connector needs the Advanced or the Custom plan, and there the feature enabled on request")
    func plans() async throws {
        try await World().run { server in
            for (index, plan) in ["CORE", "TEAM", "ADVANCED", "ADVANCED_PLUS", "ENTERPRISE", "CUSTOM"].enumerated() {
                let tenant = try await server.tenant("owner\(index)@example.com", plan: plan)
                let id = tenant.organization
                func invite() async throws -> Member { try await tenant.member("client@else.example") { $0.seatType = .limited } }
                func link() async throws(RosterError) -> InviteResponse { try await tenant.invite("linked@else.example") { $0.seatType = .limited } }
                func enable() async throws { _ = try await tenant.client.organizations.enableFeature { $0.organizationID = id; $0.feature = .profileConnector } }
                guard ["ADVANCED", "CUSTOM"].contains(plan) else {
                    #expect(try await refusal { try await invite() }.reason == .planFeatureUnavailable, "\(plan)")
                    #expect(try await refusal { try await link() }.reason == .planFeatureUnavailable, "\(plan)")
                    #expect(try await refusal { try await enable() }.reason == .planFeatureUnavailable, "\(plan)")
                    continue
                }
                let refused = try await refusal { try await invite() }
                #expect(refused.reason == .featureNotEnabled && refused.metadata["feature"] == "PROFILE_CONNECTOR", "\(plan)")
                #expect(try await refusal { try await link() }.reason == .featureNotEnabled, "\(plan)")
                try await enable()
                #expect(try await link().invited == 1)
                let connector = try await invite()
                #expect(connector.role == .connector && connector.seatType == .limited)
                // Another plan without it takes no further one, whatever was enabled before.
                _ = try await tenant.client.organizations.changePlan { $0.organizationID = id; $0.plan = "ENTERPRISE" }
                #expect(try await refusal { try await tenant.member("second@else.example") { $0.seatType = .limited } }.reason == .planFeatureUnavailable)
            }
        }
    }

    @Test("rows 93, 94, 95, 96: a profile connector connects without a paid seat, keeps what is its own, and does nothing else")
    func connector() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", seats: 1)
            let client = tenant.client
            let id = tenant.organization
            func invite(_ email: String) async throws -> Member { try await tenant.member(email) { $0.seatType = .limited } }
            _ = try await client.organizations.enableFeature { $0.organizationID = id; $0.feature = .profileConnector }
            let connector = try await invite("client@else.example")
            #expect(connector.role == .connector && connector.licenses.isEmpty, "the seat preselects the role")
            let summary = try await client.licenses.getSeatSummary { $0.organizationID = id }
            #expect(summary.limited == 1 && summary.total?.available == 1, "not counted as a paid user")
            let theirs = try await tenant.connect("theirs").resourceID
            let acting = try tenant.called(by: connector.memberID)
            let own = try await acting.connect("own", expires: time(inDays: 3))
            #expect(own.connection?.connectedBy == connector.memberID && own.connection?.state == .expiring)
            #expect(try await acting.seen() == [own.resourceID])
            #expect(try await tenant.held(connector.memberID, own.resourceID) == [.profileRead, .connectionRenew, .connectionDelete])
            // Ad accounts as well.
            let account = try await acting.connect("ads", kind: .adAccount)
            #expect(account.kind == .adAccount && account.connection?.connectedBy == connector.memberID)
            _ = try await acting.client.resources.disconnect { $0.organizationID = id; $0.resourceID = account.resourceID }
            // Itself, and nobody else.
            let itself = try await acting.client.members.get { $0.organizationID = id; $0.memberID = connector.memberID }
            #expect(itself.member?.memberID == connector.memberID)
            #expect(try await refusal { try await acting.client.members.get { $0.organizationID = id; $0.memberID = tenant.owner } }.reason == .missingPermission)
            // Its personal settings: what it is called and spoken to by, and nothing that the organization keeps of it.
            let settings = try await acting.client.members.update { request in
                request.member = .with { member in
                    member.organizationID = id
                    member.memberID = connector.memberID
                    member.profile = .with { $0.displayName = "Cleo"; $0.givenName = "Cleopatra"; $0.familyName = "Ptolemy"; $0.locale = "fr-CA" }
                }
            }
            #expect(settings.member?.profile?.displayName == "Cleo" && settings.member?.profile?.locale == "fr-CA" && settings.member?.role == .connector)
            func change(_ member: MemberID, _ fill: (inout Member) -> Void) async throws -> String {
                var changed = Member.with { $0.organizationID = id; $0.memberID = member }
                fill(&changed)
                return try await outcome { try await acting.client.members.update { $0.member = changed } }
            }
            #expect(try await change(connector.memberID) { $0.profile = .with { $0.displayName = "Cleo"; $0.title = "Boss" } } == "MISSING_PERMISSION")
            #expect(try await change(connector.memberID) { $0.email = "other@else.example" } == "MISSING_PERMISSION")
            #expect(try await change(tenant.owner) { $0.profile = .with { $0.displayName = "Not Ada" } } == "MISSING_PERMISSION")
            // Its own token notification, and nobody else's.
            let asked = try await acting.client.resources.listTokenNotifications { $0.organizationID = id }
            #expect(asked.notifications.map(\.resourceID) == [own.resourceID] && asked.notifications.first?.memberID == connector.memberID)
            let renewed = try await acting.client.resources.renewConnection { $0.organizationID = id; $0.resourceID = own.resourceID; $0.expireTime = time(inDays: 60) }
            #expect(renewed.resource?.connection?.state == .valid)
            #expect(try await acting.client.resources.listTokenNotifications { $0.organizationID = id }.notifications.isEmpty)
            // Not publish or schedule, not the inbox, not reports, not settings, not what others connected.
            for permission in [Permission.postsPublish, .postsSchedule, .inboxReply, .inboxRead, .reportsView, .profileConfigure] {
                #expect(try await tenant.check(permission, of: connector.memberID, on: own.resourceID).reason == .seatType)
            }
            for permission in [Permission.settingsRead, .membersRead, .reportsRead] { #expect(try await tenant.check(permission, of: connector.memberID).reason == .seatType) }
            let closed = [
                try await outcome { try await acting.client.members.list { $0.organizationID = id } },
                try await outcome { try await acting.client.members.create { $0.organizationID = id; $0.email = "friend@else.example" } },
                try await outcome { try await acting.client.invitations.invite { $0.organizationID = id; $0.text = "friend@else.example" } },
                try await outcome { try await acting.client.settings.getFeatures { $0.organizationID = id } },
                try await outcome { try await acting.client.organizations.update { $0.organization = .with { $0.organizationID = id; $0.name = "Mine" } } },
                try await outcome { try await acting.client.organizations.getSubscription { $0.organizationID = id } },
                try await outcome { try await acting.client.groups.list { $0.organizationID = id } },
                try await outcome { try await acting.client.licenses.getSeatSummary { $0.organizationID = id } },
            ]
            #expect(closed.allSatisfy { $0 == "MISSING_PERMISSION" }, "\(closed)")
            #expect(try await outcome { try await acting.client.resources.update { $0.resource = .with { $0.organizationID = id; $0.resourceID = own.resourceID; $0.displayName = "X" } } } == "NOT_CONNECTION_OWNER")
            for verb in ["renew", "delete", "get"] {
                let refused = try await refusal {
                    switch verb {
                    case "renew": _ = try await acting.client.resources.renewConnection { $0.organizationID = id; $0.resourceID = theirs }
                    case "delete": _ = try await acting.client.resources.disconnect { $0.organizationID = id; $0.resourceID = theirs }
                    default: _ = try await acting.client.resources.get { $0.organizationID = id; $0.resourceID = theirs }
                    }
                }
                #expect(refused.reason == .notFound)
            }
            #expect(try await refusal { try await tenant.setRoles(connector.memberID, [(own.resourceID, .editor)]) }.reason == .seatType)
            // With another's token on it, it is the connector's profile and no more its token.
            _ = try await client.acting(for: .member(tenant.owner)).resources.renewConnection { $0.organizationID = id; $0.resourceID = own.resourceID }
            #expect(try await refusal { try await acting.client.resources.renewConnection { $0.organizationID = id; $0.resourceID = own.resourceID } }.reason == .notConnectionOwner)
            _ = try await acting.client.resources.disconnect { $0.organizationID = id; $0.resourceID = own.resourceID }
            #expect(try await acting.seen() == [])
            #expect(try await tenant.seen() == [theirs])
        }
    }
}
