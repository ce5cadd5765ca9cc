"""Measures Roster on this machine; scripts/bench builds what it needs and starts it.

What can be trusted where time is noisy: ratios within one run, CPU time of the server process, and callgrind's counts.
So the floor and Roster take turns in every repetition, CPU time is read from the process's own clock (nanoseconds, all
threads), and each repetition gives one ratio.
"""
import argparse
import contextlib
import glob
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

import grpc

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Tests"))
import harness  # noqa: E402

CHECK = "/roster.v1.AccessService/Check"
LOAD = ["-c", "8", "-m", "100"]
COUNTED_CALLS = 2400
# glibc copies with "rep movsb" above a threshold, and callgrind would count each of its bytes as an instruction.
TUNABLES = "GLIBC_TUNABLES=" + ":".join(f"glibc.cpu.x86_rep_{k}_threshold=1000000000" for k in ("movsb", "stosb"))
CALLGRIND = ["env", TUNABLES, "valgrind", "--tool=callgrind"]


def say(text):
    print(text, file=sys.stderr, flush=True)


def framed(message):
    return b"\0" + len(message).to_bytes(4, "big") + message


def cpu_seconds(pid):
    """CPU time of all threads of a process, living and ended (its clock id, as clock_getcpuclockid makes it)."""
    return time.clock_gettime_ns((~pid << 3) | 2) / 1e9


class Floor:
    """Benchmarks/floor.c as a process."""

    def __init__(self, program, reply, core):
        self.program, self.reply, self.core = program, reply, core
        self.process = self.port = None

    def start(self, under=()):
        self.process = subprocess.Popen(["taskset", "-c", self.core, *under, self.program, CHECK, self.reply],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.port = int(self.process.stdout.readline().rsplit(":", 1)[1])
        return self

    @property
    def server_pid(self):
        return self.process.pid

    def kill(self):
        self.process.kill()
        self.process.wait()


class Load:
    """h2load with the one request that both servers get."""

    def __init__(self, folder, request, key, core):
        self.core = core
        self.headers = [("authorization", f"Bearer {key}")]
        self.message = request
        self.body = folder / "request.bin"
        self.body.write_bytes(framed(request))

    def answer_once(self, port):
        """The answer's bytes, through grpcio, which checks the status and the trailers."""
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            return channel.unary_unary(CHECK)(self.message, timeout=30, metadata=self.headers)

    def run(self, server, calls):
        """CPU microseconds of the server for each of so many calls, all of which must be answered."""
        before = cpu_seconds(server.server_pid)
        begin = time.monotonic()
        text = subprocess.run(
            ["taskset", "-c", self.core, "h2load", *LOAD, "-n", str(calls), "-d", self.body, "-H", "content-type: application/grpc",
             "-H", "te: trailers", *(x for name, value in self.headers for x in ("-H", f"{name}: {value}")),
             f"http://127.0.0.1:{server.port}{CHECK}"], capture_output=True, text=True, check=True, timeout=600).stdout
        wall = time.monotonic() - begin
        cpu = cpu_seconds(server.server_pid) - before
        good = int(re.search(r"(\d+) succeeded", text)[1])
        data = int(re.search(r"\((\d+)\) data", text)[1])
        return {"cpu_us": cpu / calls * 1e6, "calls_per_s": calls / wall, "busy": cpu / wall, "good": good == calls, "bytes": data / calls}


def measure_check(floor, roster, load, answer, repetitions, seconds):
    """One pair of figures and one ratio a repetition."""
    calls = {}
    for name, server in (("floor", floor), ("roster", roster)):
        rate = load.run(server, 40_000)["calls_per_s"]
        calls[name] = max(40_000, int(rate * seconds) // 800 * 800)
    pairs = []
    for repetition in range(repetitions):
        pair = {}
        for name, server in (("floor", floor), ("roster", roster)):
            figures = load.run(server, calls[name])
            # h2load knows no gRPC: a refusal is a shorter answer, and so is one without the message.
            if not figures["good"] or figures["bytes"] != len(framed(answer)):
                raise SystemExit(f"{name}: not every call got the answer: {figures}")
            pair[name] = figures
        pairs.append(pair)
        say(f"  {repetition + 1}: floor {pair['floor']['cpu_us']:.2f} µs, Roster {pair['roster']['cpu_us']:.2f} µs, "
            f"ratio {pair['roster']['cpu_us'] / pair['floor']['cpu_us']:.2f}")
    middle = lambda name, key: statistics.median(pair[name][key] for pair in pairs)
    return {
        "check_vs_floor": round(statistics.median(pair["roster"]["cpu_us"] / pair["floor"]["cpu_us"] for pair in pairs), 3),
        "check_cpu_us": round(middle("roster", "cpu_us"), 3), "floor_cpu_us": round(middle("floor", "cpu_us"), 3),
        "check_per_s": round(middle("roster", "calls_per_s")), "floor_per_s": round(middle("floor", "calls_per_s")),
    }


def count_instructions(start, stop, folder, load):
    """Instructions in user space for each Check, once the server is warm."""
    out = folder / "callgrind"
    for old in glob.glob(f"{out}*"):
        os.remove(old)
    server = start([*CALLGRIND, f"--callgrind-out-file={out}"])
    try:
        for _ in range(2):  # a dump sets the counters back to zero
            load.run(server, COUNTED_CALLS)
            subprocess.run(["callgrind_control", "-d", str(server.process.pid)], check=True, capture_output=True)
        return round(int(re.search(r"totals: (\d+)", pathlib.Path(f"{out}.2").read_text())[1]) / COUNTED_CALLS)
    finally:
        stop(server)


def make_world(server):
    """An organization with a member who may do what the Check asks; gives the request, its answer known to be allowed."""
    api = harness.stubs()
    caller = server.caller()
    made = caller.OrganizationService.Create(api.CreateOrganizationRequest(
        name="Benchmark", plan="ADVANCED", owner_email="owner@example.com"))
    organization = made.organization.organization_id
    member = caller.MemberService.Create(api.CreateMemberRequest(
        organization_id=organization, email="checked@example.com", role=api.ORGANIZATION_ROLE_MANAGER, without_license=True))
    request = api.CheckRequest(organization_id=organization, member_id=member.member.member_id, permission="members.write")
    answer = caller.AccessService.Check(request)
    if not answer.allowed:
        raise SystemExit(f"the Check to be measured is refused: {answer}")
    return request.SerializeToString()


def mutations(generator, server, core, organizations, seconds):
    """Durable mutations a second, by the closed-loop generator on the bundled client; its own JSON line."""
    before = cpu_seconds(server.server_pid)
    done = subprocess.run(
        ["taskset", "-c", core, generator, "mutations", "--address", f"127.0.0.1:{server.port}", "--organizations", str(organizations),
         "--in-flight", "256", "--seconds", str(seconds)],
        env=os.environ | {"ROSTER_API_KEY": server.key}, stdout=subprocess.PIPE, text=True, timeout=seconds * 4 + 120)
    if done.returncode:
        raise SystemExit(f"the generator ended with {done.returncode}: {done.stdout}")
    figures = json.loads(done.stdout.splitlines()[-1])
    return figures | {"cpu_us": (cpu_seconds(server.server_pid) - before) / max(figures["calls"], 1) * 1e6}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--roster", required=True, help="the program")
    parser.add_argument("--generator", required=True, help="roster-bench")
    parser.add_argument("--floor", required=True, help="Benchmarks/floor.c, built")
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2, help="what one repetition takes of each server")
    parser.add_argument("--mutation-seconds", type=float, default=10)
    parser.add_argument("--callgrind", action="store_true")
    parser.add_argument("--skip-mutations", action="store_true")
    parser.add_argument("--data", help="where the database lies (default: a folder under .build, not a RAM disk)")
    options = parser.parse_args()

    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        raise SystemExit("two cores are needed: one for the server, one for the load")
    server_core, load_core = map(str, cores[-2:])
    say(f"server on core {server_core}, load on core {load_core}, load average {os.getloadavg()[0]:.2f}")
    os.sched_setaffinity(0, {int(load_core)})
    pinned = ["taskset", "-c", server_core]
    settings = {"threads.loops": "1", "limits.calls_per_second_per_key": "10000000"}
    build = harness.REPOSITORY / ".build"
    results = {}

    with contextlib.ExitStack() as cleanup:
        folder = pathlib.Path(cleanup.enter_context(tempfile.TemporaryDirectory(prefix="bench-", dir=options.data or build)))

        def roster(name, under=()):
            server = harness.Server(folder / name, binary=options.roster, settings=settings)
            cleanup.callback(server.kill)
            return server.start(under=[*pinned, *under])

        def stop(server):
            server.kill()

        say("Check: CPU of the server for each call")
        server = roster("check")
        load = Load(folder, make_world(server), server.key, load_core)
        answer = load.answer_once(server.port)
        reply = folder / "reply.bin"
        reply.write_bytes(framed(answer))
        floor = Floor(options.floor, reply, server_core)
        floor.start()
        cleanup.callback(floor.kill)
        if load.answer_once(floor.port) != answer:
            raise SystemExit("the floor's answer differs")
        results |= measure_check(floor, server, load, answer, options.repetitions, options.seconds)
        if load.answer_once(server.port) != answer:
            raise SystemExit("Roster's answer changed while it was measured")
        stop(server)
        floor.kill()

        if options.callgrind:
            say("callgrind: instructions for each Check")

            # valgrind 3.19 gives up on the debug information that Swift's own libraries bring.
            server.binary = str(folder / "roster")
            subprocess.run(["strip", "-g", "-o", server.binary, options.roster], check=True)

            def again(under):
                # The same folder, so that key and member are those of the request.
                server.start(under=[*pinned, *under])
                return server

            results["check_instructions"] = count_instructions(again, stop, folder, load)
            results["floor_instructions"] = count_instructions(
                lambda under: Floor(options.floor, reply, server_core).start(under), stop, folder, load)
            results["instructions_vs_floor"] = round(results["check_instructions"] / results["floor_instructions"], 3)
            say(f"  floor {results['floor_instructions']:,}, Roster {results['check_instructions']:,}")

        if not options.skip_mutations:
            for organizations, name in ((64, "mutations_64_orgs"), (1, "mutations_1_org")):
                server = roster(name)
                figures = mutations(options.generator, server, load_core, organizations, options.mutation_seconds)
                stop(server)
                results[f"{name}_per_s"] = round(figures["per_s"])
                results[f"{name}_cpu_us"] = round(figures["cpu_us"], 1)
                results[f"{name}_p50_ms"] = round(figures["p50_ms"], 2)
                results[f"{name}_p99_ms"] = round(figures["p99_ms"], 2)
                say(f"durable mutations over {organizations} organization(s): {figures['per_s']:,.0f}/s, "
                    f"p50 {figures['p50_ms']:.1f} ms, p99 {figures['p99_ms']:.1f} ms, server CPU {figures['cpu_us']:.0f} µs each")
    results["cores"] = len(cores)
    print(json.dumps(results))


if __name__ == "__main__":
    main()
