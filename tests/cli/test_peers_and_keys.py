"""The commands about peers and keys, as an operator types them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("hub")
    assert "signs in with" in entrepot(made, "operator", "add", "ann@hub.example").stdout
    return made


def entrepot(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("ENTREPOT_", "DATABASE_"))}
    return subprocess.run(
        [sys.executable, "-m", "entrepot", *words, "--home", str(home)],
        env={**clean, "ENTREPOT_URL": "https://hub.example", "ENTREPOT_LOG": "ERROR"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_key_is_shown_followed_by_another_and_let_go(home: Path) -> None:
    before = entrepot(home, "keys", "show").stdout
    assert [line.split()[0] for line in before.splitlines()] == ["root", "log", "cosign", "http", "statement"]
    assert "every peer is told" in entrepot(home, "keys", "rotate", "log").stdout
    during = entrepot(home, "keys", "show").stdout
    assert "leaving hub.example/ehx/log+" in during
    assert "statement 2" in during
    again = entrepot(home, "keys", "rotate", "log")
    assert (again.returncode, "rotation-under-way" in again.stderr) == (2, True)
    assert entrepot(home, "keys", "finish", "log").returncode == 0
    assert "leaving" not in entrepot(home, "keys", "show").stdout


def test_a_peering_is_proposed_by_one_operator_and_not_approved_by_the_same(home: Path) -> None:
    url, thumbprint = "https://peer.example", "0000 0000"
    alone = entrepot(home, "peer", "connect", url, "--thumbprint", thumbprint)
    assert (alone.returncode, "person-needed" in alone.stderr) == (2, True)
    asked = entrepot(home, "peer", "connect", url, "--thumbprint", thumbprint, "--as", "ann@hub.example")
    assert asked.stdout.startswith("Proposal 1 waits for another operator")
    assert "connect https://peer.example" in entrepot(home, "peer", "proposals").stdout


def test_a_file_that_is_none_is_refused_in_a_sentence(home: Path, tmp_path: Path) -> None:
    (tmp_path / "bag").write_bytes(b"no batch")
    told = entrepot(home, "peer", "import", str(tmp_path / "bag"))
    assert (told.returncode, "bad-batch" in told.stderr) == (2, True)
