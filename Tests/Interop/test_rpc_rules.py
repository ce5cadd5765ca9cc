"""gRPC legality (reliability H4): what no legal client sends, as raw frames, and the exact status of each. Cases cite wire.md."""
import base64
import struct
import time

import pytest

from rpc_echo import EchoServer, Raw, call, echo_request, headers, message

OK, CANCELLED, UNKNOWN, INVALID, DEADLINE, NOT_FOUND, EXHAUSTED, UNIMPLEMENTED, INTERNAL = 0, 1, 2, 3, 4, 5, 8, 12, 13
PROTOCOL_ERROR = 1
SAY, READ, EXPAND, COLLECT, CHAT = (f"/rpc.test.Echo/{name}" for name in ("Say", "Read", "Expand", "Collect", "Chat"))
HI = echo_request("hi")


@pytest.fixture(scope="module")
def echo():
    with EchoServer() as server:
        yield server


# Each: what it is, headers, DATA frames, HTTP status, grpc-status.
CASES = [
    ("R1 one message in one frame", headers(), [message(HI)], 200, OK),
    ("R1 the prefix split after 1 byte", headers(), [message(HI)[:1], message(HI)[1:]], 200, OK),
    ("R1 the prefix split after 4 bytes", headers(), [message(HI)[:4], message(HI)[4:]], 200, OK),
    ("R1 a byte a frame", headers(), [bytes([b]) for b in message(HI)], 200, OK),
    ("R1 an empty DATA frame in the middle", headers(), [message(HI)[:3], b"", message(HI)[3:]], 200, OK),
    ("R1 the end in an empty DATA frame", headers(), [message(HI), b""], 200, OK),
    ("R1 an empty message", headers(), [message(b"")], 200, OK),
    ("R1 the same by a task", headers(SAY), [message(HI)[:7], message(HI)[7:]], 200, OK),
    ("R1 two messages in one frame of a stream", headers(COLLECT), [message(HI) + message(HI)], 200, OK),
    ("R1 a stream of no messages", headers(COLLECT), [], 200, OK),
    ("R1 a message over three frames of a stream", headers(CHAT), [message(HI)[:2], message(HI)[2:6], message(HI)[6:]], 200, OK),
    ("R2 GET", headers(method="GET"), [message(HI)], 405, INTERNAL),
    ("R2 PUT", headers(method="PUT"), [message(HI)], 405, INTERNAL),
    ("R3 json", headers(content_type="application/json"), [message(HI)], 415, UNKNOWN),
    ("R3 grpc-web", headers(content_type="application/grpc-web"), [message(HI)], 415, UNKNOWN),
    ("R3 grpcweb", headers(content_type="application/grpcweb"), [message(HI)], 415, UNKNOWN),
    ("R3 text", headers(content_type="text/plain"), [message(HI)], 415, UNKNOWN),
    ("R3 empty", headers(content_type=""), [message(HI)], 415, UNKNOWN),
    ("R3 missing", headers(drop=["content-type"]), [message(HI)], 415, UNKNOWN),
    ("R3 +proto", headers(content_type="application/grpc+proto"), [message(HI)], 200, OK),
    ("R3 with a parameter", headers(content_type="application/grpc;charset=utf-8"), [message(HI)], 200, OK),
    ("R3 upper case", headers(content_type="Application/GRPC"), [message(HI)], 200, OK),
    ("R4 te is missing", headers(drop=["te"]), [message(HI)], 200, OK),
    ("R5 unknown method", headers("/rpc.test.Echo/Nope"), [message(HI)], 200, UNIMPLEMENTED),
    ("R5 unknown service", headers("/rpc.test.Nope/Say"), [message(HI)], 200, UNIMPLEMENTED),
    ("R5 wrong case", headers("/rpc.test.echo/say"), [message(HI)], 200, UNIMPLEMENTED),
    ("R5 two slashes", headers("//rpc.test.Echo/Read"), [message(HI)], 200, UNIMPLEMENTED),
    ("R5 a slash behind", headers("/rpc.test.Echo/Read/"), [message(HI)], 200, UNIMPLEMENTED),
    ("R5 no method", headers("/rpc.test.Echo"), [message(HI)], 200, UNIMPLEMENTED),
    ("R5 only a slash", headers("/"), [message(HI)], 200, UNIMPLEMENTED),
    ("R5 a query", headers("/rpc.test.Echo/Read?x=1"), [message(HI)], 200, UNIMPLEMENTED),
    ("R5 percent coding is not decoded", headers("/rpc.test.Echo/%52ead"), [message(HI)], 200, UNIMPLEMENTED),
    ("R6 host instead of :authority", headers(drop=[":authority"], host="test"), [message(HI)], 200, OK),
    ("R6 two hosts", headers() + [("host", "a"), ("host", "b")], [message(HI)], (400, None), INTERNAL),
    ("R7 one second", headers(grpc_timeout="1S"), [message(HI)], 200, OK),
    ("R7 eight digits of hours clamp", headers(grpc_timeout="99999999H"), [message(HI)], 200, OK),
    ("R7 zero has expired", headers(grpc_timeout="0n"), [message(HI)], 200, DEADLINE),
    ("R7 no unit", headers(grpc_timeout="10"), [message(HI)], 400, INTERNAL),
    ("R7 no digits", headers(grpc_timeout="S"), [message(HI)], 400, INTERNAL),
    ("R7 nine digits", headers(grpc_timeout="123456789S"), [message(HI)], 400, INTERNAL),
    ("R7 negative", headers(grpc_timeout="-1S"), [message(HI)], 400, INTERNAL),
    ("R7 unknown unit", headers(grpc_timeout="1s"), [message(HI)], 400, INTERNAL),
    ("R7 a blank inside", headers(grpc_timeout="1 S"), [message(HI)], 400, INTERNAL),
    ("R7 a fraction", headers(grpc_timeout="1.5S"), [message(HI)], 400, INTERNAL),
    ("R8 unknown grpc- headers are dropped", headers(grpc_something="x"), [message(HI)], 200, OK),
    ("R8 a value beyond ASCII", headers(x_echo="caf\u00e9"), [message(HI)], 200, OK),
    ("R8 an empty value", headers(x_echo=""), [message(HI)], 200, OK),
    ("R9 padded base64", headers(x_echo_bin="AAE="), [message(HI)], 200, OK),
    ("R9 unpadded base64", headers(x_echo_bin="AAE"), [message(HI)], 200, OK),
    ("R9 a list of base64", headers(x_echo_bin="AAE,AAI="), [message(HI)], 200, OK),
    ("R9 no base64", headers(x_echo_bin="A?"), [message(HI)], 400, INTERNAL),
    ("R9 base64 of the other alphabet", headers(x_echo_bin="-_-_"), [message(HI)], 400, INTERNAL),
    ("R11 a header list over 8 KiB", headers(x_long="a" * 9000), [message(HI)], 200, EXHAUSTED),
    ("R12 flag 2", headers(), [message(HI, flag=2)], 200, INTERNAL),
    ("R12 flag 255", headers(), [message(HI, flag=255)], 200, INTERNAL),
    ("R12 flag 1 without an encoding", headers(), [message(HI, flag=1)], 200, INTERNAL),
    ("R12 flag 1 with identity", headers(grpc_encoding="identity"), [message(HI, flag=1)], 200, INTERNAL),
    ("R12 flag 1 with gzip", headers(grpc_encoding="gzip"), [message(HI, flag=1)], 200, UNIMPLEMENTED),
    ("R12 flag 1 with an unknown encoding", headers(SAY, grpc_encoding="snappy"), [message(HI, flag=1)], 200, UNIMPLEMENTED),
    ("R12 flag 0 with gzip", headers(grpc_encoding="gzip"), [message(HI)], 200, OK),
    ("R12 flag 1 in a stream", headers(CHAT, grpc_encoding="gzip"), [message(HI, flag=1)], 200, UNIMPLEMENTED),
    ("R13 a length of 4 GiB", headers(), [message(b"", length=0xFFFFFFFF)], 200, EXHAUSTED),
    ("R13 a length of 4 MiB and 1", headers(SAY), [message(b"", length=4 * 1024 * 1024 + 1)], 200, EXHAUSTED),
    ("R13 a length of 4 GiB in a stream", headers(COLLECT), [message(HI) + message(b"", length=0xFFFFFFFF)], 200, EXHAUSTED),
    ("R21 no message", headers(), [], 200, UNIMPLEMENTED),
    ("R21 no message but an empty frame", headers(), [b""], 200, UNIMPLEMENTED),
    ("R21 two messages on a unary method", headers(), [message(HI), message(HI)], 200, UNIMPLEMENTED),
    ("R21 two messages in one frame", headers(), [message(HI) + message(HI)], 200, UNIMPLEMENTED),
    ("R21 two messages on server streaming", headers(EXPAND), [message(HI), message(HI)], 200, UNIMPLEMENTED),
    ("R21 trailing bytes", headers(), [message(HI) + b"\0"], 200, UNIMPLEMENTED),
    ("a prefix cut off", headers(), [b"\0\0\0"], 200, INTERNAL),
    ("half a message", headers(), [message(HI)[:-1]], 200, INTERNAL),
    ("half a message in a stream", headers(COLLECT), [message(HI) + message(HI)[:-1]], 200, INTERNAL),
    ("a message that is no protobuf", headers(), [message(b"\xff\xff\xff")], 200, INTERNAL),
    ("a message that is no protobuf, in a stream", headers(CHAT), [message(b"\x0a\x7f")], 200, INTERNAL),
    ("text that is no UTF-8", headers(), [message(b"\x0a\x01\xff")], 200, INTERNAL),
    ("R15 an error before any message", headers(), [message(echo_request("gone", code=5))], 200, NOT_FOUND),
    ("R19 an unexpected error", headers(SAY), [message(echo_request(unexpected=True))], 200, UNKNOWN),
    ("R20 the deadline passes in the handler", headers(SAY, grpc_timeout="20m"), [message(echo_request(sleep=3000))], 200, DEADLINE),
]


@pytest.mark.parametrize("what,fields,chunks,http,status", CASES, ids=[case[0] for case in CASES])
def test_legality(echo, what, fields, chunks, http, status):
    answer = call(echo.port, fields, *chunks)
    if isinstance(http, tuple) and answer.reset is not None:
        return  # nghttp2 may refuse it below us
    assert answer.status == status, answer
    assert answer.http == (http[0] if isinstance(http, tuple) else http), answer
    assert answer.ended
    assert answer.goaway is None
    if status != OK:
        assert len(answer.blocks) == 1, "wire R15: an error before any message is one HEADERS frame"
        assert answer.data == b""
        assert answer.field("content-type") == "application/grpc"
    else:
        assert len(answer.blocks) == 2, "headers and trailers, even for OK"
        assert "grpc-status" not in dict(answer.blocks[0])


def test_enough_cases():
    assert len(CASES) >= 60


@pytest.mark.parametrize("fields", [
    headers(te="gzip"),                                        # wire R4: nghttp2 resets
    headers("rpc.test.Echo/Read"),                             # wire R5: no leading slash
    headers(drop=[":authority"]),                              # wire R6: neither :authority nor host
    headers(drop=[":path"]),
    headers() + [("connection", "close")],
    headers() + [("X-Upper", "x")],
    headers() + [(":status", "200")],
], ids=["R4 te", "R5 slash", "R6 authority", "path", "connection", "upper case", "response pseudo header"])
def test_illegal_http2_ends_the_stream_only(echo, fields):
    with Raw(echo.port) as raw:
        stream = raw.start(fields)
        answer = raw.finish(stream)
        assert answer.reset == PROTOCOL_ERROR or (answer.http or 0) >= 400, answer
        legal = raw.start(headers())
        raw.send(legal, message(HI), end=True)
        assert raw.finish(legal).status == OK


def test_r5_messages_tell_service_from_method(echo):
    assert call(echo.port, headers("/rpc.test.Echo/Nope"), message()).text == "unknown method Nope for service rpc.test.Echo"
    assert call(echo.port, headers("/rpc.test.Nope/Say"), message()).text == "unknown service rpc.test.Nope"


def test_r8_whatever_was_received_can_be_sent_back(echo):
    with Raw(echo.port) as raw:
        stream = raw.start(headers(SAY, x_echo="a~\u00e9", x_echo_bin="AP8"))
        raw.send(stream, message(HI), end=True)
        answer = raw.finish(stream)
    assert answer.status == OK
    assert answer.field("x-echo") == "a~\u00e9"
    assert answer.field("x-echo-bin") == "AP8", "wire R9: unpadded"


def test_r9_bad_base64_harms_nobody_else(echo):
    with Raw(echo.port) as raw:
        bad = raw.start(headers(x_echo_bin="?"))
        good = raw.start(headers())
        raw.send(good, message(HI), end=True)
        assert raw.finish(bad).status == INTERNAL
        assert raw.finish(good).status == OK


def test_r12_names_what_is_accepted(echo):
    answer = call(echo.port, headers(grpc_encoding="gzip"), message(HI, flag=1))
    assert answer.field("grpc-accept-encoding") == "identity"


def test_r13_the_prefix_alone_is_refused(echo):
    """No byte of the message has come, nor the end of the stream."""
    with Raw(echo.port) as raw:
        stream = raw.start(headers())
        raw.send(stream, message(b"", length=1 << 30))
        assert raw.finish(stream).status == EXHAUSTED


def test_r16_percent_coding(echo):
    text = "\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \U0001f608 100%\t\n"
    answer = call(echo.port, headers(), message(echo_request(text, code=2)))
    assert answer.text == "%09%0Atest with whitespace%0D%0Aand Unicode BMP %E2%98%BA and non-BMP %F0%9F%98%88 100%25%09%0A"


def test_r17_details_are_a_status_of_the_same_code(echo):
    answer = call(echo.port, headers(), message(echo_request("no", code=9, reason="WHY")))
    encoded = answer.field("grpc-status-details-bin")
    details = base64.b64decode(encoded + "=" * (-len(encoded) % 4))
    assert details.startswith(b"\x08\x09\x12\x02no")
    assert b"type.googleapis.com/google.rpc.ErrorInfo" in details and b"WHY" in details


def test_r17_without_details_no_field(echo):
    assert call(echo.port, headers(), message(echo_request("no", code=9))).field("grpc-status-details-bin") is None


@pytest.mark.parametrize("fields", [headers("/x/y"), headers(READ, grpc_timeout="0n"), headers(READ, method="GET")])
def test_r18_trailers_before_the_clients_end_are_followed_by_a_reset(echo, fields):
    with Raw(echo.port) as raw:
        stream = raw.start(fields)  # the request never ends
        answer = raw.finish(stream)
        assert answer.status is not None, "the answer arrives before the reset"
        until = time.monotonic() + 2
        while answer.reset is None and time.monotonic() < until:
            raw.pump()
        assert answer.reset in (0, None) and (answer.reset == 0), answer


def test_r19_says_nothing_of_the_error(echo):
    answer = call(echo.port, headers(SAY), message(echo_request(unexpected=True)))
    assert "secret" not in answer.text.lower() and "tell" not in answer.text


def test_r20_a_stream_that_has_begun_is_reset_at_the_deadline(echo):
    with Raw(echo.port) as raw:
        stream = raw.start(headers(EXPAND, grpc_timeout="150m"))
        raw.send(stream, message(echo_request(count=1000, sleep=20)), end=True)
        answer = raw.finish(stream)
    assert answer.data, "it had begun"
    assert answer.status is None and answer.reset == 8, "RST_STREAM(CANCEL), no trailers"


def test_r20_the_server_says_who_expired(echo):
    answer = call(echo.port, headers(SAY, grpc_timeout="10m"), message(echo_request(sleep=2000)))
    assert "server" in answer.text


def observations(echo):
    answer = call(echo.port, headers("/rpc.test.Echo/Observe"), message())
    data, values, index = answer.data[5:], {}, 0
    while index < len(data):
        number, index, value, shift = data[index] >> 3, index + 1, 0, 0
        while True:
            byte, index = data[index], index + 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        values[number] = value
    return {name: values.get(number, 0) for number, name in enumerate(("started", "cancelled", "running", "taken", "sent"), 1)}


def settled(echo, name, value, seconds=3):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if observations(echo)[name] == value:
            return True
        time.sleep(0.01)
    return False


@pytest.mark.parametrize("code", [0, 2, 8, 11])
@pytest.mark.parametrize("path,chunk", [(SAY, echo_request(sleep=20000)), (EXPAND, echo_request(count=1000, sleep=10000)), (CHAT, None)])
def test_r22_any_reset_cancels_the_handler(echo, code, path, chunk):
    before = observations(echo)
    with Raw(echo.port) as raw:
        stream = raw.start(headers(path))
        if chunk is not None:
            raw.send(stream, message(chunk), end=True)
        assert settled(echo, "running", before["running"] + 1)
        raw.h2.reset_stream(stream, code)
        raw.flush()
        assert settled(echo, "running", before["running"])
    assert observations(echo)["cancelled"] == before["cancelled"] + 1


def test_r22_a_lost_connection_cancels_its_handlers(echo):
    before = observations(echo)
    with Raw(echo.port) as raw:
        for _ in range(20):
            stream = raw.start(headers(SAY))
            raw.send(stream, message(echo_request(sleep=20000)), end=True)
        assert settled(echo, "running", before["running"] + 20)
    assert settled(echo, "running", before["running"])
    assert observations(echo)["cancelled"] == before["cancelled"] + 20


def test_what_no_handler_takes_is_not_acknowledged(echo):
    """Collect sleeps over its first message; the stream's window closes and stays closed."""
    with Raw(echo.port) as raw:
        raw.pump(0.2)
        stream = raw.start(headers(COLLECT))
        raw.send(stream, message(echo_request(sleep=1500)))
        part = message(b"\x0a\x7e" + b"a" * 126) * 60
        sent = 0
        while sent < 8 << 20:
            room = min(raw.h2.local_flow_control_window(stream), len(part))
            if room < len(part):
                if not raw.pump(0.2):
                    break
                continue
            raw.send(stream, part)
            sent += len(part)
        assert sent < 2 << 20, "the window is 1 MiB"


def test_a_slow_reader_costs_bounded_memory(echo):
    before = echo.rss_kib()
    with Raw(echo.port) as raw:
        for _ in range(20):
            stream = raw.start(headers(EXPAND))
            raw.send(stream, message(echo_request(count=1_000_000, size=10_000)), end=True)
        time.sleep(1)  # nothing is read
        assert echo.rss_kib() - before < 32 * 1024
    time.sleep(0.2)
    assert observations(echo)["running"] == 0


def test_a_unary_call_costs_the_stated_bytes(echo):
    with Raw(echo.port) as raw:
        stream = raw.start(headers())
        raw.send(stream, message(HI), end=True)
        answer = raw.finish(stream)
    assert answer.data == struct.pack(">BI", 0, 4) + b"\x0a\x02hi"
    assert answer.blocks[0] == [(":status", "200"), ("content-type", "application/grpc")]
    assert answer.blocks[1] == [("grpc-status", "0")]
