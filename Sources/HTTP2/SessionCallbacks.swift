// The functions that nghttp2 calls, each handed to the connection as a plain method call.

internal import CNghttp2

/// nghttp2's table of callbacks, one for the process.
///
/// `@unchecked Sendable`: the table is filled in `init` and only read by nghttp2 afterwards, which its documentation allows
/// from several threads.
final class SessionCallbacks: @unchecked Sendable {
    static let shared = SessionCallbacks()

    let callbacks: OpaquePointer?

    private init() {
        var table: OpaquePointer?
        nghttp2_session_callbacks_new(&table)
        nghttp2_session_callbacks_set_on_begin_headers_callback(table) { _, _, user in
            connection(user) { $0.headerBlockBegan() }
            return 0
        }
        nghttp2_session_callbacks_set_on_header_callback2(table) { _, _, name, value, _, user in
            guard let name, let value else { return 0 }
            return connection(user) { $0.header(name: name, value: value) } == false
                ? NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue : 0
        }
        nghttp2_session_callbacks_set_on_frame_recv_callback(table) { _, frame, user in
            guard let frame else { return 0 }
            connection(user) { received(frame, $0) }
            return 0
        }
        nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(table) { _, frame, _, user in
            if let frame, frame.pointee.hd.type == NGHTTP2_HEADERS.rawValue {
                connection(user) { $0.headerBlockBroken() }
            }
            return 0
        }
        nghttp2_session_callbacks_set_on_data_chunk_recv_callback(table) { _, _, id, data, count, user in
            connection(user) { $0.dataReceived(id, UnsafeRawBufferPointer(start: data, count: count)) }
            return 0
        }
        nghttp2_session_callbacks_set_on_frame_send_callback(table) { _, frame, user in
            guard let frame else { return 0 }
            let header = frame.pointee.hd
            if header.type <= NGHTTP2_HEADERS.rawValue {
                if header.flags & UInt8(NGHTTP2_FLAG_END_STREAM.rawValue) != 0 {
                    connection(user) { $0.endSent(header.stream_id) }
                }
            } else if header.type == NGHTTP2_GOAWAY.rawValue {
                let goAway = frame.pointee.goaway
                let debug = UnsafeRawBufferPointer(start: goAway.opaque_data, count: goAway.opaque_data_len)
                connection(user) { $0.goAwaySent(code: goAway.error_code, debug: debug) }
            }
            return 0
        }
        nghttp2_session_callbacks_set_on_frame_not_send_callback(table) { _, frame, _, user in
            if let frame, frame.pointee.hd.type == NGHTTP2_HEADERS.rawValue, frame.pointee.headers.cat == NGHTTP2_HCAT_REQUEST {
                connection(user) { $0.requestNotSent(frame.pointee.hd.stream_id) }
            }
            return 0
        }
        nghttp2_session_callbacks_set_on_stream_close_callback(table) { session, id, code, user in
            // Never fails: nghttp2 1.52 leaks the stream otherwise (wire 3, CVE-2023-35945).
            guard let data = nghttp2_session_get_stream_user_data(session, id) else { return 0 }
            let stream = Unmanaged<HTTP2Stream>.fromOpaque(data)
            connection(user) { connection in
                stream._withUnsafeGuaranteedRef { connection.streamClosed($0, code) }
            }
            return 0
        }
        nghttp2_session_callbacks_set_send_data_callback(table) { _, _, header, count, source, user in
            guard let header, let pointer = source?.pointee.ptr else { return NGHTTP2_ERR_CALLBACK_FAILURE.rawValue }
            let stream = Unmanaged<HTTP2Stream>.fromOpaque(pointer)
            let sent = connection(user) { connection in
                stream._withUnsafeGuaranteedRef { connection.sendData($0, header: header, count: count) }
            }
            return sent == true ? 0 : NGHTTP2_ERR_WOULDBLOCK.rawValue
        }
        callbacks = table
    }

    /// Options for one session; nghttp2 copies them.
    func options(_ limits: HTTP2Limits) -> OpaquePointer? {
        var options: OpaquePointer?
        guard nghttp2_option_new(&options) == 0 else { return nil }
        nghttp2_option_set_no_auto_window_update(options, 1)
        nghttp2_option_set_no_closed_streams(options, 1)
        nghttp2_option_set_stream_reset_rate_limit(options, UInt64(limits.resetBurst), UInt64(limits.resetsPerSecond))
        nghttp2_option_set_max_outbound_ack(options, limits.outboundAcknowledgements)
        return options
    }
}

/// nghttp2 asks for the next DATA frame of a stream (its `nghttp2_data_source_read_callback`).
let sessionReadData: nghttp2_data_source_read_callback = { _, _, _, maximum, flags, source, _ in
    guard let flags, let pointer = source?.pointee.ptr else { return Int(NGHTTP2_ERR_CALLBACK_FAILURE.rawValue) }
    return Unmanaged<HTTP2Stream>.fromOpaque(pointer)._withUnsafeGuaranteedRef { $0.nextData(maximum: maximum, flags: flags) }
}

/// The connection behind nghttp2's user data, without a retain: it outlives its session.
@inline(__always) @discardableResult
private func connection<Result>(_ user: UnsafeMutableRawPointer?, _ body: (HTTP2Connection) -> Result) -> Result? {
    guard let user else { return nil }
    return Unmanaged<HTTP2Connection>.fromOpaque(user)._withUnsafeGuaranteedRef(body)
}

private func received(_ frame: UnsafePointer<nghttp2_frame>, _ connection: HTTP2Connection) {
    let header = frame.pointee.hd
    let endStream = header.flags & UInt8(NGHTTP2_FLAG_END_STREAM.rawValue) != 0
    switch UInt32(header.type) {
    case UInt32(NGHTTP2_HEADERS.rawValue):
        connection.headersReceived(header.stream_id, frame.pointee.headers.cat, endStream: endStream)
    case UInt32(NGHTTP2_DATA.rawValue):
        if endStream { connection.endReceived(header.stream_id) }
    case UInt32(NGHTTP2_RST_STREAM.rawValue):
        connection.resetReceived(header.stream_id, frame.pointee.rst_stream.error_code)
    case UInt32(NGHTTP2_SETTINGS.rawValue):
        if header.flags & UInt8(NGHTTP2_FLAG_ACK.rawValue) == 0 { connection.settingsReceived() }
    case UInt32(NGHTTP2_PING.rawValue):
        if header.flags & UInt8(NGHTTP2_FLAG_ACK.rawValue) != 0 {
            withUnsafeBytes(of: frame.pointee.ping.opaque_data) { connection.pingAcknowledged($0) }
        }
    case UInt32(NGHTTP2_GOAWAY.rawValue):
        let goAway = frame.pointee.goaway
        connection.goAwayReceived(
            lastStream: goAway.last_stream_id, code: goAway.error_code,
            debug: UnsafeRawBufferPointer(start: goAway.opaque_data, count: goAway.opaque_data_len))
    default:
        break
    }
}
