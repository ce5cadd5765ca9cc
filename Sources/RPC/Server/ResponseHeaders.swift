/// The header blocks of a response (wire R15–R17), the constant ones prepared once.
import HTTP2
import WellKnown

enum ResponseHeaders {
    private static let status = HeaderField(":status", "200")
    private static let contentType = HeaderField("content-type", "application/grpc")

    /// `grpc-status: 0` alone: how most calls end.
    static let ok = HeaderBlock([HeaderField("grpc-status", "0")])
    private static let plainHead = HeaderBlock([status, contentType])

    /// The headers before the first message.
    static func head(_ initial: Metadata) -> HeaderBlock {
        initial.isEmpty ? plainHead : HeaderBlock([status, contentType] + fields(initial))
    }

    /// The trailers after the last message; a nil error is OK.
    static func trailers(_ error: RPCError?, _ trailing: Metadata) -> HeaderBlock {
        HeaderBlock(statusFields(error, trailing))
    }

    /// An error before any message: one HEADERS frame that is headers and trailers at once.
    static func trailersOnly(_ error: RPCError, httpStatus: Int, initial: Metadata, trailing: Metadata) -> HeaderBlock {
        var list = [httpStatus == 200 ? status : HeaderField(":status", String(httpStatus)), contentType]
        list += fields(initial)
        if error.code == .unimplemented { list.append(HeaderField("grpc-accept-encoding", "identity")) }
        return HeaderBlock(list + statusFields(error, trailing))
    }

    private static func statusFields(_ error: RPCError?, _ trailing: Metadata) -> [HeaderField] {
        guard let error else { return [HeaderField("grpc-status", "0")] + fields(trailing) }
        var list = [HeaderField("grpc-status", String(error.code.rawValue))]
        if !error.message.isEmpty {
            list.append(HeaderField(name: Array("grpc-message".utf8), value: PercentCoding.encode(error.message), indexed: false))
        }
        if !error.details.isEmpty {
            var status = Status()
            status.code = error.code.rawValue
            status.message = error.message
            status.details = error.details
            list.append(HeaderField(
                name: Array("grpc-status-details-bin".utf8), value: Base64.encode(status.encoded()), indexed: false))
        }
        return list + fields(error.metadata) + fields(trailing)
    }

    private static func fields(_ metadata: Metadata) -> [HeaderField] {
        metadata.map { HeaderField(name: Array($0.name.utf8), value: $0.wireValue, indexed: false) }
    }
}
