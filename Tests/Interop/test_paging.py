"""Ten thousand members, listed page by page while others write: complete, and nobody twice."""
import concurrent.futures
import threading

import grpc
import pytest

import harness

MEMBERS = 10_000
IN_FLIGHT = 256


def create(caller, organization_id, numbers, prefix):
    """Creates members with many calls in flight; their addresses."""
    api = harness.stubs()
    stub = api.MemberServiceStub(caller.channel)
    slots = threading.Semaphore(IN_FLIGHT)
    calls = []
    for number in numbers:
        slots.acquire()
        call = stub.Create.future(api.CreateMemberRequest(
            organization_id=organization_id, email=f"{prefix}{number:05}@example.com", without_license=True,
            profile=api.Profile(given_name=f"Nº {number}", region=f"Region {number % 7}")), timeout=60, metadata=caller.metadata)
        call.add_done_callback(lambda _: slots.release())
        calls.append(call)
    return [call.result().member.email for call in calls]


@pytest.fixture(scope="module")
def crowded(server):
    """An organization with ten thousand members besides its owner."""
    caller, api = server.caller(), harness.stubs()
    organization_id = caller.OrganizationService.Create(api.CreateOrganizationRequest(
        name="Crowded", owner_email="owner@crowded.example.com", plan="ENTERPRISE")).organization.organization_id
    emails = create(caller, organization_id, range(MEMBERS), "person")
    yield caller, organization_id, set(emails) | {"owner@crowded.example.com"}
    caller.close()


@pytest.mark.parametrize("order_by", ["", "email", "profile.region desc"])
def test_pages_show_one_point_while_others_write(server, crowded, order_by):
    caller, organization_id, emails = crowded
    api = harness.stubs()
    stop = threading.Event()

    def go_on_writing():
        writer, written = server.caller(), 0
        while not stop.is_set():
            create(writer, organization_id, range(written, written + 20), f"late-{order_by.replace(' ', '-') or 'none'}-")
            written += 20
        writer.close()
        return written

    with concurrent.futures.ThreadPoolExecutor() as pool:
        writing = pool.submit(go_on_writing)
        try:
            seen, token, revisions, totals, pages = [], "", set(), set(), 0
            while True:
                page = caller.MemberService.List(api.ListMembersRequest(
                    organization_id=organization_id, page_size=500, page_token=token, order_by=order_by), timeout=30)
                seen += page.members
                revisions.add(page.revision)
                totals.add(page.total_size)
                pages += 1
                token = page.next_page_token
                if not token:
                    break
        finally:
            stop.set()
        assert writing.result() > 0, "nobody wrote meanwhile"
    found = [member.email for member in seen]
    assert len(found) == len(set(found)), "somebody twice"
    assert emails <= set(found), f"{len(emails - set(found))} missing"
    assert len(revisions) == 1 and totals == {len(found)} and pages >= 20
    if order_by == "email":
        assert found == sorted(found)
    if order_by.startswith("profile.region"):
        regions = [member.profile.region for member in seen]
        assert regions == sorted(regions, reverse=True)


def test_a_token_is_good_for_its_own_list_only(crowded):
    caller, organization_id, _ = crowded
    api = harness.stubs()
    page = caller.MemberService.List(api.ListMembersRequest(organization_id=organization_id, page_size=10))
    for other in ({"order_by": "email"}, {"filter": 'profile.region = "Region 1"'}):
        with pytest.raises(grpc.RpcError) as refused:
            caller.MemberService.List(api.ListMembersRequest(organization_id=organization_id, page_size=10, page_token=page.next_page_token, **other))
        assert refused.value.code() == grpc.StatusCode.INVALID_ARGUMENT and harness.reason(refused.value) == "PAGE_TOKEN_MISMATCH"
