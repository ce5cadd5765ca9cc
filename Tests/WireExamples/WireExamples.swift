// The rest of wire_examples.proto, and the list of its types.

public import WellKnown
public import Wire

public struct Shape: WireEnum {
    public static let protoName = "wire.examples.Shape"
    public static let cases: [(Int32, String)] = [(0, "SHAPE_UNSPECIFIED"), (3, "SHAPE_ROUND"), (-1, "SHAPE_NEGATIVE")]

    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
}

public struct OddNames: Message {
    public static let protoName = "wire.examples.Odd_Names"
    public var alreadyCamelCase: Int32 = 0
    public var withTwo: Int32 = 0
    public var trailing: Int32 = 0
    public var leading: Int32 = 0
    public var digit1St: Int32 = 0
    public var upperCase: Int32 = 0
    public var oddMap1: [String: Int32] = [:]

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "already_camelCase", &alreadyCamelCase)
        try v.field(2, "with__two", &withTwo)
        try v.field(3, "trailing_", &trailing)
        try v.field(4, "_leading", &leading)
        try v.field(5, "digit_1st", &digit1St)
        try v.field(6, "UPPER_CASE", &upperCase)
        try v.field(7, "odd__map_1", &oddMap1)
    }
}

public enum WireExamples {
    private static let service = "wire.examples.ExampleService"
    public static let unary = MethodDescriptor<Everything, Everything.Nested>(service: service, name: "Unary", noSideEffects: true)
    public static let upload = MethodDescriptor<Everything, OddNames>(service: service, name: "Upload", shape: .clientStreaming)
    public static let download = MethodDescriptor<OddNames, Timestamp>(service: service, name: "Download", shape: .serverStreaming)
    public static let chat = MethodDescriptor<Everything, Everything>(service: service, name: "Chat", shape: .bidirectional)

    public static let file = ProtoFile(
        name: "wire_examples.proto", package: "wire.examples",
        messages: [Everything.self, Everything.Nested.self, OddNames.self],
        enums: [Shape.self, Everything.Colour.self],
        services: [
            ServiceSchema(name: service, methods: [MethodSchema(unary), MethodSchema(upload), MethodSchema(download), MethodSchema(chat)])
        ])
}
