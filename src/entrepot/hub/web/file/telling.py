"""A happening in words, and how the bodies of events and messages are read for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from entrepot.hub.web import wording
from entrepot.hub.web.pieces import Lane, MoneyTree
from entrepot.trade.money import Money

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Telling:
    """A happening in words: what, then the particulars, then the references by which it is found elsewhere."""

    title: str
    told: str = ""
    ids: tuple[str, ...] = ()
    passage: bool = False
    lane: Lane | None = None
    money: MoneyTree | None = None


Tell = Callable[[Body], Telling]


def place(body: Body) -> str:
    """Where the carrier says it happened: a country by its name, a place by its code."""
    said = str(body.get("place", ""))
    return wording.country(said) if len(said) == 2 else said


def provider(body: Body) -> str:
    """Through whom it was paid; a simulator says that it is one."""
    said = str(body.get("provider", ""))
    return _("the payment simulator") if said == "simulator" else said


def ids(body: Body, *names: str) -> tuple[str, ...]:
    """The references among these that the body holds."""
    return tuple(str(body[name]) for name in names if body.get(name))


def numbers(body: Body) -> tuple[str, ...]:
    """The numbers of a declaration: customs' own, then the declarant's."""
    return ids(body, "mrn", "lrn")


def direction(body: Body, export: str, into: str) -> str:
    """The one wording for an export, the other for an import."""
    return export if body.get("direction") == "export" else into


def lane(body: Body) -> Lane | None:
    """On which lane it went, if the body says so."""
    said = body.get("lane")
    return Lane(said) if said in ("green", "yellow", "red") else None


def sum_of(body: Body, minor: str, currency: str) -> str:
    """An amount of the body with its currency; nothing where it holds none."""
    return str(Money.from_minor(body[minor], body[currency])) if minor in body and currency in body else ""
