"""One tenant's key: another tenant's ids and ids that don't exist get the same bytes, from every method."""
import secrets

import grpc
import pytest

import harness

PRODUCT = "sales_navigator"
SERVICES = ["OrganizationService", "MemberService", "LicenseService", "AccessService", "KeyService"]
# What a request needs beside its ids to be a good one.
FILLING = {"email": "someone@example.com", "permission": "members.read", "product_id": PRODUCT, "name": "name", "plan": "TEAM", "purchased": 5,
           "seats": 1, "feature": 11, "role": 5, "ceiling": 1, "permissions": ["members.read"], "checks": [{"permission": "members.read"}],
           "demands": [{"product_id": PRODUCT, "count": 1}]}
# What of it an update may carry inside its resource.
UPDATED = {"email", "name"}
# No organization is named in these.
WITHOUT_ORGANIZATION = {"OrganizationService/Create", "OrganizationService/List", "OrganizationService/ListMyOrganizations"}
ANSWERS_FOR_STRANGERS = {"AccessService/Check", "AccessService/Explain", "AccessService/ListEffectivePermissions",
                         "AccessService/ListAccessibleResources"}
# No key can have this right, so all targets are refused alike before any is looked up.
FOR_THE_OWNER_ALONE = {"OrganizationService/TransferOwnership"}


def random_id(like):
    return like[:4] + "01" + "".join(secrets.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(24))


class Tenant:
    def __init__(self, server, name):
        api, platform = harness.stubs(), server.caller()
        made = platform.OrganizationService.Create(api.CreateOrganizationRequest(
            name=name, owner_email=f"owner@{secrets.token_hex(4)}.example.com", plan="ADVANCED", pools=[api.PoolSize(product_id=PRODUCT, purchased=5)],
            owner_product_ids=[PRODUCT]))
        organization_id = made.organization.organization_id
        permissions = [p.permission for p in platform.AccessService.ListEffectivePermissions(api.ListEffectivePermissionsRequest(
            organization_id=organization_id, member_id=made.owner.member_id, page_size=1000)).permissions]
        key = platform.KeyService.Create(api.CreateKeyRequest(
            organization_id=organization_id, name=name, ceiling=80, permissions=[p for p in permissions if p != "organization.transfer"]))
        self.secret = key.secret
        self.ids = {"organization_id": organization_id, "member_id": made.owner.member_id, "license_id": made.owner.licenses[0].license_id,
                    "key_id": key.key.key_id}


@pytest.fixture(scope="module")
def tenants(server):
    return Tenant(server, "A"), Tenant(server, "B")


def methods():
    for service in SERVICES:
        for method in harness.stubs().DESCRIPTOR.pool.FindServiceByName(f"roster.v1.{service}").methods:
            if f"{service}/{method.name}" not in WITHOUT_ORGANIZATION:
                yield f"{service}/{method.name}"


def request_type(path):
    service, method = path.split("/")
    descriptor = harness.stubs().DESCRIPTOR.pool.FindServiceByName(f"roster.v1.{service}").methods_by_name[method]
    return getattr(harness.stubs(), descriptor.input_type.name)


def fill(message, ids, allowed=frozenset(FILLING)):
    """Gives every id field the id, and what else is needed; goes into the resource that an update carries."""
    for field in message.DESCRIPTOR.fields:
        if field.name in ids:
            setattr(message, field.name, ids[field.name])
        elif field.name in allowed and not (field.containing_oneof and "member_id" in ids and field.name == "email"):
            value = FILLING[field.name]
            if isinstance(value, list):
                items = getattr(message, field.name)
                items.add(**value[0]) if field.message_type else items.extend(value)
            elif field.message_type is None:
                setattr(message, field.name, value)
        elif field.name in ("organization", "member", "key") and field.message_type:
            fill(getattr(message, field.name), {k: v for k, v in ids.items() if k.split("_")[0] in (field.name, "organization")}, UPDATED)
    return message


def answer(server, secret, path, request):
    """Everything that comes back but the time it took: code, text, metadata, bytes."""
    with server.channel() as channel:
        call = channel.unary_unary(f"/roster.v1.{path}")
        try:
            body, info = call.with_call(request.SerializeToString(), timeout=10, metadata=[("authorization", f"Bearer {secret}")])
        except grpc.RpcError as error:
            body, info = None, error
        return info.code(), info.details(), body, sorted(info.initial_metadata() or ()), sorted(info.trailing_metadata() or ())


def test_a_foreign_organization_is_an_unknown_one(server, tenants):
    a, b = tenants
    for path in methods():
        foreign = answer(server, a.secret, path, fill(request_type(path)(), b.ids))
        unknown = answer(server, a.secret, path, fill(request_type(path)(), {k: random_id(v) for k, v in b.ids.items()}))
        assert foreign == unknown, path
        assert foreign[0] == grpc.StatusCode.NOT_FOUND, f"{path}: {foreign[:2]}"
        assert foreign[1] and not any(v in str(foreign) for v in b.ids.values())


@pytest.mark.parametrize("swapped", ["member_id", "license_id", "key_id"])
def test_a_foreign_target_is_an_unknown_one(server, tenants, swapped):
    a, b = tenants
    touched = 0
    for path in methods():
        foreign = fill(request_type(path)(), a.ids | {swapped: b.ids[swapped]})
        if b.ids[swapped] not in str(foreign):
            continue
        touched += 1
        unknown = fill(request_type(path)(), a.ids | {swapped: random_id(b.ids[swapped])})
        got = answer(server, a.secret, path, foreign)
        assert got == answer(server, a.secret, path, unknown), path
        expected = (grpc.StatusCode.OK if path in ANSWERS_FOR_STRANGERS
                    else grpc.StatusCode.PERMISSION_DENIED if path in FOR_THE_OWNER_ALONE else grpc.StatusCode.NOT_FOUND)
        assert got[0] == expected, f"{path}: {got[:2]}"
    assert touched


def test_the_same_requests_work_for_their_owner(server, tenants):
    """Else the two tests above could pass on bad requests."""
    _, b = tenants
    for path in ("OrganizationService/Get", "MemberService/Get", "LicenseService/ListAssignments", "AccessService/Check", "KeyService/List"):
        assert answer(server, b.secret, path, fill(request_type(path)(), b.ids))[0] == grpc.StatusCode.OK, path
