"""The command line against a running server: tables, JSON, imports, and the statuses it ends with."""
import json
import subprocess
import unicodedata
import uuid

import pytest

import harness

PEOPLE = harness.REPOSITORY / "examples/members.csv"


@pytest.fixture(scope="module")
def roster(server):
    """Runs `roster …` against the server; with `organization`, for an organization of the module's own."""

    def run(*arguments, stdin=None, status=0, **environment):
        done = subprocess.run(
            [server.binary, *arguments], input=stdin, capture_output=True, text=True, timeout=120,
            env={"PATH": "/usr/bin:/bin", "ROSTER_ADDRESS": f"127.0.0.1:{server.port}", "ROSTER_API_KEY": server.key} | environment)
        assert done.returncode == status, f"{arguments} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
        return done.stdout + (done.stderr if status else "")

    made = json.loads(run("organization", "create", "Command line", "--owner", f"owner@{uuid.uuid4().hex[:8]}.example.com", "--plan", "ADVANCED",
                          "--pool", "sales_navigator=300", "--json"))
    organization_id = made["organization"]["organizationId"]
    return lambda *arguments, **options: run(*arguments, **({"ROSTER_ORGANIZATION": organization_id} | options))


def width(text):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def test_a_file_of_people_is_imported_once(roster):
    again = ("member", "import", str(PEOPLE), "--import-id", uuid.uuid4().hex[:20])
    assert "560 created, 0 there from an earlier import, 0 failed" in roster(*again)
    assert "0 created, 560 there from an earlier import, 0 failed" in roster(*again)
    listed = json.loads(roster("member", "list", "--limit", "0", "--json"))
    assert listed["totalSize"] == "561" and len(listed["members"]) == 561
    seats = json.loads(roster("license", "summary", "--json"))["total"]
    assert seats["purchased"] == 300 and seats.get("active", 0) + seats.get("pending", 0) == PEOPLE.read_text().count(",active,")

    table = roster("member", "list", "--filter", 'profile.region = "Japan"', "--limit", "5").splitlines()
    column = table[0].index("E-MAIL")
    for row in table[1:6]:
        address = next(word for word in row.split() if "@" in word)
        assert width(row[:row.index(address)]) == column, "wide characters push the columns apart"
    assert table[6].startswith("… and ")


def test_rows_that_fail_are_named(roster, tmp_path):
    file = tmp_path / "people.csv"
    file.write_text('\ufeffinvited_email_address,preferred_first_name,note\r\n'
                    'good@lines.example.com,"Ada, ""the"" first",x\r\n\r\nnot an address,Bob,\r\ngood@lines.example.com,Twice,y\r\n', encoding="utf-8")
    done = roster("member", "import", str(file), status=3)
    made = json.loads(roster("member", "list", "--filter", 'email = "good@lines.example.com"', "--json"))["members"]
    assert len(made) == 1
    # The two rows with one address go out together; whichever comes second is refused.
    assert made[0]["profile"]["givenName"] in ('Ada, "the" first', "Twice")
    assert "line 4, not an address: INVALID_ARGUMENT" in done and "EMAIL_IN_USE" in done and "1 created, 0 there from an earlier import, 2 failed" in done


def test_call_takes_and_gives_json(roster):
    assert "roster.v1.MemberService/List" in roster("call")
    request = '{"name": "Another", "owner_email": "%s@example.com", "plan": "TEAM"}' % uuid.uuid4().hex
    answer = json.loads(roster("call", "OrganizationService/Create", "--json", "-", stdin=request))
    assert answer["organization"]["name"] == "Another" and answer["result"]["revision"] == "1"
    again = json.loads(roster("call", "roster.v1.OrganizationService/Get", "--json", json.dumps({"organizationId": answer["organization"]["organizationId"]})))
    assert again["organization"] == answer["organization"]


def test_statuses_tell_what_happened(roster):
    assert "NOT_FOUND" in roster("organization", "get", "-o", "org_01J9ZC3V5Q8W2T4N6B7D9F1G3H", status=15)
    refused = roster("call", "OrganizationService/Create", "--json", '{"name": "x", "ownerEmail": "not one", "plan": "TEAM"}', status=13)
    assert "INVALID_ARGUMENT" in refused and "reason INVALID_EMAIL" in refused
    assert "UNAUTHENTICATED" in roster("organization", "list", status=26, ROSTER_API_KEY="rk_wrong")
    assert "UNAVAILABLE" in roster("organization", "list", status=24, ROSTER_ADDRESS="127.0.0.1:1")
    assert "no method" in roster("call", "MemberService/Fly", status=64)
    roster("access", "check", "nobody@example.com", "members.read", status=1)


def test_a_dry_run_prints_its_plan(roster):
    tried = roster("member", "create", "maybe@plan.example.com", "--product", "sales_navigator", "--validate-only")
    assert "Nothing was changed" in tried and "sales_navigator" in tried
    assert "maybe@plan" not in roster("member", "list", "--limit", "0")


def test_groups_are_made_filled_and_ruled(roster, tmp_path):
    made = json.loads(roster("group", "create", "Sales EMEA", "--description", "Whoever sells", "--json"))["group"]
    group = made["groupId"]
    first, second = (json.loads(roster("member", "create", f"{address}@groups.example.com", "--given-name", name, "--without-license", "--json"))["member"]["memberId"]
                     for address, name in (("zo", "Zoë"), ("bob", "Bob")))
    added = roster("group", "add", group, first, second)
    assert added.count("ADDED") == 2 and "OUTCOME" in added
    assert "UNCHANGED" in roster("group", "add", group, first)
    partly = roster("group", "remove", group, second, "mem_01J9ZC3V5Q8W2T4N6B7D9F1G3H", status=3)
    assert "REMOVED" in partly and "NOT_FOUND" in partly
    listed = roster("group", "list")
    assert "Sales EMEA" in listed and "MODIFIED" in listed and "MEMBERS" in listed
    assert "zo@groups" not in roster("group", "members", group, "--name", "bob")
    assert "bob@groups" in roster("group", "members", group, "--candidates", "--name", "BO")
    rule = json.loads(roster("group", "rule", group, "region", "EMEA", "--json"))["rule"]["ruleId"]
    assert rule in roster("group", "rules")
    roster("group", "delete-rule", rule)
    tags = tmp_path / "tags.csv"
    tags.write_text("tag,member\nsales emea,bob@groups.example.com\nBerlin," + first + "\nBerlin,nobody@groups.example.com\n")
    told = roster("group", "import-tags", str(tags), status=3)
    assert "Berlin" in told and "nobody@groups.example.com" in told
    assert json.loads(roster("group", "get", group, "--json"))["group"]["memberCount"] == 2
    roster("group", "update", group, "--name", "Sales", "--without-owner")
    roster("group", "delete", group)
    assert "NOT_FOUND" in roster("group", "get", group, status=15)


def test_roles_and_administrators(roster):
    """The story of docs/roles-and-permissions.md."""
    lumen = json.loads(roster("organization", "create", "Lumen", "--owner", f"ada@{uuid.uuid4().hex[:8]}.example.com", "--plan", "CUSTOM",
                              "--pool", "sales_navigator=10", "--json"))["organization"]["organizationId"]

    def run(*arguments, **options):
        return roster(*arguments, **({"ROSTER_ORGANIZATION": lumen} | options))

    def made(kind, field, *arguments):
        return json.loads(run(*arguments, "--json"))[kind][field]

    mia, bo, eva = (made("member", "memberId", "member", "create", f"{name}@lumen.example", *role)
                    for name, role in (("mia", ["--role", "manager"]), ("bo", []), ("eva", ["--role", "co-owner"])))
    assert "ADVANCED_MEMBER" in run("member", "role", "--actor", mia, bo, "advanced-member")
    for member, role in ((bo, "co-owner"), (eva, "member")):
        assert "reason ROLE_CEILING" in run("member", "role", "--actor", mia, member, role, status=17)
    assert "reason SELF_MODIFICATION" in run("member", "role", "--actor", mia, mia, "member", status=19)
    analyst = made("role", "roleId", "roles", "create", "Analyst", "--permission", "reports.read", "--permission", "members.read")
    assert "CUSTOM" in run("member", "role", bo, analyst)
    simulated = run("roles", "simulate", "edit", analyst, "--permission", "reports.read")
    assert bo in simulated and "1 member(s) reached, 0 would gain permissions, 1 would lose some" in simulated
    assert "reason ROLE_IN_USE holders=1" in run("roles", "delete", analyst, status=19)
    assert "1 member(s) get the replacement" in run("roles", "delete", analyst, "--replacement", "advanced-member")
    assert "SUB USERS_LICENSES REPORTS" in run("admins", "grant", bo, "sub", "--category", "users-licenses", "--category", "reports")
    assert [line.split()[1].split("@")[0] for line in run("admins", "list").splitlines()[1:]] == ["ada", "mia", "bo", "eva"]
    explained = run("access", "explain", "bo@lumen.example", "settings.read")
    assert "no: MISSING_PERMISSION" in explained and "the organization role MANAGER" in explained and "the administration FULL" in explained
    # What is switched shows on the page of the member and of the organization.
    assert "MAY connect-resources, manage-workspaces" in " ".join(run("member", "toggles", mia, "--manage-workspaces", "on").split())
    page = run("member", "update", bo, "--title", "Analyst", "--job-function", "Sales", "--manager", "mia@lumen.example", "--locale", "fr-CA")
    lines = [line.split(maxsplit=1) for line in page.splitlines()]
    assert ["FUNCTION", "Sales"] in lines and ["REPORTS", "TO  mia@lumen.example"] in lines and ["LOCALE", "fr-CA"] in lines
    for state, is_on in (("on", True), ("off", False)):
        changed = run("organization", "update", "--policy", f"sub-admins-manage-groups={state}")
        assert ("sub_admins_manage_groups" in changed) == is_on
        run("access", "check", bo, "groups.manage", status=0 if is_on else 1)
    assert "Say what to change" in run("organization", "update", status=64)
    asked = run("access", "batch", bo, "members.read", "settings.read", status=1).splitlines()
    assert [line.split() for line in asked] == [["PERMISSION", "ALLOWED", "REASON"], ["members.read", "yes"], ["settings.read", "no", "MISSING_PERMISSION"]]
    key = made("key", "keyId", "key", "create", "Sync", "--permission", "members.read", "--expires", "2099-01-01T00:00:00Z")
    wider = run("key", "update", key, "--permission", "members.read", "--permission", "groups.read", "--ceiling", "20", "--without-end")
    assert "groups.read" in wider and "2099" not in wider
    listed = run("roles", "permissions", "--limit", "0")
    assert "workspaces.manage" in listed and "MANAGER (toggle)" in listed and "USERS_LICENSES (policy)" in listed


def test_over_tls(server, roster):
    listed = roster("organization", "list", "--ca", server.tls.authority, "--address", f"localhost:{server.tls_port}")
    assert "Command line" in listed


def test_profiles_roles_on_them_and_workspaces(roster):
    def made(kind, *arguments):
        return json.loads(roster(*arguments, "--json"))[kind]

    profile = made("resource", "resource", "connect", "instagram", "lumen", "Lumen", "--expires", "2099-01-01T00:00:00Z")["resourceId"]
    account = made("resource", "resource", "connect", "meta", "ads-1", "Campaigns", "--ad-account")["resourceId"]
    west = made("workspace", "workspace", "create", "West")["workspaceId"]
    bob = made("member", "member", "create", "bob@profiles.example.com", "--role", "advanced-member", "--resource-role", f"{profile}=editor")["memberId"]
    roster("access", "check", bob, "posts.publish", "--resource", profile)
    roster("access", "check", bob, "posts.publish", "--resource", account, status=1)

    # A workspace hides the profile until the member is let in.
    roster("workspace", "add", west, profile)
    roster("access", "check", bob, "posts.publish", "--resource", profile, status=1)
    assert west in roster("access", "explain", bob, "posts.publish", "--resource", profile)
    roster("workspace", "let-in", west, bob)
    assert profile in roster("access", "resources", bob, "posts.publish")
    holders = roster("access", "members", "posts.publish", "--resource", profile).splitlines()
    assert len(holders) == 3 and bob in holders[2], "the owner, and Bob"

    roster("member", "resource-roles", bob, f"{account}=moderator")
    listed = roster("member", "get", bob)
    assert f"{account} MODERATOR" in listed and profile not in listed
    assert "NO_EXPIRY" in roster("resource", "get", account) and "VALID" in roster("resource", "get", profile)
    roster("resource", "token-revoked", account)
    assert account in roster("resource", "tokens")
    roster("resource", "renew", account)
    assert account not in roster("resource", "tokens")
    assert "OWNER_IMMUTABLE" in roster("workspace", "let-in", west, holders[1].split()[0], status=19)
    roster("resource", "disconnect", account)
    assert account not in roster("member", "get", bob)
