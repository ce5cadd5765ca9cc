"""Errors as other clients read them: a status, and google.rpc.Status details beside it."""
import grpc
import pytest
from google.rpc import error_details_pb2
from grpc_status import rpc_status

import harness


def refusal(call):
    with pytest.raises(grpc.RpcError) as caught:
        call()
    return caught.value


def test_details_agree_with_the_status(server, api):
    caller = server.caller()
    error = refusal(lambda: caller.OrganizationService.Get(api.GetOrganizationRequest(organization_id="mem_wrong_kind")))
    status = rpc_status.from_call(error)  # raises when code or message differ from the trailers'
    assert status.code == grpc.StatusCode.INVALID_ARGUMENT.value[0]
    info = error_details_pb2.ErrorInfo()
    assert any(detail.Unpack(info) for detail in status.details if detail.Is(info.DESCRIPTOR))
    assert (info.reason, info.domain) == ("MALFORMED_ID", "roster.v1")


@pytest.mark.parametrize("key", [None, "rk_", "nonsense", "rk_01J9ZC3V5Q8W2T4N6B7D9F1G3H_" + "0" * 52 + "0" * 7])
def test_every_bad_credential_gets_one_text(server, api, key):
    caller = server.caller()
    caller.metadata = [("authorization", f"Bearer {key}")] if key else []
    error = refusal(lambda: caller.OrganizationService.List(api.ListOrganizationsRequest()))
    assert error.code() == grpc.StatusCode.UNAUTHENTICATED
    none = server.caller()
    none.metadata = []
    assert error.details() == refusal(lambda: none.OrganizationService.List(api.ListOrganizationsRequest())).details()


def test_an_unknown_method(server):
    with server.channel() as channel:
        unknown = channel.unary_unary("/roster.v1.MemberService/Fly")
        error = refusal(lambda: unknown(b"", timeout=10, metadata=server.caller().metadata))
        assert error.code() == grpc.StatusCode.UNIMPLEMENTED


def test_the_refusal_comes_in_the_documented_order(server, api):
    """UNAUTHENTICATED before INVALID_ARGUMENT before NOT_FOUND (product 4.1)."""
    request = api.GetMemberRequest(organization_id="org_00000000000000000000000000", member_id="not an id")
    nobody = server.caller()
    nobody.metadata = []
    assert refusal(lambda: nobody.MemberService.Get(request)).code() == grpc.StatusCode.UNAUTHENTICATED
    assert refusal(lambda: server.caller().MemberService.Get(request)).code() == grpc.StatusCode.INVALID_ARGUMENT
    request.member_id = "mem_00000000000000000000000001"
    request.organization_id = "org_01J9ZC3V5Q8W2T4N6B7D9F1G3H"
    error = refusal(lambda: server.caller().MemberService.Get(request))
    assert error.code() == grpc.StatusCode.NOT_FOUND
    assert request.organization_id not in error.details() and not harness.details(error)["ErrorInfo"].metadata
