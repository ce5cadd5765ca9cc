// Settings: the CRM and who takes part in it, and what the products offer (product.md 3.2, 3.5, 6).

import RosterAPI
import Testing
import WellKnown

@testable import RosterCore

struct SettingsTests {
    private func crmWorld() throws -> (Fixture, MemberID, MemberID) {
        var world = try Fixture(plan: "ADVANCED_PLUS")
        let organization = world.organization
        try world.send(Settings.UpdateCrm.self) {
            $0.crm = .with { $0.organizationID = organization; $0.provider = .salesforce; $0.instance = "lumen.my.salesforce.com"; $0.syncEnabled = true }
        }
        let (ana, ben) = (try world.member("ana@lumen.example"), try world.member("ben@lumen.example"))
        return (world, ana, ben)
    }

    private func setSync(_ members: [MemberID], _ enabled: Bool, _ world: inout Fixture) -> Refusal? {
        let organization = world.organization
        return world.refusal(Settings.SetCrmSync.self) { $0.organizationID = organization; $0.memberIDs = members; $0.enabled = enabled }
    }

    /// Reports as (member, status, seconds after noon or nil); the reasons of what isn't taken.
    private func report(_ reports: [(MemberID, CrmSyncStatus, Int64?)], _ world: inout Fixture) throws -> [String?] {
        let organization = world.organization
        let answer = try world.send(Settings.ReportCrmSyncStatus.self) { request in
            request.organizationID = organization
            request.reports = reports.map { member, status, time in
                .with { $0.memberID = member; $0.status = status; $0.time = time.map { Timestamp(nanosecondsSince1970: noon + $0 * second) } }
            }
        }
        return try answer.results.map { try $0.error?.details.first?.unpack(ErrorInfo.self)?.reason }
    }

    private func status(_ member: MemberID, _ world: Fixture) -> CrmSyncStatus? { world.node.member(member, at: world.now)?.crmSync?.status }

    @Test("a member's sync: none, PENDING, what the service says, DISABLED, and back")
    func states() throws {
        var (world, ana, ben) = try crmWorld()
        #expect(status(ana, world) == nil)
        #expect(try report([(ana, .synced, nil)], &world) == ["WRONG_STATE"])
        #expect(setSync([ana, ben], true, &world) == nil)
        #expect(status(ana, world) == .pending && status(ben, world) == .pending)
        #expect(try report([(ana, .synced, nil), (ben, .notMatched, nil)], &world) == [nil, nil])
        #expect(status(ana, world) == .synced && status(ben, world) == .notMatched)
        // Whoever takes part already stays as it is.
        let revision = world.state.revision
        #expect(setSync([ana, ben], true, &world) == nil)
        #expect(world.state.revision == revision && status(ana, world) == .synced)
        #expect(setSync([ana], false, &world) == nil)
        #expect(status(ana, world) == .disabled)
        #expect(try report([(ana, .error, nil)], &world) == ["WRONG_STATE"])
        #expect(setSync([ana], true, &world) == nil)
        #expect(status(ana, world) == .pending)
        #expect(try world.replayed().snapshot() == world.state.snapshot())
        #expect(try #require(TreeState(snapshot: world.state.snapshot())).snapshot() == world.state.snapshot())
    }

    @Test("a report older than what is known isn't taken; one from the future is of now")
    func staleReports() throws {
        var (world, ana, ben) = try crmWorld()
        world.now = noon + 100 * second
        #expect(setSync([ana, ben], true, &world) == nil)
        #expect(try report([(ana, .synced, 99)], &world) == ["WRONG_STATE"])
        #expect(try report([(ana, .synced, 100)], &world) == [nil])
        world.now = noon + 200 * second
        #expect(try report([(ana, .notMatched, 150), (ben, .synced, 999)], &world) == [nil, nil])
        #expect(world.node.member(ben, at: world.now)?.crmSync?.time?.nanosecondsSince1970 == noon + 200 * second)
        #expect(world.node.crmSettings.lastSyncTime?.nanosecondsSince1970 == noon + 200 * second)
        #expect(try report([(ana, .synced, 149)], &world) == ["WRONG_STATE"])
        // The same once more changes nothing.
        let revision = world.state.revision
        #expect(try report([(ana, .notMatched, 150)], &world) == [nil])
        #expect(world.state.revision == revision)
    }

    @Test("section 6: another address sets whoever takes part PENDING again, and reports on the old one come too late")
    func anotherAddress() throws {
        var (world, ana, ben) = try crmWorld()
        #expect(setSync([ana], true, &world) == nil)
        #expect(try report([(ana, .notMatched, nil)], &world) == [nil])
        world.now += 60 * second
        #expect(world.setEmail(ana, "ana.new@lumen.example") == nil)
        #expect(status(ana, world) == .pending)
        #expect(try report([(ana, .notMatched, 30)], &world) == ["WRONG_STATE"])
        #expect(try report([(ana, .synced, 60)], &world) == [nil])
        // Whoever takes no part still doesn't.
        #expect(world.setEmail(ben, "ben.new@lumen.example") == nil)
        #expect(status(ben, world) == nil)
        #expect(setSync([ana], false, &world) == nil)
        #expect(world.setEmail(ana, "ana@lumen.example") == nil)
        #expect(status(ana, world) == .disabled)
    }

    @Test("reports are taken one by one, and a repeated call tells the same")
    func perItem() throws {
        var (world, ana, ben) = try crmWorld()
        let organization = world.organization
        let gone = try world.member("gone@lumen.example")
        #expect(setSync([ana, gone], true, &world) == nil)
        #expect(world.remove(gone) == nil)
        #expect(world.node.members[gone]?.record.crmSync == nil)
        #expect(setSync([gone], true, &world)?.reason == .wrongState)
        #expect(setSync([ana, MemberID(high: 9, low: 9)], true, &world)?.reason == .notFound)
        func fill(_ request: inout ReportCrmSyncStatusRequest) {
            request.organizationID = organization
            request.options = .with { $0.requestID = "night" }
            request.reports = [ana, ben, gone, MemberID(high: 9, low: 9)].map { id in .with { $0.memberID = id; $0.status = .error } }
        }
        var first = try world.send(Settings.ReportCrmSyncStatus.self, fill)
        #expect(first.results.map { $0.error?.code } == [nil, 9, 9, 5])
        #expect(first.results.map { $0.crmSync?.status } == [.error, nil, nil, nil])
        var second = try world.send(Settings.ReportCrmSyncStatus.self, fill)
        #expect(second.result?.replayed == true)
        (first.result, second.result) = (nil, nil)
        #expect(first == second)
        #expect(try report([(ana, .error, nil), (gone, .error, nil)], &world) == [nil, "WRONG_STATE"])
    }

    @Test("what no report can be: too many, none, the same member twice, another status")
    func badReports() throws {
        var (world, ana, _) = try crmWorld()
        let organization = world.organization
        func refused(_ reports: [CrmSyncReport]) -> Reason? {
            world.refusal(Settings.ReportCrmSyncStatus.self) { $0.organizationID = organization; $0.reports = reports }?.reason
        }
        let one = CrmSyncReport.with { $0.memberID = ana; $0.status = .synced }
        #expect(refused([]) == .invalidField && refused([one, one]) == .invalidField)
        #expect(refused([.with { $0.memberID = ana; $0.status = .pending }]) == .invalidField)
        #expect(refused((0..<2_001).map { number in .with { $0.memberID = MemberID(high: 1, low: UInt64(number)); $0.status = .synced } }) == .batchTooLarge)
        #expect(setSync([], true, &world)?.reason == .invalidField && setSync([ana, ana], true, &world)?.reason == .invalidField)
        try world.send(Settings.UpdateCrm.self) { $0.crm = .with { $0.organizationID = organization }; $0.updateMask = FieldMask(paths: ["sync_enabled"]) }
        #expect(refused([one]) == .wrongState, "the organization's synchronisation is off")
    }

    @Test("row 7: the CRM is the plan's to have: without the feature nothing shows and nothing goes, and what was chosen is kept")
    func crmFeature() throws {
        var (world, ana, _) = try crmWorld()
        let organization = world.organization
        #expect(setSync([ana], true, &world) == nil)
        for plan in ["TEAM", "ADVANCED", "ENTERPRISE", "CUSTOM"] {
            try world.send(Organizations.ChangePlan.self) { $0.organizationID = organization; $0.plan = plan }
            let refusal = world.refusal(Settings.UpdateCrm.self) { $0.crm = .with { $0.organizationID = organization; $0.dataValidation = true } }
            #expect(refusal?.reason == .planFeatureUnavailable && refusal?.metadata["feature"] == "CRM_SYNC")
            #expect(setSync([ana], false, &world)?.reason == .planFeatureUnavailable)
            #expect(status(ana, world) == nil)
        }
        try world.send(Organizations.ChangePlan.self) { $0.organizationID = organization; $0.plan = "ADVANCED_PLUS" }
        #expect(status(ana, world) == .pending && world.node.crmSettings.provider == .salesforce)
    }

    @Test("another provider or instance: what was known of people was known elsewhere")
    func anotherCrm() throws {
        var (world, ana, ben) = try crmWorld()
        let organization = world.organization
        let carl = try world.member("carl@lumen.example")
        #expect(setSync([ana, carl], true, &world) == nil && setSync([ben], false, &world) == nil)
        #expect(try report([(ana, .synced, nil)], &world) == [nil])
        try world.send(Settings.UpdateCrm.self) { $0.crm = .with { $0.organizationID = organization; $0.dataValidation = true; $0.writeback = .with { $0.notes = true } } }
        #expect(status(ana, world) == .synced)
        let answer = try world.send(Settings.UpdateCrm.self) { $0.crm = .with { $0.organizationID = organization; $0.instance = "other.my.salesforce.com" } }
        #expect(answer.crm?.writeback?.notes == true && answer.crm?.syncEnabled == true)
        #expect([ana, ben, carl].map { status($0, world) } == [.pending, .disabled, .pending])
        #expect(try world.replayed().snapshot() == world.state.snapshot())
        // No synchronising with nothing.
        let refusal = world.refusal(Settings.UpdateCrm.self) { $0.crm = .with { $0.organizationID = organization }; $0.updateMask = FieldMask(paths: ["provider"]) }
        #expect(refusal?.reason == .wrongState)
        #expect(world.refusal(Settings.UpdateCrm.self) { $0.crm = .with { $0.organizationID = organization; $0.provider = .init(rawValue: 99) } }?.reason == .invalidField)
        #expect(world.refusal(Settings.UpdateCrm.self) { $0.crm = .with { $0.organizationID = organization }; $0.updateMask = FieldMask(paths: ["last_sync_time"]) }?.reason == .invalidField)
    }

    @Test("row 8: TeamLink and smart links: on where the plan has them until switched off, off and untouchable where it doesn't",
        arguments: [("TEAM", false), ("ADVANCED", true), ("ADVANCED_PLUS", true), ("ENTERPRISE", false), ("CUSTOM", false)])
    func features(plan: String, isThere: Bool) throws {
        var world = try Fixture(plan: plan)
        let organization = world.organization
        func update(_ paths: [String], _ on: Bool) -> Refusal? {
            world.refusal(Settings.UpdateFeatures.self) { request in
                request.features = .with { $0.organizationID = organization; $0.roiReporting = on; $0.inmailAndMessages = on; $0.teamlink = on; $0.smartLinks = on }
                request.updateMask = FieldMask(paths: paths)
            }
        }
        func shown() -> [Bool] { [world.node.featureSettings.roiReporting, world.node.featureSettings.inmailAndMessages, world.node.featureSettings.teamlink, world.node.featureSettings.smartLinks] }
        #expect(shown() == [false, true, isThere, isThere])
        #expect(update(["roi_reporting"], true) == nil && update(["inmail_and_messages"], false) == nil)
        for path in ["teamlink", "smart_links"] { #expect((update([path], false) == nil) == isThere) }
        #expect(shown() == [true, false, false, false])
        if !isThere { #expect(update(["teamlink"], true)?.reason == .planFeatureUnavailable) }
        #expect(update(["update_time"], true)?.reason == .invalidField)
        // What was chosen is kept through a plan that lacks it.
        try world.send(Organizations.ChangePlan.self) { $0.organizationID = organization; $0.plan = "ADVANCED" }
        #expect(shown() == [true, false, !isThere, !isThere])
        #expect(try #require(TreeState(snapshot: world.state.snapshot())).snapshot() == world.state.snapshot())
    }

    @Test("expected revisions are those of the settings themselves")
    func revisions() throws {
        var world = try Fixture(plan: "ADVANCED_PLUS")
        let organization = world.organization
        try world.send(Settings.UpdateCrm.self) { $0.crm = .with { $0.organizationID = organization; $0.provider = .hubspot } }
        let revision = world.node.crmSettings.revision
        #expect(revision == world.state.revision)
        try world.send(Settings.UpdateFeatures.self) { $0.features = .with { $0.organizationID = organization; $0.roiReporting = true } }
        func update(_ expected: Int64) -> Refusal? {
            world.refusal(Settings.UpdateCrm.self) { $0.crm = .with { $0.organizationID = organization; $0.dataValidation = true }; $0.options = .with { $0.expectedRevision = expected } }
        }
        #expect(update(world.state.revision)?.reason == .revisionMismatch)
        #expect(update(revision) == nil)
    }
}
