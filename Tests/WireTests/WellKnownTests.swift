// The standard types' own forms, and descriptors.

import Testing
import WellKnown
import Wire
import WireExamples

@Suite("Timestamp and Duration")
struct TimeTests {
    @Test("RFC 3339, written", arguments: [
        (0, 0, "1970-01-01T00:00:00Z"), (-1, 999_999_999, "1969-12-31T23:59:59.999999999Z"), (1, 500_000_000, "1970-01-01T00:00:01.500Z"),
        (1, 1000, "1970-01-01T00:00:01.000001Z"), (951_782_400, 0, "2000-02-29T00:00:00Z"), (4_107_542_400, 0, "2100-03-01T00:00:00Z"),
        (-62_135_596_800, 0, "0001-01-01T00:00:00Z"), (253_402_300_799, 999_999_999, "9999-12-31T23:59:59.999999999Z"),
    ] as [(Int64, Int32, String)])
    func written(_ seconds: Int64, _ nanos: Int32, _ text: String) {
        let time = Timestamp(seconds: seconds, nanos: nanos)
        #expect(time.rfc3339 == text)
        #expect(Timestamp(rfc3339: text) == time)
    }

    @Test("RFC 3339, read", arguments: [
        ("2000-01-01T01:00:00+01:00", 946_684_800, 0), ("1999-12-31T19:30:00.5-04:30", 946_684_800, 500_000_000),
        ("1970-01-01T00:00:00.123456789Z", 0, 123_456_789), ("1970-01-01T00:00:00.1Z", 0, 100_000_000),
    ] as [(String, Int64, Int32)])
    func read(_ text: String, _ seconds: Int64, _ nanos: Int32) {
        #expect(Timestamp(rfc3339: text) == Timestamp(seconds: seconds, nanos: nanos))
    }

    @Test("what is no moment", arguments: [
        "", "1970-01-01", "1970-01-01T00:00:00", "1970-01-01t00:00:00Z", "1970-01-01T00:00:00z", "1970-01-01 00:00:00Z", "1970-13-01T00:00:00Z",
        "1970-00-01T00:00:00Z", "1970-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "1970-01-00T00:00:00Z", "1970-01-01T24:00:00Z",
        "1970-01-01T00:60:00Z", "1970-01-01T00:00:60Z", "1970-01-01T00:00:00.Z", "1970-01-01T00:00:00.1234567890Z", "1970-01-01T00:00:00+24:00",
        "1970-01-01T00:00:00Z ", "0000-01-01T00:00:00Z", "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "10000-01-01T00:00:00Z",
    ])
    func noMoment(_ text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test("nanoseconds since 1970, both ways and at the ends of 64 bits", arguments: [0, 1, -1, 1_500_000_000, -1_500_000_000, .max, .min])
    func nanoseconds(_ count: Int64) {
        let time = Timestamp(nanosecondsSince1970: count)
        #expect(time.isValid)
        if count != .min { #expect(time.nanosecondsSince1970 == count) }
        #expect(Timestamp(seconds: .max).nanosecondsSince1970 == .max && Timestamp(seconds: .min).nanosecondsSince1970 == .min)
    }

    @Test("moments are in order, and can be moved")
    func order() {
        #expect(Timestamp(seconds: 1, nanos: 2) < Timestamp(seconds: 1, nanos: 3) && Timestamp(seconds: 1, nanos: 9) < Timestamp(seconds: 2))
        #expect(Timestamp(seconds: 1).advanced(byNanoseconds: -1) == Timestamp(seconds: 0, nanos: 999_999_999))
        #expect(Timestamp(seconds: 0, nanos: 999_999_999).advanced(byNanoseconds: 2_000_000_001) == Timestamp(seconds: 3))
    }

    @Test("durations", arguments: [
        (0, 0, "0s"), (1, 500_000_000, "1.500s"), (-1, -500_000_000, "-1.500s"), (0, -1, "-0.000000001s"), (0, 1000, "0.000001s"),
        (315_576_000_000, 0, "315576000000s"), (-315_576_000_000, 0, "-315576000000s"),
    ] as [(Int64, Int32, String)])
    func durations(_ seconds: Int64, _ nanos: Int32, _ text: String) {
        let duration = Duration(seconds: seconds, nanos: nanos)
        #expect(duration.text == text)
        #expect(Duration(text: text) == duration)
    }

    @Test("what is no duration", arguments: ["", "s", "1", "1.s", ".5s", "+1s", "1.5 s", "--1s", "1.1234567890s", "315576000001s", "9999999999999s"])
    func noDuration(_ text: String) {
        #expect(Duration(text: text) == nil)
    }

    @Test("what JSON can't say is null")
    func outOfRange() {
        #expect(Timestamp(seconds: .max).json() == "null" && Timestamp(seconds: 0, nanos: -1).json() == "null")
        #expect(Duration(seconds: 1, nanos: -1).json() == "null")
        #expect(FieldMask(paths: ["a__b"]).json() == "null")
    }
}

@Suite("Descriptors")
struct DescriptorTests {
    private let set = DescriptorSet(WellKnownFiles.all + [WireExamples.file])

    @Test("every type is declared")
    func unresolved() {
        #expect(set.unresolved.isEmpty)
        #expect(DescriptorSet([WireExamples.file]).unresolved.contains("google.protobuf.Timestamp"))
    }

    @Test("files are found by name and by what they declare", arguments: [
        "wire.examples.Everything", "wire.examples.Everything.Nested", "wire.examples.Everything.Colour", "wire.examples.Everything.COLOUR_RED",
        "wire.examples.SHAPE_ROUND", "wire.examples.Everything.a_int32", "wire.examples.ExampleService", "wire.examples.ExampleService.Chat",
    ])
    func symbols(_ name: String) {
        #expect(set.file(containing: name)?.name == "wire_examples.proto")
        #expect(set.file(containing: name + "x") == nil)
    }

    @Test("a file comes with all it imports")
    func closure() throws {
        let file = try #require(set.file(named: "google/rpc/status.proto"))
        #expect(set.closure(of: file).map(\.name) == ["google/rpc/status.proto", "google/protobuf/any.proto"])
    }

    @Test("methods know their path and shape")
    func methods() {
        #expect(HealthMethods.watch.path == "/grpc.health.v1.Health/Watch" && HealthMethods.watch.shape.serverStreams)
        #expect(ReflectionMethods<ReflectionV1Alpha>.info.path == "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo")
    }
}
