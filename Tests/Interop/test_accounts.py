"""Accounts on the command line: plans, the owner, sub-accounts and the switcher, as people read them."""
import json
import subprocess
import uuid

import pytest


@pytest.fixture
def roster(server):
    """Runs `roster …` for an organization of the test's own; `roster.owner` and `roster.domain` tell of it."""
    domain = f"{uuid.uuid4().hex[:8]}.example.com"

    def run(*arguments, status=0):
        done = subprocess.run(
            [server.binary, *arguments], capture_output=True, text=True, timeout=120,
            env={"PATH": "/usr/bin:/bin", "ROSTER_ADDRESS": f"127.0.0.1:{server.port}", "ROSTER_API_KEY": server.key,
                 "ROSTER_ORGANIZATION": getattr(run, "organization", "")})
        assert done.returncode == status, f"{arguments} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
        return done.stdout + (done.stderr if status else "")

    run.domain = domain
    made = json.loads(run("organization", "create", "Holding", "--owner", f"owner@{domain}", "--plan", "CUSTOM", "--json"))
    run.organization, run.owner = made["organization"]["organizationId"], made["owner"]["memberId"]
    return run


def rows(table):
    """The lines of a table below its heading, as lists of words."""
    return [line.split() for line in table.splitlines()[1:] if line.strip()]


def test_a_tree_of_accounts(roster):
    bob = json.loads(roster("member", "create", f"bob@{roster.domain}", "--without-license", "--json"))["member"]["memberId"]
    made = json.loads(roster("subaccount", "create", "Paris", "--per-day", "500", "--per-month", "9000", "--member", f"{bob}=manager", "--json"))
    paris = made["subaccount"]["organization"]["organizationId"]
    assert made["members"][0]["role"] == "ORGANIZATION_ROLE_MANAGER" and made["subaccount"]["organization"]["parentId"] == roster.organization
    shown = roster("subaccount", "get", paris)
    assert "Paris" in shown and "500" in shown and "9000" in shown
    assert "a limit per day, per month, or both" in roster("subaccount", "create", "Lyon", status=13)
    roster("subaccount", "create", "Inner", "--per-day", "1", "-o", paris)
    listed = roster("subaccount", "list", "--order-by", "name")
    assert listed.split("\n")[0].split()[:2] == ["SUB-ACCOUNT", "NAME"]
    assert [(row[1], row[3]) for row in rows(listed)] == [("Inner", "3"), ("Paris", "2")]
    # The switcher, for a person by its address.
    mine = roster("organization", "mine", "--actor", f"user:bob@{roster.domain}")
    assert [row[1] for row in rows(mine)] == ["Holding", "Paris"] and "MANAGER" in mine.upper()
    account = roster("organization", "switch", "-o", paris, "--actor", f"user:bob@{roster.domain}")
    assert "mem_" in account and "PEOPLE" in account.upper() and "members.read" in account
    assert "NOT_FOUND" in roster("organization", "switch", "-o", paris, "--actor", "user:nobody@example.com", status=15)


def test_a_plan_is_changed_with_open_eyes(roster):
    roster("subaccount", "create", "Paris", "--per-day", "1")
    tried = roster("organization", "change-plan", "TEAM", "--validate-only")
    assert "SUBACCOUNTS" in tried.upper() and "Sub-accounts go on" in tried and "Nothing was changed" in tried
    assert "CUSTOM" in roster("organization", "subscription")
    roster("organization", "change-plan", "TEAM")
    assert "PLAN_FEATURE_UNAVAILABLE" in roster("subaccount", "create", "Lyon", "--per-day", "1", status=19)
    bought = roster("organization", "buy-seats", "learning", "5")
    assert "learning" in bought and "5" in bought


def test_the_owner_hands_over(roster):
    heir = json.loads(roster("member", "create", f"heir@{roster.domain}", "--role", "co-owner", "--without-license", "--json"))["member"]["memberId"]
    assert "MISSING_PERMISSION" in roster("organization", "transfer", heir, status=17)
    done = roster("organization", "transfer", heir, "--actor", roster.owner)
    assert [row[1].split("@")[0] for row in rows(done) if row and row[0].startswith("mem_")] == ["heir", "owner"]
    assert json.loads(roster("organization", "get", "--json"))["organization"]["ownerId"] == heir
