"""Measures an organization of many members; scripts/bench-large builds what it needs and starts it.

CPU times are the server process's own clock. What is compared takes turns in every repetition, and medians count.
"""
import argparse
import contextlib
import json
import os
import pathlib
import random
import statistics
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import bench  # noqa: E402
from bench import cpu_seconds, harness, say  # noqa: E402

IN_FLIGHT = 256
BATCH = 1000
# Just fewer entries than make the server write another snapshot: the longest tail that an open replays.
TAIL = 4000
GIVEN = ["Ana", "Ben", "Chloé", "Dan", "Eva", "Finn", "Grace", "Hugo", "Ida", "Jan", "Kim", "Léa", "Mia", "Noah", "Olga", "Paul"]
FAMILY = ["Almeida", "Berg", "Costa", "Dubois", "Evans", "Fischer", "García", "Hansen", "Ivanov", "Jansen", "Kowalski", "Müller"]
REGIONS = ["EMEA", "AMER", "APAC", "LATAM"]
FILTER = 'profile.region = "EMEA" AND role = MEMBER'


class Timed:
    """Wall and server CPU time of what stands in the block, in milliseconds."""

    def __init__(self, server):
        self.pid = server.server_pid

    def __enter__(self):
        self.cpu, self.wall = cpu_seconds(self.pid), time.monotonic()
        return self

    def __exit__(self, *_):
        self.wall_ms = (time.monotonic() - self.wall) * 1000
        self.cpu_ms = (cpu_seconds(self.pid) - self.cpu) * 1000


def pipelined(method, requests):
    """All answers, in order, so many in flight."""
    free = threading.Semaphore(IN_FLIGHT)
    futures = []
    for request in requests:
        free.acquire()
        future = method.future(request, timeout=120)
        future.add_done_callback(lambda _: free.release())
        futures.append(future)
    return [future.result() for future in futures]


class World:
    """Two organizations of one server, which differ in their size alone."""

    def __init__(self, server, members):
        self.api = harness.stubs()
        self.key = server.key
        self.sizes = {"small": 20, "large": members}
        self.organizations, self.members, self.group = {}, {}, None
        with server.channel() as channel:
            self.connect(server, channel)
            for name, size in self.sizes.items():
                self.fill(name, size)

    def connect(self, server, channel):
        """Stubs whose methods also give futures, with the credential in each."""
        self.caller = server.caller()
        metadata = self.caller.metadata

        class Method:
            def __init__(self, callable_):
                self.callable_ = callable_

            def future(self, request, timeout):
                return self.callable_.future(request, timeout=timeout, metadata=metadata)

        self.create = Method(self.api.MemberServiceStub(channel).Create)
        self.get = Method(self.api.MemberServiceStub(channel).Get)

    def fill(self, name, size):
        api, caller = self.api, self.caller
        organization = caller.OrganizationService.Create(api.CreateOrganizationRequest(
            name=f"The {name} one", plan="ADVANCED", owner_email=f"owner@{name}.example")).organization.organization_id
        self.organizations[name] = organization
        product = "sales_navigator"
        caller.LicenseService.UpdatePool(api.UpdatePoolRequest(organization_id=organization, product_id=product, purchased=size))
        begin = time.monotonic()
        answers = pipelined(self.create, (self.member(organization, name, number, product) for number in range(size)))
        self.members[name] = [answer.member.member_id for answer in answers]
        say(f"{name}: {size:,} members in {time.monotonic() - begin:.0f} s")
        group = caller.GroupService.Create(api.CreateGroupRequest(organization_id=organization, name="Everywhere")).group.group_id
        chosen = self.members[name][::10]
        for start in range(0, len(chosen), 2000):
            caller.GroupService.AddMembers(api.AddGroupMembersRequest(
                organization_id=organization, group_id=group, member_ids=chosen[start:start + 2000]), timeout=60)
        self.group = group

    def member(self, organization, name, number, product):
        api = self.api
        given, family = GIVEN[number % len(GIVEN)], FAMILY[number // 7 % len(FAMILY)]
        return api.CreateMemberRequest(
            organization_id=organization, email=f"{given}.{family}.{number}@{name}.example".encode("ascii", "ignore").decode(),
            role=api.ORGANIZATION_ROLE_MANAGER if number % 100 == 1 else api.ORGANIZATION_ROLE_MEMBER,
            profile=api.Profile(given_name=given, family_name=family, title="Account executive", department=f"Department {number % 20}",
                                region=REGIONS[number % len(REGIONS)], employee_id=f"E{number:06}"),
            product_ids=[product] if number % 2 else [], without_license=not number % 2)

    def check_request(self, name):
        # The second member is a manager in both.
        return self.api.CheckRequest(organization_id=self.organizations[name], member_id=self.members[name][1], permission="members.write")

    def list_request(self, **more):
        return self.api.ListMembersRequest(organization_id=self.organizations["large"], page_size=50, **more)


def median(values):
    return statistics.median(values)


def checks(world, server, folder, core, repetitions, seconds):
    """Check of one member by h2load, and of a thousand different ones in a BatchCheck; each in both organizations by turns."""
    api = world.api
    loads, calls = {}, {}
    for name in world.sizes:
        request = world.check_request(name)
        if not world.caller.AccessService.Check(request).allowed:
            raise SystemExit("the Check to be measured is refused")
        (folder / name).mkdir()
        loads[name] = bench.Load(folder / name, request.SerializeToString(), world.key, core)
        calls[name] = max(40_000, int(loads[name].run(server, 40_000)["calls_per_s"] * seconds) // 800 * 800)
    dice = random.Random(7)

    def batch(name):
        chosen = [dice.choice(world.members[name]) for _ in range(BATCH)]
        return api.BatchCheckRequest(organization_id=world.organizations[name], checks=[
            api.CheckItem(member_id=member, permission="members.write") for member in chosen])

    single, many = {name: [] for name in loads}, {name: [] for name in loads}
    for _ in range(repetitions):
        for name in loads:
            figures = loads[name].run(server, calls[name])
            if not figures["good"]:
                raise SystemExit(f"{name}: not every call was answered")
            single[name].append(figures["cpu_us"])
        for name in loads:
            requests = [batch(name) for _ in range(40)]
            with Timed(server) as timed:
                for request in requests:
                    world.caller.AccessService.BatchCheck(request)
            many[name].append(timed.cpu_ms * 1000 / len(requests) / BATCH)
    return {
        "check_small_us": median(single["small"]), "check_large_us": median(single["large"]),
        "check_ratio": median(large / small for small, large in zip(single["small"], single["large"])),
        "batch_check_small_us": median(many["small"]), "batch_check_large_us": median(many["large"]),
    }


def get_members(world, server, repetitions):
    """Different members each time, over one connection."""
    dice = random.Random(11)
    figures = {name: [] for name in world.sizes}
    with server.channel() as channel:
        world.connect(server, channel)
        for _ in range(repetitions):
            for name, of in figures.items():
                requests = [world.api.GetMemberRequest(organization_id=world.organizations[name], member_id=dice.choice(world.members[name]))
                            for _ in range(4000)]
                with Timed(server) as timed:
                    pipelined(world.get, requests)
                of.append(timed.cpu_ms * 1000 / len(requests))
    return {f"get_member_{name}_us": median(of) for name, of in figures.items()}


def lists(world, server, repetitions):
    """First pages, each of a listing of its own, and all later pages."""
    results = {}
    kinds = {"list": {"filter": FILTER}, "ordered_list": {"filter": FILTER, "order_by": "profile.family_name, email"}}
    for name, query in kinds.items():
        first_cpu, first_wall, later_cpu, later_wall = [], [], [], []
        for _ in range(repetitions):
            with Timed(server) as timed:
                page = world.caller.MemberService.List(world.list_request(**query), timeout=60)
            first_cpu.append(timed.cpu_ms)
            first_wall.append(timed.wall_ms)
            total, seen, pages = page.total_size, len(page.members), 0
            with Timed(server) as timed:
                while page.next_page_token and pages < 200:
                    page = world.caller.MemberService.List(world.list_request(page_token=page.next_page_token, **query), timeout=60)
                    seen += len(page.members)
                    pages += 1
            if seen != min(total, 50 * 201):
                raise SystemExit(f"{seen} of {total} came")
            later_cpu.append(timed.cpu_ms / pages)
            later_wall.append(timed.wall_ms / pages)
        results |= {f"{name}_first_page_ms": median(first_cpu), f"{name}_first_page_wall_ms": median(first_wall),
                    f"{name}_later_page_ms": median(later_cpu), f"{name}_later_page_wall_ms": median(later_wall), f"{name}_total": total}
    typed = []
    for _ in range(repetitions):
        with Timed(server) as timed:
            found = world.caller.GroupService.ListMembers(world.api.ListGroupMembersRequest(
                organization_id=world.organizations["large"], group_id=world.group, scope=world.api.GROUP_SCOPE_CANDIDATES,
                name_prefix="mul gra", page_size=20), timeout=60)
        typed.append(timed.cpu_ms)
    if not found.total_size:
        raise SystemExit("nobody is found by name")
    return results | {"typed_name_ms": median(typed), "typed_name_found": found.total_size}


def resident_bytes(server):
    text = pathlib.Path(f"/proc/{server.server_pid}/status").read_text()
    return int(text.split("VmRSS:")[1].split()[0]) * 1024


def opening(world, server, start, folder, repetitions):
    """The first call that needs the organization, after a restart; and what memory it takes then."""
    with server.channel() as channel:
        world.connect(server, channel)
        organization = world.organizations["large"]
        newest = world.caller.OrganizationService.Get(world.api.GetOrganizationRequest(organization_id=organization)).revision
        missing = max(0, TAIL - (newest - snapshot_revision(folder, organization)))
        pipelined(world.create, (world.member(organization, "later", number * 2, "") for number in range(missing)))
    wall, cpu, up, memory = [], [], [], []
    for repetition in range(repetitions):
        server.kill() if repetition % 2 else server.stop()
        begin = time.monotonic()
        start()
        up.append((time.monotonic() - begin) * 1000)
        caller = server.caller()
        # The connection and the small organization, of which nothing is measured.
        caller.MemberService.Get(world.api.GetMemberRequest(organization_id=world.organizations["small"], member_id=world.members["small"][0]))
        before = resident_bytes(server)
        with Timed(server) as timed:
            found = caller.MemberService.Get(world.api.GetMemberRequest(
                organization_id=world.organizations["large"], member_id=world.members["large"][-1]), timeout=60)
        wall.append(timed.wall_ms)
        cpu.append(timed.cpu_ms)
        memory.append((resident_bytes(server) - before) / (world.sizes["large"] + missing))
        revision = found.revision
        caller.close()
    return {"open_ms": median(wall), "open_cpu_ms": median(cpu), "open_longest_ms": max(wall), "start_ms": median(up),
            "bytes_a_member": median(memory), "revision": revision}


def snapshot_revision(folder, organization):
    names = sorted(folder.glob(f"**/*{organization}-*.snapshot"))
    return int(names[-1].name.removesuffix(".snapshot").rsplit("-", 1)[1]) if names else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--roster", required=True, help="the program")
    parser.add_argument("--members", type=int, default=100_000)
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1, help="what one repetition of Check takes of each organization")
    parser.add_argument("--data", help="where the database lies (default: a folder under .build, not a RAM disk)")
    options = parser.parse_args()
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        raise SystemExit("two cores are needed: one for the server, one for the load")
    server_core, load_core = map(str, cores[-2:])
    say(f"server on core {server_core}, load on core {load_core}, load average {os.getloadavg()[0]:.2f}")
    os.sched_setaffinity(0, {int(load_core)})
    settings = {"threads.loops": "1", "limits.calls_per_second_per_key": "10000000"}
    results = {"members": options.members}
    with contextlib.ExitStack() as cleanup:
        folder = pathlib.Path(cleanup.enter_context(tempfile.TemporaryDirectory(
            prefix="bench-", dir=options.data or harness.REPOSITORY / ".build")))
        server = harness.Server(folder / "data", binary=options.roster, settings=settings)
        cleanup.callback(server.kill)
        start = lambda: server.start(under=["taskset", "-c", server_core])
        start()
        world = World(server, options.members)
        results |= checks(world, server, folder, load_core, options.repetitions, options.seconds)
        results |= get_members(world, server, options.repetitions)
        results |= lists(world, server, options.repetitions)
        results |= opening(world, server, start, folder, options.repetitions)
        results["snapshot_revision"] = snapshot_revision(folder, world.organizations["large"])
    tell(results)
    print(json.dumps({name: round(value, 3) if isinstance(value, float) else value for name, value in results.items()}))


def tell(r):
    def line(what, value, goal=""):
        say(f"  {what:<62} {value:<34} {goal}")

    line(f"of {r['members']:,} members", "", "goal")
    line("Check, server CPU: small organization, large one, ratio",
         f"{r['check_small_us']:.2f} µs, {r['check_large_us']:.2f} µs, {r['check_ratio']:.2f}", "as fast")
    line(f"each check of a BatchCheck of {BATCH} different members",
         f"{r['batch_check_small_us']:.2f} µs, {r['batch_check_large_us']:.2f} µs")
    line("GetMember of different members, server CPU", f"{r['get_member_small_us']:.1f} µs, {r['get_member_large_us']:.1f} µs")
    for name, what in (("list", "filtered"), ("ordered_list", "filtered and ordered")):
        line(f"{what}, {r[f'{name}_total']:,} match: first page of 50",
             f"{r[f'{name}_first_page_ms']:.1f} ms CPU, {r[f'{name}_first_page_wall_ms']:.1f} ms")
        line(f"{what}: a later page of 50",
             f"{r[f'{name}_later_page_ms']:.2f} ms CPU, {r[f'{name}_later_page_wall_ms']:.2f} ms", "≤ 2 ms CPU")
    line(f"typed name, {r['typed_name_found']:,} of all", f"{r['typed_name_ms']:.1f} ms CPU")
    tail = r["revision"] - r["snapshot_revision"]
    line(f"first call after a restart (snapshot and {tail:,} entries)",
         f"{r['open_ms']:.0f} ms ({r['open_cpu_ms']:.0f} ms CPU; longest {r['open_longest_ms']:.0f})", "≤ 1,000 ms")
    line("memory a member then", f"{r['bytes_a_member']:.0f} bytes", "≤ 1,536")


if __name__ == "__main__":
    main()
