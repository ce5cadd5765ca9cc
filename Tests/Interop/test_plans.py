"""Plans as data: a configuration file adds plans and replaces shipped ones; an organization has what it chose (product 3.5, C8)."""
import subprocess
import uuid

import grpc
import pytest

import harness

PLANS = """
plans:
  BOUTIQUE:
    features: [ACCOUNT_CENTER, SSO, SSO_EDI_CATEGORY, PROFILE_CONNECTOR]
    features_on_request: [PROFILE_CONNECTOR]
    members: 3
    default_product: concierge
  TEAM:
    features: [ACCOUNT_CENTER, CRM_IMPORT{more}]
products:
  concierge:
    name: Concierge Desk
    categories: [USERS_LICENSES, SSO_EDI]
    default_categories: [USERS_LICENSES]
"""


class Company:
    """An organization, seen by a platform-wide key."""

    def __init__(self, server, api, plan, pools=()):
        self.api, self.calls = api, server.caller()
        made = self.calls.OrganizationService.Create(api.CreateOrganizationRequest(
            name=plan, owner_email=f"owner@{uuid.uuid4().hex[:8]}.example.com", plan=plan,
            pools=[api.PoolSize(product_id=product, purchased=seats) for product, seats in pools]))
        self.id, self.owner = made.organization.organization_id, made.owner

    def subscription(self):
        return self.calls.OrganizationService.GetSubscription(self.api.GetSubscriptionRequest(organization_id=self.id)).subscription

    def change(self, plan):
        return self.calls.OrganizationService.ChangePlan(self.api.ChangePlanRequest(organization_id=self.id, plan=plan))

    def member(self, name, **fields):
        return self.calls.MemberService.Create(self.api.CreateMemberRequest(
            organization_id=self.id, email=f"{name}@{uuid.uuid4().hex[:8]}.example.com", **fields)).member


def reason(call):
    with pytest.raises(grpc.RpcError) as caught:
        call()
    return harness.reason(caught.value)


def test_a_file_adds_plans_and_products(tmp_path, api):
    file = tmp_path / "roster.yaml"
    file.write_text(PLANS.format(more=""), encoding="utf-8")
    with harness.Server(tmp_path / "data", config=file) as server:
        company = Company(server, api, "BOUTIQUE", [("concierge", 2)])
        held = company.subscription()
        assert list(held.features) == [api.FEATURE_ACCOUNT_CENTER, api.FEATURE_SSO, api.FEATURE_SSO_EDI_CATEGORY]
        assert list(held.features_to_enable) == [api.FEATURE_PROFILE_CONNECTOR]
        assert held.limits.members == 3 and held.default_product_id == "concierge"
        # The rules ask for features and never for a plan's name: what the file says is what holds.
        assert [license.product_id for license in company.owner.licenses] == ["concierge"]
        assert reason(lambda: company.member("client", seat_type=api.SEAT_TYPE_LIMITED)) == "FEATURE_NOT_ENABLED"
        company.calls.OrganizationService.EnableFeature(api.EnableFeatureRequest(organization_id=company.id, feature=api.FEATURE_PROFILE_CONNECTOR))
        assert company.member("client", seat_type=api.SEAT_TYPE_LIMITED).role == api.ORGANIZATION_ROLE_CONNECTOR
        admin = company.member("admin", admin=api.AdminGrant(level=api.ADMIN_LEVEL_SUB, categories=[api.ADMIN_CATEGORY_SSO_EDI]))
        assert [license.product_id for license in admin.licenses] == ["concierge"]
        assert reason(lambda: company.member("one-too-many", without_license=True)) == "QUOTA_EXCEEDED"
        assert reason(lambda: company.calls.RoleService.UpdateAdmin(api.UpdateAdminRequest(
            organization_id=company.id, member_id=admin.member_id,
            admin=api.AdminGrant(categories=[api.ADMIN_CATEGORY_REPORTS])))) == "CATEGORY_NOT_AVAILABLE"
        # The shipped ones are still there beside it.
        assert list(Company(server, api, "ENTERPRISE").subscription().features) == [
            api.FEATURE_ACCOUNT_CENTER, api.FEATURE_SSO, api.FEATURE_SSO_EDI_CATEGORY, api.FEATURE_SUBACCOUNTS]


def test_a_file_replaces_a_plan_whole_and_organizations_keep_what_they_chose(tmp_path, api):
    data, file = tmp_path / "data", tmp_path / "roster.yaml"
    server = harness.Server(data)
    with server:
        company = Company(server, api, "TEAM")
        key, shipped = server.key, company.subscription()
        assert list(shipped.features) == [api.FEATURE_ACCOUNT_CENTER]
        assert server.stop() == 0
    file.write_text(PLANS.format(more=", SUBACCOUNTS"), encoding="utf-8")
    with harness.Server(data, config=file) as server:
        server.key = key
        company.calls = server.caller()
        assert company.subscription() == shipped, "the file changes no organization"
        create = api.CreateSubaccountRequest(organization_id=company.id, name="Paris", limits=api.QuotaLimits(per_day=1))
        assert reason(lambda: company.calls.SubaccountService.Create(create)) == "PLAN_FEATURE_UNAVAILABLE"
        changed = company.change("TEAM")
        assert list(changed.subscription.features) == [api.FEATURE_ACCOUNT_CENTER, api.FEATURE_CRM_IMPORT, api.FEATURE_SUBACCOUNTS]
        assert not changed.lost_features
        assert company.calls.SubaccountService.Create(create).subaccount.depth == 2
        server.stop()
    # Without the file again: what was chosen stays chosen, and the next choice is of the shipped plan.
    with harness.Server(data) as server:
        server.key = key
        company.calls = server.caller()
        assert api.FEATURE_SUBACCOUNTS in company.subscription().features
        lost = company.change("TEAM").lost_features
        assert {(entry.feature, entry.uses) for entry in lost} == {(api.FEATURE_CRM_IMPORT, 0), (api.FEATURE_SUBACCOUNTS, 1)}
        assert reason(lambda: Company(server, api, "BOUTIQUE")) == "INVALID_FIELD"


@pytest.mark.parametrize("text, problem", [
    ("plans: {X: {features: [FLYING]}}", "plans.X.features: FLYING is no feature"),
    ("plans: {X: {features: [SSO], features_on_request: [CRM_SYNC]}}", "plans.X.features_on_request has what features lacks"),
    ("plans: {X: {default_product: nothing}}", "plans.X.default_product: nothing is no product"),
    ("plans: {X: {members: -1}}", "plans.X.members is a number from 0"),
    ("plans: {X: {price: 1}}", "plans.X.price is not a setting"),
    ("plans: [X]", "plans is not a map"),
])
def test_a_file_with_a_mistake_starts_nothing(tmp_path, text, problem):
    file = tmp_path / "roster.yaml"
    file.write_text(text, encoding="utf-8")
    done = subprocess.run([harness.roster_binary(), "serve", "--config", str(file), "--data", str(tmp_path / "data")],
                          capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
    assert done.returncode != 0 and problem in done.stderr, done.stderr
