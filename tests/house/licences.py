"""Refuses a GPL or AGPL package among those that run in a hub. Run by `make check`."""

from __future__ import annotations

import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

LOCK = Path(__file__).parents[2] / "requirements" / "run.lock"
REFUSED = re.compile(r"(?<!L)(?<!Lesser )\bA?GPL|(?<!Lesser )General Public License", re.IGNORECASE)
LESSER = re.compile(r"LGPL|Lesser General Public", re.IGNORECASE)


def licence_of(name: str) -> str:
    """What a package says of its licence."""
    told = metadata(name)
    classifiers = [row for row in told.get_all("Classifier", []) if row.startswith("License")]
    return " ".join(filter(None, [told.get("License-Expression"), *classifiers])) or (told.get("License") or "")[:200]


def refused() -> list[str]:
    """The packages of the run-time lock whose licence we may not ship with."""
    names = re.findall(r"^([A-Za-z0-9_.-]+)==", LOCK.read_text(), re.MULTILINE)
    found = []
    for name in names:
        try:
            licence = licence_of(name)
        except PackageNotFoundError:
            continue  # for another platform
        if REFUSED.search(licence) and not LESSER.search(licence):
            found.append(f"{name}: {licence}")
    return found


if __name__ == "__main__":
    sys.exit("\n".join(["Not allowed at run time:", *refused()]) if refused() else 0)
