"""What follows for orders from what happened: thin, in the form in which `followers.py` names them."""

from __future__ import annotations

from entrepot.hub.customs import queries as customs
from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.orders import border, buyers, moving, queries, routing, settling
from entrepot.hub.orders.models import Buyer
from entrepot.hub.payments import actions as payments
from entrepot.hub.payments import queries as asked
from entrepot.hub.stock import actions as stock
from entrepot.hub.stock import queries as parcels
from entrepot.trade.lifecycles import NEVER_ARRIVED


def request_payment(event: Event, by: Actor) -> None:
    """An order was placed: ask its buyer for the whole of it."""
    consignment = queries.consignment(event.ucr)
    order = consignment.order
    if order is None or consignment.state != "placed":  # called off before anybody was asked to pay
        return
    facts = payments.PaymentFacts(
        end_to_end_id=consignment.ucr,
        ucr=consignment.ucr,
        creditor=order.seller_id,
        amount_minor=order.total_minor,
        currency=order.currency,
        payer=buyers.opened(order).name,
        commitments=dict(Buyer.objects.get(order=order).commitments),
    )
    payments.request([facts], by=by)


def lapse_unpaid(event: Event, by: Actor) -> None:
    """The time to pay has passed: what was asked and never answered lapses."""
    payment = asked.payment(event.body["end_to_end_id"])
    if payment.state == "requested":
        payments.lapse(payment.end_to_end_id, by=by)


def confirm(event: Event, by: Actor) -> None:
    """The payment has settled: the consignment is paid."""
    if event.ucr:
        moving.advance(event.ucr, "pay", by=by)


def label(event: Event, by: Actor) -> None:
    """The payment has settled: have the parcel labelled, and file the three papers."""
    if event.ucr:
        border.label(event.ucr, by=by)
        border.file_papers(event.ucr, by=by)


def lodge(event: Event, by: Actor) -> None:
    """The payment has settled: declare the export, or the import if the goods are in bonded stock already."""
    if event.ucr:
        if queries.consignment(event.ucr).regime == routing.BONDED:
            border.lodge_import(event.ucr, by=by)
        else:
            border.lodge_export(event.ucr, by=by)


def released(event: Event, by: Actor) -> None:
    """Customs released: the consignment is exported, or imported; somebody may now hand the parcel over."""
    if event.body["direction"] == "export":
        if queries.consignment(event.ucr).state not in NEVER_ARRIVED:  # else released on appeal, when it was over
            moving.advance(event.ucr, "export", by=by)
        return
    _let_in(event, by)
    stock.withhold(event.ucr, (), by=by)


def released_in_part(event: Event, by: Actor) -> None:
    """Customs let a part in: the parcel goes on without what stays, and that part's charges are due."""
    _let_in(event, by)
    stock.withhold(event.ucr, event.body["stays"], by=by)


def _let_in(event: Event, by: Actor) -> None:
    """The consignment is imported, at the charges of all its parts that were let in."""
    duty_minor, tax_minor = customs.released_of(event.ucr)
    told = {"lane": event.body.get("lane", ""), "tax_currency": event.body["currency"]}
    moving.let_in(event.ucr, duty_minor, tax_minor, by=by, **told)


def released_together(event: Event, by: Actor) -> None:
    """Customs took a batch, and released some of it: those of our consignments that stand in it go on."""
    for each in queries.concerned(event, "released"):
        released(each, by)


def delivered(event: Event, by: Actor) -> None:
    """The parcel is at its door: the consignment is delivered. One that follows changes nothing of that."""
    if "part" not in event.body:
        moving.advance(event.ucr, "deliver", by=by)


def sent_on(event: Event, by: Actor) -> None:
    """A parcel is to follow. Its goods lie on our shelf, or with the carrier at the border, who takes them on."""
    if "part" in event.body and not parcels.reserved(event.ucr):
        stock.dispatch(event.ucr, number=event.body["number"], by=by)


def settle(event: Event, by: Actor) -> None:
    """The consignment is delivered: pay everybody."""
    settling.settle(event.ucr, by=by)


def refused(event: Event, by: Actor) -> None:
    """The buyer will not pay, or did not in time: cancel the order, and what was promised to it is free again."""
    consignment = queries.consignment(event.ucr) if event.ucr else None
    if consignment is not None and consignment.state == "placed":
        moving.cancel(event.ucr, event.body.get("reason") or event.kind.rpartition(".")[2], by=by)
