"""F1: kill -9 at a random moment under 64 writers; and how often the journal calls fdatasync."""
import random
import re
import secrets
import time

import pytest

import crowd as crowds

KILLS = 30
FIXED_SEED = 20261123


def test_kill_nine_loses_and_doubles_nothing(fresh_server, record_property):
    fresh_seed = secrets.randbits(32)
    print(f"seeds: {FIXED_SEED}, and {fresh_seed} fresh")
    record_property("fresh_seed", fresh_seed)
    moments = [random.Random(seed) for seed in (FIXED_SEED, fresh_seed)]
    server = fresh_server.start()
    crowd = crowds.Crowd(server, server.key, crowds.new_organizations(server, 8))
    slowest = 0
    for kill in range(KILLS):
        wait = moments[kill % 2].uniform(0.02, 0.8)

        def strike(_):
            time.sleep(wait)
            server.kill()

        before = len(crowd.acknowledged)
        crowd.write(strike)
        begin = time.monotonic()
        server.start()
        crowds.members(server, crowd.organizations[0])
        slowest = max(slowest, time.monotonic() - begin)
        assert slowest < 2, f"kill {kill}: serving again only after {slowest:.1f} s"
        # What was in flight may have happened or not; asked again, it has happened, once.
        open_attempts = crowd.unknown
        crowd.settle(open_attempts)
        assert all(a.acknowledged for a in open_attempts), [a for a in open_attempts if not a.acknowledged][:3]
        # A retry of what was answered before the crash gets the first answer.
        sample = random.Random(kill).sample(crowd.acknowledged, min(64, len(crowd.acknowledged)))
        for attempt, answer in crowd.settle(sample):
            assert answer is not None and answer.result.replayed and answer.member.member_id == attempt.member_id, (attempt, answer)
        if kill == 0:
            assert len(crowd.acknowledged) > before, "nothing was written, so nothing was tried"
    crowds.assert_nothing_lost_or_doubled(server, crowd)
    server.verify()
    server.kill()
    server.verify()
    print(f"{KILLS} kills, {len(crowd.acknowledged)} acknowledged, slowest start {slowest:.2f} s")


def fdatasyncs(log):
    return len(re.findall(r"fdatasync\(\d+\)\s*= 0|fdatasync resumed>\)\s*= 0", log.read_text()))


@pytest.mark.parametrize("writers", [1, 64])
def test_one_fdatasync_a_commit_batch(fresh_server, tmp_path, writers):
    log = tmp_path / "strace"
    server = fresh_server.start(under=["strace", "-f", "-qq", "-e", "trace=fdatasync", "-o", str(log)])
    crowd = crowds.Crowd(server, server.key, crowds.new_organizations(server, 4))
    before = fdatasyncs(log)
    crowd.write(lambda _: time.sleep(3), writers=writers)
    written, synced = len(crowd.acknowledged), fdatasyncs(log) - before
    assert server.stop() == 0
    print(f"{writers} writers: {written} mutations, {synced} fdatasync calls")
    assert written > 100 and synced > 0
    # A checkpoint of the write-ahead log adds two calls now and then.
    checkpoints = 10 + written // 50
    if writers == 1:
        # One mutation waits at a time, so each is a batch of its own.
        assert written <= synced <= written + checkpoints
    else:
        assert synced <= written / 2 + checkpoints, "the commits are not grouped"
