// The messages of grpc.reflection.v1 and v1alpha (grpc/reflection/v1/reflection.proto), which differ in their package alone.

public import Wire

/// Which package a reflection message belongs to.
public protocol ReflectionVersion: Sendable, Equatable {
    /// `grpc.reflection.v1`.
    static var package: String { get }
}

public enum ReflectionV1: ReflectionVersion {
    public static let package = "grpc.reflection.v1"
}

public enum ReflectionV1Alpha: ReflectionVersion {
    public static let package = "grpc.reflection.v1alpha"
}

public struct ServerReflectionRequest<Version: ReflectionVersion>: Message {
    public static var protoName: String { Version.package + ".ServerReflectionRequest" }

    public enum MessageRequest: Sendable, Equatable {
        case fileByFilename(String)
        /// The full name of a message, enum, service, method or field.
        case fileContainingSymbol(String)
        case fileContainingExtension(ExtensionRequest<Version>)
        case allExtensionNumbersOfType(String)
        case listServices(String)
    }

    public var host = ""
    public var messageRequest: MessageRequest?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "host", &host)
        try v.oneof("message_request", 3, "file_by_filename", &messageRequest, { if case .fileByFilename(let x) = $0 { x } else { nil } }, MessageRequest.fileByFilename)
        try v.oneof("message_request", 4, "file_containing_symbol", &messageRequest, { if case .fileContainingSymbol(let x) = $0 { x } else { nil } }, MessageRequest.fileContainingSymbol)
        try v.oneof("message_request", 5, "file_containing_extension", &messageRequest, { if case .fileContainingExtension(let x) = $0 { x } else { nil } }, MessageRequest.fileContainingExtension)
        try v.oneof("message_request", 6, "all_extension_numbers_of_type", &messageRequest, { if case .allExtensionNumbersOfType(let x) = $0 { x } else { nil } }, MessageRequest.allExtensionNumbersOfType)
        try v.oneof("message_request", 7, "list_services", &messageRequest, { if case .listServices(let x) = $0 { x } else { nil } }, MessageRequest.listServices)
    }
}

public struct ExtensionRequest<Version: ReflectionVersion>: Message {
    public static var protoName: String { Version.package + ".ExtensionRequest" }

    public var containingType = ""
    public var extensionNumber: Int32 = 0

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "containing_type", &containingType)
        try v.field(2, "extension_number", &extensionNumber)
    }
}

public struct ServerReflectionResponse<Version: ReflectionVersion>: Message {
    public static var protoName: String { Version.package + ".ServerReflectionResponse" }

    public enum MessageResponse: Sendable, Equatable {
        case fileDescriptorResponse(FileDescriptorResponse<Version>)
        case allExtensionNumbersResponse(ExtensionNumberResponse<Version>)
        case listServicesResponse(ListServiceResponse<Version>)
        case errorResponse(ErrorResponse<Version>)
    }

    public var validHost = ""
    public var originalRequest: ServerReflectionRequest<Version>?
    public var messageResponse: MessageResponse?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "valid_host", &validHost)
        try v.field(2, "original_request", &originalRequest)
        try v.oneof("message_response", 4, "file_descriptor_response", &messageResponse, { if case .fileDescriptorResponse(let x) = $0 { x } else { nil } }, MessageResponse.fileDescriptorResponse)
        try v.oneof("message_response", 5, "all_extension_numbers_response", &messageResponse, { if case .allExtensionNumbersResponse(let x) = $0 { x } else { nil } }, MessageResponse.allExtensionNumbersResponse)
        try v.oneof("message_response", 6, "list_services_response", &messageResponse, { if case .listServicesResponse(let x) = $0 { x } else { nil } }, MessageResponse.listServicesResponse)
        try v.oneof("message_response", 7, "error_response", &messageResponse, { if case .errorResponse(let x) = $0 { x } else { nil } }, MessageResponse.errorResponse)
    }
}

public struct FileDescriptorResponse<Version: ReflectionVersion>: Message {
    public static var protoName: String { Version.package + ".FileDescriptorResponse" }

    /// Encoded `FileDescriptorProto`s, the file asked for first.
    public var fileDescriptorProto: [[UInt8]] = []

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "file_descriptor_proto", &fileDescriptorProto)
    }
}

public struct ExtensionNumberResponse<Version: ReflectionVersion>: Message {
    public static var protoName: String { Version.package + ".ExtensionNumberResponse" }

    public var baseTypeName = ""
    public var extensionNumber: [Int32] = []

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "base_type_name", &baseTypeName)
        try v.field(2, "extension_number", &extensionNumber)
    }
}

public struct ListServiceResponse<Version: ReflectionVersion>: Message {
    public static var protoName: String { Version.package + ".ListServiceResponse" }

    public var service: [ServiceResponse<Version>] = []

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "service", &service)
    }
}

public struct ServiceResponse<Version: ReflectionVersion>: Message {
    public static var protoName: String { Version.package + ".ServiceResponse" }

    /// The full name of a service.
    public var name = ""

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "name", &name)
    }
}

public struct ErrorResponse<Version: ReflectionVersion>: Message {
    public static var protoName: String { Version.package + ".ErrorResponse" }

    /// A gRPC status code.
    public var errorCode: Int32 = 0
    public var errorMessage = ""

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "error_code", &errorCode)
        try v.field(2, "error_message", &errorMessage)
    }
}

/// The one method of grpc.reflection.v1.ServerReflection or its v1alpha.
public enum ReflectionMethods<Version: ReflectionVersion> {
    public static var info: MethodDescriptor<ServerReflectionRequest<Version>, ServerReflectionResponse<Version>> {
        MethodDescriptor(service: Version.package + ".ServerReflection", name: "ServerReflectionInfo", shape: .bidirectional)
    }
}
