/// What the protocol reads from a request's headers (wire R2, R3, R6–R9).
import HTTP2

/// A request that is refused by its headers, with the HTTP status that says so to whoever is not gRPC.
struct HeaderRefusal {
    let httpStatus: Int
    private(set) var error: RPCError

    init(_ httpStatus: Int, _ error: RPCError) {
        self.httpStatus = httpStatus
        self.error = error
        // What HTTP has a status for is no gRPC request; else only the method is unknown.
        if httpStatus != 200 { self.error.fault = .malformedRequest }
    }
}

struct RequestHeaders {
    /// Valid as long as the header list it was read from.
    private(set) var path: UnsafeRawBufferPointer?
    /// `.max` when the caller waits for ever (wire R7).
    private(set) var timeoutNanoseconds = Int64.max
    /// nil for identity, which is what most requests say by saying nothing.
    private(set) var encoding: String?

    private var isPost = false
    private var isGRPC = false
    private var authority: UnsafeRawBufferPointer?
    private var hosts = 0
    /// What is wrong with a header that makes the request illegal by itself.
    private var malformed: String?

    /// Reads the list in one pass. Returns what handlers may ask for.
    ///
    /// - Parameter last: what the connection's last call brought.
    mutating func read(_ list: HeaderList, like last: ReceivedHeaders) -> ReceivedHeaders {
        ReceivedHeaders(capacity: list.size, like: last) { writer in
            for field in list { read(field.name, field.value, into: &writer) }
            if let authority { writer.append(name: Self.authorityName, value: authority) }
        }
    }

    /// Why the request can't be a call.
    var refusal: HeaderRefusal? {
        guard isPost else { return HeaderRefusal(405, RPCError(.internal, "the method of a gRPC request is POST")) }
        guard isGRPC else { return HeaderRefusal(415, RPCError(.unknown, "the content-type of a gRPC request is application/grpc")) }
        guard hosts <= 1 else { return HeaderRefusal(400, RPCError(.internal, "more than one host header")) }
        return malformed.map { HeaderRefusal(400, RPCError(.internal, $0)) }
    }

    private mutating func read(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer, into kept: inout ReceivedHeaders.Writer) {
        switch name.count {
        case 2 where name.equals("te"): return  // nghttp2 lets only `trailers` through; a missing one is accepted (wire R4)
        case 4 where name.equals("host"):
            hosts += 1
            if authority == nil { authority = value }
        case 5 where name.equals(":path"):
            path = value
        case 7 where name.equals(":method"):
            isPost = value.equals("POST")
        case 10 where name.equals(":authority"):
            authority = value
        case 12 where name.equals("content-type"):
            isGRPC = ContentType.isGRPC(value.bindMemory(to: UInt8.self))
        case 12 where name.equals("grpc-timeout"):
            if let timeout = TimeoutHeader.parse(value.bindMemory(to: UInt8.self)) {
                timeoutNanoseconds = timeout
            } else {
                malformed = "malformed grpc-timeout"
            }
        case 13 where name.equals("grpc-encoding"):
            encoding = value.equals("identity") ? nil : String(decoding: value, as: UTF8.self)
        default:
            if name.first == UInt8(ascii: ":") || name.begins(with: "grpc-") { return }  // wire R8: unknown grpc-* are dropped
            if name.ends(with: "-bin"), !Self.isBase64(value) {
                malformed = "malformed base64 in \(String(decoding: name, as: UTF8.self))"
            }
            kept.append(name: name, value: value)
        }
    }

    private static var authorityName: UnsafeRawBufferPointer {
        let name: StaticString = ":authority"
        return UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
    }

    private static func isBase64(_ value: UnsafeRawBufferPointer) -> Bool {
        value.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).allSatisfy { part in
            Base64.decode(part.drop { $0 == 0x20 }) != nil
        }
    }
}

extension UnsafeRawBufferPointer {
    func begins(with text: StaticString) -> Bool {
        count >= text.utf8CodeUnitCount && UnsafeRawBufferPointer(start: baseAddress, count: text.utf8CodeUnitCount).equals(text)
    }

    func ends(with text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        guard count >= length, let baseAddress else { return false }
        return UnsafeRawBufferPointer(start: baseAddress + (count - length), count: length).equals(text)
    }
}
