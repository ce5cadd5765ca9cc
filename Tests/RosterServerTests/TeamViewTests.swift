// The list of an organization's people through a socket: filters, orders, and the team view with pending invitations last.

import RosterAPI
import RosterClient
import Testing
import WellKnown

@Suite("Team view")
struct TeamViewTests {
    /// Bob was invited first and is in since, Eve was invited and isn't, Zed was invited again later than Eve, Kim was never invited.
    private struct Team {
        let tenant: Tenant
        let bob, eve, zed, kim: MemberID

        init(_ server: Running) async throws {
            tenant = try await server.tenant("ada@example.com", plan: "ADVANCED_PLUS")
            let (organization, client) = (tenant.organization, tenant.client)
            func invite(_ name: String) async throws -> InviteResult {
                let results = try await client.invitations.invite {
                    $0.organizationID = organization
                    $0.invitees = [.with { $0.email = "\(name)@example.com" }]
                    $0.productIDs = ["sales_navigator"]
                }.results
                return try #require(results.first)
            }
            let (first, second, third) = (try await invite("zed"), try await invite("bob"), try await invite("eve"))
            (zed, bob, eve) = (first.memberID, second.memberID, third.memberID)
            _ = try await client.acting(for: .user(email: "bob@example.com")).invitations.accept { $0.organizationID = organization; $0.invitationID = second.invitationID }
            kim = try await tenant.member("kim@example.com") { $0.role = .manager; $0.admin = .with { $0.level = .full } }.memberID
            _ = try await client.invitations.resend { $0.organizationID = organization; $0.invitationID = first.invitationID }
            _ = try await client.settings.updateCrm { $0.crm = .with { $0.organizationID = organization; $0.provider = .hubspot; $0.syncEnabled = true } }
            let people = [bob, kim]
            _ = try await client.settings.setCrmSync { $0.organizationID = organization; $0.memberIDs = people; $0.enabled = true }
            let synced = kim
            _ = try await client.settings.reportCrmSyncStatus { $0.organizationID = organization; $0.reports = [.with { $0.memberID = synced; $0.status = .notMatched }] }
            _ = try await client.acting(for: .member(kim)).members.recordLogin { $0.organizationID = organization; $0.memberID = synced }
        }

        func list(_ filter: String = "", _ order: String = "") async throws -> [String] {
            try await tenant.client.members.list { $0.organizationID = tenant.organization; $0.filter = filter; $0.orderBy = order }.members.map { String($0.email.prefix { $0 != "@" }) }
        }
    }

    @Test("row 18: people are sorted by last invitation, activation and CRM sync status, and by what else the list knows")
    func orders() async throws {
        try await World().run { server in
            let team = try await Team(server)
            for (order, expected) in [
                ("invite_time", ["bob", "eve", "zed", "ada", "kim"]),
                ("invite_time desc", ["zed", "eve", "bob", "ada", "kim"]),
                ("activation_time desc, email", ["bob", "ada", "eve", "kim", "zed"]),
                ("crm_sync.status, email", ["bob", "kim", "ada", "eve", "zed"]),
                ("crm_sync.status desc, email", ["kim", "bob", "ada", "eve", "zed"]),
                ("crm_sync.time desc, email", ["kim", "bob", "ada", "eve", "zed"]),
                ("role, email", ["ada", "kim", "bob", "eve", "zed"]),
                ("admin.level desc, email", ["kim", "ada", "bob", "eve", "zed"]),
                ("licenses.product_id, email", ["bob", "eve", "zed", "ada", "kim"]),
                ("licenses.state desc, email", ["bob", "eve", "zed", "ada", "kim"]),
                ("last_login_time, email", ["kim", "ada", "bob", "eve", "zed"]),
                ("state desc, email", ["ada", "bob", "kim", "eve", "zed"]),
            ] {
                #expect(try await team.list("", order) == expected, "\(order)")
            }
            // Who is activated later, and invited once more, moves.
            let organization = team.tenant.organization
            _ = try await team.tenant.accept(InvitationID(), as: "eve@example.com")
            #expect(try await team.list("", "activation_time, email") == ["bob", "eve", "ada", "kim", "zed"])
            #expect(try await team.list("", "activation_time desc, email") == ["eve", "bob", "ada", "kim", "zed"])
            let ben = try await team.tenant.invitation("ben@example.com").invitationID
            #expect(try await team.list("state = PENDING", "invite_time") == ["zed", "ben"])
            let zeds = try await team.tenant.client.invitations.list { $0.organizationID = organization; $0.filter = #"email = "zed@example.com""# }.invitations
            for id in [ben, try #require(zeds.first).invitationID] {
                _ = try await team.tenant.client.invitations.resend { $0.organizationID = organization; $0.invitationID = id }
            }
            #expect(try await team.list("state = PENDING", "invite_time") == ["ben", "zed"], "by the last invitation, not the first")
        }
    }

    @Test("row 19: people are filtered by invitation date, activation date and CRM sync status, and by what else the list knows")
    func filters() async throws {
        try await World().run { server in
            let team = try await Team(server)
            func page(_ member: MemberID) async throws -> Member {
                try #require(try await team.tenant.client.members.get { $0.organizationID = team.tenant.organization; $0.memberID = member }.member)
            }
            let eve = try #require(try await page(team.eve).inviteTime)
            // Bob is activated; then Eve is.
            let bob = try #require(try await page(team.bob).activationTime)
            for (filter, expected) in [
                ("invite_time > \"\(eve.text)\"", ["zed"]),
                ("invite_time <= \"\(eve.text)\"", ["bob", "eve"]),
                ("invite_time : *", ["bob", "zed", "eve"]),
                ("NOT invite_time : *", ["ada", "kim"]),
                ("activation_time : *", ["bob"]),
                ("activation_time > 2020-01-01T00:00:00Z AND activation_time < 2999-01-01T00:00:00Z", ["bob"]),
                ("crm_sync.status = NOT_MATCHED", ["kim"]),
                ("crm_sync.status = PENDING OR crm_sync.status = CRM_SYNC_STATUS_SYNCED", ["bob"]),
                ("NOT crm_sync.status : *", ["ada", "zed", "eve"]),
                ("state = PENDING AND licenses.product_id : sales_navigator", ["zed", "eve"]),
                ("licenses.state = ACTIVE", ["bob"]),
                ("role = MANAGER", ["kim"]),
                ("admin.level = FULL", ["kim"]),
                ("last_login_time : *", ["kim"]),
            ] {
                #expect(try await team.list(filter) == expected, "\(filter)")
            }
            _ = try await team.tenant.accept(InvitationID(), as: "eve@example.com")
            for (filter, expected) in [
                ("activation_time <= \"\(bob.text)\"", ["bob"]), ("activation_time > \"\(bob.text)\"", ["eve"]), ("activation_time : *", ["bob", "eve"]),
                ("activation_time = \"\(bob.text)\"", ["bob"]), ("activation_time < \"\(bob.text)\"", []),
            ] {
                #expect(try await team.list(filter) == expected, "\(filter)")
            }
        }
    }

    @Test("row 66: the team view: everybody with role, join date and last login, and the pending invitations after them")
    func view() async throws {
        try await World().run { server in
            let team = try await Team(server)
            let organization = team.tenant.organization
            // Zed was there before Bob; who isn't in yet stands behind who is.
            #expect(try await team.list() == ["ada", "bob", "kim", "zed", "eve"])
            let listed = try await team.tenant.client.members.list { $0.organizationID = organization }.members
            #expect(listed.map(\.role) == [.owner, .member, .manager, .member, .member])
            #expect(listed.map(\.state) == [.active, .active, .active, .pending, .pending])
            // Who was created joined then, who was invited joined by accepting, and who waits hasn't.
            #expect(listed.map { $0.joinTime != nil } == [true, true, true, false, false])
            #expect(listed[2].joinTime == listed[2].createTime)
            let accepted = try await team.tenant.client.invitations.get { $0.organizationID = organization; $0.invitationID = listed[1].invitationID }.invitation
            #expect(listed[1].joinTime == accepted?.endTime && listed[1].joinTime?.text ?? "" > listed[1].createTime?.text ?? "")
            #expect(try await team.list("join_time : *", "join_time desc, email") == ["kim", "bob", "ada"])
            #expect(listed.map { $0.lastLoginTime != nil } == [false, false, true, false, false])
            #expect(listed.map { $0.inviteTime != nil } == [false, true, false, true, true])
            // Page after page as well.
            var paged: [MemberID] = []
            for try await member in team.tenant.client.members.list.items({ $0.organizationID = organization; $0.pageSize = 2 }) { paged.append(member.memberID) }
            #expect(paged == listed.map(\.memberID))
            // Who may not manage people sees none of it.
            let refused = try await refusal { try await team.tenant.client.acting(for: .member(team.bob)).members.list { $0.organizationID = organization } }
            #expect(refused.reason == .missingPermission)
        }
    }
}

extension Timestamp {
    /// As filters write it, to the nanosecond.
    fileprivate var text: String { json().filter { $0 != "\"" } }
}
