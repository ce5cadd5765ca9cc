// One connection's TLS, over OpenSSL on the socket itself.

internal import COpenSSL
internal import Loops

/// The TLS state of one connection. Confined to its loop.
final class TLSSession {
    enum Handshake { case done, wantsRead, wantsWrite, failed(String) }

    private let ssl: OpaquePointer
    private let isServer: Bool

    /// Takes the SSL object over.
    init(_ ssl: OpaquePointer, isServer: Bool) {
        self.ssl = ssl
        self.isServer = isServer
    }

    deinit { SSL_free(ssl) }

    /// Reads and writes this descriptor from now on; it stays the caller's.
    func attach(_ descriptor: Int32) {
        SSL_set_fd(ssl, descriptor)
        if isServer { SSL_set_accept_state(ssl) } else { SSL_set_connect_state(ssl) }
    }

    /// Goes on with the handshake as far as the bytes reach.
    func handshake() -> Handshake {
        ERR_clear_error()
        let result = SSL_do_handshake(ssl)
        if result == 1 {
            // Without ALPN in the ClientHello no callback ran; HTTP/2 over TLS needs it (RFC 9113 3.2).
            return hasHTTP2 ? .done : .failed("the peer did not choose h2 by ALPN")
        }
        switch SSL_get_error(ssl, result) {
        case SSL_ERROR_WANT_READ: return .wantsRead
        case SSL_ERROR_WANT_WRITE: return .wantsWrite
        case SSL_ERROR_SYSCALL: return .failed("the peer closed the connection")
        default:
            let verify = SSL_get_verify_result(ssl)
            if !isServer, verify != Int(X509_V_OK) {
                return .failed("certificate: \(String(cString: X509_verify_cert_error_string(verify)))")
            }
            return .failed(TLSError.lastText())
        }
    }

    private var hasHTTP2: Bool {
        var name: UnsafePointer<UInt8>?
        var length: UInt32 = 0
        SSL_get0_alpn_selected(ssl, &name, &length)
        return UnsafeBufferPointer(start: name, count: Int(length)).elementsEqual("h2".utf8)
    }

    /// Decrypted bytes wait in OpenSSL, which epoll doesn't see.
    var hasPending: Bool { SSL_has_pending(ssl) == 1 }

    /// Fills the buffer with as many records as have arrived.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Socket.Transfer {
        var count = 0
        while count < buffer.count {
            ERR_clear_error()
            let result = SSL_read(ssl, buffer.baseAddress?.advanced(by: count), Int32(clamping: buffer.count - count))
            if result > 0 {
                count += Int(result)
                continue
            }
            if count > 0 { break }     // an end or error is met again at the next read
            return stopped(result, "read")
        }
        return .bytes(count)
    }

    /// Writes as many records as the socket takes.
    func write(_ bytes: UnsafeRawBufferPointer) -> Socket.Transfer {
        ERR_clear_error()
        let result = SSL_write(ssl, bytes.baseAddress, Int32(clamping: bytes.count))
        return result > 0 ? .bytes(Int(result)) : stopped(result, "write")
    }

    private func stopped(_ result: Int32, _ call: String) -> Socket.Transfer {
        switch SSL_get_error(ssl, result) {
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return .wouldBlock
        case SSL_ERROR_ZERO_RETURN: return .end
        case SSL_ERROR_SYSCALL: return .failed(SystemError(call: call))
        default:
            return copenssl_is_unexpected_eof(ERR_peek_error()) != 0 ? .end : .failed(SystemError(call: call, number: 71 /* EPROTO */))
        }
    }

    /// Sends close_notify, if the socket takes it.
    func end() {
        ERR_clear_error()
        SSL_shutdown(ssl)
    }
}
