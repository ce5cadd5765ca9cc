// google.protobuf.FieldMask: which fields an update is about.

public import Wire

/// Paths of fields, dotted where they lead into messages: `display_name`, `plan.seats`.
public struct FieldMask: Message {
    public static let protoName = "google.protobuf.FieldMask"

    /// As the proto files spell the names.
    public var paths: [String] = []

    public init() {}

    public init(paths: [String] = []) {
        self.paths = paths
    }

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "paths", &paths)
    }
}
