"""Goods held and goods seized, on the officer's sheet and the declarant's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from entrepot.hub.customs.models import Declaration, Seizure
from entrepot.hub.web import wording
from entrepot.hub.web.pieces import Badge, Fact, Facts, Law
from entrepot.trade.seizure import Seized


@dataclass(frozen=True, slots=True)
class Held:
    """The hold that stands: until when, why, by which law."""

    badge: Badge
    reason: str
    law: Law | None


def standing(declaration: Declaration, today: date) -> Held | None:
    """The hold that stands on the goods, marked once its day is over."""
    held = declaration.holds.filter(ended_at=None).last()
    if held is None:
        return None
    last = wording.day(held.until)
    over = Badge(_("The hold ran out on {day}").format(day=last), "stop", "triangle-alert")
    runs = Badge(_("Held until {day}").format(day=last), "wait", "hourglass")
    return Held(over if held.until < today else runs, held.reason, Law(held.law) if held.law else None)


def of(declaration: Declaration) -> tuple[Facts, Law] | None:
    """The seizure of the goods with its inventory, if there was one."""
    seized = Seizure.objects.filter(declaration=declaration).last()
    if seized is None:
        return None
    names = {item["number"]: item["description"] for item in declaration.facts["items"]}
    counted = (Fact(names[line["item"]], _counted(line), line["note"]) for line in seized.inventory)
    back = [Fact(_("Given back on appeal"), wording.moment(seized.given_back_at))] if seized.given_back_at else []
    told = *back, Fact(_("Reason"), seized.reason), Fact(_("The goods lie at"), seized.place)
    return Facts((*told, *counted)), Law(seized.law)


def lines(declaration: Declaration, given: Mapping[str, str]) -> tuple[tuple[int, str, str, str, str], ...]:
    """A line of the form for each item: its number, name, quantity (as given before, if it was), unit, and a note."""
    return tuple(
        (
            each["number"],
            each["description"],
            given.get(f"quantity-{each['number']}", each["quantity"]),
            wording.unit(each["unit"]),
            given.get(f"note-{each['number']}", ""),
        )
        for each in declaration.facts["items"]
    )


def inventory(found: Declaration, given: Mapping[str, str]) -> list[Seized]:
    """What the form counts of each item."""
    return [
        Seized(
            item=each["number"],
            quantity=given.get(f"quantity-{each['number']}", "").strip(),
            unit=each["unit"],
            note=given.get(f"note-{each['number']}", "").strip(),
        )
        for each in found.facts["items"]
    ]


def _counted(line: dict[str, Any]) -> str:
    return f"{line['quantity']} {wording.unit(line['unit'])}"
