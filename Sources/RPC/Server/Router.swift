/// The table of the methods that a server answers: path bytes → method.
public import Wire

/// How a method is answered: what a request becomes, on the loop.
@usableFromInline
enum Invocation {
    /// The answer, framed, at once.
    case answer([UInt8])
    /// The rest of the work, which awaits something. Returns the last message, framed, if there is one to send.
    case task(@Sendable () async throws -> [UInt8]?)
}

/// A method as the server knows it. One object per method and router; compared by identity.
public final class RegisteredMethod: Sendable {
    /// `"roster.v1.MemberService"`
    public let service: String
    /// `"CreateMember"`
    public let name: String
    /// `"/roster.v1.MemberService/CreateMember"`
    public let path: String
    public let shape: CallShape
    /// Whether the authenticate hook is skipped: health and reflection.
    public let anonymous: Bool
    /// Its place in the router's list and in the metrics.
    public let index: Int
    let pathBytes: [UInt8]
    @usableFromInline let body: Body

    /// The two ways in: by one message, or by a stream of them.
    @usableFromInline
    enum Body: Sendable {
        /// Unary and server streaming: called with the bytes of the one request, on the loop. They are valid during the call only.
        case message(@Sendable (UnsafeRawBufferPointer, CallContext) throws(RPCError) -> Invocation)
        /// Client streaming and bidirectional: called when the headers are there.
        case stream(@Sendable (CallContext) async throws -> [UInt8]?)
    }

    @usableFromInline
    init(service: String, name: String, path: String, shape: CallShape, anonymous: Bool, index: Int, body: Body) {
        self.service = service
        self.name = name
        self.path = path
        pathBytes = Array(path.utf8)
        self.shape = shape
        self.anonymous = anonymous
        self.index = index
        self.body = body
    }
}

/// Registers methods; given to ``RPCServer`` when it is complete.
///
/// Registering a path twice replaces the first handler. Handlers throw ``RPCError`` to answer with a status; any other error becomes
/// UNKNOWN without its text (wire R19).
public struct Router: Sendable {
    /// In the order of registration.
    public private(set) var methods: [RegisteredMethod] = []
    private var table = PathTable()

    public init() {}

    /// A unary method whose handler may await. It runs as one task on the call's loop.
    @inlinable
    public mutating func unary<Request: Message, Response: Message>(
        _ descriptor: MethodDescriptor<Request, Response>, anonymous: Bool = false,
        _ handler: @escaping @Sendable (Request, CallContext) async throws -> Response
    ) {
        register(descriptor, anonymous: anonymous, .message { (bytes, context) throws(RPCError) in
            let request: Request = try context.decode(bytes)
            return .task { Codec.frame(try await handler(request, context)) }
        })
    }

    /// A unary method that is answered on the loop, synchronously, without a task: the hot path. nil means that this handler can't answer
    /// here and now; then `otherwise` runs as a task.
    @inlinable
    public mutating func read<Request: Message, Response: Message>(
        _ descriptor: MethodDescriptor<Request, Response>, anonymous: Bool = false,
        _ handler: @escaping @Sendable (Request, CallContext) throws(RPCError) -> Response?,
        otherwise: @escaping @Sendable (Request, CallContext) async throws -> Response
    ) {
        register(descriptor, anonymous: anonymous, .message { (bytes, context) throws(RPCError) in
            let request: Request = try context.decode(bytes)
            if let response = try handler(request, context) { return .answer(Codec.frame(response)) }
            return .task { Codec.frame(try await otherwise(request, context)) }
        })
    }

    /// A unary method that is always answered on the loop, synchronously.
    @inlinable
    public mutating func read<Request: Message, Response: Message>(
        _ descriptor: MethodDescriptor<Request, Response>, anonymous: Bool = false,
        _ handler: @escaping @Sendable (Request, CallContext) throws(RPCError) -> Response
    ) {
        register(descriptor, anonymous: anonymous, .message { (bytes, context) throws(RPCError) in
            let request: Request = try context.decode(bytes)
            return .answer(Codec.frame(try handler(request, context)))
        })
    }

    /// One request, many responses. Returning ends the stream with OK, throwing with the error's status.
    @inlinable
    public mutating func serverStreaming<Request: Message, Response: Message>(
        _ descriptor: MethodDescriptor<Request, Response>, anonymous: Bool = false,
        _ handler: @escaping @Sendable (Request, ResponseWriter<Response>, CallContext) async throws -> Void
    ) {
        register(descriptor, anonymous: anonymous, .message { (bytes, context) throws(RPCError) in
            let request: Request = try context.decode(bytes)
            return .task {
                try await handler(request, ResponseWriter(context), context)
                return nil
            }
        })
    }

    /// Many requests, one response. Requests that the handler has not taken when it returns are dropped.
    @inlinable
    public mutating func clientStreaming<Request: Message, Response: Message>(
        _ descriptor: MethodDescriptor<Request, Response>, anonymous: Bool = false,
        _ handler: @escaping @Sendable (RequestStream<Request>, CallContext) async throws -> Response
    ) {
        register(descriptor, anonymous: anonymous, .stream { context in
            Codec.frame(try await handler(RequestStream(context), context))
        })
    }

    /// Requests and responses in any order. Returning ends the stream with OK, throwing with the error's status.
    @inlinable
    public mutating func bidirectional<Request: Message, Response: Message>(
        _ descriptor: MethodDescriptor<Request, Response>, anonymous: Bool = false,
        _ handler: @escaping @Sendable (RequestStream<Request>, ResponseWriter<Response>, CallContext) async throws -> Void
    ) {
        register(descriptor, anonymous: anonymous, .stream { context in
            try await handler(RequestStream(context), ResponseWriter(context), context)
            return nil
        })
    }

    @usableFromInline
    mutating func register<Request, Response>(
        _ descriptor: MethodDescriptor<Request, Response>, anonymous: Bool, _ body: RegisteredMethod.Body
    ) {
        let path = descriptor.path
        let index = methods.firstIndex { $0.path == path } ?? methods.count
        let method = RegisteredMethod(
            service: descriptor.service, name: descriptor.name, path: path, shape: descriptor.shape, anonymous: anonymous, index: index, body: body)
        if index < methods.count { methods[index] = method } else { methods.append(method) }
        table = PathTable(methods)
    }

    /// The names of the registered services, each once, in order of registration.
    public var services: [String] {
        var seen = Set<String>()
        return methods.map(\.service).filter { seen.insert($0).inserted }
    }

    /// The method at a `:path`, without making a `String`.
    func method(at path: UnsafeBufferPointer<UInt8>) -> RegisteredMethod? {
        table.method(at: path)
    }
}
