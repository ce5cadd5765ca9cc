// One method of the interface: what routing, the client, the command line, reflection, metrics and the tests must know.

public import Wire

/// A method with its message types. Its guard has no default: an unguarded method doesn't compile.
public struct Method<Request: Message, Response: Message>: AnyMethod {
    public let descriptor: MethodDescriptor<Request, Response>
    public let kind: MethodKind
    public let `guard`: Guard
    /// Finds the organization that a request addresses. None: the method is about no organization in particular.
    public let organization: (@Sendable (Request) -> OrganizationID)?

    public var schema: MethodSchema { MethodSchema(descriptor) }
}

public enum MethodKind: Sendable {
    /// Answered from a snapshot; has no effect.
    case read
    /// Decided by the organization's ledger; takes `options` and answers with a `result`.
    case mutation
}

/// A method without its static types.
public protocol AnyMethod<Request, Response>: Sendable {
    associatedtype Request: Message
    associatedtype Response: Message
    var descriptor: MethodDescriptor<Request, Response> { get }
    var kind: MethodKind { get }
    var `guard`: Guard { get }
    var organization: (@Sendable (Request) -> OrganizationID)? { get }
    var schema: MethodSchema { get }
}

extension AnyMethod {
    /// The value of `:path`: `/roster.v1.MemberService/Get`.
    public var path: String { descriptor.path }
    /// As it stands in the history and in metrics: `roster.v1.MemberService/Get`.
    public var name: String { "\(descriptor.service)/\(descriptor.name)" }
}

extension Method where Request: OrganizationScoped {
    static func read(_ service: String, _ name: String, guard: Guard) -> Method {
        Method(
            descriptor: MethodDescriptor(service: service, name: name, noSideEffects: true),
            kind: .read, guard: `guard`, organization: { $0.organizationID })
    }

    static func mutation(_ service: String, _ name: String, guard: Guard) -> Method
    where Request: MutatingRequest, Response: MutatingResponse {
        Method(
            descriptor: MethodDescriptor(service: service, name: name),
            kind: .mutation, guard: `guard`, organization: { $0.organizationID })
    }
}

extension Method {
    /// A read over several organizations.
    static func platformRead(_ service: String, _ name: String, guard: Guard) -> Method {
        Method(
            descriptor: MethodDescriptor(service: service, name: name, noSideEffects: true),
            kind: .read, guard: `guard`, organization: nil)
    }

    /// A mutation that makes its organization.
    static func creation(_ service: String, _ name: String, guard: Guard) -> Method
    where Request: MutatingRequest, Response: MutatingResponse {
        Method(
            descriptor: MethodDescriptor(service: service, name: name),
            kind: .mutation, guard: `guard`, organization: nil)
    }
}
