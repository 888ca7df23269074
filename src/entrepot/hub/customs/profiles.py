"""The risk profiles in force at this hub: those of the law, as officers changed them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from json import dumps, loads
from typing import Any

from entrepot.hub import rows
from entrepot.hub.customs.models import ProfileChange
from entrepot.statute import Statute
from entrepot.trade.risk import Profile, Selector, compiled, profile

Tree = Mapping[str, Any]
WORDS = ("code", "name", "when", "lane", "reason", "law")


@dataclass(frozen=True, slots=True)
class Change:
    """What an approved change says, as something to remember a selector by."""

    code: str
    kind: str
    tree: str


def changes(country: str) -> tuple[Change, ...]:
    """The newest approved change of each code."""
    newest = [number for (number,) in rows.answer(newest_changes(country))]
    if not newest:
        return ()
    found = ProfileChange.objects.filter(pk__in=newest).order_by("code")
    return tuple(Change(each.code, each.kind, dumps(each.tree)) for each in found)


def newest_changes(country: str) -> rows.Question:
    """The question for the newest approved change of each code, for who asks several at once."""
    return rows.Question(_NEWEST, (country,))


_NEWEST = "SELECT max(id) AS newest FROM customs_profilechange WHERE country = %s AND state = 'approved' GROUP BY code"


def trees(law: Statute, country: str, on: date, changed: Iterable[Change]) -> dict[str, Tree]:
    """Every profile in force by its code, as it is written; one that was changed stands where the law's stood."""
    found: dict[str, Tree] = {str(tree["code"]): tree for tree in law.jurisdiction(country).profile_trees(on)}
    for change in changed:
        if change.kind == "retire":
            found.pop(change.code, None)
        else:
            found[change.code] = loads(change.tree)
    return found


def read(written: Iterable[Tree]) -> tuple[Profile, ...]:
    """The profiles that trees describe; ground and notes are left aside."""
    return tuple(profile({name: each for name, each in tree.items() if name in WORDS}) for tree in written)


def selector(law: Statute, country: str, on: date, seed: str, by_law: Selector) -> Selector:
    """The profiles in force as one function; the law's own where nobody changed any. One small query."""
    changed = changes(country)
    return _compiled(law, country, on, changed, seed) if changed else by_law


@lru_cache(maxsize=256)
def _compiled(law: Statute, country: str, on: date, changed: tuple[Change, ...], seed: str) -> Selector:
    return compiled(read(trees(law, country, on, changed).values()), seed)
