// google.protobuf.Empty: nothing.

public import Wire

/// A message without fields, for methods that take or answer nothing.
public struct Empty: Message {
    public static let protoName = "google.protobuf.Empty"

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
    }
}
