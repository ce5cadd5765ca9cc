// The settings of an organization through a socket: its CRM, who takes part in it, and what the products offer.

import RosterAPI
import RosterClient
import Testing
import WellKnown

@Suite("Settings", .timeLimit(.minutes(5)))
struct SettingsTests {
    @Test("row 7: CRM sync and all that belongs to it exist in Advanced Plus only", arguments: [
        ("TEAM", false), ("ADVANCED", false), ("ADVANCED_PLUS", true), ("ENTERPRISE", false), ("CUSTOM", false),
    ])
    func crm(plan: String, isThere: Bool) async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", plan: plan)
            let (organization, settings) = (tenant.organization, tenant.client.settings)
            let bob = try await tenant.member("bob@example.com")
            func member() async throws -> Member { try #require(try await tenant.client.members.get { $0.organizationID = organization; $0.memberID = bob.memberID }.member) }
            let calls: [() async throws -> Void] = [
                { _ = try await settings.getCrm { $0.organizationID = organization } },
                { _ = try await settings.updateCrm { $0.crm = .with { $0.organizationID = organization; $0.provider = .salesforce; $0.syncEnabled = true } } },
                { _ = try await settings.setCrmSync { $0.organizationID = organization; $0.memberIDs = [bob.memberID]; $0.enabled = true } },
                { _ = try await settings.reportCrmSyncStatus { $0.organizationID = organization; $0.reports = [.with { $0.memberID = bob.memberID; $0.status = .synced }] } },
            ]
            if !isThere {
                for call in calls {
                    let refused = try await refusal { try await call() }
                    #expect(refused.code == .failedPrecondition && refused.reason == .planFeatureUnavailable && refused.metadata["feature"] == "CRM_SYNC")
                }
                let check = try await tenant.client.access.check { $0.organizationID = organization; $0.subject = .memberID(tenant.owner); $0.permission = .crmManage }
                #expect(!check.allowed && check.reason == .planFeatureUnavailable)
                return
            }
            for call in calls { try await call() }
            #expect(try await member().crmSync?.status == .synced)
            let crm = try await settings.getCrm { $0.organizationID = organization }.crm
            #expect(crm?.provider == .salesforce && crm?.syncEnabled == true && crm?.lastSyncTime != nil)
            // A downgrade hides it, and keeps it for an upgrade.
            _ = try await tenant.client.organizations.changePlan { $0.organizationID = organization; $0.plan = "ADVANCED" }
            #expect(try await member().crmSync == nil)
            #expect(try await refusal { try await calls[0]() }.reason == .planFeatureUnavailable)
            #expect(try await tenant.client.members.list { $0.organizationID = organization; $0.filter = "crm_sync.status : *" }.members == [])
            _ = try await tenant.client.organizations.changePlan { $0.organizationID = organization; $0.plan = "ADVANCED_PLUS" }
            #expect(try await member().crmSync?.status == .synced)
        }
    }

    @Test("row 8: TeamLink and Smart Links exist in Advanced and Advanced Plus only", arguments: [
        ("TEAM", false), ("ADVANCED", true), ("ADVANCED_PLUS", true), ("ENTERPRISE", false), ("CUSTOM", false),
    ])
    func features(plan: String, isThere: Bool) async throws {
        let world = World()
        let (key, organization) = try await world.run { server in
            let tenant = try await server.tenant("ada@example.com", plan: plan)
            let (organization, settings) = (tenant.organization, tenant.client.settings)
            let standard = try #require(try await settings.getFeatures { $0.organizationID = organization }.features)
            #expect(standard.teamlink == isThere && standard.smartLinks == isThere && standard.inmailAndMessages && !standard.roiReporting)
            for (path, feature) in [("teamlink", "TEAMLINK"), ("smart_links", "SMART_LINKS")] {
                func update(_ on: Bool) async throws(RosterError) -> FeatureSettings? {
                    try await settings.updateFeatures {
                        $0.features = .with { $0.organizationID = organization; $0.teamlink = on; $0.smartLinks = on }
                        $0.updateMask = FieldMask(paths: [path])
                    }.features
                }
                func isOn(_ settings: FeatureSettings?) -> Bool? { path == "teamlink" ? settings?.teamlink : settings?.smartLinks }
                if isThere {
                    #expect(isOn(try await update(false)) == false)
                    #expect(isOn(try await update(true)) == true)
                    #expect(isOn(try await update(false)) == false)
                } else {
                    let refused = try await refusal { try await update(true) }
                    #expect(refused.reason == .planFeatureUnavailable && refused.metadata["feature"] == feature)
                }
            }
            // What needs no feature is everybody's.
            let both = try await settings.updateFeatures {
                $0.features = .with { $0.organizationID = organization; $0.roiReporting = true }
                $0.updateMask = FieldMask(paths: ["roi_reporting", "inmail_and_messages"])
            }.features
            #expect(both?.roiReporting == true && both?.inmailAndMessages == false)
            if isThere {
                // They go with the plan, and come back with it as they were.
                func offered() async throws(RosterError) -> [Bool?] {
                    let now = try await settings.getFeatures { $0.organizationID = organization }.features
                    return [now?.teamlink, now?.smartLinks, now?.roiReporting]
                }
                _ = try await settings.updateFeatures { $0.features = .with { $0.organizationID = organization; $0.teamlink = true } }
                for (other, expected) in [("ENTERPRISE", [false, false, true]), (plan, [true, false, true])] {
                    _ = try await tenant.client.organizations.changePlan { $0.organizationID = organization; $0.plan = other }
                    #expect(try await offered() == expected, "\(other)")
                }
                _ = try await settings.updateFeatures {
                    $0.features = .with { $0.organizationID = organization }
                    $0.updateMask = FieldMask(paths: ["teamlink"])
                }
            }
            return (tenant.key, organization)
        }
        try await world.run(key: key) { server in
            let kept = try #require(try await server.client().settings.getFeatures { $0.organizationID = organization }.features)
            #expect(kept.roiReporting && !kept.inmailAndMessages && !kept.teamlink && !kept.smartLinks)
        }
    }

    @Test("the sync service reports many at once and learns of each; an address that didn't match is corrected and tried again")
    func reports() async throws {
        try await World().run { server in
            let tenant = try await server.tenant("ada@example.com", plan: "ADVANCED_PLUS")
            let (organization, client) = (tenant.organization, tenant.client)
            _ = try await client.settings.updateCrm { $0.crm = .with { $0.organizationID = organization; $0.provider = .dynamics365; $0.syncEnabled = true } }
            var people: [MemberID] = []
            for name in ["bob", "eve", "zed"] { people.append(try await tenant.member("\(name)@example.com").memberID) }
            let chosen = try await client.settings.setCrmSync { $0.organizationID = organization; $0.memberIDs = Array(people[..<2]); $0.enabled = true }
            #expect(chosen.members.map { $0.crmSync?.status } == [.pending, .pending])
            let looked = try #require(chosen.result?.time)
            // A key that may do this and nothing else.
            let key = try await client.keys.create { $0.organizationID = organization; $0.name = "sync service"; $0.permissions = [.crmManage] }
            let service = try server.client(key.secret)
            func report(_ statuses: [(MemberID, CrmSyncStatus)], at time: Timestamp? = nil) async throws(RosterError) -> [CrmSyncReportResult] {
                try await service.settings.reportCrmSyncStatus { request in
                    request.organizationID = organization
                    request.reports = statuses.map { member, status in .with { $0.memberID = member; $0.status = status; $0.time = time } }
                }.results
            }
            var generator = SystemRandomNumberGenerator()
            let results = try await report([(people[0], .synced), (people[1], .notMatched), (people[2], .synced), (.random(using: &generator), .synced)])
            #expect(results.map { $0.crmSync?.status } == [.synced, .notMatched, nil, nil])
            #expect(results.map { $0.error?.code } == [nil, nil, 9, 5])
            let detail = try results[2].error?.details.first?.unpack(ErrorInfo.self)
            #expect(detail?.reason == "WRONG_STATE" && detail?.domain == "roster.v1")
            // The address is corrected (section 6): PENDING again, and what was found out before is of no interest.
            let corrected = try await client.members.update { $0.member = .with { $0.organizationID = organization; $0.memberID = people[1]; $0.email = "eve.crm@example.com" } }
            #expect(corrected.member?.crmSync?.status == .pending)
            #expect(try await report([(people[1], .notMatched)], at: looked).map { $0.error?.code } == [9])
            #expect(try await report([(people[1], .synced)]).map { $0.crmSync?.status } == [.synced])
            _ = try await client.settings.setCrmSync { $0.organizationID = organization; $0.memberIDs = [people[0]] }
            let disabled = try await client.members.list { $0.organizationID = organization; $0.filter = "crm_sync.status = DISABLED" }
            #expect(disabled.members.map(\.memberID) == [people[0]])
            #expect(try await refusal { try await service.members.list { $0.organizationID = organization } }.reason == .missingPermission)
        }
    }
}
