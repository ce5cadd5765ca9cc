"""The bootstrap key is shown whatever happens at the first start; and when it was lost all the same, there is a way back."""
import subprocess

import grpc
import pytest

import harness


def test_a_start_that_fails_makes_no_key(tmp_path):
    data = tmp_path / "roster"
    failed = subprocess.run(
        [harness.roster_binary(), "serve", "--data", str(data), "--listen", "127.0.0.1:0", "--listen-tls", "127.0.0.1:0",
         "--certificate", str(tmp_path / "missing.pem"), "--private-key", str(tmp_path / "missing.key")],
        capture_output=True, text=True, timeout=20)
    assert failed.returncode != 0 and "rk_" not in failed.stdout + failed.stderr
    with harness.Server(data).start() as server:
        assert server.key
        server.caller().OrganizationService.List(harness.stubs().ListOrganizationsRequest())
        assert server.stop() == 0


def test_a_lost_key_is_replaced(tmp_path):
    api = harness.stubs()
    with harness.Server(tmp_path / "roster").start() as server:
        lost = server.key
        beside = subprocess.run([server.binary, "bootstrap", "--data", str(server.data)], capture_output=True, text=True, timeout=20)
        assert beside.returncode != 0 and "uses" in beside.stderr
        server.kill()
        done = subprocess.run([server.binary, "bootstrap", "--data", str(server.data)], capture_output=True, text=True, timeout=20)
        assert done.returncode == 0, done.stdout + done.stderr
        key = done.stdout.split()[-1]
        server.start()
        server.caller(key).OrganizationService.List(api.ListOrganizationsRequest())
        with pytest.raises(grpc.RpcError) as refused:
            server.caller(lost).OrganizationService.List(api.ListOrganizationsRequest())
        assert refused.value.code() == grpc.StatusCode.UNAUTHENTICATED
        assert server.stop() == 0
        server.verify()
