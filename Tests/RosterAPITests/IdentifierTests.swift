// Typed ids: one text each, in both directions, and nothing else accepted.

import RosterAPI
import Testing
import Wire

@Suite("Ids")
struct IdentifierTests {
    @Test("every id's text leads back to it, and has its kind's prefix")
    func bothWays() throws {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<1_000 {
            let id = MemberID.random(using: &generator)
            #expect(id.text.utf8.count == 30)
            #expect(id.text.hasPrefix("mem_"))
            #expect(id.utf8Count == 30)
            #expect(try MemberID(text: id.text) == id)
        }
    }

    @Test("texts worked out by hand")
    func byHand() throws {
        #expect(MemberID(high: 0, low: 1).text == "mem_00000000000000000000000001")
        #expect(MemberID(high: .max, low: .max).text == "mem_7ZZZZZZZZZZZZZZZZZZZZZZZZZ")
        // The fourteenth character holds the lowest bit of the high half and the four highest of the low one.
        #expect(MemberID(high: 0, low: 1 << 63).text == "mem_00000000000008000000000000")
        #expect(MemberID(high: 1, low: 0).text == "mem_0000000000000G000000000000")
        #expect(MemberID(high: 2, low: 0).text == "mem_00000000000010000000000000")
        #expect(try KeyID(text: "key_01ARZ3NDEKTSV4RRFFQ69G5FAV").milliseconds == 1_469_922_850_259)
    }

    @Test("ids sort like their texts, and by the time they were made")
    func order() {
        var generator = SystemRandomNumberGenerator()
        let ids = (0..<500).map { _ in OrganizationID.random(using: &generator) }
        #expect(ids.sorted().map(\.text) == ids.map(\.text).sorted())
        let early = LicenseID(milliseconds: 1_700_000_000_000, using: &generator)
        let late = LicenseID(milliseconds: 1_700_000_000_001, using: &generator)
        #expect(early < late)
        #expect(late.milliseconds == 1_700_000_000_001)
    }

    @Test(
        "whatever isn't an id of the kind is malformed",
        arguments: [
            "mem", "mem_", "org_01ARZ3NDEKTSV4RRFFQ69G5FAV", "mem_01ARZ3NDEKTSV4RRFFQ69G5FA", "mem_01ARZ3NDEKTSV4RRFFQ69G5FAVV",
            "mem_01arz3ndektsv4rrffq69g5fav", "MEM_01ARZ3NDEKTSV4RRFFQ69G5FAV", "mem_81ARZ3NDEKTSV4RRFFQ69G5FAV",
            "mem_01ARZ3NDEKTSV4RRFFQ69G5FAI", "mem_01ARZ3NDEKTSV4RRFFQ69G5FAL", "mem_01ARZ3NDEKTSV4RRFFQ69G5FAO",
            "mem_01ARZ3NDEKTSV4RRFFQ69G5FAU", "mem_01ARZ3NDEKTSV4RRFFQ69G5F V", "mem_01ARZ3NDEKTSV4RRFFQ69G5FÄ",
            "mem_00000000000000000000000000", "mem_platform", "mem_01ARZ3NDEKTSV4RRFFQ69G5F\0V", " ", "01ARZ3NDEKTSV4RRFFQ69G5FAV",
        ])
    func malformed(_ text: String) {
        #expect(throws: WireError(.malformedText)) { try MemberID(text: text) }
    }

    @Test("the absent id has the empty text, and a message leaves it out")
    func zero() throws {
        #expect(MemberID().isZero)
        #expect(MemberID().text == "")
        #expect(try MemberID(text: "") == MemberID())
        #expect(GetMemberRequest().encoded() == [])
    }

    @Test("org_platform is an organization's id, and has no other text")
    func platform() throws {
        #expect(OrganizationID.platform.text == "org_platform")
        #expect(try OrganizationID(text: "org_platform") == .platform)
        #expect(try OrganizationID(text: "org_platform").isPlatform)
        #expect(throws: WireError(.malformedText)) { try OrganizationID(text: "org_00000000000000000000000001") }
        #expect(throws: WireError(.malformedText)) { try OrganizationID(text: "org_platfork") }
        #expect(!OrganizationID().isPlatform)
    }

    @Test("a malformed id in a message names its field")
    func inMessage() throws {
        var bytes: [UInt8] = [0x12, 3]
        bytes += "bad".utf8
        #expect(throws: WireError(.malformedText, path: "member_id")) { try GetMemberRequest(decoding: bytes) }
    }
}
