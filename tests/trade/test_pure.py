"""What makes trade usable by an auditor, a ministry or a notebook: it needs nothing but Python, and asks nobody."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import entrepot.trade

TRADE = Path(entrepot.trade.__file__).parent
MODULES = sorted(TRADE.rglob("*.py"))
NAMES = [str(path.relative_to(TRADE)) for path in MODULES]

OUTSIDE = frozenset({"os", "io", "pathlib", "socket", "ssl", "subprocess", "threading", "asyncio", "sqlite3", "urllib"})
OUTSIDE |= {"http", "tempfile", "shutil", "time", "random", "secrets", "uuid", "logging", "locale", "importlib"}
CLOCK = frozenset({"now", "today", "utcnow", "fromtimestamp", "monotonic", "perf_counter"})
CALLS = frozenset({"open", "print", "input", "eval", "exec", "compile", "__import__", "float", "breakpoint"})
WRITTEN = {"risk/compiled.py": {"exec", "compile"}}  # the function that risk profiles become, of our words only


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name their module in full"
            yield node.module or ""


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_a_module_of_trade_imports_the_standard_library_and_trade_alone(path: Path) -> None:
    for name in imported(ast.parse(path.read_text("utf-8"))):
        first = name.partition(".")[0]
        assert name.startswith("entrepot.trade") or first in sys.stdlib_module_names, name
        assert first not in OUTSIDE, name


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_a_module_of_trade_knows_no_float_no_clock_and_no_outside(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant):
            assert not isinstance(node.value, float | complex), node.value
        elif isinstance(node, ast.Attribute):
            assert node.attr not in CLOCK, ast.unparse(node)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in CALLS - WRITTEN.get(path.relative_to(TRADE).as_posix(), set()), ast.unparse(node)
        elif isinstance(node, ast.Name):
            assert node.id != "float", node.id


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_a_module_of_trade_is_small_and_says_what_it_is_about(path: Path) -> None:
    text = path.read_text("utf-8")
    if text.strip():
        assert ast.get_docstring(ast.parse(text)), "a module begins with its meaning"
    assert len(text.splitlines()) < 400, "a file of this length is two files"


def test_trade_can_be_used_without_anything_installed() -> None:
    names = [f"entrepot.trade.{name[:-3].replace('/', '.').removesuffix('.__init__')}" for name in NAMES]
    names.remove("entrepot.trade.__init__")
    code = f"import sys; sys.path.insert(0, {str(TRADE.parents[1])!r})\n" + "\n".join(
        f"import {name}" for name in names
    )
    subprocess.run([sys.executable, "-I", "-S", "-c", code], check=True)
