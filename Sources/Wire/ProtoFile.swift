/// What one .proto file declares. Descriptors for reflection are built from these values, and the drift test holds them to proto/.
///
/// A module declares one value for each of its files and a list of them all:
///
///     public enum RosterFiles {
///         public static let members = ProtoFile(
///             name: "roster/v1/members.proto", package: "roster.v1",
///             messages: [Member.self, GetMemberRequest.self], enums: [MemberState.self],
///             services: [ServiceSchema(name: "roster.v1.MemberService", methods: [MethodSchema(Methods.Members.get.descriptor)])])
///         public static let all = [members]
///     }
///
/// Nested messages and enums are listed like the others; their full names say where they belong. The order is that of the .proto file.
/// Imports aren't declared: they follow from the types that the messages and methods use.
public struct ProtoFile: Sendable {
    /// The path as other files import it: `roster/v1/members.proto`.
    public let name: String
    /// `roster.v1`.
    public let package: String
    public let messages: [any Message.Type]
    public let enums: [any WireEnum.Type]
    public let services: [ServiceSchema]

    public init(
        name: String, package: String, messages: [any Message.Type] = [],
        enums: [any WireEnum.Type] = [], services: [ServiceSchema] = []
    ) {
        self.name = name
        self.package = package
        self.messages = messages
        self.enums = enums
        self.services = services
    }
}

/// A service as its .proto file declares it.
public struct ServiceSchema: Sendable {
    /// The full name: `roster.v1.MemberService`.
    public let name: String
    public let methods: [MethodSchema]

    public init(name: String, methods: [MethodSchema]) {
        self.name = name
        self.methods = methods
    }
}

/// A method without its static types.
public struct MethodSchema: Sendable {
    public let name: String
    public let shape: CallShape
    public let noSideEffects: Bool
    public let request: any Message.Type
    public let response: any Message.Type

    public init<Request: Message, Response: Message>(_ descriptor: MethodDescriptor<Request, Response>) {
        name = descriptor.name
        shape = descriptor.shape
        noSideEffects = descriptor.noSideEffects
        request = Request.self
        response = Response.self
    }
}
