// The part of google/protobuf/descriptor.proto that describes proto3 files, as reflection answers them.

public import Wire

/// What `protoc --descriptor_set_out` writes.
public struct FileDescriptorSet: Message {
    public static let protoName = "google.protobuf.FileDescriptorSet"

    public var file: [FileDescriptorProto] = []

    public init() {}

    public init(file: [FileDescriptorProto] = []) {
        self.file = file
    }

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "file", &file)
    }
}

/// One .proto file.
public struct FileDescriptorProto: Message {
    public static let protoName = "google.protobuf.FileDescriptorProto"

    /// The path others import it by.
    public var name: String?
    public var package: String?
    /// Imported files.
    public var dependency: [String] = []
    /// Indexes into `dependency`.
    public var publicDependency: [Int32] = []
    public var messageType: [DescriptorProto] = []
    public var enumType: [EnumDescriptorProto] = []
    public var service: [ServiceDescriptorProto] = []
    /// `proto3`.
    public var syntax: String?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "name", &name)
        try v.field(2, "package", &package)
        try v.field(3, "dependency", &dependency)
        try v.field(10, "public_dependency", &publicDependency)
        try v.field(4, "message_type", &messageType)
        try v.field(5, "enum_type", &enumType)
        try v.field(6, "service", &service)
        try v.field(12, "syntax", &syntax)
    }
}

/// One message.
public struct DescriptorProto: Message {
    public static let protoName = "google.protobuf.DescriptorProto"

    /// Without the package.
    public var name: String?
    public var field: [FieldDescriptorProto] = []
    public var nestedType: [DescriptorProto] = []
    public var enumType: [EnumDescriptorProto] = []
    public var oneofDecl: [OneofDescriptorProto] = []
    public var options: MessageOptions?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "name", &name)
        try v.field(2, "field", &field)
        try v.field(3, "nested_type", &nestedType)
        try v.field(4, "enum_type", &enumType)
        try v.field(8, "oneof_decl", &oneofDecl)
        try v.field(7, "options", &options)
    }
}

/// One field.
public struct FieldDescriptorProto: Message {
    public static let protoName = "google.protobuf.FieldDescriptorProto"

    public var name: String?
    public var number: Int32?
    public var label: FieldLabel?
    public var type: FieldKind?
    /// A message's or enum's full name behind a dot.
    public var typeName: String?
    /// Index into the message's `oneofDecl`.
    public var oneofIndex: Int32?
    public var jsonName: String?
    public var proto3Optional: Bool?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "name", &name)
        try v.field(3, "number", &number)
        try v.field(4, "label", &label)
        try v.field(5, "type", &type)
        try v.field(6, "type_name", &typeName)
        try v.field(9, "oneof_index", &oneofIndex)
        try v.field(10, "json_name", &jsonName)
        try v.field(17, "proto3_optional", &proto3Optional)
    }
}

/// One oneof.
public struct OneofDescriptorProto: Message {
    public static let protoName = "google.protobuf.OneofDescriptorProto"

    public var name: String?

    public init() {}

    public init(name: String? = nil) {
        self.name = name
    }

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "name", &name)
    }
}

/// One enum.
public struct EnumDescriptorProto: Message {
    public static let protoName = "google.protobuf.EnumDescriptorProto"

    public var name: String?
    public var value: [EnumValueDescriptorProto] = []

    public init() {}

    public init(name: String? = nil, value: [EnumValueDescriptorProto] = []) {
        self.name = name
        self.value = value
    }

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "name", &name)
        try v.field(2, "value", &value)
    }
}

/// One value of an enum.
public struct EnumValueDescriptorProto: Message {
    public static let protoName = "google.protobuf.EnumValueDescriptorProto"

    public var name: String?
    public var number: Int32?

    public init() {}

    public init(name: String? = nil, number: Int32? = nil) {
        self.name = name
        self.number = number
    }

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "name", &name)
        try v.field(2, "number", &number)
    }
}

/// One service.
public struct ServiceDescriptorProto: Message {
    public static let protoName = "google.protobuf.ServiceDescriptorProto"

    public var name: String?
    public var method: [MethodDescriptorProto] = []

    public init() {}

    public init(name: String? = nil, method: [MethodDescriptorProto] = []) {
        self.name = name
        self.method = method
    }

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "name", &name)
        try v.field(2, "method", &method)
    }
}

/// One method.
public struct MethodDescriptorProto: Message {
    public static let protoName = "google.protobuf.MethodDescriptorProto"

    public var name: String?
    public var inputType: String?
    public var outputType: String?
    public var options: MethodOptions?
    public var clientStreaming: Bool?
    public var serverStreaming: Bool?

    public init() {}

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(1, "name", &name)
        try v.field(2, "input_type", &inputType)
        try v.field(3, "output_type", &outputType)
        try v.field(4, "options", &options)
        try v.field(5, "client_streaming", &clientStreaming)
        try v.field(6, "server_streaming", &serverStreaming)
    }
}

/// Marks the hidden message of a map field.
public struct MessageOptions: Message {
    public static let protoName = "google.protobuf.MessageOptions"

    public var mapEntry: Bool?

    public init() {}

    public init(mapEntry: Bool? = nil) {
        self.mapEntry = mapEntry
    }

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(7, "map_entry", &mapEntry)
    }
}

/// Marks a method that only reads.
public struct MethodOptions: Message {
    public static let protoName = "google.protobuf.MethodOptions"

    public var idempotencyLevel: IdempotencyLevel?

    public init() {}

    public init(idempotencyLevel: IdempotencyLevel? = nil) {
        self.idempotencyLevel = idempotencyLevel
    }

    public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(WireError) {
        try v.field(34, "idempotency_level", &idempotencyLevel)
    }
}
