"""Sixty-four writers at once, and what each of them was told: the history that a fault is judged by."""
import asyncio
import dataclasses
import itertools
import time

import grpc

import harness

WRITERS = 64
# What a caller can't tell the outcome of: the call may have taken effect once, or not at all.
UNKNOWN = {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.CANCELLED}


@dataclasses.dataclass
class Attempt:
    """One member to be created, however often it takes, under one request id."""
    organization_id: str
    email: str
    request_id: str
    begin: float = 0
    end: float = 0
    member_id: str | None = None
    revision: int = 0
    error: grpc.StatusCode | None = None
    reason: str = ""

    @property
    def acknowledged(self):
        return self.member_id is not None


class Crowd:
    def __init__(self, server, key, organizations, name="w"):
        self.server, self.key, self.organizations, self.name = server, key, organizations, name
        self.attempts = []
        self._numbers = itertools.count()

    @property
    def acknowledged(self):
        return [a for a in self.attempts if a.acknowledged]

    @property
    def unknown(self):
        return [a for a in self.attempts if not a.acknowledged and a.error in UNKNOWN]

    def _next(self):
        number = next(self._numbers)
        attempt = Attempt(self.organizations[number % len(self.organizations)], f"{self.name}{number}@example.com", f"{self.name}-{number}")
        self.attempts.append(attempt)
        return attempt

    def write(self, during, writers=WRITERS, stop_at_error=True):
        """Writes from so many writers; `during(crowd)` runs beside them in a thread and its return ends the writing."""
        return asyncio.run(self._write(during, writers, stop_at_error))

    async def _write(self, during, writers, stop_at_error):
        ended = asyncio.Event()

        async def writer(create):
            while not ended.is_set():
                attempt = self._next()
                await self._attempt(create, attempt)
                if attempt.error in UNKNOWN and stop_at_error:
                    return
                if not attempt.acknowledged:
                    await asyncio.sleep(0.01)

        async with self._channels(4) as creates:
            tasks = [asyncio.create_task(writer(creates[n % len(creates)])) for n in range(writers)]
            try:
                return await asyncio.to_thread(during, self)
            finally:
                ended.set()
                await asyncio.gather(*tasks)

    def settle(self, attempts):
        """Tries again what has no answer yet, or had one: the same request ids. Returns the answers."""

        async def run():
            answers = []

            async def one(create, attempt):
                answers.append((attempt, await self._attempt(create, attempt)))

            async with self._channels(4) as creates:
                for batch in range(0, len(attempts), WRITERS):
                    await asyncio.gather(*(one(creates[n % 4], a) for n, a in enumerate(attempts[batch:batch + WRITERS])))
            return answers

        return asyncio.run(run())

    async def _attempt(self, create, attempt):
        api = harness.stubs()
        attempt.begin = attempt.begin or time.time()
        request = api.CreateMemberRequest(organization_id=attempt.organization_id, email=attempt.email, without_license=True,
                                          options=api.MutationOptions(request_id=attempt.request_id))
        try:
            answer = await create(request, timeout=20, metadata=[("authorization", f"Bearer {self.key}")])
        except grpc.aio.AioRpcError as error:
            attempt.error, attempt.reason = error.code(), harness.reason(error)
            return None
        finally:
            attempt.end = time.time()
        attempt.member_id, attempt.revision = attempt.member_id or answer.member.member_id, answer.result.revision
        return answer

    def _channels(self, count):
        return _Channels(self.server, count)


class _Channels:
    """A few connections, each with its own socket, closed at the end."""

    def __init__(self, server, count):
        self.target, self.count = f"127.0.0.1:{server.port}", count

    async def __aenter__(self):
        options = [("grpc.use_local_subchannel_pool", 1), ("grpc.enable_retries", 0)]
        self.channels = [grpc.aio.insecure_channel(self.target, options) for _ in range(self.count)]
        return [harness.stubs().MemberServiceStub(channel).Create for channel in self.channels]

    async def __aexit__(self, *_):
        for channel in self.channels:
            await channel.close()


def new_organizations(server, count, name="Chaos"):
    """Organizations to write to; their ids."""
    api, caller = harness.stubs(), server.caller()
    made = [caller.OrganizationService.Create(api.CreateOrganizationRequest(
        name=f"{name} {n}", owner_email=f"owner{n}@{name.lower()}.example.com", plan="ADVANCED")) for n in range(count)]
    caller.close()
    return [answer.organization.organization_id for answer in made]


def members(server, organization_id):
    """Every member, page by page: e-mail address → ids."""
    api, caller = harness.stubs(), server.caller()
    found, token = {}, ""
    while True:
        page = caller.MemberService.List(api.ListMembersRequest(organization_id=organization_id, page_size=1000, page_token=token), timeout=30)
        for member in page.members:
            found.setdefault(member.email, []).append(member.member_id)
        token = page.next_page_token
        if not token:
            caller.close()
            return found


def assert_nothing_lost_or_doubled(server, crowd):
    """Each acknowledged member is there once, under the id it was acknowledged with; nobody is there twice."""
    for organization_id in crowd.organizations:
        found = members(server, organization_id)
        doubled = {email: ids for email, ids in found.items() if len(ids) > 1}
        assert not doubled, f"in {organization_id} twice: {doubled}"
        lost = [a for a in crowd.acknowledged if a.organization_id == organization_id and found.get(a.email) != [a.member_id]]
        assert not lost, f"acknowledged and lost in {organization_id}: {lost[:5]} and {len(lost)} in all"
        strangers = set(found) - {a.email for a in crowd.attempts} - {e for e in found if e.startswith("owner")}
        assert not strangers, f"never asked for: {strangers}"
