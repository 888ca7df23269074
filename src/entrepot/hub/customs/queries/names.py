"""What can be asked about lists of names: which are in force, what stands on them, and the index over all."""

from __future__ import annotations

import zlib
from datetime import datetime, timedelta
from functools import lru_cache

import msgspec
from django.db.models import Max, QuerySet
from django.utils.translation import gettext_noop

from entrepot.hub import collector, rows
from entrepot.hub.customs import names
from entrepot.hub.customs.models import NameList
from entrepot.trade.finding import Finding
from entrepot.trade.risk import Hit
from entrepot.trade.screening import Index, Listed, NameHit, role_of

KEPT = 2
"""Indexes held in memory by one process: the one in use, and the one before while it is being replaced."""


def lists_in_force() -> QuerySet[NameList]:
    """The newest edition of every list, without its entries."""
    newest = NameList.objects.values("code").annotate(newest=Max("id")).values("newest")
    return NameList.objects.filter(pk__in=newest).defer("packed").order_by("code")


def editions(code: str) -> QuerySet[NameList]:
    """Every edition of a list that was loaded, the newest first."""
    return NameList.objects.filter(code=code).defer("packed").order_by("-pk")


def entries(edition: NameList) -> list[Listed]:
    """What stands on an edition."""
    return msgspec.msgpack.decode(zlib.decompress(bytes(edition.packed)), type=list[Listed])


def index() -> Index | None:
    """The index over all lists in force, or None where no list was ever loaded.

    It is built once by each process and again after a list was loaded; asking whether one was is a single query.
    """
    editions = tuple(rows.answer(IN_FORCE))
    return _built(editions) if editions else None


def near(name: str) -> tuple[NameHit, ...]:
    """Every entry in force that a name is near; none where no list was loaded."""
    held = index()
    return held.hits(name) if held is not None else ()


def listed(hit: Hit) -> Listed | None:
    """The entry that a hit of a name points to, as the list in force has it; else nothing."""
    held = index() if role_of(hit) else None
    return held.entry(hit.params["list"], hit.params["entry"]) if held is not None else None


def stale_lists(now: datetime, within: timedelta) -> tuple[Finding, ...]:
    """A finding for each list whose source was not seen within the time: it may have changed since."""
    return tuple(
        Finding(
            "list-stale",
            gettext_noop(
                "The list {list} was last compared with its source on {day}; names added since are not found."
            ),
            remedy=gettext_noop("Load the list anew, or see why it is not fetched."),
            level="warning",
            params={"list": each.code, "day": f"{each.checked_at:%Y-%m-%d}"},
        )
        for each in lists_in_force()
        if now - each.checked_at > within
    )


IN_FORCE = rows.Question(
    "SELECT id, digest FROM customs_namelist"
    " WHERE id IN (SELECT max(id) FROM customs_namelist GROUP BY code) ORDER BY code"
)
"""What `lists_in_force` finds, as every batch asks it."""


@lru_cache(maxsize=KEPT)
def _built(editions: tuple[rows.Row, ...]) -> Index:
    held = NameList.objects.filter(pk__in=[number for number, _ in editions]).order_by("code")
    listed = (entry for edition in held for entry in entries(edition))
    built = Index(listed, latin=names.latin, alike=names.alike)
    collector.settle()
    return built
