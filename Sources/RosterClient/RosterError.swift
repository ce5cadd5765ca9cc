// How a call fails, in Roster's terms: status, reason and details.

public import RPC
public import WellKnown
internal import Wire

/// A failed call.
public struct RosterError: Error, Sendable {
    /// The gRPC status.
    public let code: StatusCode
    /// Why, for programs: what the server's ErrorInfo says. nil when the failure isn't the server's decision, such as a lost connection.
    public let reason: Reason?
    /// For people.
    public let message: String
    /// What the ErrorInfo adds: the permission that is missing, the current revision, …
    public let metadata: [String: String]
    /// All details, ErrorInfo included.
    public let details: [AnyMessage]
    /// Where the failure arose, and whether the server may have acted.
    public let origin: RPCError.Origin?
    /// Of a mutation: the request id of its attempts. Calling again with it can't have a second effect.
    public var requestID: String?

    init(_ error: RPCError) {
        code = error.code
        message = error.message
        details = error.details
        origin = error.origin
        let info = Self.first(ErrorInfo.self, in: error.details)
        reason = info?.domain == Reason.domain ? info.map { Reason($0.reason) } : nil
        metadata = info?.metadata ?? [:]
    }

    /// Which fields of the request were wrong.
    public var badRequest: BadRequest? { Self.first(BadRequest.self, in: details) }
    /// What would have to be the case first.
    public var preconditionFailure: PreconditionFailure? { Self.first(PreconditionFailure.self, in: details) }
    /// Which bound was reached.
    public var quotaFailure: QuotaFailure? { Self.first(QuotaFailure.self, in: details) }
    /// After which time the server wants to be asked again.
    public var retryDelay: Swift.Duration? {
        Self.first(RetryInfo.self, in: details)?.retryDelay.map { .nanoseconds($0.nanoseconds) }
    }

    /// Whether it is unknown what became of the call: it may or may not have taken effect. Repeat a mutation with ``requestID`` to find out.
    public var outcomeIsUnknown: Bool {
        switch code {
        case .unavailable, .deadlineExceeded, .cancelled, .unknown, .internal: origin?.serverMayHaveActed ?? true
        default: false
        }
    }

    fileprivate static func first<M: Message>(_ type: M.Type, in details: [AnyMessage]) -> M? {
        details.lazy.compactMap { (try? $0.unpack(type)) ?? nil }.first
    }
}

extension Status {
    /// Why an item of a call was not done, for programs: what its ErrorInfo says.
    public var reason: Reason? {
        let info = RosterError.first(ErrorInfo.self, in: details)
        return info?.domain == Reason.domain ? info.map { Reason($0.reason) } : nil
    }
}

extension RosterError: CustomStringConvertible {
    public var description: String {
        var text = code.name
        if let reason { text += "/\(reason)" }
        if !message.isEmpty { text += ": \(message)" }
        if let origin, origin.phase != .answered { text += " [\(origin.peer), \(origin.phase.rawValue)]" }
        return text
    }
}
