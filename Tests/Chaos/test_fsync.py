"""F2: the k-th fdatasync fails. What the kernel kept is unknown then, so the server must end, and must not have lied."""
import re
import signal
import subprocess
import time

import pytest

import crowd as crowds

# What `roster serve` documents for a journal that can't be trusted any more.
JOURNAL_FAILED = 74


@pytest.mark.parametrize("k", [1, 2, 3, 7, 20])
def test_a_failed_fdatasync_ends_the_server(fresh_server, tmp_path, k):
    server = fresh_server.start()
    crowd = crowds.Crowd(server, server.key, crowds.new_organizations(server, 4))
    log = tmp_path / "strace"
    tracer = subprocess.Popen(["strace", "-f", "-ttt", "-p", str(server.server_pid), "-o", str(log), "-e", "trace=fdatasync",
                               "-e", f"inject=fdatasync:error=EIO:when={k}"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        assert "attached" in tracer.stderr.readline()

        def wait_for_the_end(_):
            return server.process.wait(30)

        status = crowd.write(wait_for_the_end)
    finally:
        tracer.send_signal(signal.SIGINT)
        tracer.wait(10)
    text = log.read_text()
    failed = float(re.search(r"^\d+\s+(\d+\.\d+) .*EIO.*INJECTED", text, re.M)[1])
    exited = max(float(t) for t in re.findall(r"^\d+\s+(\d+\.\d+) \+\+\+ exited", text, re.M))
    assert status == JOURNAL_FAILED, f"exit status {status}:\n" + "\n".join(server.output[-10:])
    assert exited - failed <= 1, f"it took {exited - failed:.2f} s to end"
    begin = time.monotonic()
    server.start()
    assert time.monotonic() - begin < 2
    crowd.settle(crowd.unknown)
    assert all(a.acknowledged for a in crowd.attempts), [a for a in crowd.attempts if not a.acknowledged][:3]
    crowds.assert_nothing_lost_or_doubled(server, crowd)
    server.verify()
