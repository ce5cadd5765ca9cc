"""Reflection (v1 and v1alpha) and health, as grpcurl and load balancers use them."""
import grpc
import pytest
from google.protobuf import descriptor_pb2, descriptor_pool
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2

OURS = ["roster.v1.OrganizationService", "roster.v1.MemberService", "roster.v1.LicenseService", "roster.v1.AccessService", "roster.v1.KeyService"]
STANDARD = ["grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"]


@pytest.fixture(params=["v1", "v1alpha"])
def reflection(request, server):
    """Asks one question. Both versions have the same messages on the wire, under another package name."""
    channel = server.channel()
    method = channel.stream_stream(f"/grpc.reflection.{request.param}.ServerReflection/ServerReflectionInfo",
                                   reflection_pb2.ServerReflectionRequest.SerializeToString, reflection_pb2.ServerReflectionResponse.FromString)
    yield lambda **question: next(method(iter([reflection_pb2.ServerReflectionRequest(**question)]), timeout=10))
    channel.close()


def files(answer):
    assert answer.HasField("file_descriptor_response"), answer
    return [descriptor_pb2.FileDescriptorProto.FromString(data) for data in answer.file_descriptor_response.file_descriptor_proto]


def test_every_service_is_listed(reflection):
    listed = {service.name for service in reflection(list_services="").list_services_response.service}
    assert listed >= {*OURS, *STANDARD}


@pytest.mark.parametrize("service", OURS + STANDARD[:1])
def test_a_service_and_its_methods_are_described(reflection, service):
    (described,) = [s for file in files(reflection(file_containing_symbol=service)) for s in file.service
                    if f"{file.package}.{s.name}" == service]
    assert described.method
    for method in described.method:
        found = files(reflection(file_containing_symbol=f"{service}.{method.name}"))
        assert any(f"{file.package}.{s.name}" == service for file in found for s in file.service)
        assert files(reflection(file_containing_symbol=method.input_type.lstrip(".")))


def test_what_is_described_can_be_called(reflection, server, api):
    """A pool filled by reflection alone builds the same messages as the proto files."""
    known, missing = {}, ["roster.v1.MemberService"]
    while missing:
        symbol = missing.pop()
        question = {"file_by_filename": symbol} if symbol.endswith(".proto") else {"file_containing_symbol": symbol}
        for file in files(reflection(**question)):
            if file.name not in known:
                known[file.name] = file
                missing += [name for name in file.dependency if name not in known]
    pool = descriptor_pool.DescriptorPool()
    added = set()

    def add(name):
        if name not in added:
            added.add(name)
            for dependency in known[name].dependency:
                add(dependency)
            pool.Add(known[name])

    for name in known:
        add(name)
    ours = pool.FindMessageTypeByName("roster.v1.Member")
    theirs = api.Member.DESCRIPTOR
    assert [(f.number, f.name, f.type) for f in ours.fields] == [(f.number, f.name, f.type) for f in theirs.fields]


def test_an_unknown_symbol_is_an_answer(reflection):
    answer = reflection(file_containing_symbol="roster.v1.NoSuchService")
    assert answer.error_response.error_code == grpc.StatusCode.NOT_FOUND.value[0]


@pytest.mark.parametrize("tls", [False, True])
def test_health(server, tls):
    with server.channel(tls) as channel:
        health = health_pb2_grpc.HealthStub(channel)
        for service in ["", *OURS]:
            assert health.Check(health_pb2.HealthCheckRequest(service=service), timeout=10).status == health_pb2.HealthCheckResponse.SERVING
        with pytest.raises(grpc.RpcError) as unknown:
            health.Check(health_pb2.HealthCheckRequest(service="no.such"), timeout=10)
        assert unknown.value.code() == grpc.StatusCode.NOT_FOUND
        watched = health.Watch(health_pb2.HealthCheckRequest(), timeout=10)
        assert next(watched).status == health_pb2.HealthCheckResponse.SERVING
        watched.cancel()
