/// The rules for `content-type` (wire R3, C2).
import HTTP2

enum ContentType {
    private static let grpc: StaticString = "application/grpc"

    /// `application/grpc` exactly, or followed by `+` or `;`; ASCII case does not matter. `application/grpc-web` is not gRPC.
    static func isGRPC(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        if UnsafeRawBufferPointer(bytes).equals(grpc) { return true }
        let length = grpc.utf8CodeUnitCount
        guard bytes.count >= length else { return false }
        let expected = grpc.utf8Start
        for index in 0..<length {
            let byte = bytes[index]
            let lower = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
            guard lower == expected[index] else { return false }
        }
        guard bytes.count > length else { return true }
        return bytes[length] == UInt8(ascii: "+") || bytes[length] == UInt8(ascii: ";")
    }
}
