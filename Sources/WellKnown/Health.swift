// The messages of grpc.health.v1 (grpc/health/v1/health.proto).

public import Wire

public struct HealthCheckRequest: Message {
    public static let protoName = "grpc.health.v1.HealthCheckRequest"

    /// A service's full name; empty means the server as a whole.
    public var service = ""

    public init() {}

    public init(service: String) {
        self.service = service
    }

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "service", &service)
    }
}

public struct HealthCheckResponse: Message {
    public static let protoName = "grpc.health.v1.HealthCheckResponse"

    public var status = ServingStatus.unknown

    public init() {}

    public init(status: ServingStatus) {
        self.status = status
    }

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "status", &status)
    }

    public struct ServingStatus: WireEnum {
        public static let protoName = "grpc.health.v1.HealthCheckResponse.ServingStatus"
        public static let unknown = ServingStatus(rawValue: 0)
        public static let serving = ServingStatus(rawValue: 1)
        public static let notServing = ServingStatus(rawValue: 2)
        /// Only in answers of `Watch`.
        public static let serviceUnknown = ServingStatus(rawValue: 3)
        public static let cases: [(Int32, String)] = [(0, "UNKNOWN"), (1, "SERVING"), (2, "NOT_SERVING"), (3, "SERVICE_UNKNOWN")]

        public var rawValue: Int32
        public init(rawValue: Int32) { self.rawValue = rawValue }
    }
}

public struct HealthListRequest: Message {
    public static let protoName = "grpc.health.v1.HealthListRequest"

    public init() {}
    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {}
}

public struct HealthListResponse: Message {
    public static let protoName = "grpc.health.v1.HealthListResponse"

    /// By service name, at most 100.
    public var statuses: [String: HealthCheckResponse] = [:]

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "statuses", &statuses)
    }
}

/// The methods of grpc.health.v1.Health.
public enum HealthMethods {
    private static let service = "grpc.health.v1.Health"
    public static let check = MethodDescriptor<HealthCheckRequest, HealthCheckResponse>(service: service, name: "Check")
    public static let list = MethodDescriptor<HealthListRequest, HealthListResponse>(service: service, name: "List")
    public static let watch = MethodDescriptor<HealthCheckRequest, HealthCheckResponse>(service: service, name: "Watch", shape: .serverStreaming)
}
