// The parts of RPC that touch no socket, by tables.
import Testing
@testable import RPC

private func bytes<R>(_ text: String, _ body: (UnsafeBufferPointer<UInt8>) throws -> R) rethrows -> R {
    try Array(text.utf8).withUnsafeBufferPointer(body)
}

@Suite struct TimeoutHeaderTests {
    @Test("wire R7: digits and unit", arguments: [
        ("1n", 1), ("2u", 2_000), ("3m", 3_000_000), ("4S", 4_000_000_000), ("5M", 300_000_000_000), ("6H", 21_600_000_000_000),
        ("0n", 0), ("00000000S", 0), ("99999999n", 99_999_999), ("99999999S", 99_999_999_000_000_000),
    ] as [(String, Int64)])
    func parses(_ text: String, _ nanoseconds: Int64) {
        #expect(bytes(text, TimeoutHeader.parse) == nanoseconds)
    }

    @Test("wire R7: 99999999H clamps") func clamps() {
        #expect(bytes("99999999H", TimeoutHeader.parse) == Int64.max)
    }

    @Test("wire R7: anything else is refused", arguments: ["", "S", "1", "123456789S", "1s", "1h", "-1S", "+1S", " 1S", "1 S", "1S ", "1.5S", "S1", "1SS", "n"])
    func refuses(_ text: String) {
        #expect(bytes(text, TimeoutHeader.parse) == nil)
    }

    @Test("C1: the finest unit that fits, rounded up", arguments: [
        (0, "0n"), (1, "1n"), (99_999_999, "99999999n"), (100_000_000, "100000u"), (100_000_001, "100001u"),
        (99_999_999_000, "99999999u"), (1_000_000_000_000, "1000000m"), (100_000_000_000_000, "100000S"),
        (Int64.max, "2562048H"),
    ] as [(Int64, String)])
    func formats(_ nanoseconds: Int64, _ text: String) {
        #expect(String(decoding: TimeoutHeader.format(nanoseconds: nanoseconds), as: UTF8.self) == text)
    }
}

@Suite struct PercentCodingTests {
    @Test("wire R16: special_status_message") func special() {
        let text = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n"
        let encoded = String(decoding: PercentCoding.encode(text), as: UTF8.self)
        #expect(encoded == "%09%0Atest with whitespace%0D%0Aand Unicode BMP %E2%98%BA and non-BMP %F0%9F%98%88%09%0A")
        #expect(bytes(encoded, PercentCoding.decode) == text)
    }

    @Test("wire R16: decoding never fails", arguments: [
        ("100%", "100%"), ("%", "%"), ("%2", "%2"), ("%zz", "%zz"), ("%41", "A"), ("%4a%4A", "JJ"), ("a%25b", "a%b"), ("%%41", "%A"), ("%2%41", "%2A"), ("", ""),
    ])
    func decodes(_ encoded: String, _ text: String) {
        #expect(bytes(encoded, PercentCoding.decode) == text)
    }

    @Test("wire R16: every byte comes back") func roundTrip() {
        let text = String((0..<0x250).compactMap { Unicode.Scalar($0).map(Character.init) })
        #expect(PercentCoding.encode(text).withUnsafeBufferPointer(PercentCoding.decode) == text)
    }
}

@Suite struct Base64Tests {
    @Test("wire R9: emits without padding, accepts both", arguments: [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"), ("foobar", "Zm9vYmFy"),
    ])
    func vectors(_ plain: String, _ encoded: String) {
        #expect(Base64.encode(Array(plain.utf8)) == Array(encoded.utf8))
        #expect(Base64.decode(Array(encoded.utf8)) == Array(plain.utf8))
        let padded = encoded + String(repeating: "=", count: (4 - encoded.count % 4) % 4)
        #expect(Base64.decode(Array(padded.utf8)) == Array(plain.utf8))
    }

    @Test("wire R9: what is no base64", arguments: ["Z", "Zg=a", "Z===", "Zm9v=", "Zm9v====", "Zm-v", "Zm_v", "Zm 9", "Zg===", "=", "Zm8=="])
    func refuses(_ text: String) {
        #expect(Base64.decode(Array(text.utf8)) == nil)
    }

    @Test func allBytes() {
        let all = (0...255).map(UInt8.init)
        for count in 0...256 {
            let some = Array(all.prefix(count))
            #expect(Base64.decode(Base64.encode(some)) == some)
        }
    }
}

@Suite struct ContentTypeTests {
    @Test("wire R3", arguments: [
        ("application/grpc", true), ("application/grpc+proto", true), ("application/grpc;charset=utf-8", true), ("Application/GRPC", true),
        ("application/grpc+", true), ("application/grpcweb", false), ("application/grpc-web", false), ("application/grpc-web+proto", false),
        ("application/json", false), ("", false), ("application/grp", false), ("text/plain", false), ("application/grpc ", false),
    ])
    func isGRPC(_ text: String, _ expected: Bool) {
        #expect(bytes(text, ContentType.isGRPC) == expected)
    }
}

@Suite struct MethodPathTests {
    @Test("wire R5: split at the last slash", arguments: [
        ("/a.B/C", "a.B", "C"), ("/a/b/C", "a/b", "C"), ("//a/b", "/a", "b"), ("/S/M", "S", "M"),
    ])
    func splits(_ path: String, _ service: String, _ method: String) {
        let split = bytes(path, MethodPath.init)
        #expect(split?.service == service)
        #expect(split?.method == method)
    }

    @Test("wire R5: no method in it", arguments: ["", "/", "//", "/a", "/a/", "a/b", "//b", "*"])
    func refuses(_ path: String) {
        #expect(bytes(path, MethodPath.init) == nil)
    }
}

@Suite struct StatusCodeTests {
    @Test("wire C2: HTTP status without grpc-status", arguments: [
        (400, .internal), (401, .unauthenticated), (403, .permissionDenied), (404, .unimplemented), (429, .unavailable), (431, .internal),
        (502, .unavailable), (503, .unavailable), (504, .unavailable), (200, .unknown), (500, .unknown), (302, .unknown),
    ] as [(Int, StatusCode)])
    func http(_ status: Int, _ code: StatusCode) {
        #expect(StatusCode(httpStatus: status) == code)
    }

    @Test("wire C3: unparsable grpc-status is UNKNOWN", arguments: [
        ("0", .ok), ("5", .notFound), ("16", .unauthenticated), ("17", .unknown), ("-1", .unknown), ("", .unknown), ("x", .unknown),
        ("99999999999", .unknown), (" 0", .unknown),
    ] as [(String, StatusCode)])
    func header(_ text: String, _ code: StatusCode) {
        #expect(bytes(text, StatusCode.init(header:)) == code)
    }
}

@Suite struct MetadataTests {
    @Test("wire R8: names and values") func names() throws {
        var metadata = Metadata()
        try metadata.add("x-a", "1")
        try metadata.add("x-a", "2")
        try metadata.add("x-b-bin", bytes: [0, 255])
        #expect(metadata["x-a"] == "1")
        #expect(metadata.all("x-a").map { String(decoding: $0, as: UTF8.self) } == ["1", "2"])
        #expect(metadata.bytes("x-b-bin") == [0, 255])
        #expect(metadata[2].wireValue == Array("AP8".utf8))
        #expect(throws: MetadataError.invalidName("X-A")) { try metadata.add("X-A", "1") }
        #expect(throws: MetadataError.invalidName("")) { try metadata.add("", "1") }
        #expect(throws: MetadataError.invalidName(":path")) { try metadata.add(":path", "1") }
        #expect(throws: MetadataError.reservedName("grpc-status")) { try metadata.add("grpc-status", "1") }
        #expect(throws: MetadataError.reservedName("te")) { try metadata.add("te", "1") }
        #expect(throws: MetadataError.binaryNameNeeded("x")) { try metadata.add("x", bytes: [1]) }
        #expect(throws: MetadataError.textNameNeeded("x-bin")) { try metadata.add("x-bin", "1") }
        #expect(throws: MetadataError.invalidValue(name: "x")) { try metadata.add("x", "a\r\nb") }
    }

    @Test("wire R9: split at commas before decoding, keep the order") func binary() throws {
        var metadata = Metadata()
        try bytes("AAE,Ag==, /w") { try metadata.addReceived(name: "k-bin", value: $0) }
        #expect(metadata.all("k-bin") == [[0, 1], [2], [255]])
        #expect(throws: MetadataError.invalidBase64(name: "k-bin")) {
            try bytes("A?") { try metadata.addReceived(name: "k-bin", value: $0) }
        }
    }

    @Test("wire R8: a received value can be sent back, whatever bytes it holds") func echo() throws {
        var received = Metadata()
        let value = [UInt8](0x80...0xFF)
        try value.withUnsafeBufferPointer { try received.addReceived(name: "x", value: $0) }
        var sent = Metadata()
        try sent.add("x", text: received[0].value)
        #expect(sent[0].wireValue == value)
    }
}

@Suite struct FramingTests {
    private func frame(_ flag: UInt8, _ message: [UInt8]) -> [UInt8] {
        let length = UInt32(message.count)
        return [flag] + (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * UInt32($0))) } + message
    }

    @Test("wire R1: any chunking gives the same messages", arguments: [1, 2, 3, 4, 5, 6, 7, 11, 64, 1_000])
    func chunking(_ size: Int) throws {
        let messages: [[UInt8]] = [[], [1], Array(repeating: 7, count: 300), [], [1, 2, 3, 4, 5], Array(repeating: 9, count: 70)]
        let stream = messages.flatMap { frame(0, $0) }
        var buffer = FrameBuffer()
        var seen: [[UInt8]] = []
        for start in stride(from: 0, to: stream.count, by: size) {
            stream[start..<min(start + size, stream.count)].withUnsafeBytes { buffer.append($0) }
            while let message = try buffer.next(limit: 300) { seen.append(message) }
        }
        #expect(seen == messages)
        #expect(buffer.leftOver == nil)
    }

    @Test("wire R12: flags") func flags() {
        var buffer = FrameBuffer()
        frame(2, []).withUnsafeBytes { buffer.append($0) }
        #expect(throws: FramingError.invalidFlag(2)) { try buffer.next(limit: 10) }
        buffer.removeAll()
        frame(1, [1]).withUnsafeBytes { buffer.append($0) }
        #expect(throws: FramingError.compressed) { try buffer.next(limit: 10) }
        #expect(FramingError.compressed.rpcError(encoding: nil, receiver: "server").code == .internal)
        #expect(FramingError.compressed.rpcError(encoding: "identity", receiver: "server").code == .internal)
        #expect(FramingError.compressed.rpcError(encoding: "gzip", receiver: "server").code == .unimplemented)
    }

    @Test("wire R13: the limit holds on the prefix, before the message is there") func limit() throws {
        var buffer = FrameBuffer()
        ([0, 0xFF, 0xFF, 0xFF, 0xFF] as [UInt8]).withUnsafeBytes { buffer.append($0) }
        #expect(throws: FramingError.tooLarge(length: 0xFFFF_FFFF, limit: 4)) { try buffer.next(limit: 4) }
        buffer.removeAll()
        frame(0, [1, 2, 3, 4]).withUnsafeBytes { buffer.append($0) }
        #expect(try buffer.next(limit: 4) == [1, 2, 3, 4])
    }

    @Test("wire C3: bytes left over at the end") func truncated() throws {
        var buffer = FrameBuffer()
        ([0, 0, 0] as [UInt8]).withUnsafeBytes { buffer.append($0) }
        #expect(try buffer.next(limit: 10) == nil)
        #expect(buffer.leftOver == .truncated(have: 3, need: 5))
        ([0, 4, 1] as [UInt8]).withUnsafeBytes { buffer.append($0) }
        #expect(try buffer.next(limit: 10) == nil)
        #expect(buffer.leftOver == .truncated(have: 6, need: 9))
    }

    @Test("one whole message in one chunk is not copied") func single() throws {
        try frame(0, [1, 2]).withUnsafeBytes { chunk throws in
            let message = try FrameBuffer.single(chunk, limit: 2).map(Array.init)
            #expect(message == [1, 2])
            #expect(throws: FramingError.tooLarge(length: 2, limit: 1)) { try FrameBuffer.single(chunk, limit: 1) }
        }
        try (frame(0, [1]) + [0]).withUnsafeBytes { chunk throws in
            let none = try FrameBuffer.single(chunk, limit: 9)
            #expect(none == nil)
        }
    }
}
