/// What a handler knows about its call, and what it can say beside its messages.
public import Loops
public import Wire

/// A call as its handler sees it.
///
/// A small value around the call itself. Its constant facts can be read anywhere; what belongs to the call's loop says so.
public struct CallContext: Sendable {
    @usableFromInline let call: ServerCall

    init(_ call: ServerCall) { self.call = call }

    /// The method that was called.
    public var method: RegisteredMethod { call.method }

    /// When the caller's patience ends, in nanoseconds on the loop's monotonic clock (``EventLoop/now``); nil when it is infinite (wire R7).
    public var deadline: Int64? { call.deadline == .max ? nil : call.deadline }

    /// The time left until ``deadline``, never negative; nil when there is none.
    public var timeRemaining: Duration? {
        deadline.map { .nanoseconds(max(0, $0 - MonotonicClock.now())) }
    }

    /// The caller's metadata. Made from the received bytes at each call, so keep it.
    public var metadata: Metadata { call.headers.metadata() }

    /// Calls `body` with the exact bytes of the first header of that name (lower case), without making a `String`; nil when it is missing.
    @inlinable
    public func withHeader<R>(_ name: StaticString, _ body: (UnsafeRawBufferPointer?) -> R) -> R {
        receivedHeaders.withFirst(name, body)
    }

    @usableFromInline var receivedHeaders: ReceivedHeaders { call.headers }

    /// The name that the caller called the server by: `:authority`, or `host` where that is missing (wire R6).
    public var authority: String? {
        call.headers.withFirst(":authority") { $0.map { String(decoding: $0, as: UTF8.self) } }
    }

    /// The caller's address, `host:port`.
    public var peer: String { call.connection.peer }

    /// Whether the connection is encrypted.
    public var isSecure: Bool { call.connection.isSecure }

    /// The loop that the call lives on. Handlers' tasks run there.
    public var loop: EventLoop { call.connection.loop }

    /// What the authenticate hook found out about the caller; nil for anonymous methods. Set before the handler starts.
    public var principal: (any AnyObject & Sendable)? { call.principal }

    /// Whatever the authenticate hook keeps for this connection. Only on the call's loop; elsewhere it reads nil and setting does nothing.
    public var connectionStorage: AnyObject? {
        get { call.connection.loop.isCurrent ? call.connection.storage : nil }
        nonmutating set { if call.connection.loop.isCurrent { call.connection.storage = newValue } }
    }

    /// Whether the caller has gone or the deadline has passed. The handler's task is cancelled at the same time (wire R20, R22), so every
    /// await that knows cancellation says so too; off the loop this is what the current task says.
    public var isCancelled: Bool { loop.isCurrent ? call.isCancelled : Task.isCancelled }

    /// Adds metadata to the response's headers. Without effect once they were sent, which the first message or ``sendHeaders()`` does.
    public func addInitialMetadata(_ metadata: Metadata) {
        loop.executeNow { [call] in call.initialMetadata.add(contentsOf: metadata) }
    }

    /// Adds metadata to the trailers, whether the call succeeds or fails.
    public func addTrailingMetadata(_ metadata: Metadata) {
        loop.executeNow { [call] in call.trailingMetadata.add(contentsOf: metadata) }
    }

    /// Sends the response's headers now instead of with the first message. A client can't retry after that (gRFC A6), so only when the
    /// caller waits for them.
    public func sendHeaders() async {
        await call.onLoop { $0.sendResponseHeaders() }
    }
}

extension CallContext {
    /// The request in `bytes`, or why it is none, in the service's own terms where it has some (``ServerHooks/malformed``).
    @inlinable
    func decode<M: Message>(_ bytes: UnsafeRawBufferPointer) throws(RPCError) -> M {
        do { return try M(decoding: bytes) } catch { throw malformed(error) }
    }

    @usableFromInline
    func malformed(_ error: WireError) -> RPCError {
        call.connection.server.hooks.malformed?(error) ?? RPCError.malformedMessage(error)
    }
}

/// What the authenticate hook says about a caller.
public enum Authentication: Sendable {
    /// Known; the handler sees the principal in its context.
    case accepted((any AnyObject & Sendable)?)
    /// Refused, usually with UNAUTHENTICATED.
    indirect case refused(RPCError)
    /// Needs to wait for something: runs as a task on the loop; throwing refuses.
    case pending(@Sendable () async throws(RPCError) -> (any AnyObject & Sendable)?)
}
