"""Commands run as a person runs them: words in, what is printed and the exit code out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from entrepot.cli import main


@dataclass(frozen=True)
class Said:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> Any:
        return json.loads(self.out)

    @property
    def refused(self) -> list[str]:
        """The codes of the findings it was refused with, in order."""
        return [line.rpartition("[")[2].rstrip("]") for line in self.err.splitlines() if line.startswith("refused:")]


Run = Callable[..., Said]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The `entrepot` command beside a hub in `.entrepot`, of which only the name is there."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".entrepot").mkdir()
    (tmp_path / ".entrepot" / "hub.json").write_text("{}")
    monkeypatch.setenv("COLUMNS", "100")

    def ran(*words: str) -> Said:
        monkeypatch.setattr(sys, "argv", ["entrepot", *words])
        code = 0
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        printed = capsys.readouterr()
        return Said(code, printed.out, printed.err)

    return ran
