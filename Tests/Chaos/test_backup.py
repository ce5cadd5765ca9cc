"""`roster backup` and `roster verify`, beside a server under load and without one."""
import contextlib
import shutil
import sqlite3
import subprocess
import time

import pytest

import crowd as crowds
import harness


def test_a_backup_under_load_is_a_whole_moment(fresh_server, tmp_path):
    server = fresh_server.start()
    crowd = crowds.Crowd(server, server.key, crowds.new_organizations(server, 4))
    restored = harness.Server(tmp_path / "restored")
    restored.data.mkdir()

    def back_up(_):
        time.sleep(0.5)
        before = list(crowd.acknowledged)
        done = subprocess.run([server.binary, "backup", "--data", str(server.data), str(restored.data / "journal.sqlite")],
                              capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr
        server.verify()
        return before

    before = crowd.write(back_up)
    assert before, "nothing was written before the backup"
    server.verify()
    # The pepper isn't in the backup: without it no key would be recognised.
    shutil.copy(server.data / "pepper", restored.data / "pepper")
    restored.verify()
    restored.key = server.key
    with restored.start():
        for organization_id in crowd.organizations:
            found = crowds.members(restored, organization_id)
            lost = [a for a in before if a.organization_id == organization_id and found.get(a.email) != [a.member_id]]
            assert not lost, f"acknowledged before the backup and not in it: {lost[:3]}"
        restored.verify()
    restored.kill()


def test_a_damaged_journal_is_told(fresh_server):
    server = fresh_server.start()
    crowd = crowds.Crowd(server, server.key, crowds.new_organizations(server, 2))
    crowd.write(lambda _: time.sleep(0.5))
    assert server.stop() == 0
    server.verify()
    file = server.data / "journal.sqlite"
    damaged = bytearray(file.read_bytes())
    # A letter of a stored e-mail address, somewhere in the middle of the file.
    at = damaged.index(b"@example.com", len(damaged) // 2)
    damaged[at + 1] ^= 1
    file.write_bytes(damaged)
    done = subprocess.run([server.binary, "verify", "--data", str(server.data)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1, f"a damaged journal is found good:\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize("change, complaint", [
    ("DELETE FROM claims WHERE substr(key, 1, 1) = x'01'", "claims of its entries are missing"),
    ("INSERT INTO claims SELECT CAST(key || x'00' AS BLOB), tree, time FROM claims WHERE substr(key, 1, 1) = x'01'", "claims are held that its entries don't take"),
])
def test_claims_that_the_entries_do_not_say_are_told(tmp_path, change, complaint):
    with harness.Server(tmp_path / "roster").start() as server:
        crowds.new_organizations(server, 1)
        assert server.stop() == 0
        assert "claims" in server.verify()
        with contextlib.closing(sqlite3.connect(server.data / "journal.sqlite")) as journal, journal:
            assert journal.execute(change).rowcount == 1
        done = subprocess.run([server.binary, "verify", "--data", str(server.data)], capture_output=True, text=True, timeout=60)
        assert done.returncode == 1 and complaint in done.stdout, done.stdout + done.stderr
