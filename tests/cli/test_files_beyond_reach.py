"""A file or key that is not what a command needs is told in a sentence, with exit 2 and without a traceback."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from entrepot import cli
from entrepot.cli import screening
from entrepot.ehx.keys import VerifierKey
from tests.cli.conftest import Run

KEY = str(VerifierKey("hub.example/ehx/root", 1, b"k" * 32))


@pytest.mark.parametrize(
    "words",
    [("rates", "load", "none", "--for", "MY"), ("verify", "none", "--key", KEY), ("paper", "write", "K1", "none")],
)
def test_a_file_that_is_not_there_is_named(run: Run, words: tuple[str, ...]) -> None:
    said = run(*words)
    assert (said.code, said.out) == (2, "")
    assert "none cannot be read" in said.err
    assert "No such file or directory" in said.err


def test_a_place_that_cannot_be_written_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, no folder")
    said = run("demo", "--once", "--json", "--home", str(tmp_path / "taken" / "demo"))
    assert (said.code, said.out) == (2, "")
    assert f"{tmp_path / 'taken' / 'demo'} cannot be read or written: Not a directory." in said.err


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff", b"a letter", b"one.two"])
def test_what_is_no_signed_file_at_all_is_not_judged(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "given"
    file.write_bytes(content)
    result = CliRunner().invoke(cli.app, ["verify", str(file), "--key", KEY])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is neither a consignment file" in result.stderr


def test_a_key_that_cannot_be_read_is_not_held_against_the_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file.json").write_text("{}")
    said = run("verify", str(tmp_path / "file.json"), "--key", KEY, "--key", "foo")
    assert (said.code, said.out, said.refused) == (2, "", ["key-unreadable"])
    assert "“foo” is not a verifier key" in said.err


@pytest.mark.parametrize("content", [gzip.compress(b"name" * 9000)[:-20], b"\x1f\x8b\x08\x00" + b"\xff" * 40])
def test_a_list_that_was_cut_off_in_packing_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    (tmp_path / "list.csv.gz").write_bytes(content)
    with pytest.raises(typer.Exit) as end:
        screening.content(tmp_path / "list.csv.gz")
    assert end.value.exit_code == 2
    assert "cannot be unpacked" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["serve"], ["worker"], ["vkey"], ["screening", "held"], ["permits", "expire"]])
def test_a_folder_without_a_hub_is_named_and_stays_as_it_is(run: Run, tmp_path: Path, words: list[str]) -> None:
    before = sorted(tmp_path.iterdir())
    said = run(*words, "--home", str(tmp_path / "typo"))
    assert said.code == 2
    assert f"There is no hub in {tmp_path / 'typo'}" in said.err
    assert sorted(tmp_path.iterdir()) == before
