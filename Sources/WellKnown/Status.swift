// The error model of gRPC and Google APIs, google/rpc/status.proto: what travels in `grpc-status-details-bin`.

public import Wire

/// A code, a message for developers and details with types of their own.
public struct Status: Message {
    public static let protoName = "google.rpc.Status"

    /// A `google.rpc.Code`: the number in `grpc-status`.
    public var code: Int32 = 0
    /// In English, for the developer.
    public var message: String = ""
    /// What programs read: `ErrorInfo`, `BadRequest`, …
    public var details: [AnyMessage] = []

    public init() {}

    public init(code: Int32, message: String, details: [AnyMessage] = []) {
        self.code = code
        self.message = message
        self.details = details
    }

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "code", &code)
        try v.field(2, "message", &message)
        try v.field(3, "details", &details)
    }
}
