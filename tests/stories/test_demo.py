"""The demo, as a stranger runs it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from entrepot.ehx.file import verify_file
from entrepot.twin.alone import alone
from tests.stories.telling import SUMMARY, demo, ended, started


def test_the_demo_ends_with_both_parcels_settled_and_proved_and_told_again_it_is_the_same(tmp_path: Path) -> None:
    home = tmp_path / "world"
    assert demo(home) == SUMMARY
    assert demo(home) == SUMMARY


def test_with_three_hubs_a_parcel_passes_the_second_and_without_a_terminal_the_demo_stops(tmp_path: Path) -> None:
    world = tmp_path / "world"
    code, out, err = ended(started("demo", "--hubs", "3", "--home", str(world), cwd=tmp_path))
    assert code == 0, err
    assert "Simulated: the clock" in out
    assert "MYR 35.60" in out
    assert "MY under customs control: discharged" in out
    assert still_running(tmp_path) == ""
    keys = [(world / hub / "root.vkey").read_text().splitlines()[0] for hub in ("hz", "kl", "sg")]
    verdict = verify_file((world / "files" / "6CNQHCERAMIC-C-1002.json").read_bytes(), keys)
    assert (verdict.ok, len(verdict.hubs), len(verdict.entries), len(verdict.cuts)) == (True, 3, 22, 2)


def test_while_a_demo_runs_in_a_folder_another_is_refused_and_touches_nothing(tmp_path: Path) -> None:
    home = tmp_path / "world"
    with alone(home):
        code, out, err = ended(started("demo", "--once", "--home", str(home), cwd=tmp_path))
        assert code == 2
        assert f"A demo runs already in {home}." in " ".join((out + err).split())
        assert "choose another folder with --home" in " ".join((out + err).split())
        assert [each.name for each in home.iterdir()] == ["demo.lock"]
    with alone(home):
        assert still_running(tmp_path) == ""


def still_running(folder: Path) -> str:
    """Processes that name the folder: none may outlive its command."""
    return subprocess.run(["pgrep", "-af", str(folder)], capture_output=True, text=True, check=False).stdout
