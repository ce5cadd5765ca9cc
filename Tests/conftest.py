"""Fixtures for the tests that run the server as a process, and the time that a test may take."""
import faulthandler
import os
import pathlib
import signal
import types

import pytest
import trustme

import harness

# The longest takes 55 s on a quick machine. One that hangs fails, and the others run.
LIMIT_SECONDS = 240
# What doesn't even fail (a thread that nobody can stop) ends the run, with the place of every thread.
GRACE_SECONDS = 60
errors = pytest.StashKey[int]()


def pytest_configure(config):
    # Before a test's output is captured.
    config.stash[errors] = os.dup(2)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    def overdue(*_):
        pytest.fail(f"not over after {LIMIT_SECONDS} s")

    before = signal.signal(signal.SIGALRM, overdue)
    signal.alarm(LIMIT_SECONDS)
    faulthandler.dump_traceback_later(LIMIT_SECONDS + GRACE_SECONDS, exit=True, file=item.config.stash[errors])
    try:
        return (yield)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
        # The interpreter waits for its threads at its end, too.
        faulthandler.dump_traceback_later(GRACE_SECONDS, exit=True, file=item.config.stash[errors])


@pytest.fixture(scope="session")
def api():
    """Messages and stubs made from proto/."""
    return harness.stubs()


@pytest.fixture(scope="session")
def certificates(tmp_path_factory):
    """PEM files of a server for localhost and of the authority that signed it."""
    folder = tmp_path_factory.mktemp("certificates")
    authority = trustme.CA()
    server = authority.issue_cert("localhost", "127.0.0.1")
    files = types.SimpleNamespace(authority=str(folder / "authority.pem"), certificate=str(folder / "server.pem"),
                                  private_key=str(folder / "server.key"))
    authority.cert_pem.write_to_path(files.authority)
    server.private_key_pem.write_to_path(files.private_key)
    pathlib.Path(files.certificate).write_bytes(b"".join(blob.bytes() for blob in server.cert_chain_pems))
    return files


@pytest.fixture(scope="session")
def server(tmp_path_factory, certificates):
    """One server with a plaintext and a TLS port, shared by the tests that don't harm it."""
    with harness.Server(tmp_path_factory.mktemp("data") / "roster", tls=certificates) as running:
        yield running


@pytest.fixture
def fresh_server(tmp_path):
    """A server of the test's own, not started yet."""
    own = harness.Server(tmp_path / "roster")
    yield own
    own.kill()
