// The rules of decoding as tables: bytes in hexadecimal, and what must come of them.

import Testing
import WellKnown
import Wire
import WireExamples

func hex(_ text: String) -> [UInt8] {
    let digits = text.compactMap { $0.hexDigitValue }
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
}

func kind<M: Message>(_ type: M.Type, _ bytes: [UInt8], _ limits: DecodingLimits = .standard) -> WireError.Kind? {
    do {
        _ = try M(decoding: bytes, limits: limits)
        return nil
    } catch {
        return error.kind
    }
}

@Suite("Decoding")
struct DecodingTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let input: String
        /// The encoding of what was decoded; nil when it must be refused.
        var becomes: String?
        var refusal: WireError.Kind?
        var testDescription: String { name }
    }

    static let cases = [
        Case(name: "nothing is the empty message", input: "", becomes: ""),
        Case(name: "zeros are left out", input: "18 00 70 00 72 00", becomes: ""),
        Case(name: "the last of a scalar wins", input: "18 01 18 02", becomes: "18 02"),
        Case(name: "a negative int32 has ten bytes", input: "18 ff ff ff ff ff ff ff ff ff 01", becomes: "18 ff ff ff ff ff ff ff ff ff 01"),
        Case(name: "an int32 keeps the low 32 bits", input: "18 81 80 80 80 10", becomes: "18 01"),
        Case(name: "a varint may be longer than needed", input: "18 81 80 00", becomes: "18 01"),
        Case(name: "a varint of 10 bytes", input: "20 80 80 80 80 80 80 80 80 80 01", becomes: "20 80 80 80 80 80 80 80 80 80 01"),
        Case(name: "a varint of 11 bytes", input: "20 80 80 80 80 80 80 80 80 80 80 01", refusal: .malformedVarint),
        Case(name: "a varint that ends early", input: "20 80", refusal: .truncated),
        Case(name: "a bool is any number but 0", input: "68 02", becomes: "68 01"),
        Case(name: "sint32 zigzag", input: "38 01", becomes: "38 01"),
        Case(name: "fixed32", input: "4d 01 02 03 04", becomes: "4d 01 02 03 04"),
        Case(name: "fixed32 cut short", input: "4d 01 02 03", refusal: .truncated),
        Case(name: "fixed64 cut short", input: "51 01 02 03 04 05 06 07", refusal: .truncated),
        Case(name: "minus zero is not zero", input: "09 00 00 00 00 00 00 00 80", becomes: "09 00 00 00 00 00 00 00 80"),
        Case(name: "a string", input: "72 02 c3 ab", becomes: "72 02 c3 ab"),
        Case(name: "a string that is no UTF-8", input: "72 01 ff", refusal: .invalidUTF8),
        Case(name: "an overlong zero", input: "72 02 c0 80", refusal: .invalidUTF8),
        Case(name: "half a surrogate", input: "72 03 ed a0 80", refusal: .invalidUTF8),
        Case(name: "bytes may be anything", input: "7a 01 ff", becomes: "7a 01 ff"),
        Case(name: "a length behind the end", input: "72 02 61", refusal: .truncated),
        Case(name: "a length of 2^32 - 1", input: "72 ff ff ff ff 0f", refusal: .truncated),
        Case(name: "a length of 2^64 - 1", input: "72 ff ff ff ff ff ff ff ff ff 01", refusal: .truncated),
        Case(name: "an enum is open", input: "80 01 2a", becomes: "80 01 2a"),
        Case(name: "a negative enum", input: "80 01 f9 ff ff ff ff ff ff ff ff 01", becomes: "80 01 f9 ff ff ff ff ff ff ff ff 01"),
        Case(name: "optional keeps zero", input: "b8 01 00", becomes: "b8 01 00"),
        Case(name: "optional keeps the empty string", input: "92 02 00", becomes: "92 02 00"),
        Case(name: "a message twice is merged", input: "8a 01 03 0a 01 61 8a 01 02 12 00", becomes: "8a 01 05 0a 01 61 12 00"),
        Case(name: "an empty message is present", input: "8a 01 00", becomes: "8a 01 00"),
        Case(name: "packed", input: "da 02 03 01 02 03", becomes: "da 02 03 01 02 03"),
        Case(name: "unpacked becomes packed", input: "d8 02 01 d8 02 02", becomes: "da 02 02 01 02"),
        Case(name: "packed and unpacked mixed", input: "d8 02 01 da 02 01 02 d8 02 03", becomes: "da 02 03 01 02 03"),
        Case(name: "packed and empty", input: "da 02 00", becomes: ""),
        Case(name: "packed cut inside a varint", input: "da 02 02 01 80", refusal: .truncated),
        Case(name: "packed fixed32 of 3 bytes", input: "8a 03 03 01 02 03", refusal: .malformedPacked),
        Case(name: "a map entry", input: "ea 03 06 08 05 12 02 68 69", becomes: "ea 03 06 08 05 12 02 68 69"),
        Case(name: "a map entry the wrong way round", input: "ea 03 06 12 02 68 69 08 05", becomes: "ea 03 06 08 05 12 02 68 69"),
        Case(name: "a map entry without key and value", input: "ea 03 00", becomes: "ea 03 04 08 00 12 00"),
        Case(name: "the last of a key wins", input: "ea 03 05 08 05 12 01 61 ea 03 05 08 05 12 01 62", becomes: "ea 03 05 08 05 12 01 62"),
        Case(name: "a map is sorted", input: "ea 03 04 08 05 12 00 ea 03 04 08 03 12 00", becomes: "ea 03 04 08 03 12 00 ea 03 04 08 05 12 00"),
        Case(name: "an unknown field in an entry", input: "ea 03 04 08 05 18 01", becomes: "ea 03 04 08 05 12 00"),
        Case(name: "the last of a oneof wins", input: "a8 06 02 b2 06 01 61", becomes: "b2 06 01 61"),
        Case(name: "the last of a oneof wins, the other way", input: "b2 06 01 61 a8 06 02", becomes: "a8 06 02"),
        Case(name: "a oneof keeps zero", input: "a8 06 00", becomes: "a8 06 00"),
        Case(name: "a message in a oneof is merged", input: "d2 06 03 0a 01 61 d2 06 02 12 00", becomes: "d2 06 05 0a 01 61 12 00"),
        Case(name: "another message in the oneof is not", input: "d2 06 03 0a 01 61 da 06 02 12 00", becomes: "da 06 02 12 00"),
        Case(name: "field number 2^29 - 1", input: "f8 ff ff ff 0f 07", becomes: "f8 ff ff ff 0f 07"),
        Case(name: "field number 2^29", input: "80 80 80 80 10 07", refusal: .malformedTag),
        Case(name: "field number 0", input: "00 07", refusal: .malformedTag),
        Case(name: "wire type 6", input: "1e 07", refusal: .malformedTag),
        Case(name: "wire type 7", input: "1f 07", refusal: .malformedTag),
        Case(name: "a wrong wire type is an unknown field", input: "1d 01 02 03 04 18 05", becomes: "18 05"),
        Case(name: "a scalar field sent packed is unknown", input: "1a 02 01 02 18 05", becomes: "18 05"),
        Case(name: "unknown fields of each wire type", input: "b8 bb 01 05 b9 bb 01 0102030405060708 ba bb 01 01 ff bd bb 01 01020304 18 05", becomes: "18 05"),
        Case(name: "an unknown field cut short", input: "ba bb 01 02 ff", refusal: .truncated),
        Case(name: "an unknown group", input: "bb bb 01 08 01 13 0a 01 78 14 bc bb 01 18 05", becomes: "18 05"),
        Case(name: "a group that doesn't end", input: "bb bb 01 08 01", refusal: .truncated),
        Case(name: "a group that ends as another", input: "bb bb 01 c4 bb 01", refusal: .malformedTag),
        Case(name: "the end of no group", input: "bc bb 01", refusal: .malformedTag),
        Case(name: "an end inside a message of a group outside", input: "bb bb 01 8a 01 03 bc bb 01", refusal: .truncated),
    ]

    @Test("rules", arguments: cases)
    func rule(_ rule: Case) throws {
        do {
            let message = try Everything(decoding: hex(rule.input))
            let becomes = try #require(rule.becomes, "accepted")
            #expect(message.encoded() == hex(becomes))
        } catch let error as WireError {
            #expect(error.kind == rule.refusal)
        }
    }

    @Test("all three kinds of input are one")
    func inputs() throws {
        let bytes = hex("18 05 72 01 61")
        let expected = try Everything(decoding: bytes)
        #expect(expected.aInt32 == 5 && expected.aString == "a")
        #expect(try bytes.withUnsafeBytes { try Everything(decoding: $0) } == expected)
        #expect(try Everything(decoding: bytes.span.bytes) == expected)
    }

    @Test("an error names its field, through messages")
    func paths() {
        #expect(throws: WireError(.invalidUTF8, path: "a_string")) { try Everything(decoding: hex("72 01 ff")) }
        #expect(throws: WireError(.invalidUTF8, path: "a_nested.children.name")) { try Everything(decoding: hex("8a 01 05 12 03 0a 01 ff")) }
        #expect(throws: WireError(.truncated, path: "many_fixed32")) { try Everything(decoding: hex("8a 03 05")) }
    }
}

@Suite("Decoding's budget")
struct BudgetTests {
    /// `depth` messages in one another, the outermost included.
    private func nested(_ depth: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 1..<depth { bytes = [0x12] + lengthPrefixed(bytes) }
        return bytes
    }

    private func lengthPrefixed(_ bytes: [UInt8]) -> [UInt8] {
        bytes.count < 128 ? [UInt8(bytes.count)] + bytes : [UInt8(bytes.count & 127 | 128), UInt8(bytes.count >> 7)] + bytes
    }

    @Test("32 messages in one another, not 33")
    func depth() {
        #expect(kind(Everything.Nested.self, nested(32)) == nil)
        #expect(kind(Everything.Nested.self, nested(33)) == .tooDeep)
        #expect(kind(Everything.Nested.self, nested(3), DecodingLimits(depth: 2)) == .tooDeep)
    }

    @Test("31 unknown groups in one another, not 32")
    func groups() {
        func groups(_ count: Int) -> [UInt8] { Array(repeating: 0x4B, count: count) + Array(repeating: 0x4C, count: count) }
        #expect(kind(Everything.Nested.self, groups(31)) == nil)
        #expect(kind(Everything.Nested.self, groups(32)) == .tooDeep)
        // The depth is given back: one after another there may be many.
        #expect(kind(Everything.Nested.self, Array(repeating: groups(31), count: 3).flatMap { $0 }) == nil)
    }

    @Test("100,000 elements in all, packed or not, in lists and maps")
    func elements() {
        let packed = { (count: Int) -> [UInt8] in [0xDA, 0x02] + longPrefix(count) + Array(repeating: 1, count: count) }
        #expect(kind(Everything.self, packed(100_000)) == nil)
        #expect(kind(Everything.self, packed(100_001)) == .tooManyElements)
        #expect(kind(Everything.self, packed(60_000) + packed(60_000)) == .tooManyElements)
        #expect(kind(Everything.self, Array(repeating: [0xD8, 0x02, 0x01], count: 100_001).flatMap { $0 }) == .tooManyElements)
        #expect(kind(Everything.self, Array(repeating: [0xEA, 0x03, 0x00], count: 100_001).flatMap { $0 }) == .tooManyElements)
    }

    private func longPrefix(_ count: Int) -> [UInt8] {
        [UInt8(count & 127 | 128), UInt8(count >> 7 & 127 | 128), UInt8(count >> 14)]
    }

    @Test("elements of 8 times the message limit, so that two bytes can't become a kilobyte each")
    func decodedBytes() {
        // many_everything (58), empty each time: three bytes that ask for a large value.
        let element: [UInt8] = [0xD2, 0x03, 0x00]
        let stride = MemoryLayout<Everything>.stride
        let fitting = 8 * (64 << 10) / stride
        let limits = DecodingLimits(messageBytes: 64 << 10)
        #expect(kind(Everything.self, Array(repeating: element, count: fitting).flatMap { $0 }, limits) == nil)
        #expect(kind(Everything.self, Array(repeating: element, count: fitting + 1).flatMap { $0 }, limits) == .decodedTooLarge)
    }

    @Test("the message's own length")
    func length() {
        #expect(kind(Everything.self, hex("18 05"), DecodingLimits(messageBytes: 2)) == nil)
        #expect(kind(Everything.self, hex("18 05"), DecodingLimits(messageBytes: 1)) == .messageTooLarge)
    }

    @Test("strict decoding refuses what it doesn't know, at any depth", arguments: [
        "b8 bb 01 05", "1d 01 02 03 04", "8a 01 02 28 01", "ea 03 04 08 05 18 01", "bb bb 01 bc bb 01",
    ])
    func strict(_ input: String) {
        #expect(kind(Everything.self, hex(input)) == nil)
        #expect(kind(Everything.self, hex(input), .strict) == .unknownField)
        #expect(kind(Everything.self, hex("18 05 8a 01 03 0a 01 61 ea 03 00"), .strict) == nil)
    }

    @Test("fields in the worst order cost one walk a tag, not a walk a tag and element")
    func order() throws {
        // 2 x 100,000 tags of the last and the first field by turns, then as many unknown ones.
        let turns = Array(repeating: hex("f8 ff ff ff 0f 07 18 01"), count: 100_000).flatMap { $0 }
        #expect(try Everything(decoding: turns).farField == 7)
        let unknown = Array(repeating: hex("b8 bb 01 05"), count: 200_000).flatMap { $0 }
        #expect(try Everything(decoding: unknown) == Everything())
    }
}

@Suite("Encoding")
struct EncodingTests {
    @Test("lengths of one to three bytes, inside one another", arguments: [0, 1, 120, 125, 126, 127, 128, 1000, 16_370, 16_383, 16_384, 70_000])
    func lengths(_ count: Int) throws {
        var message = Everything()
        var child = Everything.Nested()
        child.name = String(repeating: "x", count: count)
        var nested = Everything.Nested()
        nested.children = [child, Everything.Nested(), child]
        message.aNested = nested
        message.manyNested = [child, nested]
        message.ofNested = [1: nested, -1: child]
        message.choice = .nested(nested)
        #expect(try Everything(decoding: message.encoded()) == message)
    }

    @Test("appends behind what is there, and leaves the message as it was")
    func append() throws {
        var message = Everything()
        message.aString = "hello"
        let copy = message
        var bytes: [UInt8] = [1, 2, 3]
        message.append(to: &bytes)
        message.append(to: &bytes)
        #expect(bytes == [1, 2, 3] + hex("72 05 68 65 6c 6c 6f 72 05 68 65 6c 6c 6f"))
        #expect(message == copy)
    }

    @Test("1,000 random messages survive their bytes and their JSON")
    func random() throws {
        let options = JSONOptions(types: TypeRegistry(WellKnownFiles.all))
        var generator = SplitMix64(seed: 7)
        for _ in 0..<1000 {
            let message = Everything.random(using: &generator)
            #expect(try Everything(decoding: message.encoded(), limits: .strict) == message)
            #expect(try Everything(json: message.json(options), options: options) == message)
        }
    }

    @Test("equal messages have equal bytes, whatever the order of a map")
    func canonical() {
        var one = Everything(), other = Everything()
        for key in 0..<100 { one.ofInt32["k\(key)"] = Int32(key) }
        for key in (0..<100).reversed() { other.ofInt32["k\(key)"] = Int32(key) }
        #expect(one.encoded() == other.encoded())
    }
}
