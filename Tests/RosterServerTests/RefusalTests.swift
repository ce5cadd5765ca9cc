// Every reason of product.md 4.3 is reached by a call: one that provokes it through the socket, with its code.

import Foundation
import RosterAPI
import RosterClient
import Testing
import Wire

@Suite("Refusals")
struct RefusalTests {
    /// Product.md 4.3, with the reasons that this server has beside it in the second half.
    static let contract: [(code: String, reasons: String)] = [
        ("INVALID_ARGUMENT", "INVALID_EMAIL BATCH_TOO_LARGE REQUEST_ID_REUSED BAD_FILTER PAGE_TOKEN_MISMATCH MALFORMED_ID UNKNOWN_PERMISSION"),
        (
            "FAILED_PRECONDITION",
            "PLAN_FEATURE_UNAVAILABLE FEATURE_NOT_ENABLED OWNER_IMMUTABLE ALREADY_OWNS_ORGANIZATION SELF_MODIFICATION CATEGORY_NOT_AVAILABLE SEAT_TYPE "
                + "ROLE_IN_USE SEATS_IN_USE INVITATION_EXPIRED INVITATION_REVOKED INVITATION_ALREADY_ACCEPTED ACCOUNT_DEACTIVATED SUBACCOUNT_DEPTH PLAN_STALE"
        ),
        ("PERMISSION_DENIED", "MISSING_PERMISSION ROLE_CEILING NOT_CONNECTION_OWNER"),
        ("NOT_FOUND", "NOT_FOUND"),
        ("RESOURCE_EXHAUSTED", "SEATS_EXHAUSTED QUOTA_EXCEEDED ASSIGNMENT_CAP_REACHED RATE_LIMITED MESSAGE_TOO_LARGE STORAGE_FULL"),
        ("ABORTED", "REVISION_MISMATCH"),
        ("ALREADY_EXISTS", "EMAIL_IN_USE NAME_IN_USE"),
        ("OUT_OF_RANGE", "REVISION_COMPACTED REVISION_IN_FUTURE"),
        ("UNAUTHENTICATED", "UNAUTHENTICATED"),
        // Beside the contract's.
        ("INVALID_ARGUMENT", "INVALID_FIELD"),
        ("FAILED_PRECONDITION", "WRONG_STATE"),
        ("ALREADY_EXISTS", "ALREADY_ASSIGNED"),
    ]

    /// Reached where a disk can be full: the words that the test of it must hold.
    private static let elsewhere = ["STORAGE_FULL": "Tests/Chaos/test_full_disk.py"]
    /// Of areas that aren't there yet.
    private static let later: Set<String> = [
        "ROLE_IN_USE", "INVITATION_EXPIRED", "INVITATION_REVOKED", "INVITATION_ALREADY_ACCEPTED", "SUBACCOUNT_DEPTH", "NOT_CONNECTION_OWNER", "NAME_IN_USE",
    ]

    @Test("every reason of product 4.3 is reached by a call, with its code", .timeLimit(.minutes(2)))
    func reach() async throws {
        try await World { configuration in
            AuthorizationWorld.plans(&configuration)
            configuration.plans.append(.init(name: "TIGHT", features: Feature.all, membersMax: 4, assignmentsPerMonthMax: 2))
            configuration.plans.append(.init(name: "ON_REQUEST", features: Feature.all, featuresOnRequest: [.profileConnector]))
        }.run { server in
            let scene = try await Scene(server)
            var codes: [String: String] = [:]
            for (code, reasons) in Self.contract { for reason in reasons.split(separator: " ") { codes[String(reason)] = code } }
            for (reason, provoke) in Self.provocations {
                let wanted = codes.removeValue(forKey: reason)
                #expect(wanted != nil, "\(reason) is not in the contract, or stands here twice")
                let error = try await refusal { try await provoke(scene) }
                #expect("\(error.code.name)/\(error.reason?.name ?? "")" == "\(wanted ?? "")/\(reason)", "\(error)")
            }
            for (reason, file) in Self.elsewhere {
                let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: file)
                #expect(try String(contentsOf: path, encoding: .utf8).contains(reason), "\(file) doesn't show \(reason)")
                codes[reason] = nil
            }
            #expect(Set(codes.keys) == Self.later, "reached by nothing: \(Set(codes.keys).subtracting(Self.later).sorted())")
        }
    }

    /// A tenant with whatever can be done wrongly.
    final class Scene: Sendable {
        let server: Running
        let tenant: Tenant
        let manager: Member
        let member: Member

        init(_ server: Running) async throws {
            self.server = server
            tenant = try await server.tenant("ada@scene.example", plan: "EVERYTHING", seats: 3)
            manager = try await tenant.member("manager@scene.example") { $0.role = .manager }
            member = try await tenant.member("member@scene.example") { $0.productIDs = ["sales_navigator"] }
        }

        var client: RosterClient { tenant.client }
        var organization: OrganizationID { tenant.organization }

        func other(_ plan: String) async throws -> Tenant { try await server.tenant("owner@\(plan.lowercased().replacing("_", with: "-")).example", plan: plan, seats: 3) }
    }

    private static let provocations: [(reason: String, call: @Sendable (Scene) async throws -> Void)] = [
        ("INVALID_EMAIL", { scene in try await scene.tenant.member("no address") }),
        ("BATCH_TOO_LARGE", { scene in
            _ = try await scene.client.access.batchCheck { request in
                request.organizationID = scene.organization
                request.checks = .init(repeating: .with { $0.permission = .membersRead }, count: 1_001)
            }
        }),
        ("REQUEST_ID_REUSED", { scene in
            for title in ["A", "B"] {
                _ = try await scene.client.members.update { request in
                    request.member = .with { $0.organizationID = scene.organization; $0.memberID = scene.member.memberID; $0.profile = .with { $0.title = title } }
                    request.options = .with { $0.requestID = "the same" }
                }
            }
        }),
        ("BAD_FILTER", { scene in _ = try await scene.client.members.list { $0.organizationID = scene.organization; $0.filter = "nothing = 1" } }),
        ("PAGE_TOKEN_MISMATCH", { scene in _ = try await scene.client.members.list { $0.organizationID = scene.organization; $0.pageToken = "torn" } }),
        ("MALFORMED_ID", { scene in _ = try await scene.client.members.list { _ in } }),
        ("UNKNOWN_PERMISSION", { scene in
            _ = try await scene.client.access.check { $0.organizationID = scene.organization; $0.permission = Permission(named: "cats.herd") }
        }),
        ("PLAN_FEATURE_UNAVAILABLE", { scene in try await scene.other("BARE").member("x@bare.example") }),
        ("FEATURE_NOT_ENABLED", { scene in try await scene.other("ON_REQUEST").member("x@on.example") { $0.seatType = .limited } }),
        ("OWNER_IMMUTABLE", { scene in
            _ = try await scene.client.members.suspend { $0.organizationID = scene.organization; $0.memberID = scene.tenant.owner }
        }),
        ("ALREADY_OWNS_ORGANIZATION", { scene in _ = try await scene.server.tenant("ADA@scene.example") }),
        ("SELF_MODIFICATION", { scene in
            let client = try scene.client.acting(for: .member(scene.manager.memberID))
            _ = try await client.members.suspend { $0.organizationID = scene.organization; $0.memberID = scene.manager.memberID }
        }),
        ("CATEGORY_NOT_AVAILABLE", { scene in
            _ = try await scene.client.organizations.update { request in
                request.organization = .with { $0.organizationID = scene.organization; $0.policies = .with { $0.subAdminReportsOnly = true } }
            }
            try await scene.tenant.member("sub@scene.example") { $0.admin = .with { $0.level = .sub; $0.categories = [.usersLicenses] } }
        }),
        ("SEAT_TYPE", { scene in
            let limited = try await scene.tenant.member("limited@scene.example") { $0.seatType = .limited }
            _ = try await scene.client.licenses.assign {
                $0.organizationID = scene.organization
                $0.memberID = limited.memberID
                $0.productID = "sales_navigator"
            }
        }),
        ("SEATS_IN_USE", { scene in
            _ = try await scene.client.licenses.updatePool { $0.organizationID = scene.organization; $0.productID = "sales_navigator"; $0.purchased = 0 }
        }),
        ("ACCOUNT_DEACTIVATED", { scene in
            let gone = try await scene.server.tenant("owner@gone.example")
            _ = try await gone.client.organizations.delete { $0.organizationID = gone.organization }
            try await gone.member("late@gone.example")
        }),
        ("PLAN_STALE", { scene in
            let plan = try await scene.client.members.suspend {
                $0.organizationID = scene.organization
                $0.memberID = scene.member.memberID
                $0.options = .with { $0.validateOnly = true }
            }
            let other = try await scene.client.members.setOrganizationRole {
                $0.organizationID = scene.organization
                $0.memberID = scene.member.memberID
                $0.role = .advancedMember
                $0.options = .with { $0.validateOnly = true }
            }
            #expect(plan.result?.planToken != other.result?.planToken)
            _ = try await scene.client.members.setOrganizationRole {
                $0.organizationID = scene.organization
                $0.memberID = scene.member.memberID
                $0.role = .advancedMember
            }
            // The role was another one when the plan was made.
            _ = try await scene.client.members.setOrganizationRole {
                $0.organizationID = scene.organization
                $0.memberID = scene.member.memberID
                $0.role = .advancedMember
                $0.options = .with { $0.planToken = other.result?.planToken ?? "" }
            }
        }),
        ("MISSING_PERMISSION", { scene in
            let client = try scene.client.acting(for: .member(scene.member.memberID))
            _ = try await client.members.list { $0.organizationID = scene.organization }
        }),
        ("ROLE_CEILING", { scene in
            let client = try scene.client.acting(for: .member(scene.manager.memberID))
            _ = try await client.members.setOrganizationRole {
                $0.organizationID = scene.organization
                $0.memberID = scene.member.memberID
                $0.role = .coOwner
            }
        }),
        ("NOT_FOUND", { scene in
            var generator = SystemRandomNumberGenerator()
            let nobody = MemberID.random(using: &generator)
            _ = try await scene.client.members.get { $0.organizationID = scene.organization; $0.memberID = nobody }
        }),
        ("SEATS_EXHAUSTED", { scene in
            for number in 0..<4 { try await scene.tenant.member("seat-\(number)@scene.example") { $0.productIDs = ["sales_navigator"] } }
        }),
        ("QUOTA_EXCEEDED", { scene in
            let tight = try await scene.other("TIGHT")
            for number in 0..<4 { try await tight.member("m-\(number)@tight.example") }
        }),
        ("ASSIGNMENT_CAP_REACHED", { scene in
            let tight = try await scene.server.tenant("owner@capped.example", plan: "TIGHT", seats: 9)
            for number in 0..<3 { try await tight.member("m-\(number)@capped.example") { $0.productIDs = ["sales_navigator"] } }
        }),
        ("RATE_LIMITED", { scene in
            // Two long reads run and 32 wait; more are refused.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<200 {
                    group.addTask {
                        _ = try await scene.client.members.suspend {
                            $0.organizationID = scene.organization
                            $0.memberID = scene.member.memberID
                            $0.options = .with { $0.validateOnly = true }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }),
        ("MESSAGE_TOO_LARGE", { scene in
            _ = try await scene.client.organizations.update { request in
                request.organization = .with { $0.organizationID = scene.organization; $0.name = String(repeating: "x", count: 5 << 20) }
            }
        }),
        ("REVISION_MISMATCH", { scene in
            _ = try await scene.client.members.suspend {
                $0.organizationID = scene.organization
                $0.memberID = scene.member.memberID
                $0.options = .with { $0.expectedRevision = 1 }
            }
        }),
        ("EMAIL_IN_USE", { scene in try await scene.tenant.member("MANAGER@scene.example") }),
        ("REVISION_COMPACTED", { scene in
            // A key has eight listings open at once; the oldest makes room.
            var first = ""
            for number in 0...8 {
                let page = try await scene.client.members.list {
                    $0.organizationID = scene.organization
                    $0.pageSize = 1
                    $0.filter = "email != \"\(number)\""
                }
                if number == 0 { first = page.nextPageToken }
            }
            let token = first
            _ = try await scene.client.members.list {
                $0.organizationID = scene.organization
                $0.pageSize = 1
                $0.filter = "email != \"0\""
                $0.pageToken = token
            }
        }),
        ("REVISION_IN_FUTURE", { scene in
            _ = try await scene.client.members.list { $0.organizationID = scene.organization; $0.point = .exactly(1_000_000) }
        }),
        ("UNAUTHENTICATED", { scene in _ = try await scene.server.client("rk_nonsense").organizations.list { _ in } }),
        ("INVALID_FIELD", { scene in
            _ = try await scene.client.members.setOrganizationRole {
                $0.organizationID = scene.organization
                $0.memberID = scene.member.memberID
                $0.role = .owner
            }
        }),
        ("WRONG_STATE", { scene in
            _ = try await scene.client.members.reactivate { $0.organizationID = scene.organization; $0.memberID = scene.member.memberID }
        }),
        ("ALREADY_ASSIGNED", { scene in
            _ = try await scene.client.licenses.assign {
                $0.organizationID = scene.organization
                $0.memberID = scene.member.memberID
                $0.productID = "sales_navigator"
            }
        }),
    ]
}
