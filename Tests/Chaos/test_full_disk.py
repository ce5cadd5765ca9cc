"""F4: the disk fills up. Writes are refused and say why, reads go on, and writes resume once there is space."""
import errno
import os
import pathlib
import subprocess
import time

import grpc
import pytest

import crowd as crowds
import harness

DISK_BYTES = 8 << 20
BALLAST_BYTES = 4 << 20


class SmallDisk:
    """A tmpfs of 8 MiB in a mount namespace of its own, which ends with the process that holds it."""

    def __init__(self, path):
        self.path = path
        path.mkdir()
        own = ["-m"] if os.geteuid() == 0 else ["-r", "-m"]
        self.holder = subprocess.Popen(
            ["unshare", *own, "sh", "-c", f'mount -t tmpfs -o size={DISK_BYTES},mode=700 tmpfs "$0" && echo mounted && exec cat', str(path)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if self.holder.stdout.readline() != "mounted\n":
            problem = self.holder.stderr.read()
            self.close()
            pytest.skip(f"NOT TESTED: a full disk, because no tmpfs can be mounted here: {problem}")
        user = [] if os.geteuid() == 0 else ["-U", "--preserve-credentials"]
        self.enter = ["nsenter", "-t", str(self.holder.pid), "-m", *user, "--"]
        # The same files, as everybody else sees them.
        self.outside = pathlib.Path(f"/proc/{self.holder.pid}/root{path}")

    def close(self):
        self.holder.stdin.close()
        self.holder.wait(10)


@pytest.fixture
def small_disk(tmp_path):
    disk = SmallDisk(tmp_path / "disk")
    yield disk
    disk.close()


def test_a_full_disk_refuses_writes_and_recovers(small_disk):
    ballast = small_disk.outside / "ballast"
    ballast.write_bytes(bytes(BALLAST_BYTES))
    with harness.Server(small_disk.path / "roster").start(under=small_disk.enter) as server:
        crowd = crowds.Crowd(server, server.key, crowds.new_organizations(server, 2))
        api, reader = harness.stubs(), server.caller()
        organization_id = crowd.organizations[0]

        def refused():
            return [a for a in crowd.attempts if a.error == grpc.StatusCode.RESOURCE_EXHAUSTED and not a.acknowledged]

        def fill_free_and_go_on(_):
            deadline = time.monotonic() + 60
            while not refused():
                assert time.monotonic() < deadline, "the disk does not fill up"
                time.sleep(0.05)
            # Full: reads go on, for a second.
            until = time.monotonic() + 1
            while time.monotonic() < until:
                checked = reader.AccessService.Check(api.CheckRequest(
                    organization_id=organization_id, email="owner0@chaos.example.com", permission="members.read"))
                assert checked.allowed
                reader.MemberService.List(api.ListMembersRequest(organization_id=organization_id, page_size=10))
            ballast.unlink()
            freed, known = time.time(), len(crowd.attempts)
            while not any(a.acknowledged for a in crowd.attempts[known:]):
                assert time.time() - freed < 5, "writes don't resume"
                time.sleep(0.02)
            return time.time() - freed

        resumed = crowd.write(fill_free_and_go_on, writers=16, stop_at_error=False)
        reasons = {a.reason for a in refused()}
        assert reasons == {"STORAGE_FULL"}, reasons
        others = {a.error for a in crowd.attempts if a.error} - {grpc.StatusCode.RESOURCE_EXHAUSTED}
        assert not others, others
        print(f"{len(crowd.acknowledged)} acknowledged, {len(refused())} refused, resumed {resumed:.2f} s after there was space")
        # The refused ones, asked again, are as good as new.
        left, deadline = refused()[:200], time.monotonic() + 5
        while left:
            assert time.monotonic() < deadline, f"still refused: {left[0]} and {len(left)} in all"
            crowd.settle(left)
            left = [a for a in left if not a.acknowledged]
        crowds.assert_nothing_lost_or_doubled(server, crowd)
        done = subprocess.run([*small_disk.enter, server.binary, "verify", "--data", str(server.data)], capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr
        assert server.stop() == 0


def test_a_start_on_a_full_disk_reads_every_organization(small_disk):
    ballast = small_disk.outside / "ballast"
    ballast.write_bytes(bytes(BALLAST_BYTES))
    with harness.Server(small_disk.path / "roster").start(under=small_disk.enter) as server:
        crowd = crowds.Crowd(server, server.key, crowds.new_organizations(server, 2))

        def until_refused(_):
            deadline = time.monotonic() + 60
            while not any(a.error == grpc.StatusCode.RESOURCE_EXHAUSTED for a in crowd.attempts):
                assert time.monotonic() < deadline, "the disk does not fill up"
                time.sleep(0.05)

        crowd.write(until_refused, writers=16, stop_at_error=False)
        server.kill()
        with open(small_disk.outside / "rest", "wb", buffering=0) as rest:
            try:
                while rest.write(bytes(4096)):
                    pass
            except OSError as error:
                assert error.errno == errno.ENOSPC
        server.start(under=small_disk.enter)
        api, caller = harness.stubs(), server.caller()
        for number, organization_id in enumerate(crowd.organizations):
            assert caller.AccessService.Check(api.CheckRequest(
                organization_id=organization_id, email=f"owner{number}@chaos.example.com", permission="members.read")).allowed
        ballast.unlink()
        left, deadline = [a for a in crowd.attempts if not a.acknowledged][:50], time.monotonic() + 5
        while left:
            assert time.monotonic() < deadline, f"still refused: {left[0]} and {len(left)} in all"
            crowd.settle(left)
            left = [a for a in left if not a.acknowledged]
        assert server.stop() == 0
