/// `:path` of a call: `/` Service `/` Method, case sensitive, split at the last slash (wire R5).

struct MethodPath: Equatable {
    let service: String
    let method: String

    /// nil when there is no leading slash, no second one, or one of the two names is empty.
    init?(_ path: UnsafeBufferPointer<UInt8>) {
        let slash = UInt8(ascii: "/")
        guard path.first == slash, let last = path.lastIndex(of: slash), last > 1, last < path.count - 1 else { return nil }
        service = String(decoding: path[1..<last], as: UTF8.self)
        method = String(decoding: path[(last + 1)...], as: UTF8.self)
    }
}
