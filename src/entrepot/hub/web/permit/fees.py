"""The fee of an application in words: what it costs, when it goes back, and what became of the payment."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from entrepot.hub.customs import queries
from entrepot.hub.customs.models import Permit
from entrepot.hub.parties import queries as parties
from entrepot.hub.web.pieces import Badge, Fact, Facts, QrCode

ASKED = ("permit-fee-not-agreed",)
"""What an application is refused with at the first press; the pages show the charge beside the button instead."""


@dataclass(frozen=True, slots=True)
class FeeSheet:
    """The fee of one application as its page shows it; `qr` while it can be paid, `again` where it failed."""

    badge: Badge
    facts: Facts
    told: str
    qr: QrCode | None
    again: bool
    simulated: bool

    @property
    def waits(self) -> bool:
        """Whether the holder is to do something about it."""
        return self.qr is not None or self.again


@dataclass(frozen=True, slots=True)
class Charge:
    """What a kind costs, before anybody applies."""

    amount: str
    told: str
    back: str
    law: str


def charge(agency: str, kind: str, on: date) -> Charge | None:
    """What applying to an agency for a kind costs; None if it costs nothing that the law here knows of."""
    found = parties.everyone().filter(code=agency).first()
    wanted = queries.permit_kind(found.country, kind, on) if found else None
    if wanted is None or wanted.fee is None:
        return None
    amount, told = str(wanted.fee.amount), _("An application for “{kind}” costs {amount}.")
    return Charge(
        amount,
        told.format(kind=_(wanted.name), amount=amount),
        back(wanted.fee.given_back),
        wanted.fee.ground.law,
    )


def back(given_back: Collection[str]) -> str:
    """When the fee goes back, said plainly."""
    refused, withdrawn = "refused" in given_back, "withdrawn" in given_back
    if refused and withdrawn:
        return _("It goes back to you if the agency refuses, or if you withdraw before the decision.")
    if refused:
        return _("It goes back to you if the agency refuses, but not if you withdraw.")
    if withdrawn:
        return _("It goes back to you if you withdraw before the decision, but not if the agency refuses.")
    return _("It does not go back, whatever the agency decides.")


def sheet(permit: Permit) -> FeeSheet | None:
    """The fee of an application as its holder and its agency see it; None if there is none."""
    fee = queries.fee_of(permit)
    if fee is None:
        return None
    open_still = permit.state == "applied"
    waits = open_still and fee.state == "requested"
    failed = open_still and fee.state in ("refused", "lapsed")
    amount = Fact(_("Amount"), str(fee.amount), fee.law)
    qr = QrCode.of(fee.qr, _("Asks for the fee: {amount}").format(amount=fee.amount)) if waits else None
    return FeeSheet(
        _badge(permit, fee.state),
        Facts((amount, Fact(_("Reference of the payment"), fee.payment, code=True))),
        back(fee.given_back) if open_still else "",
        qr,
        failed,
        fee.provider == "simulator",
    )


def _badge(permit: Permit, state: str) -> Badge:
    """What became of the payment, in a word or two."""
    if state == "settled":
        kept = permit.state == "applied"
        words = _("Paid, kept until the decision") if kept else _("Paid to the agency")
        return Badge(words, "go", "check")
    if state == "refunded":
        return Badge(_("Given back"), "", "undo-2")
    if permit.state != "applied":
        return Badge(_("Not asked for any longer"), "", "undo-2")
    if state == "requested":
        return Badge(_("Not paid yet"), "wait", "hourglass")
    return Badge(_("The payment failed"), "stop", "octagon-x")
