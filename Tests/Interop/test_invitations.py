"""Invitations, told by a stock gRPC client and by the command line: typed, mailed, accepted, and found again after a crash."""
import base64
import json
import subprocess
import uuid

import grpc
import pytest

import harness

PRODUCT = "sales_navigator"


class Office:
    """An organization with five seats, and people who are on their way into it."""

    def __init__(self, server):
        self.server, self.caller, self.api = server, server.caller(), harness.stubs()
        self.unique = uuid.uuid4().hex[:8]
        made = self.caller.OrganizationService.Create(self.api.CreateOrganizationRequest(
            name="Vliet Instrumenten", owner_email=self.address("odile"), plan="ADVANCED",
            pools=[self.api.PoolSize(product_id=PRODUCT, purchased=5)]))
        self.organization_id, self.owner_id = made.organization.organization_id, made.owner.member_id

    def address(self, name):
        return f"{name}@{self.unique}.example.com"

    def person(self, name):
        return self.server.caller(actor=f"user:{self.address(name)}")

    def invite(self, text, **fields):
        return self.caller.InvitationService.Invite(self.api.InviteRequest(organization_id=self.organization_id, text=text, **fields))

    def accept(self, name, **fields):
        return self.person(name).InvitationService.Accept(self.api.AcceptInvitationRequest(organization_id=self.organization_id, **fields))

    def seats(self):
        return self.caller.LicenseService.GetSeatSummary(self.api.GetSeatSummaryRequest(organization_id=self.organization_id)).total


@pytest.fixture
def office(server):
    return Office(server)


def reason(status):
    """The reason in a google.rpc.Status of one item."""
    from google.rpc import error_details_pb2

    for detail in status.details:
        info = error_details_pb2.ErrorInfo()
        if detail.Unpack(info):
            return info.reason
    return ""


def refused(call):
    with pytest.raises(grpc.RpcError) as caught:
        call()
    return harness.reason(caught.value) or caught.value.code().name


def test_typed_addresses_become_invitations(office):
    """Row 98: comma, space, tab and Enter end an address. Row 27 (partial): several people at once, with an answer each."""
    api = office.api
    names = ["ana", "bob", "eve", "joe", "kim"]
    text = "{}, {}\t{}\r\n{} {},".format(*map(office.address, names)) + f" {office.address('ana').upper()};x@y.example {office.address('lea')}"
    parsed = office.caller.InvitationService.ParseInvitees(api.ParseInviteesRequest(organization_id=office.organization_id, text=text))
    assert [invitee.email for invitee in parsed.invitees] == [office.address(name) for name in [*names, "lea"]]
    assert [text[i.position:i.position + len(i.email)].lower() for i in parsed.invitees] == [i.email for i in parsed.invitees]
    assert [reason(wrong.error) for wrong in parsed.invalid] == ["INVALID_EMAIL"]

    made = office.invite(text, product_ids=[PRODUCT])
    assert [reason(r.error) for r in made.results] == [""] * 5 + ["INVALID_EMAIL", "SEATS_EXHAUSTED"] and made.invited == 5
    assert made.results[6].error.code == grpc.StatusCode.RESOURCE_EXHAUSTED.value[0]
    assert (office.seats().pending, office.seats().available) == (5, 0)
    team = office.caller.MemberService.List(api.ListMembersRequest(organization_id=office.organization_id)).members
    assert [m.state for m in team] == [api.MEMBER_STATE_ACTIVE] + [api.MEMBER_STATE_PENDING] * 5, "who waits is listed last"


def test_a_seat_is_kept_from_the_invitation_to_the_acceptance(office):
    """Row 99 (partial): the mail holds the link, and by the link the person is in."""
    api = office.api
    invited = office.invite(office.address("ana"), product_ids=[PRODUCT], send_email=True).results[0]
    assert (office.seats().pending, office.seats().active) == (1, 0)
    mail, = office.caller.MailService.LeaseOutbox(api.LeaseOutboxRequest(organization_id=office.organization_id)).mails
    assert mail.email == office.address("ana") and mail.template == "invitation" and mail.parameters["organization_name"] == "Vliet Instrumenten"
    link = dict(part.split("=", 1) for part in mail.link.lstrip("?").split("&"))
    assert link["invitation"] == invited.invitation_id and link["organization"] == office.organization_id
    office.caller.MailService.AckOutbox(api.AckOutboxRequest(
        organization_id=office.organization_id, outcomes=[api.MailOutcome(mail_id=mail.mail_id, state=api.MAIL_STATE_SENT)]))
    seen = office.person("ana").OrganizationService.ListMyOrganizations(api.ListMyOrganizationsRequest()).memberships
    assert [m.state for m in seen] == [api.MEMBER_STATE_PENDING]

    assert refused(lambda: office.accept("bob", invitation_id=invited.invitation_id, token=link["token"])) == "NOT_FOUND"
    done = office.accept("ana", invitation_id=invited.invitation_id, token=link["token"])
    assert done.member.state == api.MEMBER_STATE_ACTIVE and [l.state for l in done.member.licenses] == [api.LICENSE_STATE_ACTIVE]
    assert done.invitation.mail_state == api.MAIL_STATE_SENT
    assert (office.seats().pending, office.seats().active) == (0, 1)
    assert refused(lambda: office.accept("ana", invitation_id=invited.invitation_id, token=link["token"])) == "INVITATION_ALREADY_ACCEPTED"


def test_a_crash_forgets_no_invitation_and_no_link(fresh_server):
    """Row 27 (partial): what was answered is there, and links are the same though none is stored."""
    fresh_server.start()
    office = Office(fresh_server)
    api = office.api
    first, second = office.invite(f"{office.address('ana')} {office.address('bob')}", product_ids=[PRODUCT], send_email=True).results
    office.caller.InvitationService.Resend(api.ResendInvitationRequest(organization_id=office.organization_id, invitation_id=second.invitation_id))

    def links():
        return [office.caller.InvitationService.GetLink(api.GetInvitationLinkRequest(
            organization_id=office.organization_id, invitation_id=one.invitation_id)).token for one in (first, second)]

    before = links()
    for file in fresh_server.data.rglob("*"):
        if file.is_file():
            held = file.read_bytes()
            for token in before:
                assert token.encode() not in held and base64.urlsafe_b64decode(token + "=") not in held, f"{file} holds a token"
    fresh_server.kill()
    fresh_server.start()
    office.server, office.caller = fresh_server, fresh_server.caller()
    assert links() == before
    assert office.accept("ana", invitation_id=first.invitation_id, token=before[0]).member.state == api.MEMBER_STATE_ACTIVE
    fresh_server.stop()
    fresh_server.verify()


def test_the_command_line_invites(server, tmp_path):
    """Row 80: the link of a pending invitation can be copied, it can be sent again, and the person removed."""
    office = Office(server)

    def roster(*arguments, status=0, actor=None):
        done = subprocess.run(
            [server.binary, *arguments], capture_output=True, text=True, timeout=120,
            env={"PATH": "/usr/bin:/bin", "ROSTER_ADDRESS": f"127.0.0.1:{server.port}", "ROSTER_API_KEY": server.key,
                 "ROSTER_ORGANIZATION": office.organization_id} | ({"ROSTER_ACTOR": actor} if actor else {}))
        assert done.returncode == status, f"{arguments} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
        return done.stdout

    people = tmp_path / "people.txt"
    people.write_text(f"{office.address('ana')},\n{office.address('bob')};\n")
    assert "not an address" in roster("invitation", "parse", "--file", str(people), status=3)
    tried = roster("invitation", "invite", office.address("ana"), "--send-email", "--validate-only")
    assert "queue 1 mail(s)" in tried and "Nothing was changed" in tried
    invited = roster("invitation", "invite", "--file", str(people), "--send-email", status=3)
    assert "INVALID_EMAIL" in invited and "1 invited" in invited
    invitation = json.loads(roster("invitation", "list", "--json"))["invitations"][0]
    link = roster("invitation", "link", invitation["invitationId"]).strip()
    assert invitation["invitationId"] in link
    assert "PENDING" in roster("invitation", "resend", invitation["invitationId"], "--send-email")
    assert roster("invitation", "link", invitation["invitationId"]).strip() != link
    leased = roster("mail", "lease")
    assert "invitation_reminder" in leased and "1 leased, 0 more wait" in leased, "the mail before is pointless"
    mail = next(line.split()[1] for line in leased.splitlines() if line.startswith("MAIL "))
    assert "SENT" in roster("mail", "ack", "sent", mail)
    assert "SENT" in roster("invitation", "get", invitation["invitationId"])
    assert "ACCEPTED" in roster("invitation", "accept", actor=f"user:{office.address('ana')}")
    assert "REMOVED" in roster("member", "remove", invitation["memberId"])
    again = json.loads(roster("invitation", "invite", office.address("ana"), "--json"))["results"][0]
    assert "REVOKED" in roster("invitation", "revoke", again["invitationId"])
    assert "universal" not in roster("invitation", "universal-link") and "number 2" in roster("invitation", "rotate-universal-link")
