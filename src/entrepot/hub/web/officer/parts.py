"""A release in part on the officer's sheet and the declarant's: what may go, what stays, and which number is which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from entrepot.hub.customs import queries
from entrepot.hub.customs.models import Declaration, PartialRelease
from entrepot.hub.web import wording
from entrepot.hub.web.officer import sheets
from entrepot.hub.web.pieces import Badge, Law
from entrepot.trade.partial_release import Going


@dataclass(frozen=True, slots=True)
class Part:
    """The other half of a split: its number, how it stands, its goods, why it was split."""

    number: str
    heading: str
    badge: Badge
    goods: tuple[str, ...]
    reason: str
    law: Law


def of(declaration: Declaration) -> tuple[Part, ...]:
    """What was split off from a declaration, or what it was split off from."""
    parts = [
        _part(each, each.part, _("Released before")) for each in declaration.partial_releases.select_related("part")
    ]
    whole = PartialRelease.objects.filter(part=declaration).select_related("declaration").first()
    return (*parts, *([_part(whole, whole.declaration, _("The rest of it"))] if whole else []))


def _part(released: PartialRelease, other: Declaration, heading: str) -> Part:
    goods = tuple(
        f"{each['quantity']} {wording.unit(each['unit'])} {each['description']}" for each in queries.goods_told(other)
    )
    return Part(other.mrn, heading, sheets.state_badge(other.state), goods, released.reason, Law(released.law))


def partible(declaration: Declaration) -> bool:
    """Whether the officer may let a part of it go now."""
    return declaration.direction == "import" and declaration.LIFECYCLE.allows(declaration.state, "release-part")


def lines(declaration: Declaration, given: Mapping[str, str]) -> tuple[tuple[int, str, str, str, str], ...]:
    """A line of the form for each item: its number, its name, its quantity, its unit, and what was to go of it."""
    return tuple(
        (
            each["number"],
            each["description"],
            each["quantity"],
            wording.unit(each["unit"]),
            given.get(f"goes-{each['number']}", ""),
        )
        for each in declaration.facts["items"]
    )


def going(found: Declaration, given: Mapping[str, str]) -> list[Going]:
    """So much of each item as the form lets go; a blank or nothing stays."""
    return [
        Going(item=each["number"], quantity=told)
        for each in found.facts["items"]
        if (told := given.get(f"goes-{each['number']}", "").strip()) not in ("", "0")
    ]
