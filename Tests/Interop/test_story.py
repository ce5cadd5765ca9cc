"""One organization's life, told by a stock gRPC client: created, staffed, seated, asked, and found again after a crash."""
import uuid

import grpc
import pytest

import harness

PRODUCT = "sales_navigator"


@pytest.fixture(params=["plaintext", "TLS"])
def story(request, server):
    """A caller with the bootstrap key, and an organization of its own with three seats."""
    caller = server.caller(tls=request.param == "TLS")
    yield Story(server, caller, tls=request.param == "TLS")
    caller.close()


class Story:
    def __init__(self, server, caller, tls):
        self.server, self.caller, self.tls, self.api = server, caller, tls, harness.stubs()
        self.unique = uuid.uuid4().hex[:8]
        self.created = caller.OrganizationService.Create(self.api.CreateOrganizationRequest(
            name="Vliet Instrumenten", owner_email=self.address("Odile.Marchal"), plan="ADVANCED", time_zone="Europe/Amsterdam",
            owner_profile=self.api.Profile(given_name="Odile", family_name="Maréchal"),
            pools=[self.api.PoolSize(product_id=PRODUCT, purchased=3)]))
        self.organization_id = self.created.organization.organization_id

    def address(self, name):
        return f"{name}@{self.unique}.example.com"

    def member(self, name, **fields):
        fields.setdefault("without_license", not fields.get("product_ids"))
        return self.caller.MemberService.Create(self.api.CreateMemberRequest(
            organization_id=self.organization_id, email=self.address(name), **fields)).member

    def list(self, **fields):
        return self.caller.MemberService.List(self.api.ListMembersRequest(organization_id=self.organization_id, **fields))

    def seats(self):
        return self.caller.LicenseService.GetSeatSummary(self.api.GetSeatSummaryRequest(organization_id=self.organization_id)).total

    def check(self, permission, caller=None, **fields):
        return (caller or self.caller).AccessService.Check(self.api.CheckRequest(
            organization_id=self.organization_id, permission=permission, **fields))


def refused(call, code, reason=None):
    with pytest.raises(grpc.RpcError) as caught:
        call()
    assert caught.value.code() == code, caught.value
    if reason:
        assert harness.reason(caught.value) == reason
    return caught.value


def test_an_organization_has_one_owner(story):
    """Rows 69, 86: one owner an organization, and one organization an owner."""
    api, made = story.api, story.created
    assert made.organization.kind == api.ORGANIZATION_KIND_ROOT and made.organization.state == api.ORGANIZATION_STATE_ACTIVE
    assert made.organization.owner_id == made.owner.member_id and made.owner.role == api.ORGANIZATION_ROLE_OWNER
    assert made.owner.email == story.address("odile.marchal").lower(), "an address is kept in lower case"
    assert made.result.revision == 1 and made.result.HasField("time")
    got = story.caller.OrganizationService.Get(api.GetOrganizationRequest(organization_id=story.organization_id))
    assert got.organization == made.organization and got.revision == made.result.revision
    refused(lambda: story.caller.OrganizationService.Create(api.CreateOrganizationRequest(
        name="A second one", owner_email=made.owner.email, plan="ADVANCED")), grpc.StatusCode.FAILED_PRECONDITION, "ALREADY_OWNS_ORGANIZATION")


def test_people_come_change_and_go(story):
    api, members = story.api, story.caller.MemberService
    ada = story.member("zofia", role=api.ORGANIZATION_ROLE_MANAGER, product_ids=[PRODUCT],
                       profile=api.Profile(given_name="Zofia", family_name="Żuławska", title="Regional Sales Manager", region="Poland"))
    assert ada.state == api.MEMBER_STATE_ACTIVE and [l.product_id for l in ada.licenses] == [PRODUCT]
    aoi = story.member("aoi", profile=api.Profile(given_name="葵", family_name="佐藤", title="Account Executive", region="Japan"))
    refused(lambda: story.member("AOI"), grpc.StatusCode.ALREADY_EXISTS, "EMAIL_IN_USE")

    by_region = story.list(filter='profile.region = "Japan"')
    assert [m.member_id for m in by_region.members] == [aoi.member_id] and by_region.total_size == 1
    ordered = [m.email for m in story.list(order_by="email desc").members]
    assert ordered == sorted(ordered, reverse=True) and len(ordered) == 3

    changed = members.Update(api.UpdateMemberRequest(
        member=api.Member(organization_id=story.organization_id, member_id=aoi.member_id, profile=api.Profile(title="Key Account Manager")),
        update_mask={"paths": ["profile.title"]}))
    assert changed.member.profile.title == "Key Account Manager" and changed.member.profile.given_name == "葵"
    assert changed.member.revision == changed.result.revision > aoi.revision

    login = members.RecordLogin(api.RecordLoginRequest(organization_id=story.organization_id, member_id=ada.member_id))
    assert login.member.HasField("last_login_time")

    one = {"organization_id": story.organization_id, "member_id": aoi.member_id}
    assert members.Remove(api.RemoveMemberRequest(**one)).member.state == api.MEMBER_STATE_REMOVED
    assert aoi.member_id not in {m.member_id for m in story.list().members}
    assert members.Restore(api.RestoreMemberRequest(**one)).member.state == api.MEMBER_STATE_ACTIVE
    members.Remove(api.RemoveMemberRequest(**one))
    erased = members.Erase(api.EraseMemberRequest(**one)).member
    assert not erased.email and not erased.profile.given_name


def test_seats_are_counted_and_bounded(story):
    api, licenses = story.api, story.caller.LicenseService
    held = [story.member(f"seated{n}", product_ids=[PRODUCT]) for n in range(3)]
    seats = story.seats()
    assert (seats.purchased, seats.available, seats.active + seats.pending) == (3, 0, 3)
    full = refused(lambda: story.member("unseated", product_ids=[PRODUCT]), grpc.StatusCode.RESOURCE_EXHAUSTED, "SEATS_EXHAUSTED")
    assert harness.details(full)["ErrorInfo"].domain == "roster.v1"
    assert story.list(filter=f'email = "{story.address("unseated")}"').total_size == 0, "refused, and half of it done"

    back = licenses.Revoke(api.RevokeLicenseRequest(organization_id=story.organization_id, license_id=held[0].licenses[0].license_id))
    assert back.assignment.state == api.LICENSE_STATE_REVOKED and story.seats().available == 1
    standing = story.member("standing")
    given = licenses.Assign(api.AssignLicenseRequest(organization_id=story.organization_id, member_id=standing.member_id, product_id=PRODUCT))
    assert given.assignment.member_id == standing.member_id and story.seats().available == 0
    assignments = licenses.ListAssignments(api.ListAssignmentsRequest(organization_id=story.organization_id)).assignments
    assert {a.member_id for a in assignments} == {held[1].member_id, held[2].member_id, standing.member_id}


def test_who_may_do_what_and_why(story):
    api, access = story.api, story.caller.AccessService
    manager = story.member("manager", role=api.ORGANIZATION_ROLE_MANAGER)
    member = story.member("member")
    assert story.check("members.write", member_id=manager.member_id).allowed
    no = story.check("members.write", email=member.email)
    assert not no.allowed and no.reason == "MISSING_PERMISSION" and no.revision
    assert story.check("members.read", email="nobody@example.com").reason == "NOT_A_MEMBER"
    refused(lambda: story.check("members.fly", member_id=member.member_id), grpc.StatusCode.INVALID_ARGUMENT, "UNKNOWN_PERMISSION")

    why = access.Explain(api.ExplainRequest(organization_id=story.organization_id, member_id=member.member_id, permission="members.write"))
    assert not why.allowed and why.steps and why.remedies
    batch = access.BatchCheck(api.BatchCheckRequest(organization_id=story.organization_id, checks=[
        api.CheckItem(member_id=m.member_id, permission="members.write") for m in (manager, member)]))
    assert [r.allowed for r in batch.results] == [True, False]
    effective = access.ListEffectivePermissions(api.ListEffectivePermissionsRequest(
        organization_id=story.organization_id, member_id=member.member_id, page_size=1000))
    names = [p.permission for p in effective.permissions]
    assert names == sorted(names) and "organization.read" in names and "members.write" not in names


def test_a_service_acts_for_a_person(story):
    api = story.api
    member = story.member("person")
    acting = story.server.caller(actor=member.member_id, tls=story.tls)
    try:
        refused(lambda: acting.MemberService.Create(api.CreateMemberRequest(organization_id=story.organization_id, email="x@example.com")),
                grpc.StatusCode.PERMISSION_DENIED, "MISSING_PERMISSION")
        mine = story.server.caller(actor=f"user:{member.email}", tls=story.tls)
        memberships = mine.OrganizationService.ListMyOrganizations(api.ListMyOrganizationsRequest()).memberships
        assert [m.organization_id for m in memberships] == [story.organization_id]
        mine.close()
    finally:
        acting.close()


def test_a_repeated_request_takes_effect_once(story):
    api, members = story.api, story.caller.MemberService
    request = api.CreateMemberRequest(organization_id=story.organization_id, email=story.address("once"), without_license=True,
                                      options=api.MutationOptions(request_id="once"))
    first, again = members.Create(request), members.Create(request)
    assert not first.result.replayed and again.result.replayed
    assert again.member == first.member and again.result.revision == first.result.revision
    request.email = story.address("another")
    refused(lambda: members.Create(request), grpc.StatusCode.INVALID_ARGUMENT, "REQUEST_ID_REUSED")


def test_a_dry_run_tells_and_changes_nothing(story):
    api, members = story.api, story.caller.MemberService
    request = api.CreateMemberRequest(organization_id=story.organization_id, email=story.address("maybe"), product_ids=[PRODUCT],
                                      options=api.MutationOptions(validate_only=True))
    tried = members.Create(request)
    assert tried.result.plan.events and tried.result.plan_token
    assert [(s.used_before, s.used_after) for s in tried.result.plan.seats] == [(0, 1)]
    assert story.seats().available == 3 and len(story.list().members) == 1
    request.options.validate_only, request.options.plan_token = False, tried.result.plan_token
    done = members.Create(request)
    assert done.member.member_id == tried.member.member_id, "a plan keeps its ids"

    stale = refused(lambda: members.Remove(api.RemoveMemberRequest(
        organization_id=story.organization_id, member_id=done.member.member_id,
        options=api.MutationOptions(expected_revision=done.member.revision + 100))), grpc.StatusCode.ABORTED, "REVISION_MISMATCH")
    assert str(done.member.revision) in harness.details(stale)["ErrorInfo"].metadata.values()


def test_reads_at_an_earlier_point(story):
    api = story.api
    member = story.member("later")
    before = story.list(point=api.ReadPoint(exact_revision=1))
    assert before.revision == 1 and [m.member_id for m in before.members] == [story.created.owner.member_id]
    assert not story.check("organization.read", member_id=member.member_id, point=api.ReadPoint(exact_revision=1)).allowed
    assert story.check("organization.read", member_id=member.member_id, point=api.ReadPoint(at_least_revision=member.revision)).allowed
    refused(lambda: story.list(point=api.ReadPoint(exact_revision=10_000)), grpc.StatusCode.OUT_OF_RANGE, "REVISION_IN_FUTURE")


def test_a_key_lives_and_dies_at_once(story):
    api, keys = story.api, story.caller.KeyService
    made = keys.Create(api.CreateKeyRequest(organization_id=story.organization_id, name="CRM", permissions=["members.read", "organization.read"]))
    assert made.secret.startswith("rk_")
    service = story.server.caller(key=made.secret, tls=story.tls)
    ask = lambda: service.MemberService.List(api.ListMembersRequest(organization_id=story.organization_id))
    assert len(ask().members) == 1
    turned = keys.Rotate(api.RotateKeyRequest(organization_id=story.organization_id, key_id=made.key.key_id))
    refused(ask, grpc.StatusCode.UNAUTHENTICATED)
    service.close()
    service = story.server.caller(key=turned.secret, tls=story.tls)
    assert len(ask().members) == 1
    refused(lambda: service.MemberService.Create(api.CreateMemberRequest(organization_id=story.organization_id, email=story.address("no"))),
            grpc.StatusCode.PERMISSION_DENIED, "MISSING_PERMISSION")
    keys.Revoke(api.RevokeKeyRequest(organization_id=story.organization_id, key_id=made.key.key_id))
    refused(ask, grpc.StatusCode.UNAUTHENTICATED)
    service.close()


def test_a_plan_is_chosen_and_seats_are_bought(story):
    api, organizations = story.api, story.caller.OrganizationService
    bought = organizations.PurchaseAddOn(api.PurchaseAddOnRequest(organization_id=story.organization_id, product_id=PRODUCT, seats=2))
    assert bought.subscription.add_ons[0].seats == 2 and story.seats().purchased == 5
    changed = organizations.ChangePlan(api.ChangePlanRequest(organization_id=story.organization_id, plan="ADVANCED_PLUS"))
    assert api.FEATURE_CRM_SYNC in changed.subscription.features
    kept = organizations.GetSubscription(api.GetSubscriptionRequest(organization_id=story.organization_id)).subscription
    assert kept == changed.subscription


def test_an_organization_is_deleted_softly(story):
    api, organizations = story.api, story.caller.OrganizationService
    gone = organizations.Delete(api.DeleteOrganizationRequest(organization_id=story.organization_id)).organization
    assert gone.state == api.ORGANIZATION_STATE_DELETED and gone.HasField("purge_time")
    back = organizations.Undelete(api.UndeleteOrganizationRequest(organization_id=story.organization_id)).organization
    assert back.state == api.ORGANIZATION_STATE_ACTIVE and not back.HasField("purge_time")


def test_everything_is_found_again_after_a_crash(fresh_server):
    server = fresh_server.start()
    story = Story(server, server.caller(), tls=False)
    people = [story.member(f"kept{n}", profile={"given_name": f"Ωμέγα {n}"}) for n in range(20)]
    seated = story.member("seated", product_ids=[PRODUCT])
    listed, seats = story.list(page_size=1000), story.seats()
    server.kill()
    story.caller.close()
    server.start()
    story.caller = server.caller()
    again = story.list(page_size=1000)
    assert list(again.members) == list(listed.members) and again.revision == listed.revision and len(again.members) == len(people) + 2
    assert story.seats() == seats
    assert story.check("organization.read", member_id=seated.member_id).allowed
    assert not any(line for line in server.output if "rk_" in line), "the bootstrap key is printed once"
    story.caller.close()
    assert server.stop() == 0
    server.verify()
