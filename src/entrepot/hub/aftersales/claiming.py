"""Duty and tax of goods that come back: claimed where the import was declared, undone for whoever bore them."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.aftersales import queries
from entrepot.hub.aftersales.models import Return
from entrepot.hub.customs import queries as customs
from entrepot.hub.customs.models import Declaration
from entrepot.hub.duties import actions as duties
from entrepot.hub.events.actor import Actor
from entrepot.hub.orders import queries as orders
from entrepot.hub.orders.models import Consignment
from entrepot.hub.payments import actions as payments
from entrepot.hub.tariffs import reckoning
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.ledger import Posting
from entrepot.trade.money import Money


@transaction.atomic
def apply(number: str, *, by: Actor) -> None:
    """Everything that was sent comes back: apply to our customs for the return of the goods, if they declared them in.

    Where the law foresees none, or it is too late, that is noted; the buyer is paid all the same, and the seller
    bears duty and tax. Of a part of the goods nothing is claimed: a declaration is returned whole.
    """
    asked = queries.locked(number)
    declaration = _import(asked.ucr)
    if not asked.whole or declaration is None or asked.customs:
        return
    try:
        duties.apply_for_return(declaration, asked.reason, by=by)
        asked.customs = "applied"
    except Refused as refused:
        asked.customs = refused.findings[0].code
    asked.save(update_fields=["customs"])
    body = {"number": number, "customs": asked.customs, "mrn": declaration.mrn}
    events.record("aftersales.duty.claimed", asked.ucr, by=by, ucr=asked.ucr, body=body)


@transaction.atomic
def undone(mrn: str, *, by: Actor) -> None:
    """Our customs has undone the duty of a declaration: the seller is credited here, or its hub is told."""
    declaration = customs.by_mrn(mrn)
    consignment = orders.consignment_or_none(declaration.ucr) if declaration is not None else None
    if declaration is None or consignment is None:
        return
    amount = Money.from_minor(declaration.duty_minor + declaration.tax_minor, declaration.currency)
    _note(consignment.ucr)
    if consignment.home:
        credit(consignment, declaration.charged_to, amount, by=by)
    else:
        body = {"mrn": mrn, "amount_minor": amount.minor, "currency": amount.currency}
        events.record("aftersales.duty.undone", consignment.ucr, by=by, ucr=consignment.ucr, body=body)


@transaction.atomic
def undone_there(ucr: str, amount: Money, *, peer: str, by: Actor) -> None:
    """The customs at the peer has undone the duty: we owe that hub so much less, and the seller is credited."""
    consignment = orders.locked(ucr)
    due = consignment.duty_minor + consignment.tax_minor
    if not consignment.home or consignment.peer != peer:
        raise Refused(_not_ours(ucr))
    if amount.currency != consignment.tax_currency or not 0 < amount.minor <= due:
        raise Refused(_not_charged(amount, Money.from_minor(due, consignment.tax_currency)))
    _note(ucr)
    credit(consignment, f"peer:{peer}", amount, by=by)


def credit(consignment: Consignment, account: str, amount: Money, *, by: Actor) -> None:
    """Credit the seller with duty and tax that were undone, in the order's currency at the rate of its quote; once."""
    if not amount:
        return
    credited = amount
    sides = [Posting(account, amount.minor, amount.currency)]
    if amount.currency != consignment.currency:
        assert consignment.quote is not None
        credited = reckoning.converted(consignment.quote, amount.minor, consignment.currency)
        sides.append(Posting("fx", -amount.minor, amount.currency))
        sides.append(Posting("fx", credited.minor, consignment.currency))
    hub = Actor("worker", "aftersales.credit", "goods that came back", by.at)
    if payments.reclaim(consignment.ucr, consignment.seller_code, sides, credited, by=hub):
        body = {"amount": str(amount), "credited": str(credited)}
        events.record("aftersales.duty.credited", consignment.ucr, by=by, ucr=consignment.ucr, body=body)


def _note(ucr: str) -> None:
    Return.objects.filter(ucr=ucr, whole=True).update(customs="undone")


def _import(ucr: str) -> Declaration | None:
    released = (each for each in customs.of(ucr) if each.direction == "import" and each.state == "released")
    return next(released, None)


def _not_ours(ucr: str) -> Finding:
    return Finding(
        "return-not-shared",
        gettext_noop("{ucr} is not a consignment that this hub keeps for yours."),
        "/ucr",
        gettext_noop("Tell the hub that keeps the order."),
        params={"ucr": ucr},
    )


def _not_charged(amount: Money, due: Money) -> Finding:
    return Finding(
        "undone-more-than-charged",
        gettext_noop("{amount} cannot be undone; {due} was charged."),
        "/amount_minor",
        gettext_noop("Undo what was charged, in its currency."),
        params={"amount": str(amount), "due": str(due)},
    )
