from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from entrepot.hub import database
from entrepot.hub.database import Server, ordinary_user
from entrepot.trade.finding import Refused

pytestmark = pytest.mark.postgres


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that is not there yet, or a skip that says why there can be none."""
    folder = Path(tempfile.mkdtemp(prefix="entrepot-pg-"))
    if owner := ordinary_user():
        shutil.chown(folder, owner)
    made = Server(folder / ("a" * 60) / "server", owner)
    (folder / ("a" * 60)).mkdir(mode=0o711)
    try:
        try:
            made._binaries()
        except Refused as missing:
            pytest.skip(str(missing))
        yield made
    finally:
        made.down()
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(made._socket, ignore_errors=True)


def told(url: str, question: str) -> object:
    with psycopg.connect(url) as door:
        row = door.execute(question).fetchone()
    assert row is not None
    return row[0]


def test_a_server_is_made_started_stopped_and_keeps_what_was_committed(server: Server) -> None:
    assert server.status() == "absent"
    url = server.up()
    assert server.status() == "running"
    assert server.up() == url, "starting what runs is harmless"
    with psycopg.connect(url) as door:
        door.execute("CREATE TABLE kept AS SELECT 7 AS n")
    for _ in range(2):
        server.down()
        assert server.status() == "stopped"
    assert told(server.up(), "SELECT n FROM kept") == 7


def test_it_keeps_pages_at_hand_by_the_memory_of_the_machine(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for gibibytes, megabytes in ((1, 128), (4, 256), (8, 512), (64, 512)):
        told_by_system = {"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": gibibytes << 18}
        monkeypatch.setattr(os, "sysconf", told_by_system.__getitem__)
        assert database._room() == megabytes
    assert told(server.up(), "SHOW shared_buffers") == "512MB"


def test_it_is_private_asks_for_a_password_and_writes_durably(server: Server) -> None:
    url = server.up()
    assert (server.folder.stat().st_mode & 0o777, (server.folder / "password").stat().st_mode & 0o777) == (0o700, 0o600)
    assert told(url, "SHOW listen_addresses") == ""
    assert told(url, "SHOW fsync") == "on"
    assert told(url, "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method <> 'scram-sha-256'") == 0
    password = (server.folder / "password").read_text()
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(url.replace(password, "guessed"))


def test_root_is_refused_since_postgresql_does_not_run_as_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(Refused) as refused:
        Server(tmp_path / "server").up()
    assert [finding.code for finding in refused.value.findings] == ["root-refused"]
    assert not (tmp_path / "server").exists()


def test_a_machine_without_postgresql_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "available", lambda: iter(()))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Refused) as refused:
        Server(tmp_path / "server").up()
    assert [finding.code for finding in refused.value.findings] == ["no-postgresql"]
