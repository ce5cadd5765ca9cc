"""Wire's side and protobuf's side of every message: the Swift program wire-peer, and classes made by protoc from proto/."""
import pathlib
import random
import struct
import subprocess
import tempfile

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.descriptor import FieldDescriptor

import harness

EXAMPLES = harness.REPOSITORY / "Tests/WireExamples"


def peer_binary():
    return str(pathlib.Path(harness.roster_binary()).parent / "wire-peer") if harness.os.environ.get("ROSTER_UNDER_TEST") else next(
        str(path) for path in (harness.REPOSITORY / f".build/{build}/wire-peer" for build in ("testing/release", "release", "debug"))
        if path.exists())


class Refused(Exception):
    """Wire's answer to bytes or JSON that it doesn't take; the text is a WireError's."""


class Peer:
    def __init__(self):
        self.process = None

    def ask(self, question, name, payload=b""):
        # After a trap, which fails its own test, the others get a new one.
        if self.process is None or self.process.poll() is not None:
            self.process = subprocess.Popen([peer_binary()], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        name = name.encode()
        self.process.stdin.write(question + struct.pack("<I", len(name)) + name + struct.pack("<I", len(payload)) + payload)
        self.process.stdin.flush()
        head = self.process.stdout.read(5)
        if len(head) < 5:
            self.process.wait(10)
            raise AssertionError(f"wire-peer ended on {question!r} {name!r} {payload.hex()}")
        verdict, length = struct.unpack("<BI", head)
        answer = self.process.stdout.read(length)
        if verdict:
            raise Refused(answer.decode())
        return answer

    def decode(self, name, data):
        """The canonical encoding of what Wire decodes."""
        return self.ask(b"D", name, data)

    def json(self, name, data):
        return self.ask(b"J", name, data).decode()

    def from_json(self, name, text):
        return self.ask(b"j", name, text.encode())

    def random(self, name, seed):
        return self.ask(b"R", name, seed.to_bytes(8, "big"))

    def verdicts(self, name, inputs):
        """Whether Wire takes each of many inputs of at most 255 bytes."""
        payload = b"".join(bytes([len(data)]) + data for data in inputs)
        return [verdict == 0 for verdict in self.ask(b"V", name, payload)]

    def files(self):
        return descriptor_pb2.FileDescriptorSet.FromString(self.ask(b"S", ""))

    def close(self):
        if self.process:
            self.process.stdin.close()
            self.process.wait(10)


def protoc_files():
    """What protoc makes of proto/, the standard files it imports and the examples."""
    proto = harness.REPOSITORY / "proto"
    sources = sorted(str(path) for path in proto.rglob("*.proto")) + [str(EXAMPLES / "wire_examples.proto")]
    with tempfile.NamedTemporaryFile() as out:
        subprocess.run(["protoc", f"-I{proto}", f"-I{EXAMPLES}", "--include_imports", f"--descriptor_set_out={out.name}", *sources],
                       check=True, timeout=60)
        return descriptor_pb2.FileDescriptorSet.FromString(out.read())


def package_files():
    """The standard files that proto/ doesn't hold, from the Python packages that publish them."""
    from google.rpc import error_details_pb2, status_pb2
    from grpc_health.v1 import health_pb2
    from grpc_reflection.v1alpha import reflection_pb2

    files = descriptor_pb2.FileDescriptorSet()
    for module in (error_details_pb2, status_pb2, health_pb2, reflection_pb2):
        module.DESCRIPTOR.CopyToProto(files.file.add())
    # The packages have paths of their own.
    files.file[-2].name = "grpc/health/v1/health.proto"
    alpha = files.file[-1]
    alpha.name = "grpc/reflection/v1alpha/reflection.proto"
    # v1 is v1alpha under another package: so says its own comment, and there is no Python package of it.
    files.file.append(_renamed(alpha))
    return files


def _renamed(alpha):
    stable = descriptor_pb2.FileDescriptorProto()
    stable.CopyFrom(alpha)
    stable.name = "grpc/reflection/v1/reflection.proto"
    stable.package = "grpc.reflection.v1"

    def rename(message):
        for field in message.field:
            if field.type_name:
                field.type_name = field.type_name.replace(".v1alpha.", ".v1.")
        for nested in message.nested_type:
            rename(nested)

    for message in stable.message_type:
        rename(message)
    for service in stable.service:
        for method in service.method:
            method.input_type = method.input_type.replace(".v1alpha.", ".v1.")
            method.output_type = method.output_type.replace(".v1alpha.", ".v1.")
    return stable


def all_names(files):
    """Full names of all messages but map entries."""
    def walk(prefix, messages):
        for message in messages:
            if not message.options.map_entry:
                yield f"{prefix}.{message.name}"
                yield from walk(f"{prefix}.{message.name}", message.nested_type)

    return [name for file in files.file for name in walk(file.package, file.message_type)]


def classes(files):
    """Python classes of all messages, in a pool of their own."""
    pool = descriptor_pool.DescriptorPool()
    pending = {file.name: file for file in files.file}

    def add(file):
        for name in file.dependency:
            if name in pending:
                add(pending.pop(name))
        pool.Add(file)

    while pending:
        add(pending.pop(next(iter(pending))))
    return pool, {name: message_factory.GetMessageClass(pool.FindMessageTypeByName(name)) for name in all_names(files)}


def canonical(message):
    return message.SerializeToString(deterministic=True)


class Filler:
    """Fills Python messages with random values. Fields that hold typed texts (ids) take only values seen from Wire."""

    def __init__(self, seed, typed):
        self.random = random.Random(seed)
        self.typed = typed

    def integer(self, bits, signed):
        low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)
        choice = self.random.randrange(6)
        return (0, 1, low, high, self.random.randint(low, high), self.random.randint(0, 300))[choice]

    def text(self):
        pieces = ["", "a", "Zoë", "\U0001F600", "\x00\x1f", '"\\/', "long " * 20, "ሴ", "￿"]
        return "".join(self.random.choice(pieces) for _ in range(self.random.randrange(4)))

    def value(self, field):
        kind = field.type
        if kind in (FieldDescriptor.TYPE_INT32, FieldDescriptor.TYPE_SINT32, FieldDescriptor.TYPE_SFIXED32):
            return self.integer(32, True)
        if kind in (FieldDescriptor.TYPE_INT64, FieldDescriptor.TYPE_SINT64, FieldDescriptor.TYPE_SFIXED64):
            return self.integer(64, True)
        if kind in (FieldDescriptor.TYPE_UINT32, FieldDescriptor.TYPE_FIXED32):
            return self.integer(32, False)
        if kind in (FieldDescriptor.TYPE_UINT64, FieldDescriptor.TYPE_FIXED64):
            return self.integer(64, False)
        if kind == FieldDescriptor.TYPE_BOOL:
            return self.random.random() < 0.5
        if kind == FieldDescriptor.TYPE_FLOAT:
            return struct.unpack("<f", struct.pack("<f", self.random.choice([0.0, -0.0, 1.5, 3.4e38, float("inf"), -1e-40])))[0]
        if kind == FieldDescriptor.TYPE_DOUBLE:
            return self.random.choice([0.0, -0.0, 1.5, 1.7e308, float("-inf"), 5e-324, self.random.random()])
        if kind == FieldDescriptor.TYPE_BYTES:
            return self.random.randbytes(self.random.randrange(5))
        if kind == FieldDescriptor.TYPE_ENUM:
            return self.random.choice([value.number for value in field.enum_type.values] + [self.integer(32, True)])
        seen = self.typed.get(field.full_name)
        return self.random.choice(seen) if seen else self.text()

    def fill(self, message, depth=3):
        for field in message.DESCRIPTOR.fields:
            if self.random.random() < 0.4:
                continue
            is_message = field.type == FieldDescriptor.TYPE_MESSAGE
            if is_message and field.message_type.GetOptions().map_entry:
                self.fill_map(message, field, depth)
            elif is_message and depth == 0:
                continue
            elif field.is_repeated:
                for _ in range(self.random.choice([0, 1, 2, 3, 20 if not is_message else 1])):
                    if is_message:
                        self.fill(getattr(message, field.name).add(), depth - 1)
                    else:
                        getattr(message, field.name).append(self.value(field))
            elif is_message:
                getattr(message, field.name).SetInParent()
                self.fill(getattr(message, field.name), depth - 1)
            else:
                setattr(message, field.name, self.value(field))

    def fill_map(self, message, field, depth):
        key, value = field.message_type.fields_by_name["key"], field.message_type.fields_by_name["value"]
        entries = getattr(message, field.name)
        for _ in range(self.random.randrange(4)):
            if value.type != FieldDescriptor.TYPE_MESSAGE:
                entries[self.value(key)] = self.value(value)
            elif depth:
                self.fill(entries[self.value(key)], depth - 1)
