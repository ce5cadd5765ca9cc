"""A Roster server as a process, and the stubs that a user of its proto files makes with grpc_tools.

    python Tests/harness.py --roster PATH --data FOLDER -- COMMAND …

runs COMMAND beside a fresh server, with ROSTER_ADDRESS and ROSTER_API_KEY in its environment.
"""
import argparse
import functools
import importlib
import os
import pathlib
import queue
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import types

import grpc

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent
READY_SECONDS = 20

# Loopback never takes the proxy that the environment may name.
os.environ["no_proxy"] = os.environ["NO_PROXY"] = "*"


def roster_binary():
    """The program under test: scripts/test names it; else a build of this checkout."""
    named = os.environ.get("ROSTER_UNDER_TEST")
    candidates = [named] if named else [".build/testing/release/roster", ".build/release/roster", ".build/debug/roster"]
    for candidate in candidates:
        path = REPOSITORY / candidate
        if path.exists():
            return str(path)
    raise FileNotFoundError("no roster program: scripts/test builds one")


class Server:
    """`roster serve` on one data folder; may be started again after it ended, however it ended."""

    def __init__(self, data, *, settings=None, binary=None, tls=None, config=None):
        self.data = pathlib.Path(data)
        self.binary = binary or roster_binary()
        self.tls = tls
        self.settings = dict(settings or {})
        self.config = config
        self.process = self.port = self.tls_port = self.key = None
        self.output = []

    def start(self, under=()):
        """Starts it (under a tracer, where one is given) and returns once it listens."""
        listen = {"plaintext.listen": "127.0.0.1:0", "data_folder": str(self.data)}
        if self.tls:
            listen |= {"tls.listen": "127.0.0.1:0", "tls.certificate_file": self.tls.certificate,
                       "tls.private_key_file": self.tls.private_key}
        arguments = [part for name, value in (listen | self.settings).items() for part in ("--set", f"{name}={value}")]
        if self.config:
            arguments = ["--config", str(self.config), *arguments]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("ROSTER_")}
        self.output = []
        self.process = subprocess.Popen([*under, self.binary, "serve", *arguments], env=environment, text=True,
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        lines = queue.Queue()

        def read(stream):
            for line in stream:
                self.output.append(line.rstrip("\n"))
                lines.put(line)
            lines.put(None)

        threading.Thread(target=read, args=(self.process.stdout,), daemon=True).start()
        self._wait_until_ready(lines)
        return self

    def _wait_until_ready(self, lines):
        deadline = time.monotonic() + READY_SECONDS
        self.port = self.tls_port = None
        while self.port is None or (self.tls and self.tls_port is None):
            try:
                line = lines.get(timeout=max(0.01, deadline - time.monotonic()))
            except queue.Empty:
                line = None
            if line is None:
                self.kill()
                raise RuntimeError("the server does not come up:\n" + "\n".join(self.output))
            if key := re.search(r"\brk_[0-9A-Za-z_]+", line):
                self.key = key[0]
            if found := re.search(r"listening on 127\.0\.0\.1:(\d+)(.*TLS)?", line):
                if found[2]:
                    self.tls_port = int(found[1])
                else:
                    self.port = int(found[1])

    @property
    def server_pid(self):
        """The server's own process, which under strace is strace's child; the other tools become the server."""
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return int(children[0]) if children else self.process.pid

    def kill(self):
        """kill -9, as a crash would."""
        if self.process and self.process.poll() is None:
            os.kill(self.server_pid, signal.SIGKILL)
            self.process.wait(10)

    def stop(self, seconds=30):
        """SIGTERM, and the status it ends with."""
        if self.process.poll() is None:
            os.kill(self.server_pid, signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def __enter__(self):
        return self.start() if self.process is None else self

    def __exit__(self, *_):
        self.kill()

    def channel(self, tls=False):
        if not tls:
            return grpc.insecure_channel(f"127.0.0.1:{self.port}")
        credentials = grpc.ssl_channel_credentials(pathlib.Path(self.tls.authority).read_bytes())
        return grpc.secure_channel(f"localhost:{self.tls_port}", credentials)

    def caller(self, key=None, actor=None, tls=False):
        return Caller(self.channel(tls), key or self.key, actor)

    def verify(self, seconds=60):
        """`roster verify` of the folder; its output, once it ended well."""
        done = subprocess.run([self.binary, "verify", "--data", str(self.data)], capture_output=True, text=True, timeout=seconds)
        assert done.returncode == 0, f"roster verify says {done.returncode}:\n{done.stdout}{done.stderr}"
        return done.stdout


class Caller:
    """One channel and one credential: `caller.MemberService.CreateMember(request)`."""

    def __init__(self, channel, key, actor=None):
        self.channel = channel
        self.metadata = [("authorization", f"Bearer {key}")] if key else []
        if actor:
            self.metadata.append(("roster-actor", actor))

    def __getattr__(self, service):
        if not service.endswith("Service"):
            raise AttributeError(service)
        stub = getattr(stubs(), service + "Stub")(self.channel)

        def bound(name):
            method = getattr(stub, name)
            return lambda request, timeout=10, **options: method(request, timeout=timeout, metadata=self.metadata, **options)

        methods = types.SimpleNamespace(**{name: bound(name) for name in vars(stub)})
        setattr(self, service, methods)
        return methods

    def close(self):
        self.channel.close()


def details(error):
    """What stands in an error's google.rpc.Status: the detail messages by their names."""
    from google.rpc import error_details_pb2, status_pb2

    packed = dict(error.trailing_metadata() or ()).get("grpc-status-details-bin")
    found = {}
    for any_message in status_pb2.Status.FromString(packed).details if packed else ():
        message = getattr(error_details_pb2, any_message.TypeName().rsplit(".", 1)[1])()
        assert any_message.Unpack(message)
        found[type(message).__name__] = message
    return found


def reason(error):
    """The reason that an error's ErrorInfo names; empty without one."""
    info = details(error).get("ErrorInfo")
    return info.reason if info else ""


@functools.cache
def stubs():
    """Every message, enum and stub of roster.v1 in one namespace, made from proto/ as a user makes them.

    google/rpc comes from the package that grpcio-status brings: one process can hold a file name once.
    """
    from grpc_tools import protoc

    out = pathlib.Path(tempfile.mkdtemp(prefix="roster-stubs-"))
    try:
        proto = REPOSITORY / "proto"
        files = sorted(str(path.relative_to(proto)) for path in proto.glob("roster/v1/*.proto"))
        standard = pathlib.Path(importlib.import_module("grpc_tools").__file__).parent / "_proto"
        status = protoc.main(["protoc", f"-I{proto}", f"-I{standard}", f"--python_out={out}", f"--grpc_python_out={out}", *files])
        assert status == 0, "protoc refuses the proto files"
        sys.path.insert(0, str(out))
        names = types.SimpleNamespace()
        for file in files:
            module = file.removesuffix(".proto").replace("/", ".")
            for suffix in ("_pb2", "_pb2_grpc"):
                for name, value in vars(importlib.import_module(module + suffix)).items():
                    if not name.startswith("_"):
                        setattr(names, name, value)
        return names
    finally:
        shutil.rmtree(out, ignore_errors=True)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--roster", required=True)
    arguments.add_argument("--data", required=True)
    arguments.add_argument("command", nargs="+")
    chosen = arguments.parse_args()
    with Server(chosen.data, binary=chosen.roster) as server:
        environment = os.environ | {"ROSTER_ADDRESS": f"127.0.0.1:{server.port}", "ROSTER_API_KEY": server.key}
        sys.exit(subprocess.run(chosen.command, env=environment, timeout=600).returncode)


if __name__ == "__main__":
    main()
