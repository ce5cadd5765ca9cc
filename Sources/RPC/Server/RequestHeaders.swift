/// What the protocol reads from a request's headers (wire R2, R3, R6–R9).
import HTTP2

/// A request that is refused by its headers, with the HTTP status that says so to whoever is not gRPC.
struct HeaderRefusal {
    let httpStatus: Int
    let error: RPCError

    init(_ httpStatus: Int, _ error: RPCError) {
        self.httpStatus = httpStatus
        self.error = error
    }
}

struct RequestHeaders {
    /// Valid as long as the header list it was read from.
    private(set) var path: UnsafeRawBufferPointer?
    /// `.max` when the caller waits for ever (wire R7).
    private(set) var timeoutNanoseconds = Int64.max
    /// nil for identity, which is what most requests say by saying nothing.
    private(set) var encoding: String?

    /// Reads the list in one pass, keeps in `kept` what handlers may ask for, and says why the request can't be a call.
    mutating func read(_ list: HeaderList, into kept: inout ReceivedHeaders) -> HeaderRefusal? {
        var isPost = false
        var isGRPC = false
        var authority: UnsafeRawBufferPointer?
        var hosts = 0
        var bytes = 0
        for field in list { bytes += field.name.count + field.value.count + 8 }
        kept.reserve(bytes)

        for field in list {
            let (name, value) = (field.name, field.value)
            switch name.count {
            case 2 where name.equals("te"): continue  // nghttp2 lets only `trailers` through; a missing one is accepted (wire R4)
            case 4 where name.equals("host"):
                hosts += 1
                if authority == nil { authority = value }
                continue
            case 5 where name.equals(":path"):
                path = value
                continue
            case 7 where name[0] == UInt8(ascii: ":"):
                if name.equals(":method") { isPost = value.equals("POST") }
                continue
            case 10 where name.equals(":authority"):
                authority = value
                continue
            case 12 where name.equals("content-type"):
                isGRPC = ContentType.isGRPC(value.bindMemory(to: UInt8.self))
                continue
            case 12 where name.equals("grpc-timeout"):
                guard let timeout = TimeoutHeader.parse(value.bindMemory(to: UInt8.self)) else {
                    return HeaderRefusal(400, RPCError(.internal, "malformed grpc-timeout"))
                }
                timeoutNanoseconds = timeout
                continue
            case 13 where name.equals("grpc-encoding"):
                encoding = value.equals("identity") ? nil : String(decoding: value, as: UTF8.self)
                continue
            default:
                if name.starts(with: Self.reserved) || name.first == UInt8(ascii: ":") { continue }  // wire R8: unknown grpc-* are dropped
                if name.count > 4, UnsafeRawBufferPointer(rebasing: name.suffix(4)).equals("-bin"), !Self.isBase64(value) {
                    return HeaderRefusal(400, RPCError(.internal, "malformed base64 in \(String(decoding: name, as: UTF8.self))"))
                }
                kept.append(name: name, value: value)
            }
        }
        if let authority { kept.append(name: Self.authorityName, value: authority) }

        guard isPost else { return HeaderRefusal(405, RPCError(.internal, "the method of a gRPC request is POST")) }
        guard isGRPC else { return HeaderRefusal(415, RPCError(.unknown, "the content-type of a gRPC request is application/grpc")) }
        guard hosts <= 1 else { return HeaderRefusal(400, RPCError(.internal, "more than one host header")) }
        return nil
    }

    private static let reserved: [UInt8] = Array("grpc-".utf8)
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
