"""Profiles that the hub has ready for every jurisdiction, for an officer to propose: none is in force by itself.

How much is drawn, and whether anything is, belongs to the customs of a country; what is drawn takes its officers' time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from entrepot.trade.wording import gettext_noop

_BY_CHANCE = {
    "name": gettext_noop("Drawn by chance"),
    "lane": "yellow",
    "when": {"direction": "import", "one-in": 500},
    "reason": gettext_noop(
        "Nothing speaks against it: a few are looked at so that nobody can count on not being seen."
    ),
    "law": "",
}


def by_chance(country: str) -> dict[str, Any]:
    """One import of five hundred, drawn by the month's committed seed, for the customs of a country."""
    return {"code": f"{country}-900", **_BY_CHANCE}


def draws_by_chance(trees: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether any of the profiles draws by chance."""
    return any(_drawing(tree.get("when", {})) for tree in trees.values())


def _drawing(condition: object) -> bool:
    match condition:
        case Mapping():
            return "one-in" in condition or any(_drawing(each) for each in condition.values())
        case list() | tuple():
            return any(_drawing(each) for each in condition)
        case _:
            return False
