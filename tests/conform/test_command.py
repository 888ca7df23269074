"""`entrepot conform --in-process`: JSON and nothing else, in hubs of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from entrepot.conform import report


def conform(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command where a hub of the user's is named in the environment."""
    named = {**os.environ, "ENTREPOT_HOME": str(folder / "of-the-user"), "DATABASE_URL": "postgresql://nowhere/none"}
    words = (sys.executable, "-m", "entrepot", "conform", *words)
    return subprocess.run(words, cwd=folder, env=named, capture_output=True, text=True, check=False)


def test_the_verdicts_are_printed_as_json_and_nothing_of_the_user_s_is_touched(tmp_path: Path) -> None:
    done = conform(tmp_path, "--in-process", "--json", "--only", "11,13", "--report", str(tmp_path / "r.json"))
    assert json.loads(done.stdout) == {"verdicts": {"11": "pass", "13": "pass"}}, done.stderr
    assert done.returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["r.json"]
    said = report.read((tmp_path / "r.json").read_bytes())
    assert said["verdicts"]["11"]["outcome"] == "pass"
    checked = conform(tmp_path, "--verify", str(tmp_path / "r.json"))
    assert checked.returncode == 0
    assert "The signature holds." in checked.stdout
    (tmp_path / "r.json").write_bytes((tmp_path / "r.json").read_bytes().replace(b'"pass"', b'"fail"'))
    assert conform(tmp_path, "--verify", str(tmp_path / "r.json")).returncode == 1


def test_a_number_that_is_not_in_the_table_is_told(tmp_path: Path) -> None:
    done = conform(tmp_path, "--in-process", "--only", "99")
    assert done.returncode == 2
    assert "There is no failure 99" in done.stderr


def test_it_asks_for_an_address_or_for_hubs_of_its_own(tmp_path: Path) -> None:
    assert conform(tmp_path).returncode == 2
    assert conform(tmp_path, "https://hz.example", "--in-process").returncode == 2
