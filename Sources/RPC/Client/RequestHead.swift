/// The headers of a request (wire C1).
import HTTP2

struct RequestHead: Sendable {
    /// The fields that every call of a channel shares, in three pieces around what differs.
    private let pseudo: [HeaderField]
    private static let definition = [
        HeaderField("te", "trailers"), HeaderField("content-type", "application/grpc+proto"),
        HeaderField("user-agent", "grpc-swift-roster/1.0"), HeaderField("grpc-accept-encoding", "identity"),
    ]

    init(authority: String, isSecure: Bool) {
        pseudo = [
            HeaderField(":method", "POST"), HeaderField(":scheme", isSecure ? "https" : "http"), HeaderField(":authority", authority),
        ]
    }

    /// Order: pseudo headers, `grpc-timeout`, the definition of the call, the caller's metadata.
    func block(path: [UInt8], timeoutNanoseconds: Int64?, metadata: Metadata) -> HeaderBlock {
        var fields = pseudo
        fields.reserveCapacity(8 + metadata.count)
        fields.append(HeaderField(name: Self.path, value: path))
        if let timeoutNanoseconds {
            fields.append(HeaderField(name: Self.timeout, value: TimeoutHeader.format(nanoseconds: timeoutNanoseconds), indexed: false))
        }
        fields += Self.definition
        for element in metadata {
            fields.append(HeaderField(name: Array(element.name.utf8), value: element.wireValue, indexed: false))
        }
        return HeaderBlock(fields)
    }

    private static let path = Array(":path".utf8)
    private static let timeout = Array("grpc-timeout".utf8)
}
