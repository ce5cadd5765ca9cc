"""Wire against protobuf itself: the same descriptors as protoc's, the same bytes, verdicts and JSON as Python's.

Where the two may differ is written down in wire_differences.md, and in `excused` below.
"""
import collections
import os
import random

import pytest
from google.protobuf import descriptor_pb2, json_format
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import DecodeError

from wire_peer import Filler, Peer, Refused, all_names, canonical, classes, package_files, protoc_files

# Random messages in all, each way; scripts/check raises it.
MESSAGES = int(os.environ.get("WIRE_MESSAGES", "100000"))
SEED = 20261123


@pytest.fixture(scope="module")
def peer():
    peer = Peer()
    yield peer
    peer.close()


@pytest.fixture(scope="module")
def ours(peer):
    return peer.files()


@pytest.fixture(scope="module")
def theirs():
    """All files: protoc's first, then those that only Python packages hold."""
    files = protoc_files()
    present = {file.name for file in files.file}
    files.file.extend(file for file in package_files().file if file.name not in present)
    return files


@pytest.fixture(scope="module")
def pool_and_types(ours, theirs):
    pool, types = classes(theirs)
    return pool, {name: types[name] for name in all_names(ours)}


@pytest.fixture(scope="module")
def types(pool_and_types):
    return pool_and_types[1]


@pytest.fixture(scope="module")
def samples(peer, types):
    """Random messages of every type, from Wire."""
    return {name: [peer.random(name, seed) for seed in range(40)] for name in types}


@pytest.fixture(scope="module")
def typed(peer, types, samples):
    """Values of the string fields that have a form of their own (ids), by the field's full name."""
    values = collections.defaultdict(list)

    def collect(message):
        for field, value in message.ListFields():
            if field.type == field.TYPE_STRING:
                values[field.full_name].extend([value] if isinstance(value, str) else list(value))
            elif field.type == field.TYPE_MESSAGE:
                if field.message_type.GetOptions().map_entry:
                    continue
                for part in value if field.is_repeated else [value]:
                    collect(part)

    for name, encodings in samples.items():
        for data in encodings:
            collect(types[name].FromString(data))
    found = {}
    for name, kind in types.items():
        for field in kind.DESCRIPTOR.fields:
            if field.type != field.TYPE_STRING:
                continue
            probe = kind()
            if field.is_repeated:
                getattr(probe, field.name).append("no id")
            else:
                setattr(probe, field.name, "no id")
            try:
                peer.decode(name, canonical(probe))
            except Refused as refusal:
                assert str(refusal) == f"malformedText at {field.name}", f"{field.full_name}: {refusal}"
                found[field.full_name] = values[field.full_name] or [""]
    return found


# MARK: drift

def normalized(message, json_names):
    """A DescriptorProto without what differs in spelling only: options but map_entry, order, reserved numbers."""
    result = {"fields": {}, "nested": {}, "enums": {}, "oneofs": [oneof.name for oneof in message.oneof_decl],
              "map_entry": message.options.map_entry}
    for field in message.field:
        result["fields"][field.number] = (field.name, field.label, field.type, field.type_name, field.json_name if json_names else None, field.proto3_optional,
                                          message.oneof_decl[field.oneof_index].name if field.HasField("oneof_index") else None)
    for nested in message.nested_type:
        result["nested"][nested.name] = normalized(nested, json_names)
    for enum in message.enum_type:
        result["enums"][enum.name] = normalized_enum(enum)
    return result


def normalized_enum(enum):
    return [(value.name, value.number) for value in enum.value]


def normalized_service(service):
    return [(method.name, method.input_type, method.output_type, method.client_streaming, method.server_streaming,
             method.options.idempotency_level == descriptor_pb2.MethodOptions.NO_SIDE_EFFECTS) for method in service.method]


def names_of(files):
    return [file.name for file in files.file]


def test_every_file_is_known(ours, theirs):
    """proto/ holds nothing that the program doesn't know, but the numbers of google.rpc.Code and descriptor.proto."""
    assert len(names_of(ours)) == len(set(names_of(ours)))
    assert set(names_of(theirs)) - set(names_of(ours)) <= {"google/rpc/code.proto", "google/protobuf/descriptor.proto"}
    assert set(names_of(ours)) <= set(names_of(theirs))


def test_no_drift(ours, theirs):
    """Numbers, names, types, labels, oneofs, services, methods and shapes are those that protoc finds in proto/."""
    protoc = {file.name: file for file in theirs.file}
    # The published packages too: proto/google/rpc is a copy. Their descriptors leave out the JSON names.
    packages = {file.name: file for file in package_files().file}
    assert set(packages) <= set(names_of(ours))
    for expected in (protoc, packages):
        for file in ours.file:
            if file.name not in expected:
                continue
            other = expected[file.name]
            assert file.package == other.package and file.syntax == other.syntax == "proto3", file.name
            assert set(file.dependency) <= set(other.dependency), file.name
            assert {m.name for m in file.message_type} == {m.name for m in other.message_type}, file.name
            theirs_by_name = {m.name: m for m in other.message_type}
            for message in file.message_type:
                other_message = theirs_by_name[message.name]
                json_names = all(field.json_name for field in other_message.field)
                assert normalized(message, json_names) == normalized(other_message, json_names), f"{file.package}.{message.name}"
            assert {e.name: normalized_enum(e) for e in file.enum_type} == {e.name: normalized_enum(e) for e in other.enum_type}, file.name
            assert ({s.name: normalized_service(s) for s in file.service}
                    == {s.name: normalized_service(s) for s in other.service}), file.name


def test_descriptors_are_whole(ours):
    """Python's descriptor pool takes the descriptors as they are, and finds every message."""
    pool, types = classes(ours)
    for file in ours.file:
        assert pool.FindFileByName(file.name).serialized_pb
    assert len(types) > 100


# MARK: bytes

def share(name, types):
    """Of all messages, those of one type; the type with every kind of field gets ten times as many."""
    return max(20, MESSAGES * (10 if name == "wire.examples.Everything" else 1) // (len(types) + 9))


def excused(refusal, kind):
    """Refusals of Wire's own (wire_differences.md): forms of ids, its budget, and field number 0 where Python forgets to look."""
    reason = str(refusal).split(" ")[0]
    return (reason in ("malformedText", "tooDeep", "tooManyElements", "decodedTooLarge")
            or reason == "malformedTag" and reaches(kind, lambda message: not message.fields))


def reaches(kind, wanted, seen=frozenset()):
    """Whether a message type, or one that it holds somewhere, is wanted."""
    seen = seen | {kind.full_name}
    return wanted(kind) or any(reaches(field.message_type, wanted, seen) for field in kind.fields
                               if field.message_type and field.message_type.full_name not in seen)


def is_map(kind):
    return kind.GetOptions().map_entry


def is_text_map(kind):
    """Whether entries may come in two orders: a map with strings as keys, or anything."""
    return (kind.GetOptions().map_entry and kind.fields_by_name["key"].type == FieldDescriptor.TYPE_STRING
            or kind.full_name == "google.protobuf.Any")


def same(kind, ours, theirs):
    """Equal bytes; where string keys are about, equal up to the order of entries (wire_differences.md)."""
    if ours == theirs:
        return True
    return len(ours) == len(theirs) and reaches(kind.DESCRIPTOR, is_text_map) and kind.FromString(ours) == kind.FromString(theirs)


def test_wires_messages_in_python(peer, types):
    """Random messages of every type from Wire: Python reads them, and writes the same bytes."""
    for name, kind in types.items():
        for seed in range(share(name, types)):
            data = peer.random(name, SEED + seed)
            assert same(kind, data, canonical(kind.FromString(data))), f"{name} from seed {SEED + seed}"


def test_pythons_messages_in_wire(peer, types, typed):
    """Random messages of every type from Python: Wire reads them, and writes the same bytes."""
    filler = Filler(SEED, typed)
    for name, kind in types.items():
        for _ in range(share(name, types)):
            message = kind()
            filler.fill(message)
            data = canonical(message)
            assert same(kind, peer.decode(name, data), data), f"{name}: {data.hex()}"
            # The same message as fields in another order, and packed fields in pieces.
            scattered = shuffled(filler.random, data)
            if scattered is not None:
                theirs = canonical(kind.FromString(scattered))
                assert same(kind, peer.decode(name, scattered), theirs), f"{name}: {scattered.hex()}"


def varint(data, position):
    value = shift = 0
    while True:
        byte = data[position]
        position += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, position


def shuffled(source, data):
    """The message with its top-level fields in random order, which changes which of two members of a oneof is last; None if there is but one."""
    fields = []
    position = 0
    while position < len(data):
        start = position
        tag, position = varint(data, position)
        if tag & 7 == 0:
            _, position = varint(data, position)
        elif tag & 7 == 1:
            position += 8
        elif tag & 7 == 5:
            position += 4
        else:
            length, position = varint(data, position)
            position += length
        fields.append(data[start:position])
    if len(fields) < 2:
        return None
    fields += source.sample(fields, source.randrange(len(fields)))
    source.shuffle(fields)
    return b"".join(fields)


def mutated(source, data, other):
    """Valid bytes after a small accident."""
    data = bytearray(data)
    for _ in range(source.choice([1, 1, 1, 2, 5])):
        place = source.randrange(len(data) + 1)
        accident = source.randrange(8)
        if accident == 0 and data:
            data[place % len(data)] ^= 1 << source.randrange(8)
        elif accident == 1 and data:
            data[place % len(data)] = source.randrange(256)
        elif accident == 2:
            del data[place:]
        elif accident == 3:
            del data[place:place + source.randrange(1, 5)]
        elif accident == 4:
            data[place:place] = source.randbytes(source.randrange(1, 5))
        elif accident == 5:
            data[place:place] = data[source.randrange(len(data) + 1):][:20]
        elif accident == 6:
            data[place:place] = other[source.randrange(len(other) + 1):][:20]
        else:
            # Tags and lengths of interest: groups, numbers 0 and 2^29 - 1, wire types 6 and 7, varints of 10 and 11 bytes.
            data[place:place] = source.choice([b"\x0b\x0c", b"\x0b", b"\x0c", b"\x00", b"\xf8\xff\xff\xff\x0f\x01", b"\x0e", b"\x0f",
                                               b"\x08" + b"\xff" * 9 + b"\x01", b"\x08" + b"\xff" * 9 + b"\x02", b"\x08" + b"\x80" * 10 + b"\x00",
                                               b"\x0a\x02\xc0\x80", b"\x0a\xff\xff\xff\xff\x0f", b"\x0b" * 20 + b"\x0c" * 20])
    return bytes(data)


# Well-formed fields that no message has (groups in groups among them), and field 1 in three wire types.
UNKNOWN_FIELDS = [b"\xb8\xbb\x01\x05", b"\xba\xbb\x01\x02hi", b"\xb9\xbb\x01" + b"12345678", b"\xbd\xbb\x01" + b"1234",
                  b"\xbb\xbb\x01\x08\x01\x13\x0a\x01x\x14\xbc\xbb\x01", b"\x08\x01", b"\x09" + b"12345678", b"\x0d" + b"1234", b"\x0b\x0c"]


def test_mutated_bytes(peer, types, samples):
    """Broken bytes: the same verdict, and the same message where both take them."""
    source = random.Random(SEED)
    differences = collections.Counter()
    accepted = refused = 0
    for name, kind in types.items():
        for _ in range(share(name, types)):
            data = source.choice(samples[name])
            if source.random() < 0.3:
                data = shuffled(source, data + source.choice(UNKNOWN_FIELDS)) or data
            else:
                data = mutated(source, data, source.choice(samples[name]))
            try:
                message = kind.FromString(data)
                had_unknown = message.ByteSize()
                message.DiscardUnknownFields()
                had_unknown = had_unknown != message.ByteSize()
                theirs = canonical(message)
            except DecodeError:
                theirs = None
            try:
                ours = peer.decode(name, data)
            except Refused as refusal:
                if theirs is not None:
                    assert excused(refusal, kind.DESCRIPTOR), f"{name}: Wire refuses {data.hex()}: {refusal}"
                    differences[str(refusal).split(" ")[0]] += 1
                else:
                    refused += 1
                continue
            assert theirs is not None, f"{name}: Wire takes {data.hex()}"
            if had_unknown and reaches(kind.DESCRIPTOR, is_map) and not same(kind, ours, theirs):
                differences["entry with an unknown field"] += 1
            else:
                assert same(kind, ours, theirs), f"{name}: {data.hex()}: Wire {ours.hex()}, Python {theirs.hex()}"
            accepted += 1
    print(f"{accepted} accepted and {refused} refused by both; differences: {dict(differences)}")
    assert differences["entry with an unknown field"] < MESSAGES // 100
    assert accepted > MESSAGES // 10 and refused > MESSAGES // 10


def test_verdicts_on_short_inputs(peer, types):
    """One in a hundred of all inputs of 0 to 3 bytes."""
    everything = types["wire.examples.Everything"]
    inputs = [b""] + [bytes([a]) for a in range(256)] + [bytes([a, b]) for a in range(256) for b in range(256)]
    inputs += [index.to_bytes(3, "big") for index in range(0, 1 << 24, 101)]
    ours = peer.verdicts("wire.examples.Everything", inputs)
    for data, verdict in zip(inputs, ours, strict=True):
        try:
            everything.FromString(data)
            accepted = True
        except DecodeError:
            accepted = False
        assert verdict == accepted, f"{data.hex()}: Wire {'takes' if verdict else 'refuses'} it"


# Between them they hold every kind of field, ids and permissions, messages in messages, groups of few and of many fields.
REPRESENTATIVE = ["wire.examples.Everything", "wire.examples.Everything.Nested", "google.rpc.Status", "grpc.health.v1.HealthListResponse",
                  "roster.v1.CheckRequest", "roster.v1.Event"]


@pytest.mark.parametrize("name", REPRESENTATIVE)
def test_all_short_inputs(peer, name):
    """Every input of 0 to 3 bytes, 16,843,009 of them: no trap, and what is taken can be written and read again."""
    assert peer.ask(b"E", name) == b""


# MARK: JSON

def test_json(peer, pool_and_types):
    """Wire's JSON in Python, and Python's in Wire: the same messages."""
    pool, types = pool_and_types
    for name, kind in types.items():
        if name == "google.protobuf.Any":
            # Python's parser of a bare Any takes no fields; it is covered inside other messages.
            continue
        for seed in range(share(name, types) // 10):
            data = peer.random(name, seed)
            message = kind.FromString(data)
            text = peer.json(name, data)
            read = json_format.Parse(text, kind(), descriptor_pool=pool)
            assert same(kind, data, canonical(read)), f"{name}: {text}"
            for original in (False, True):
                written = json_format.MessageToJson(message, preserving_proto_field_name=original, descriptor_pool=pool)
                assert same(kind, peer.from_json(name, written), data), f"{name}: {written}"
