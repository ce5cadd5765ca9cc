/// What the protocol reads from a response's headers and trailers (wire C2, C3).
import HTTP2
import WellKnown

struct ResponseHead {
    private(set) var httpStatus = 0
    private(set) var contentType: String?
    private(set) var isGRPC = false
    /// nil for identity.
    private(set) var encoding: String?
    private(set) var status: StatusCode?
    private var message = ""
    private var details: [UInt8]?
    private var kept = ReceivedHeaders()

    init(_ list: HeaderList) {
        kept = ReceivedHeaders(capacity: list.size) { writer in
            for field in list { read(field.name, field.value, into: &writer) }
        }
    }

    private mutating func read(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer, into kept: inout ReceivedHeaders.Writer) {
        let text = value.bindMemory(to: UInt8.self)
        if name.equals(":status") {
            httpStatus = text.reduce(0) { $0 * 10 + Int($1) - 0x30 }  // three digits: nghttp2 has checked
        } else if name.equals("content-type") {
            isGRPC = ContentType.isGRPC(text)
            if !isGRPC { contentType = String(decoding: value, as: UTF8.self) }
        } else if name.equals("grpc-status") {
            status = StatusCode(header: text)
        } else if name.equals("grpc-message") {
            message = PercentCoding.decode(text)
        } else if name.equals("grpc-status-details-bin") {
            details = Base64.decode(text)
        } else if name.equals("grpc-encoding") {
            encoding = value.equals("identity") ? nil : String(decoding: value, as: UTF8.self)
        } else if name.first != UInt8(ascii: ":"), !name.begins(with: "grpc-") {
            kept.append(name: name, value: value)
        }
    }

    var metadata: Metadata { kept.metadata() }

    /// The status as an error; nil when it is OK. Details that are unreadable or of another code are dropped (wire R17).
    func error(_ code: StatusCode, origin: RPCError.Origin) -> RPCError? {
        guard code != .ok else { return nil }
        var list: [AnyMessage] = []
        if let details, let status = try? Status(decoding: details), status.code == code.rawValue { list = status.details }
        return RPCError(code, message, details: list, metadata: metadata, origin: origin)
    }
}
