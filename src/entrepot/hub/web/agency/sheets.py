"""What lies on an agency's sheets: applications, permits in use, and what was drawn on them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entrepot.hub.customs import queries as customs
from entrepot.hub.customs.models import Permit, PermitUse
from entrepot.hub.web import wording
from entrepot.hub.web.permit.kinds import amount, named
from entrepot.hub.web.pieces import Badge, Cell, Fact, Facts, Head, Row, Step, Stepper, Table
from entrepot.hub.web.pieces.bars import percent
from entrepot.trade.duty.ground import plain
from entrepot.trade.money import exact


@dataclass(frozen=True, slots=True)
class Draw:
    """One part of a permit's quantity as it is drawn: where it begins, how wide it is, and its figure."""

    x: str
    width: str
    middle: str
    figure: str
    left: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """A permit's quantity with what was drawn on it, to scale."""

    parts: tuple[Draw, ...]
    told: str
    table: Table | None


def title(permit: Permit) -> str:
    """The permit in a few words: kind, quantity, goods."""
    if not permit.quantity:
        return _("{kind} for goods under {goods}").format(kind=named(permit), goods=permit.goods)
    return _("{kind}, {quantity} {unit} of goods under {goods}").format(
        kind=named(permit),
        quantity=permit.quantity,
        unit=wording.unit(permit.unit),
        goods=permit.goods,
    )


def badge(state: str) -> Badge:
    """The state of a permit in a word."""
    return {
        "applied": Badge(_("Waits for you"), "wait", "hourglass"),
        "issued": Badge(_("In use"), "go", "check"),
        "refused": Badge(_("Refused"), "stop", "octagon-x"),
        "withdrawn": Badge(_("Withdrawn"), "", "undo-2"),
        "suspended": Badge(_("Suspended"), "wait", "hourglass"),
        "exhausted": Badge(_("Used up"), "", "check"),
        "expired": Badge(_("Expired"), "", "timer"),
        "revoked": Badge(_("Revoked"), "stop", "octagon-x"),
    }.get(state, Badge(state))


def listed(
    permits: Iterable[Permit], now: datetime, name: str, asked: Collection[int] = (), unpaid: Collection[int] = ()
) -> Table | None:
    """Permits as rows, each opening its page; `asked` and `unpaid` wait for their applicants."""
    rows = tuple(
        Row(
            (
                Cell(each.number, named(each), reverse("agency-permit", args=[each.number]), code=True),
                Cell(each.holder.name),
                Cell(each.goods, code=True),
                Cell(amount(each)),
                Cell(badge=standing(each, asked, unpaid)),
                Cell(wording.span(now - each.applied_at) if each.state == "applied" else _until(each)),
            )
        )
        for each in permits
    )
    heads = (
        Head(_("Permit")),
        Head(_("Applicant"), wide=True),
        Head(_("Goods"), labelled=True),
        Head(_("Quantity"), number=True),
        Head(_("State")),
        Head(_("Waits, or valid until")),
    )
    return Table(name, heads, rows) if rows else None


def standing(permit: Permit, asked: Collection[int], unpaid: Collection[int]) -> Badge:
    """The state of an application: whether it waits for the agency, or for somebody else first."""
    if permit.pk in asked:
        return Badge(_("Waits for the applicant"), "", "hourglass")
    if permit.pk in unpaid:
        return Badge(_("Waits for the fee"), "", "hourglass")
    if permit.state == "applied" and permit.claimed_by:
        return Badge(_("On a desk"), "wait", "user-round-check")
    return badge(permit.state)


def stated(permit: Permit) -> Facts:
    """What was applied for, and what was granted."""
    facts = [
        Fact(_("Number"), permit.number, code=True),
        Fact(_("Applicant"), permit.holder.name, wording.country(permit.holder.country)),
        Fact(_("Kind"), named(permit)),
        Fact(_("Goods under"), permit.goods, code=True),
        Fact(_("Quantity"), amount(permit)),
        Fact(_("Applied on"), wording.moment(permit.applied_at)),
    ]
    if permit.lot:
        facts.append(Fact(_("Lot"), permit.lot, code=True))
    if permit.valid_from and permit.valid_to:
        days = _("{begins} to {ends}").format(begins=wording.day(permit.valid_from), ends=wording.day(permit.valid_to))
        facts.append(Fact(_("Valid"), days))
    if permit.renews:
        page = reverse("agency-permit", args=[permit.renews.number])
        facts.append(Fact(_("Renews"), permit.renews.number, code=True, href=page))
    facts += [Fact(_("Condition"), str(each)) for each in permit.conditions]
    if permit.reason:
        facts.append(Fact(_("Reason"), permit.reason, permit.law))
    return Facts(tuple(facts))


def steps(permit: Permit) -> Stepper:
    """Where the permit stands between the application and its end."""
    decided = permit.state != "applied"
    return Stepper(
        (
            Step(_("Applied"), wording.moment(permit.applied_at), done=True),
            Step(
                _("Your decision"),
                wording.moment(permit.decided_at) if permit.decided_at else "",
                done=decided,
                here=not decided,
            ),
            Step(
                _("In use"),
                _("Declarations draw on it"),
                done=permit.state in ("exhausted", "expired"),
                here=permit.state == "issued",
            ),
        )
    )


def drawn(permit: Permit, uses: Iterable[PermitUse]) -> Drawn | None:
    """What was drawn on the permit and what is left, to scale and as a table; of a certificate, where it was shown."""
    used = [use for use in uses if use.given_back_at is None]
    if permit.state == "applied" or (not permit.quantity and not used):
        return None
    if not permit.quantity:
        told = ngettext("Shown with {count} item", "Shown with {count} items", len(used)).format(count=len(used))
        return Drawn((), told, _draws(used))
    whole, parts, begun = exact(permit.quantity), [], Fraction(0)
    taken = customs.drawn(permit)
    rest = whole - (taken.amount if taken else 0)
    figures = [(exact(use.quantity), False) for use in used if use.unit == permit.unit] + [(rest, True)]
    for size, left in figures:
        if size > 0:
            middle = percent((begun + size / 2) / whole)
            parts.append(Draw(percent(begun / whole), percent(size / whole), middle, plain(size), left))
            begun += size
    told = _("{granted} {unit} granted, {left} left").format(
        granted=permit.quantity, unit=wording.unit(permit.unit), left=plain(rest)
    )
    return Drawn(tuple(parts), told, _draws(used))


def _draws(used: Iterable[PermitUse]) -> Table | None:
    """The declarations that drew on it or showed it, as rows."""
    rows = tuple(
        Row(
            (
                Cell(use.declaration.mrn, use.declaration.ucr, code=True),
                Cell(wording.day(use.declaration.lodged_at)),
                Cell(f"{use.quantity} {wording.unit(use.unit)}" if use.quantity else "–"),
            )
        )
        for use in used
    )
    heads = (Head(_("Declaration")), Head(_("Drawn on")), Head(_("Quantity"), number=True))
    return Table(_("Draws"), heads, rows) if rows else None


def _until(permit: Permit) -> str:
    return wording.day(permit.valid_to) if permit.valid_to else "–"
