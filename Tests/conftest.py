"""Fixtures for the tests that run the server as a process."""
import pathlib
import types

import pytest
import trustme

import harness


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
