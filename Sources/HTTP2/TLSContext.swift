// What all TLS connections of a listener or a client share: certificates, versions, ciphers, ALPN.

internal import COpenSSL

/// TLS settings with their certificates loaded (wire 3: TLS 1.2 with ECDHE and AEAD only, TLS 1.3, ALPN `h2`, no
/// renegotiation, no compression, no early data).
///
/// `@unchecked Sendable`: the SSL_CTX is configured in the factory functions and only read afterwards; OpenSSL counts its
/// references atomically and locks its caches.
public final class TLSContext: @unchecked Sendable {
    private let context: OpaquePointer
    private let isServer: Bool
    private let verifies: Bool

    private init(_ context: OpaquePointer, isServer: Bool, verifies: Bool) {
        self.context = context
        self.isServer = isServer
        self.verifies = verifies
    }

    deinit { SSL_CTX_free(context) }

    /// A server's settings: a PEM file with the certificate chain, leaf first, and one with its private key.
    public static func server(certificateChainFile: String, privateKeyFile: String) throws(TLSError) -> TLSContext {
        let context = try make(TLS_server_method())
        let shared = TLSContext(context, isServer: true, verifies: false)
        guard SSL_CTX_use_certificate_chain_file(context, certificateChainFile) == 1 else {
            throw TLSError("can't read the certificate chain \(certificateChainFile): \(TLSError.lastText())")
        }
        guard SSL_CTX_use_PrivateKey_file(context, privateKeyFile, SSL_FILETYPE_PEM) == 1 else {
            throw TLSError("can't read the private key \(privateKeyFile): \(TLSError.lastText())")
        }
        guard SSL_CTX_check_private_key(context) == 1 else {
            throw TLSError("the private key \(privateKeyFile) does not belong to \(certificateChainFile)")
        }
        SSL_CTX_set_alpn_select_cb(context, { _, chosen, chosenLength, offered, offeredLength, _ in
            let list = UnsafeBufferPointer(start: offered, count: Int(offeredLength))
            var index = 0
            while index < list.count {
                let length = Int(list[index])
                guard index + 1 + length <= list.count else { break }
                if list[(index + 1)..<(index + 1 + length)].elementsEqual("h2".utf8) {
                    chosen?.pointee = offered?.advanced(by: index + 1)
                    chosenLength?.pointee = 2
                    return SSL_TLSEXT_ERR_OK
                }
                index += 1 + length
            }
            return SSL_TLSEXT_ERR_ALERT_FATAL
        }, nil)
        return shared
    }

    /// A client's settings. Trusts the system's authorities, or only those of a PEM file. The server's certificate must
    /// name the host that was asked for, unless `verifies` is false (for tests by hand; never in production).
    public static func client(authoritiesFile: String? = nil, verifies: Bool = true) throws(TLSError) -> TLSContext {
        let context = try make(TLS_client_method())
        let shared = TLSContext(context, isServer: false, verifies: verifies)
        if let authoritiesFile {
            guard SSL_CTX_load_verify_locations(context, authoritiesFile, nil) == 1 else {
                throw TLSError("can't read the authorities \(authoritiesFile): \(TLSError.lastText())")
            }
        } else {
            SSL_CTX_set_default_verify_paths(context)
        }
        SSL_CTX_set_verify(context, verifies ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nil)
        let protocols: [UInt8] = [2, UInt8(ascii: "h"), UInt8(ascii: "2")]
        SSL_CTX_set_alpn_protos(context, protocols, UInt32(protocols.count))
        return shared
    }

    private static func make(_ method: OpaquePointer?) throws(TLSError) -> OpaquePointer {
        guard let context = SSL_CTX_new(method) else { throw TLSError(TLSError.lastText()) }
        guard copenssl_set_min_version(context, TLS1_2_VERSION) == 1,
              SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1 else {
            let error = TLSError(TLSError.lastText())
            SSL_CTX_free(context)
            throw error
        }
        SSL_CTX_set_options(context, copenssl_options())
        // Partial writes, since the write buffer is shared and moves; no idle connection keeps record buffers (wire 4.8).
        copenssl_set_mode(context, copenssl_modes())
        return context
    }

    /// State for one connection. `host` is what the server's certificate must name (client side).
    func session(host: String?) throws(TLSError) -> TLSSession {
        guard let ssl = SSL_new(context) else { throw TLSError(TLSError.lastText()) }
        let session = TLSSession(ssl, isServer: isServer)
        guard !isServer, let host else { return session }
        // A numeric address is looked for among the certificate's addresses and never sent as a server name (RFC 6066 3).
        if copenssl_set_ip(ssl, host) != 1 {
            guard SSL_set1_host(ssl, host) == 1, copenssl_set_server_name(ssl, host) == 1 else {
                throw TLSError("not a host name: \(host)")
            }
        }
        return session
    }
}

/// Certificates or settings that OpenSSL refuses.
public struct TLSError: Error, Sendable, CustomStringConvertible {
    public let description: String
    init(_ text: String) { description = text }

    /// OpenSSL's text for the last error of this thread.
    static func lastText() -> String {
        let code = ERR_get_error()
        guard code != 0, let reason = ERR_reason_error_string(code) else { return "TLS failed" }
        return String(cString: reason)
    }
}
