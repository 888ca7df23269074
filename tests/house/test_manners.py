"""The manners of the house, checked: layers, pure law, small files, plain words."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.licences import refused

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "entrepot"


def modules(folder: Path = SOURCE) -> list[Path]:
    return [path for path in sorted(folder.rglob("*.py")) if "migrations" not in path.parts]


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_trade_imports_nothing_but_the_standard_library_and_itself() -> None:
    foreign = {
        (path.name, name)
        for path in modules(SOURCE / "trade")
        for name in imported(path)
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("entrepot.trade")
    }
    assert foreign == set()


def test_trade_knows_no_float_and_no_clock() -> None:
    found = []
    for path in modules(SOURCE / "trade"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Name) and node.id == "float":
                found.append(f"{path.name}:{node.lineno} float")
            if isinstance(node, ast.Constant) and isinstance(node.value, float):
                found.append(f"{path.name}:{node.lineno} {node.value}")
            if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow", "time_ns"}:
                found.append(f"{path.name}:{node.lineno} {node.attr}")
    assert found == []


def test_no_money_is_stored_as_a_decimal_field() -> None:
    assert [path for path in modules(SOURCE / "hub") if "DecimalField(" in path.read_text()] == []


def test_the_median_module_is_under_a_hundred_lines() -> None:
    lengths = [len(path.read_text().splitlines()) for path in modules() if path.read_text().strip()]
    assert statistics.median(lengths) < 100


def test_no_module_is_named_for_nothing_in_particular() -> None:
    empty_words = {"manager", "service", "helper", "helpers", "util", "utils", "base", "core", "common", "data", "misc"}
    assert [path for path in modules() if path.stem in empty_words] == []


def test_every_module_says_what_it_is() -> None:
    silent = [
        str(path.relative_to(SOURCE))
        for path in modules()
        if path.read_text().strip() and path.name != "apps.py" and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def test_the_order_of_the_house_is_kept() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_nothing_under_the_gpl_runs_in_a_hub() -> None:
    assert refused() == []


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout: the list of files is not known")
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_no_file_names_a_path_of_one_machine() -> None:
    path_of_ours = re.compile(rb"(?<![\w./-])/(?:work|root|farm)/")
    assert [path for path in tracked() if path_of_ours.search(path.read_bytes())] == []


def test_every_setting_is_described_for_operators() -> None:
    settings = (SOURCE / "hub" / "settings.py").read_text()
    named = set(re.findall(r'environ(?:\.get\(|\[)"((?:ENTREPOT|DATABASE)_\w+)"', settings))
    described = (ROOT / "docs" / "operations.md").read_text()
    assert {name for name in named if name not in described} == set()
