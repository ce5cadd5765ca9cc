// The proto files that this module's messages come from.

public import Wire

/// The standard files, for reflection and for JSON's `Any`.
public enum WellKnownFiles {
    public static let any = ProtoFile(name: "google/protobuf/any.proto", package: "google.protobuf", messages: [AnyMessage.self])
    public static let duration = ProtoFile(name: "google/protobuf/duration.proto", package: "google.protobuf", messages: [Duration.self])
    public static let empty = ProtoFile(name: "google/protobuf/empty.proto", package: "google.protobuf", messages: [Empty.self])
    public static let fieldMask = ProtoFile(name: "google/protobuf/field_mask.proto", package: "google.protobuf", messages: [FieldMask.self])
    public static let timestamp = ProtoFile(name: "google/protobuf/timestamp.proto", package: "google.protobuf", messages: [Timestamp.self])

    public static let status = ProtoFile(name: "google/rpc/status.proto", package: "google.rpc", messages: [Status.self])
    public static let errorDetails = ProtoFile(
        name: "google/rpc/error_details.proto", package: "google.rpc",
        messages: [
            ErrorInfo.self, RetryInfo.self, DebugInfo.self, QuotaFailure.self, QuotaFailure.Violation.self,
            PreconditionFailure.self, PreconditionFailure.Violation.self, BadRequest.self, BadRequest.FieldViolation.self,
            RequestInfo.self, ResourceInfo.self, Help.self, Help.Link.self, LocalizedMessage.self,
        ])

    public static let health = ProtoFile(
        name: "grpc/health/v1/health.proto", package: "grpc.health.v1",
        messages: [HealthCheckRequest.self, HealthCheckResponse.self, HealthListRequest.self, HealthListResponse.self],
        enums: [HealthCheckResponse.ServingStatus.self],
        services: [
            ServiceSchema(
                name: "grpc.health.v1.Health",
                methods: [MethodSchema(HealthMethods.check), MethodSchema(HealthMethods.list), MethodSchema(HealthMethods.watch)])
        ])

    public static let reflection = reflectionFile(ReflectionV1.self, name: "grpc/reflection/v1/reflection.proto")
    public static let reflectionAlpha = reflectionFile(ReflectionV1Alpha.self, name: "grpc/reflection/v1alpha/reflection.proto")

    public static let all = [
        any, duration, empty, fieldMask, timestamp, status, errorDetails, health, reflection, reflectionAlpha,
    ]

    private static func reflectionFile<Version: ReflectionVersion>(_ version: Version.Type, name: String) -> ProtoFile {
        ProtoFile(
            name: name, package: Version.package,
            messages: [
                ServerReflectionRequest<Version>.self, ExtensionRequest<Version>.self, ServerReflectionResponse<Version>.self,
                FileDescriptorResponse<Version>.self, ExtensionNumberResponse<Version>.self, ListServiceResponse<Version>.self,
                ServiceResponse<Version>.self, ErrorResponse<Version>.self,
            ],
            services: [
                ServiceSchema(name: Version.package + ".ServerReflection", methods: [MethodSchema(ReflectionMethods<Version>.info)])
            ])
    }
}
