// Messages keep what they hold, as bytes and as a request's route needs it.

import RosterAPI
import Testing
import WellKnown
import Wire

@Suite("Messages")
struct MessagesTests {
    @Test("a member comes back as it was")
    func member() throws {
        var generator = SystemRandomNumberGenerator()
        let member = Member.with {
            $0.organizationID = .random(using: &generator)
            $0.memberID = .random(using: &generator)
            $0.email = "zoë@example.org"
            $0.profile = .with { $0.givenName = "Zoë"; $0.attributes = ["cost centre": "4711", "": "empty"] }
            $0.role = .manager
            $0.admin = .with { $0.level = .sub; $0.categories = [.reports, .usersLicenses] }
            $0.licenses = [.with { $0.productID = "sales_navigator"; $0.state = .active }]
            $0.createTime = Timestamp(seconds: 1_700_000_000, nanos: 5)
            $0.revision = 42
        }
        #expect(try Member(decoding: member.encoded()) == member)
    }

    @Test("every message comes back as it was, from bytes and from JSON", arguments: 0..<40 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        let json = JSONOptions(types: TypeRegistry(WellKnownFiles.all))
        func check<M: Message>(_ type: M.Type, _ generator: inout SplitMix64) throws {
            let message = M.random(using: &generator)
            let bytes = message.encoded()
            #expect(try M(decoding: bytes) == message, "\(M.protoName)")
            #expect(try M(decoding: bytes).encoded() == bytes, "\(M.protoName)")
            #expect(try M(json: message.json(json), options: json) == message, "\(M.protoName)")
        }
        var generator = SplitMix64(seed: seed)
        for type in RosterFiles.all.flatMap(\.messages) { try check(type, &generator) }
    }

    @Test("JSON has the names and forms of proto3")
    func json() throws {
        let request = UpdateMemberRequest.with {
            $0.member = .with {
                $0.organizationID = .platform
                $0.role = .coOwner
                $0.createTime = Timestamp(seconds: 0)
                $0.revision = 12
            }
            $0.updateMask = FieldMask(paths: ["profile.given_name"])
        }
        #expect(request.json() == """
            {"member":{"organizationId":"org_platform","role":"ORGANIZATION_ROLE_CO_OWNER","createTime":"1970-01-01T00:00:00Z",\
            "revision":"12"},"updateMask":"profile.givenName"}
            """)
        #expect(throws: WireError(.malformedText, path: "member_id")) { try GetMemberRequest(json: #"{"memberId":"mem_1"}"#) }
    }

    @Test("a subject is one or the other, and the last one wins")
    func subject() throws {
        var generator = SystemRandomNumberGenerator()
        let id = MemberID.random(using: &generator)
        let byMember = CheckRequest.with { $0.subject = .memberID(id) }
        let byEmail = CheckRequest.with { $0.subject = .email("a@example.org") }
        #expect(try CheckRequest(decoding: byMember.encoded() + byEmail.encoded()).subject == .email("a@example.org"))
        #expect(try CheckRequest(decoding: byEmail.encoded() + byMember.encoded()).subject == .memberID(id))
    }

    @Test("an event is one fact")
    func event() throws {
        let event = Event.with {
            $0.fact = .licensePoolUpdated(.with { $0.productID = "learning"; $0.purchased = 500 })
        }
        #expect(try Event(decoding: event.encoded()) == event)
    }

    @Test("the table finds the organization that a request addresses, also inside a resource")
    func organization() throws {
        var generator = SystemRandomNumberGenerator()
        let id = OrganizationID.random(using: &generator)
        #expect(Methods.Members.get.organization?(.with { $0.organizationID = id }) == id)
        #expect(Methods.Members.update.organization?(.with { $0.member = .with { $0.organizationID = id } }) == id)
        #expect(Methods.Keys.update.organization?(.with { $0.key = .with { $0.organizationID = id } }) == id)
        #expect(Methods.Organizations.update.organization?(UpdateOrganizationRequest()) == OrganizationID())
        #expect(Methods.Organizations.create.organization == nil)
    }

    @Test("a period begins and ends at its exact times")
    func period() {
        let period = Period.with { $0.startTime = Timestamp(seconds: 10); $0.endTime = Timestamp(seconds: 20) }
        #expect([9, 10, 19, 20].map { period.contains(Timestamp(seconds: $0)) } == [false, true, true, false])
        #expect(period.nextChange(after: Timestamp(seconds: 0)) == Timestamp(seconds: 10))
        #expect(period.nextChange(after: Timestamp(seconds: 10)) == Timestamp(seconds: 20))
        #expect(period.nextChange(after: Timestamp(seconds: 20)) == nil)
        #expect(Period().contains(Timestamp(seconds: 0)))
    }
}
