"""Our client against a server of grpcio (reliability H7): every shape, status, metadata, deadline and cancellation, plaintext and TLS."""
import concurrent.futures
import subprocess
import time

import grpc
import pytest
from google.protobuf import any_pb2
from google.rpc import error_details_pb2, status_pb2
from grpc_status import rpc_status

from rpc_echo import binary, varint

STEPS = ["unary", "large", "server streaming", "client streaming", "bidirectional", "status", "every status", "metadata", "deadline",
         "cancel", "leaving a stream", "unimplemented", "hundred at once"]


def decode(data):
    """rpc.test.EchoRequest by hand."""
    names = {1: "text", 2: "code", 3: "sleep", 4: "count", 5: "size", 6: "reason"}
    values, index = {"text": "", "code": 0, "sleep": 0, "count": 0, "size": 0, "reason": ""}, 0

    def number():
        nonlocal index
        value = shift = 0
        while True:
            byte = data[index]
            index += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    while index < len(data):
        tag = number()
        if tag & 7 == 2:
            length = number()
            values[names[tag >> 3]] = data[index:index + length].decode()
            index += length
        else:
            values[names[tag >> 3]] = number()
    return values


def reply(text="", size=0, index=0):
    raw = text.encode()
    out = b""
    if raw:
        out += b"\x0a" + varint(len(raw)) + raw
    if size:
        out += b"\x12" + varint(size) + b"x" * size
    if index:
        out += b"\x18" + varint(index)
    return out


def echo_metadata(context):
    received = context.invocation_metadata()
    context.send_initial_metadata([pair for pair in received if pair[0] == "x-echo"])
    context.set_trailing_metadata([pair for pair in received if pair[0] == "x-echo-bin"])


def answer(request, context, index=0):
    if request["sleep"]:
        until = time.monotonic() + request["sleep"] / 1000
        while context.is_active() and time.monotonic() < until:
            time.sleep(0.005)
    if request["code"]:
        code = next(code for code in grpc.StatusCode if code.value[0] == request["code"])
        if request["reason"]:
            detail = any_pb2.Any()
            detail.Pack(error_details_pb2.ErrorInfo(reason=request["reason"], domain="rpc.test"))
            context.abort_with_status(rpc_status.to_status(status_pb2.Status(code=request["code"], message=request["text"], details=[detail])))
        context.abort(code, request["text"])
    return reply(request["text"], request["size"], index)


def say(data, context):
    echo_metadata(context)
    return answer(decode(data), context)


def expand(data, context):
    request = decode(data)
    for index in range(request["count"]):
        yield answer(request, context, index)


def collect(requests, context):
    return reply("", 0, sum(1 for _ in requests))


def chat(requests, context):
    for index, data in enumerate(requests):
        yield answer(decode(data), context, index)


@pytest.fixture(scope="module", params=["plaintext", "TLS"])
def port_and_authority(request, certificates):
    server = grpc.server(concurrent.futures.ThreadPoolExecutor(64), options=[("grpc.max_receive_message_length", 8 << 20)])
    server.add_generic_rpc_handlers([grpc.method_handlers_generic_handler("rpc.test.Echo", {
        "Say": grpc.unary_unary_rpc_method_handler(say), "Expand": grpc.unary_stream_rpc_method_handler(expand),
        "Collect": grpc.stream_unary_rpc_method_handler(collect), "Chat": grpc.stream_stream_rpc_method_handler(chat)})])
    if request.param == "TLS":
        with open(certificates.private_key, "rb") as key, open(certificates.certificate, "rb") as chain:
            credentials = grpc.ssl_server_credentials([(key.read(), chain.read())])
        port = server.add_secure_port("localhost:0", credentials)
    else:
        port = server.add_insecure_port("localhost:0")
    server.start()
    yield port, certificates.authority if request.param == "TLS" else None
    server.stop(0).wait(10)


@pytest.fixture(scope="module")
def story(port_and_authority):
    port, authority = port_and_authority
    command = [binary(), "call", str(port)] + ([authority] if authority else [])
    output = subprocess.run(command, capture_output=True, text=True, timeout=60).stdout
    return output.splitlines()


@pytest.mark.parametrize("step", STEPS)
def test_step(story, step):
    assert f"ok {step}" in story, [line for line in story if not line.startswith("ok")] or story
