"""The test server on RPC (Tests/Peers/rpc-echo) as a process, and raw HTTP/2 to it."""
import os
import pathlib
import re
import socket
import struct
import subprocess
import time

import h2.config
import h2.connection
import h2.errors
import h2.events

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent.parent


def binary():
    """Beside the roster program that scripts/test names; else the newest one of this checkout."""
    named = os.environ.get("ROSTER_UNDER_TEST")
    folders = [pathlib.Path(named).parent] if named else [REPOSITORY / ".build" / way for way in ("testing/release", "release", "debug")]
    built = [folder / "rpc-echo" for folder in folders if (folder / "rpc-echo").exists()]
    if not built:
        raise FileNotFoundError("no rpc-echo: scripts/test builds it")
    return str(max(built, key=lambda path: path.stat().st_mtime))


class EchoServer:
    def __init__(self, certificates=None):
        command = [binary(), "0"]
        if certificates:
            command += [certificates.certificate, certificates.private_key]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.address = re.match(r"listening on (\S+)", self.process.stdout.readline())[1]
        self.port = int(self.address.rsplit(":", 1)[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)
        self.process.stdout.close()

    def rss_kib(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1])


def message(body=b"", flag=0, length=None):
    """One length-prefixed message; `length` lies about it."""
    return bytes([flag]) + struct.pack(">I", len(body) if length is None else length) + body


def varint(value):
    out = b""
    while value > 0x7F:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def echo_request(text="", code=0, sleep=0, count=0, size=0, reason="", unexpected=False):
    """rpc.test.EchoRequest, encoded by hand."""
    data = b""
    for number, value in ((1, text), (6, reason)):
        if value:
            raw = value.encode()
            data += varint(number << 3 | 2) + varint(len(raw)) + raw
    for number, value in ((2, code), (3, sleep), (4, count), (5, size), (7, int(unexpected))):
        if value:
            data += varint(number << 3) + varint(value)
    return data


HEADERS = [(":method", "POST"), (":scheme", "http"), (":path", "/rpc.test.Echo/Read"), (":authority", "test"),
           ("te", "trailers"), ("content-type", "application/grpc")]


def headers(path=None, drop=(), **replaced):
    """The headers of a legal call, with some replaced (`content_type=…`), dropped or added."""
    wanted = {name.replace("_", "-"): value for name, value in replaced.items()}
    if "method" in wanted:
        wanted[":method"] = wanted.pop("method")
    if path is not None:
        wanted[":path"] = path
    result = [(name, wanted.pop(name, value)) for name, value in HEADERS if name not in drop]
    return result + list(wanted.items())


class Answer:
    """What came back on a stream."""

    def __init__(self):
        self.blocks, self.data, self.ended, self.reset, self.goaway = [], b"", False, None, None

    def field(self, name):
        for block in self.blocks:
            for key, value in block:
                if key == name:
                    return value
        return None

    @property
    def status(self):
        value = self.field("grpc-status")
        return None if value is None else int(value)

    @property
    def http(self):
        value = self.field(":status")
        return None if value is None else int(value)

    @property
    def text(self):
        return self.field("grpc-message") or ""

    def __repr__(self):
        return f"Answer(http={self.http} status={self.status} {self.text!r} blocks={len(self.blocks)} data={len(self.data)} " \
               f"ended={self.ended} reset={self.reset} goaway={self.goaway})"


class Raw:
    """One HTTP/2 connection by hyperframe and h2 with its own checks off, so that it can send what no client would."""

    def __init__(self, port):
        config = h2.config.H2Configuration(
            client_side=True, header_encoding="utf-8", validate_outbound_headers=False, normalize_outbound_headers=False,
            validate_inbound_headers=False)
        self.h2 = h2.connection.H2Connection(config)
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=5)
        self.h2.initiate_connection()
        self.flush()
        self.answers = {}
        self.closed = False

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def flush(self):
        self.socket.sendall(self.h2.data_to_send())

    def start(self, fields, end=False):
        stream = self.h2.get_next_available_stream_id()
        self.h2.send_headers(stream, fields, end_stream=end)
        self.answers[stream] = Answer()
        self.flush()
        return stream

    def send(self, stream, data, end=False):
        self.h2.send_data(stream, data, end_stream=end)
        self.flush()

    def raw(self, data):
        self.flush()
        self.socket.sendall(data)

    def pump(self, seconds=0.05):
        """Reads what comes within so much time of silence."""
        self.socket.settimeout(seconds)
        try:
            data = self.socket.recv(65536)
        except (TimeoutError, socket.timeout):
            return False
        except OSError:
            data = b""
        if not data:
            self.closed = True
            return False
        for event in self.h2.receive_data(data):
            answer = self.answers.get(getattr(event, "stream_id", None))
            if isinstance(event, (h2.events.ResponseReceived, h2.events.TrailersReceived, h2.events.InformationalResponseReceived)):
                answer.blocks.append(event.headers)
            elif isinstance(event, h2.events.DataReceived):
                answer.data += event.data
                if event.flow_controlled_length:
                    self.h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            elif isinstance(event, h2.events.StreamEnded):
                answer.ended = True
            elif isinstance(event, h2.events.StreamReset):
                if answer:
                    answer.reset = event.error_code
            elif isinstance(event, h2.events.ConnectionTerminated):
                for each in self.answers.values():
                    each.goaway = event.error_code
        try:
            self.flush()
        except OSError:
            self.closed = True
        return True

    def finish(self, stream, seconds=5):
        """Waits for the end of a stream; then what came."""
        answer = self.answers[stream]
        until = time.monotonic() + seconds
        while time.monotonic() < until and not (answer.ended or answer.reset is not None or answer.goaway is not None or self.closed):
            self.pump()
        if answer.ended:
            self.pump(0.02)  # a reset may follow the trailers
        return answer


def call(port, fields, *chunks, end=True):
    """One call on a connection of its own: headers, DATA frames, the end of the stream."""
    with Raw(port) as raw:
        stream = raw.start(fields, end=end and not chunks)
        for index, chunk in enumerate(chunks):
            raw.send(stream, chunk, end=end and index == len(chunks) - 1)
        return raw.finish(stream)
