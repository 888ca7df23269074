"""Until when something may be asked, answered or decided: the law's days where it names some, else the hub's terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from ruamel.yaml import YAML

from entrepot.hub.law import statute
from entrepot.statute.time_limits import time_limit

SHIPPED = Path(__file__).with_name("terms.yaml")


@dataclass(frozen=True, slots=True)
class Window:
    """So many days, and on what ground; the hub's own terms have no law."""

    days: int
    law: str = ""


def days(name: str) -> int:
    """The days of one of the hub's terms."""
    return _terms(settings.ENTREPOT_TERMS)[name]


def to_return(destination: str, on: date, *, faulty: bool) -> Window:
    """How long goods may be sent back to which nothing, or something, is wrong."""
    if faulty:
        return Window(days("return_of_faulty"))
    found = time_limit(statute().jurisdiction(destination).folder, "withdraw", on)
    if found is None or found.amount is None:
        return Window(days("return_without_reason"))
    return Window(int(found.amount), found.ground.law)


@lru_cache(maxsize=4)
def _terms(own: str) -> dict[str, int]:
    """The terms that ship, and what the operator's own file says otherwise."""
    reader = YAML(typ="safe")
    told = dict(reader.load(SHIPPED))
    if own:
        told |= reader.load(Path(own)) or {}
    unknown = told.keys() - reader.load(SHIPPED).keys()
    assert not unknown, f"unknown terms: {sorted(unknown)}"
    return {name: int(value) for name, value in told.items()}
