// Creates the members of a CSV file through the RPCs, many at once, and keeps what became of each row.

import Digest
import Foundation
import RosterAPI
import RosterClient

/// What the columns of the file mean (product 6).
enum MemberColumns {
    static let email = "invited_email_address"
    static let admin = "admin_permission"
    /// `sales_navigator_license_current_status` speaks of the product `sales_navigator`.
    static let licenseSuffix = "_license_current_status"

    static let profile: [String: WritableKeyPath<Profile, String> & Sendable] = [
        "preferred_first_name": \.givenName, "preferred_last_name": \.familyName, "employee_id": \.employeeID, "unique_user_id": \.employeeID,
        "job_title": \.title, "department": \.department, "region": \.region, "manager_email_address": \.manager, "locale": \.locale,
    ]

    static var known: [String] { [email, admin] + profile.keys.sorted() }
}

/// The rows of a file as requests, one at a time.
struct MemberRows {
    private var reader: CSVReader<FileBytes>
    private let columns: [String]
    private let organizationID: OrganizationID
    private let validateOnly: Bool
    /// What request ids begin with. They stand in the history, so they tell nothing of their rows.
    private let importID: String

    struct Row: Sendable {
        let line: Int
        let request: CreateMemberRequest
    }

    struct NoAddresses: Error, CustomStringConvertible {
        var description: String { "the first line names no column \(MemberColumns.email)" }
    }

    init(path: String, organizationID: OrganizationID, validateOnly: Bool, importID: String) throws {
        reader = CSVReader(try FileBytes(path: path))
        columns = try reader.next()?.fields ?? []
        guard columns.contains(MemberColumns.email) else { throw NoAddresses() }
        self.organizationID = organizationID
        self.validateOnly = validateOnly
        self.importID = importID
    }

    static func freshImportID() throws -> String {
        try Digest.randomBytes(10).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    mutating func next() throws -> Row? {
        guard let record = try reader.next() else { return nil }
        var request = CreateMemberRequest()
        request.organizationID = organizationID
        var profile = Profile()
        for (column, value) in zip(columns, record.fields) {
            if let property = MemberColumns.profile[column] {
                profile[keyPath: property] = value
            } else if column == MemberColumns.email {
                request.email = value
            } else if column == MemberColumns.admin {
                request.admin = Self.admin(value)
            } else if column.hasSuffix(MemberColumns.licenseSuffix) {
                if value == "active" { request.productIDs.append(String(column.dropLast(MemberColumns.licenseSuffix.count))) }
            } else if !value.isEmpty {
                profile.attributes[column] = value
            }
        }
        request.profile = profile
        // A file that speaks of licenses means none where it says none.
        request.withoutLicense = request.productIDs.isEmpty && columns.contains { $0.hasSuffix(MemberColumns.licenseSuffix) }
        request.options = .with {
            $0.requestID = "csv-\(importID)-\(record.line)"
            $0.validateOnly = validateOnly
        }
        return Row(line: record.line, request: request)
    }

    private static func admin(_ text: String) -> AdminGrant? {
        switch text {
        case "admin": .with { $0.level = .full }
        case "reporting":
            .with {
                $0.level = .sub
                $0.categories = [.reports]
            }
        default: nil
        }
    }
}

/// What became of each row.
struct ImportReport: Sendable {
    struct Problem: Sendable {
        let line: Int
        let email: String
        let error: RosterError
    }

    var created = 0
    var repeated = 0
    var problems: [Problem] = []
    var failed: Int { problems.count }

    func print(json: Bool) {
        for problem in problems.sorted(by: { $0.line < $1.line }) {
            Swift.print("line \(problem.line), \(problem.email): \(problem.error.lines.joined(separator: " "))")
        }
        Swift.print("\(created) created, \(repeated) there from an earlier import, \(failed) failed")
    }
}

struct MemberImport {
    let client: RosterClient
    /// Calls at once.
    let inFlight: Int

    private enum Outcome: Sendable {
        case created, repeated
        case failed(ImportReport.Problem)
    }

    func run(_ rows: inout MemberRows) async throws -> ImportReport {
        let client = client
        return try await withThrowingTaskGroup(of: Outcome.self) { group in
            var report = ImportReport()
            var running = 0
            func settle(_ outcome: Outcome?) {
                running -= 1
                switch outcome {
                case .created: report.created += 1
                case .repeated: report.repeated += 1
                case .failed(let problem): report.problems.append(problem)
                case nil: break
                }
            }
            while let row = try rows.next() {
                if running == inFlight { settle(try await group.next()) }
                running += 1
                group.addTask {
                    do throws(RosterError) {
                        let answer = try await client.call(Methods.Members.create, row.request)
                        return answer.result?.replayed == true ? .repeated : .created
                    } catch {
                        return .failed(ImportReport.Problem(line: row.line, email: row.request.email, error: error))
                    }
                }
            }
            while running > 0 { settle(try await group.next()) }
            return report
        }
    }
}
