/// The seventeen gRPC status codes (`grpc/doc/statuscodes.md`).

/// How a call ended. Numbers on the wire that are not among these become ``unknown`` (wire C3).
public enum StatusCode: Int32, Sendable, Hashable, CaseIterable {
    case ok = 0
    case cancelled = 1
    case unknown = 2
    case invalidArgument = 3
    case deadlineExceeded = 4
    case notFound = 5
    case alreadyExists = 6
    case permissionDenied = 7
    case resourceExhausted = 8
    case failedPrecondition = 9
    case aborted = 10
    case outOfRange = 11
    case unimplemented = 12
    case `internal` = 13
    case unavailable = 14
    case dataLoss = 15
    case unauthenticated = 16

    /// The name as the gRPC documents write it, for instance `"NOT_FOUND"`.
    public var name: String {
        switch self {
        case .ok: "OK"
        case .cancelled: "CANCELLED"
        case .unknown: "UNKNOWN"
        case .invalidArgument: "INVALID_ARGUMENT"
        case .deadlineExceeded: "DEADLINE_EXCEEDED"
        case .notFound: "NOT_FOUND"
        case .alreadyExists: "ALREADY_EXISTS"
        case .permissionDenied: "PERMISSION_DENIED"
        case .resourceExhausted: "RESOURCE_EXHAUSTED"
        case .failedPrecondition: "FAILED_PRECONDITION"
        case .aborted: "ABORTED"
        case .outOfRange: "OUT_OF_RANGE"
        case .unimplemented: "UNIMPLEMENTED"
        case .internal: "INTERNAL"
        case .unavailable: "UNAVAILABLE"
        case .dataLoss: "DATA_LOSS"
        case .unauthenticated: "UNAUTHENTICATED"
        }
    }
}

extension StatusCode: CustomStringConvertible {
    public var description: String { name }
}

extension StatusCode {
    /// Reads the value of `grpc-status`: decimal digits. Whatever can't be read is ``unknown`` (wire C3).
    init(header bytes: UnsafeBufferPointer<UInt8>) {
        var number: Int32 = 0
        guard !bytes.isEmpty, bytes.count <= 4 else { self = .unknown; return }
        for byte in bytes {
            guard byte >= 0x30, byte <= 0x39 else { self = .unknown; return }
            number = number * 10 + Int32(byte - 0x30)
        }
        self = StatusCode(rawValue: number) ?? .unknown
    }

    /// What an HTTP status means when a response carries no `grpc-status` (wire C2).
    init(httpStatus: Int) {
        switch httpStatus {
        case 400, 431: self = .internal
        case 401: self = .unauthenticated
        case 403: self = .permissionDenied
        case 404: self = .unimplemented
        case 429, 502, 503, 504: self = .unavailable
        default: self = .unknown
        }
    }
}
