"""grpcio, an implementation that shares no line with ours, as client of the test server (reliability H7): plaintext and TLS."""
import concurrent.futures
import threading
import time

import grpc
import pytest
from google.protobuf import descriptor_pb2, descriptor_pool
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase
from grpc_status import rpc_status
from google.protobuf import message_factory

from rpc_echo import EchoServer, echo_request

ECHO = "/rpc.test.Echo/"


@pytest.fixture(scope="module", params=["plaintext", "TLS"])
def echo(request, certificates):
    with EchoServer(certificates if request.param == "TLS" else None) as server:
        server.tls = certificates if request.param == "TLS" else None
        yield server


def connect(server):
    if not server.tls:
        return grpc.insecure_channel(server.address)
    with open(server.tls.authority, "rb") as file:
        credentials = grpc.ssl_channel_credentials(file.read())
    return grpc.secure_channel(server.address, credentials, [("grpc.ssl_target_name_override", "localhost")])


@pytest.fixture
def channel(echo):
    with connect(echo) as channel:
        yield channel


def refusal(call):
    with pytest.raises(grpc.RpcError) as caught:
        call()
    return caught.value


@pytest.mark.parametrize("method", ["Say", "Read"])
def test_unary(channel, method):
    assert channel.unary_unary(ECHO + method)(echo_request("hi"), timeout=5) == b"\x0a\x02hi"
    assert channel.unary_unary(ECHO + method)(b"", timeout=5) == b""


@pytest.mark.parametrize("method", ["Say", "Read"])
@pytest.mark.parametrize("size", [1000, 16_384, 271_828, 2_000_000])
def test_large_messages(channel, method, size):
    """Up to over the first flow-control windows, both ways."""
    text = "t" * (size // 2)
    answer = channel.unary_unary(ECHO + method)(echo_request(text, size=size), timeout=20)
    assert len(answer) > size + size // 2


def test_server_streaming(channel):
    answers = list(channel.unary_stream(ECHO + "Expand")(echo_request("x", count=500, size=300), timeout=20))
    assert len(answers) == 500 and all(len(answer) > 300 for answer in answers)
    assert list(channel.unary_stream(ECHO + "Expand")(b"", timeout=5)) == []


def test_client_streaming(channel):
    answer = channel.stream_unary(ECHO + "Collect")(iter([echo_request(str(n)) for n in range(100)]), timeout=20)
    assert b"98,99" in answer
    assert channel.stream_unary(ECHO + "Collect")(iter([]), timeout=5) == b""


def test_bidirectional_ping_pong(channel):
    turns, seen = threading.Semaphore(1), []

    def requests():
        for number in range(20):
            turns.acquire()
            yield echo_request(str(number))

    for answer in channel.stream_stream(ECHO + "Chat")(requests(), timeout=20):
        seen.append(answer)
        turns.release()
    assert len(seen) == 20


def test_an_empty_stream(channel):
    assert list(channel.stream_stream(ECHO + "Chat")(iter([]), timeout=5)) == []


def test_hundred_at_once(channel):
    call = channel.unary_unary(ECHO + "Say")
    futures = [call.future(echo_request(str(n), sleep=50), timeout=20) for n in range(100)]
    assert [future.result() for future in futures] == [echo_request(str(n)) for n in range(100)]


def test_several_channels(echo):
    def one(number):
        with connect(echo) as own:
            return own.unary_unary(ECHO + "Read")(echo_request(str(number)), timeout=20)

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        assert list(pool.map(one, range(32))) == [echo_request(str(n)) for n in range(32)]


@pytest.mark.parametrize("method", ["Say", "Read"])
def test_every_status(channel, method):
    for code in grpc.StatusCode:
        if code is grpc.StatusCode.OK:
            continue
        error = refusal(lambda: channel.unary_unary(ECHO + method)(echo_request("why", code=code.value[0]), timeout=5))
        assert (error.code(), error.details()) == (code, "why")


def test_special_status_message(channel):
    text = "\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \U0001f608\t\n"
    error = refusal(lambda: channel.unary_unary(ECHO + "Read")(echo_request(text, code=2), timeout=5))
    assert error.details() == text


def test_status_after_messages(channel):
    seen = []

    def drain():
        for answer in channel.unary_stream(ECHO + "Expand")(echo_request("late", count=3, code=9), timeout=5):
            seen.append(answer)

    error = refusal(drain)
    assert error.code() is grpc.StatusCode.FAILED_PRECONDITION and len(seen) == 3


def test_details(channel):
    error = refusal(lambda: channel.unary_unary(ECHO + "Read")(echo_request("no", code=9, reason="WHY"), timeout=5))
    status = rpc_status.from_call(error)
    info = error_details_pb2.ErrorInfo()
    assert status.details[0].Unpack(info) and (info.reason, info.domain) == ("WHY", "rpc.test")


@pytest.mark.parametrize("method", ["Say", "Read"])
def test_metadata(channel, method):
    metadata = [("x-echo", "one"), ("x-echo", "two"), ("x-echo-bin", b"\x00\xab\xff"), ("x-echo-bin", b"")]
    _, call = channel.unary_unary(ECHO + method).with_call(b"", metadata=metadata, timeout=5)
    assert [value for key, value in call.initial_metadata() if key == "x-echo"] == ["one", "two"]
    assert [value for key, value in call.trailing_metadata() if key == "x-echo-bin"] == [b"\x00\xab\xff", b""]


def test_metadata_of_an_error_travels(channel):
    error = refusal(lambda: channel.unary_unary(ECHO + "Read")(echo_request(code=5), metadata=[("x-echo-bin", b"\x01")], timeout=5))
    assert ("x-echo-bin", b"\x01") in error.trailing_metadata()


def test_metadata_of_a_stream_comes_before_its_end(channel):
    call = channel.stream_stream(ECHO + "Chat")(iter([echo_request("a")]), metadata=[("x-echo", "first")], timeout=5)
    assert ("x-echo", "first") in call.initial_metadata()
    assert len(list(call)) == 1


def test_deadline(channel):
    start = time.monotonic()
    error = refusal(lambda: channel.unary_unary(ECHO + "Say")(echo_request(sleep=10_000), timeout=0.1))
    assert error.code() is grpc.StatusCode.DEADLINE_EXCEEDED and time.monotonic() - start < 2


def test_deadline_of_one_millisecond(channel):
    error = refusal(lambda: list(channel.stream_stream(ECHO + "Chat")(iter([echo_request(sleep=5000)]), timeout=0.001)))
    assert error.code() is grpc.StatusCode.DEADLINE_EXCEEDED


def observations(channel):
    data, values, index = channel.unary_unary(ECHO + "Observe")(b"", timeout=5), {}, 0
    while index < len(data):
        number, index, value, shift = data[index] >> 3, index + 1, 0, 0
        while True:
            byte, index = data[index], index + 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        values[number] = value
    return values.get(2, 0), values.get(3, 0)  # cancelled, running


def test_cancellation_reaches_the_handler(channel):
    before = observations(channel)
    futures = [channel.unary_unary(ECHO + "Say").future(echo_request(sleep=30_000)) for _ in range(10)]
    until = time.monotonic() + 5
    while observations(channel)[1] < before[1] + 10 and time.monotonic() < until:
        time.sleep(0.01)
    for future in futures:
        future.cancel()
    while observations(channel)[1] > before[1] and time.monotonic() < until:
        time.sleep(0.01)
    after = observations(channel)
    assert after == (before[0] + 10, before[1])


def test_cancel_after_the_first_response(channel):
    before = observations(channel)
    call = channel.unary_stream(ECHO + "Expand")(echo_request(count=100_000, size=1000))
    next(call)
    call.cancel()
    until = time.monotonic() + 5
    while observations(channel)[1] > before[1] and time.monotonic() < until:
        time.sleep(0.01)
    assert observations(channel)[1] == before[1]


def test_unimplemented(channel):
    assert refusal(lambda: channel.unary_unary(ECHO + "Nope")(b"", timeout=5)).code() is grpc.StatusCode.UNIMPLEMENTED
    assert refusal(lambda: channel.unary_unary("/x.Y/Z")(b"", timeout=5)).code() is grpc.StatusCode.UNIMPLEMENTED


@pytest.mark.parametrize("algorithm", [grpc.Compression.Gzip, grpc.Compression.Deflate])
def test_compressed_messages_are_refused(channel, algorithm):
    error = refusal(lambda: channel.unary_unary(ECHO + "Read")(echo_request("c" * 1000), compression=algorithm, timeout=5))
    assert error.code() is grpc.StatusCode.UNIMPLEMENTED


def test_health(channel):
    stub = health_pb2_grpc.HealthStub(channel)
    assert stub.Check(health_pb2.HealthCheckRequest(), timeout=5).status == health_pb2.HealthCheckResponse.SERVING
    assert stub.Check(health_pb2.HealthCheckRequest(service="rpc.test.Echo"), timeout=5).status == health_pb2.HealthCheckResponse.SERVING
    assert refusal(lambda: stub.Check(health_pb2.HealthCheckRequest(service="nope"), timeout=5)).code() is grpc.StatusCode.NOT_FOUND
    watch = stub.Watch(health_pb2.HealthCheckRequest(service="nope"), timeout=5)
    assert next(watch).status == health_pb2.HealthCheckResponse.SERVICE_UNKNOWN
    watch.cancel()


def test_reflection_is_enough_to_call(channel):
    """A client that knows nothing but the address: names, types and a call, all from reflection."""
    database = ProtoReflectionDescriptorDatabase(channel)
    assert set(database.get_services()) >= {"rpc.test.Echo", "bench.Echo", "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection"}
    pool = descriptor_pool.DescriptorPool(database)
    method = pool.FindServiceByName("rpc.test.Echo").FindMethodByName("Say")
    request = message_factory.GetMessageClass(method.input_type)(text="by reflection", size=3)
    request.nested.note = "nested"
    reply = message_factory.GetMessageClass(method.output_type)
    answer = channel.unary_unary(ECHO + "Say", lambda m: m.SerializeToString(), reply.FromString)(request, timeout=5)
    assert (answer.text, answer.data) == ("by reflection", b"xxx")


@pytest.mark.parametrize("version", ["v1", "v1alpha"])
@pytest.mark.parametrize("symbol", ["rpc.test.Echo", "rpc.test.Echo.Say", "rpc.test.EchoRequest", "rpc.test.EchoRequest.text",
                                    "rpc.test.EchoRequest.Nested", "rpc.test.EchoRequest.Nested.note"])
def test_reflection_resolves_methods_fields_and_nested_types(channel, version, symbol):
    from grpc_reflection.v1alpha import reflection_pb2
    ask = channel.stream_stream(f"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo",
                                reflection_pb2.ServerReflectionRequest.SerializeToString, reflection_pb2.ServerReflectionResponse.FromString)
    questions = [reflection_pb2.ServerReflectionRequest(host="h", file_containing_symbol=symbol),
                 reflection_pb2.ServerReflectionRequest(file_by_filename="rpc/test/echo.proto"),
                 reflection_pb2.ServerReflectionRequest(file_containing_symbol="no.such.Symbol"),
                 reflection_pb2.ServerReflectionRequest(all_extension_numbers_of_type="rpc.test.EchoRequest"),
                 reflection_pb2.ServerReflectionRequest(file_containing_extension=reflection_pb2.ExtensionRequest(
                     containing_type="rpc.test.EchoRequest", extension_number=1))]
    answers = list(ask(iter(questions), timeout=5))
    assert [answer.original_request for answer in answers] == questions, "in order, each with its request"
    assert answers[0].valid_host == "h"
    for answer in answers[:2]:
        file = descriptor_pb2.FileDescriptorProto.FromString(answer.file_descriptor_response.file_descriptor_proto[0])
        assert file.name == "rpc/test/echo.proto"
    assert answers[2].error_response.error_code == 5
    assert answers[3].all_extension_numbers_response.base_type_name == "rpc.test.EchoRequest"
    assert answers[4].error_response.error_code == 5


def test_drain_answers_what_is_open():
    with EchoServer() as own, grpc.insecure_channel(own.address) as channel:
        future = channel.unary_unary(ECHO + "Say").future(echo_request("kept", sleep=500), timeout=10)
        time.sleep(0.2)
        own.process.terminate()
        assert future.result() == echo_request("kept")
        assert own.process.wait(5) == 0


def test_drain_ends_at_its_deadline():
    with EchoServer() as own, grpc.insecure_channel(own.address) as channel:
        future = channel.unary_unary(ECHO + "Say").future(echo_request(sleep=60_000))
        time.sleep(0.2)
        own.process.terminate()
        start = time.monotonic()
        assert own.process.wait(6) == 0 and time.monotonic() - start < 5
        assert refusal(future.result).code() in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED)
