"""The vocabulary page is true: every place in the code that it names is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "entrepot"
PAGE = (ROOT / "docs" / "vocabulary.md").read_text("utf-8")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith(("| Our", "| ---"))]
PLACES = sorted({place for row in ROWS for place in re.findall(r"`([a-z_0-9.]+\.\w+)`", row.split(" | ")[-1])})


def names_in(module: str) -> set[str]:
    """What a module defines or hands on."""
    path = SOURCE.joinpath(*module.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    names: set[str] = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return names


@pytest.mark.parametrize("place", PLACES)
def test_a_place_that_the_page_names_is_there(place: str) -> None:
    module, _, name = place.rpartition(".")
    whole = SOURCE.joinpath(*place.split("."))
    assert whole.is_dir() or whole.with_suffix(".py").exists() or name in names_in(module)


def test_every_row_has_four_cells_and_a_place() -> None:
    assert len(ROWS) > 60
    for row in ROWS:
        cells = row.strip("| ").split(" | ")
        assert len(cells) == 4, row
        assert all(cells), row
        assert "`" in cells[3], row


def test_no_word_has_two_meanings() -> None:
    words = [row.strip("| ").split(" | ")[0] for row in ROWS]
    assert sorted(set(words)) == sorted(words)
