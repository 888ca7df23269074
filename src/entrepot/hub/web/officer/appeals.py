"""Appeals on pages: what waits for a ruling, and the ruling of an officer who did not decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from entrepot.hub.customs import queries
from entrepot.hub.customs.models import Appeal, Declaration
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties
from entrepot.hub.web import inquiries, wording
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.officer import requests, sheets
from entrepot.hub.web.pieces import Badge, Cell, Empty, Head, Law, Row, Table
from entrepot.hub.web.shell import show
from entrepot.trade.appeal import OUTCOMES, Ruling
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import Money
from entrepot.trade.wording import gettext_noop

Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Matter:
    """One appeal as both sides read it; `choices` are the outcomes that may be ruled now; `own` the reader decided."""

    number: int
    against: str
    badge: Badge
    when: str
    grounds: str
    files: tuple[inquiries.File, ...]
    open: bool
    reason: str
    law: Law | None
    choices: tuple[Choice, ...]
    amounts: bool
    own: bool = False

    @property
    def deed(self) -> str:
        """What the form that rules on it is called where it comes back."""
        return f"rule-{self.number}"


def of(declaration: Declaration, by: Actor) -> tuple[Matter, ...]:
    """Every appeal in the matter of a declaration, the newest first, with its files, to an officer."""
    return tuple(
        replace(
            matter(each, requests.href), own=(each.decision.by["kind"], each.decision.by["ref"]) == (by.kind, by.ref)
        )
        for each in reversed(queries.appeals_of(declaration))
    )


def matter(appeal: Appeal, href: inquiries.Href) -> Matter:
    told = _("Lodged on {day}; it could be lodged until {last}.")
    move = appeal.decision.move
    return Matter(
        appeal.pk,
        sheets.move_told(move),
        _badge(appeal.state),
        told.format(day=wording.day(appeal.lodged_at), last=wording.day(appeal.last_day)),
        appeal.grounds,
        inquiries.files(appeal.enclosures.all(), href),
        appeal.state == "lodged",
        appeal.reason,
        Law(appeal.law) if appeal.law else None,
        tuple((each, _outcome(move, each)) for each in OUTCOMES[move]),
        move == "release",
    )


@at_desk("customs")
def waiting(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """What waits for a ruling, the oldest first."""
    found = list(queries.appeals_waiting(parties.party(sitting.party).country)[:200])
    heads = (Head(_("Declaration")), Head(_("Goods"), wide=True), Head(_("Against")), Head(_("Lodged on")))
    rows = tuple(
        Row(
            (
                Cell(
                    each.declaration.mrn,
                    href=reverse("officer-declaration", args=[each.declaration.mrn]) + "#appeals",
                    code=True,
                ),
                Cell(sheets.goods(each.declaration)),
                Cell(sheets.move_told(each.decision.move)),
                Cell(wording.moment(each.lodged_at)),
            )
        )
        for each in found
    )
    context = {
        "table": Table(_("Appeals"), heads, rows) if rows else None,
        "nothing": Empty(_("No appeal waits"), _("What declarants bring against decisions appears here.")),
    }
    return show(request, "officer/appeals.html", context, desk="customs", here="appeals")


def ruling(found: Appeal, given: Mapping[str, str]) -> Ruling:
    """The ruling that the form states; refused where it chooses no outcome, or an amount finer than the currency."""
    outcome = given.get("outcome", "")
    if outcome not in ("confirm", "change", "annul"):
        raise Refused(sheets.nothing_chosen())
    changed = outcome == "change" and found.decision.move == "release"
    currency = found.declaration.currency
    return Ruling(
        outcome=outcome,  # type: ignore[arg-type]
        reason=given.get("ruling-reason", ""),
        law=given.get("ruling-law", ""),
        duty_minor=_minor(given.get("duty", ""), currency) if changed else None,
        tax_minor=_minor(given.get("tax", ""), currency) if changed else None,
    )


def _minor(told: str, currency: str) -> int:
    amount = Money.of(told.strip() or "0", currency)
    if amount.settle() != amount:
        raise Refused(
            Finding(
                "amount-too-fine",
                gettext_noop("“{amount}” has more decimals than the currency."),
                "/duty",
                params={"amount": told[:20]},
            )
        )
    return amount.minor


def _outcome(move: str, outcome: str) -> str:
    """What an outcome means for a decision of this kind."""
    if outcome == "confirm":
        return _("Confirm: the decision stands")
    if move == "release":
        return _("Change: less is due") if outcome == "change" else _("Annul: nothing is due")
    if outcome == "change":
        return _("Change: the goods are given back into control, for another look")
    return _("Annul: the rest goes too") if move == "release-part" else _("Annul: the goods are released")


def _badge(state: str) -> Badge:
    return {
        "lodged": Badge(_("Waits for a ruling"), "wait", "hourglass"),
        "confirmed": Badge(_("Confirmed"), "stop", "scale"),
        "changed": Badge(_("Changed"), "go", "scale"),
        "annulled": Badge(_("Annulled"), "go", "scale"),
        "withdrawn": Badge(_("Withdrawn"), "", "x"),
    }[state]
