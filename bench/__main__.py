"""Runs the measurements, shows them as a table, and keeps them in `bench/results.json`.

A measurement is a module of this folder with a `NAME` and a `run() -> dict`; several names are told by `NAMES` and a
`run(name) -> dict`. What it returns has `value`, `unit`, `baseline` and `ratio`, and whatever else is worth telling. A
module that cannot measure here raises `Unavailable` and says why; its last result stays.
"""

from __future__ import annotations

import importlib
import json
import platform
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench.apart import clear_away_when_stopped
from bench.timing import Unavailable

NAMED = re.compile(r"^NAMES? = ", re.MULTILINE)
RESULTS = Path(__file__).parent / "results.json"
Result = dict[str, Any]


def measurements() -> Iterator[tuple[str, Callable[[], Result]]]:
    """Every measurement of the folder by its name. Modules that only help are not read: some need a hub first."""
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if not NAMED.search(path.read_text()):
            continue
        module = importlib.import_module(f"bench.{path.stem}")
        if hasattr(module, "NAME"):
            yield module.NAME, module.run
        for name in getattr(module, "NAMES", ()):
            yield name, lambda name=name, module=module: module.run(name)  # type: ignore[misc]


def main(wanted: list[str]) -> int:
    """Run those whose name begins with one that is wanted; all if none is named."""
    clear_away_when_stopped()
    chosen = [(name, run) for name, run in measurements() if not wanted or name.startswith(tuple(wanted))]
    if not chosen:
        known = ", ".join(name for name, _ in measurements())
        print(f"There is no measurement of that name; there are {known}.", file=sys.stderr)
        return 2
    results: dict[str, Result] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}")
    print(f"{'name':<24}{'value':>14} {'unit':<20}{'baseline':>12}{'ratio':>8}")
    for name, run in chosen:
        try:
            results[name] = measured = run()
        except Unavailable as why:
            print(f"{name:<24}not measured: {why}")
            continue
        value, baseline, ratio = (_short(measured.get(each)) for each in ("value", "baseline", "ratio"))
        print(f"{name:<24}{value:>14} {measured['unit']:<20}{baseline:>12}{ratio:>8}", flush=True)
        for more, told in measured.items():
            if more not in ("value", "unit", "baseline", "ratio"):
                print(f"{'':<8}{more}: {told}")
        RESULTS.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n")
    return 0


def _short(number: float | None) -> str:
    return "—" if number is None else f"{number:,.1f}" if abs(number) < 1000 else f"{number:,.0f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
