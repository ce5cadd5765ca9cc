// What the columns of an imported file become.

import Foundation
import RosterAPI
import Testing

@testable import roster

@Suite("Rows of an import")
struct MemberRowsTests {
    private func requests(_ text: String) throws -> [CreateMemberRequest] {
        let file = FileManager.default.temporaryDirectory.appending(path: "rows-\(UUID()).csv")
        try Data(text.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        var rows = try MemberRows(path: file.path, organizationID: .platform, validateOnly: false, importID: "i")
        var requests: [CreateMemberRequest] = []
        while let row = try rows.next() { requests.append(row.request) }
        return requests
    }

    @Test("employee information, licenses, administration and whatever else there is")
    func columns() throws {
        let request = try #require(try requests("""
            invited_email_address,preferred_first_name,job_title,sales_license_current_status,admin_permission,groups
            ada@example.com,Ada,Engineer,active,reporting,"North, South"

            """).first)
        #expect(request.email == "ada@example.com")
        #expect(request.profile?.givenName == "Ada" && request.profile?.title == "Engineer")
        #expect(request.productIDs == ["sales"] && !request.withoutLicense)
        #expect(request.admin?.level == .sub && request.admin?.categories == [.reports])
        #expect(request.profile?.attributes == ["groups": "North, South"])
    }

    @Test("inactive means no license, not even of the plan's default product")
    func inactive() throws {
        #expect(try requests("invited_email_address,sales_license_current_status\na@example.com,inactive\n").first?.withoutLicense == true)
        #expect(try requests("invited_email_address\na@example.com\n").first?.withoutLicense == false)
    }

    @Test("a row's request id is the same in the same import, and tells nothing of the row")
    func requestIDs() throws {
        let ids = try requests("invited_email_address\na@example.com\nb@example.com\n").map { $0.options?.requestID }
        #expect(ids == ["csv-i-2", "csv-i-3"])
        #expect(try MemberRows.freshImportID() != MemberRows.freshImportID())
    }

    @Test("a file without addresses is refused")
    func noAddresses() {
        #expect(throws: MemberRows.NoAddresses.self) { try requests("name\nAda\n") }
    }
}
