"""A notice in words of one language: as the inbox shows it, and as the letter says it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from entrepot.hub.notices.models import Notice
from entrepot.hub.notices.texts import TEXTS
from entrepot.trade.quantity import UNITS


@dataclass(frozen=True, slots=True)
class Told:
    """A notice in words; `link` is a path of this hub."""

    heading: str
    told: str
    reason: str
    law: str
    do: str
    link: str


def told(notice: Notice) -> Told:
    """The notice in the language that is active."""
    text = TEXTS[notice.kind]
    facts = {name: _fact(name, value) for name, value in notice.facts.items()}
    facts |= {"about": notice.about, "due": day(notice.due) if notice.due else ""}
    named = defaultdict(lambda: "–", facts)
    do = _(text.do) if text.do and ("{due}" not in text.do or notice.due) else ""
    return Told(
        _(text.heading).format_map(named),
        _(text.told).format_map(named),
        notice.reason,
        notice.law,
        do.format_map(named),
        link(notice),
    )


def link(notice: Notice) -> str:
    """The page where the party reads on: its declaration, its permit, or the file of the consignment."""
    if notice.kind.startswith("customs.permit."):
        return f"/seller/permits/{notice.about}"
    if notice.facts.get("own") and notice.about:
        return f"/seller/declarations/{notice.about}"
    return f"/c/{notice.ucr}" if notice.ucr else "/seller/"


def day(moment: date) -> str:
    """A day as the language writes it."""
    return date_format(moment, "DATE_FORMAT")


def _fact(name: str, value: Any) -> str:
    """A fact in words: goods, a day, a moment, or as it stands."""
    if name in ("goes", "stays"):
        return "; ".join(f"{_counted(each)} {each['description']}" for each in value) or "–"
    if name == "until":
        return day(date.fromisoformat(value))
    if name == "moment":
        return date_format(timezone.localtime(datetime.fromisoformat(value)), "DATETIME_FORMAT")
    return str(value)


def _counted(goods: dict[str, Any]) -> str:
    """How much of it: pieces are counted, anything else is measured in its unit."""
    kind, _size, name = UNITS.get(goods["unit"], ("", None, goods["unit"]))
    return f"{goods['quantity']} ×" if kind == "number" else f"{goods['quantity']} {name}"
