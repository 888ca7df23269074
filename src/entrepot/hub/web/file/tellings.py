"""What happened to a consignment, as people are told it: one telling for each kind of event and of message.

Kinds that only serve the machine have none, and do not appear in the file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from entrepot.hub.web import wording
from entrepot.hub.web.pieces import Lane
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
    opened: bool = False


Tell = Callable[[Body], Telling]


def ordered(body: Body) -> Telling:
    total = _sum(body, "total_minor", "currency")
    told = _("{amount} in all, every charge in.").format(amount=total) if total else ""
    return Telling(_("Ordered"), told, _ids(body, "order_number", "number"))


def payment_asked(body: Body) -> Telling:
    told = _("{amount} asked of the buyer through {provider}.").format(
        amount=body.get("amount", "–"), provider=body.get("provider", "–")
    )
    return Telling(_("Payment asked for"), told)


def paid(body: Body) -> Telling:
    told = _("{amount} received through {provider}; it is held until delivery.").format(
        amount=body.get("amount", "–"), provider=body.get("provider", "–")
    )
    return Telling(_("Paid"), told, _ids(body, "reference"))


def payment_refused(body: Body) -> Telling:
    return Telling(_("Payment refused"), str(body.get("reason", "")))


def refunded(body: Body) -> Telling:
    return Telling(
        _("Payment given back"), _("{amount} goes back to the buyer.").format(amount=body.get("amount", "–"))
    )


def paper_filed(body: Body) -> Telling:
    names = {"order": _("Order filed"), "payment": _("Payment record filed"), "waybill": _("Waybill filed")}
    kind = str(body.get("kind", ""))
    return Telling(names.get(kind, kind), _("Sent by {sender} itself.").format(sender=body.get("sender", "–")))


def labelled(body: Body) -> Telling:
    return Telling(_("Labelled"), _("The parcel has its number."), _ids(body, "number"))


def dispatched(body: Body) -> Telling:
    return Telling(_("Handed to the carrier"), str(body.get("place", "")), _ids(body, "number"))


def departed(body: Body) -> Telling:
    return Telling(_("Departed"), str(body.get("place", "")), _ids(body, "number"), passage=True)


def arrived(body: Body) -> Telling:
    return Telling(_("Arrived"), str(body.get("place", "")), _ids(body, "number"), passage=True)


def delivered(body: Body) -> Telling:
    return Telling(_("Delivered"), _("Starts the settlement."), _ids(body, "number"))


def went_back(body: Body) -> Telling:
    return Telling(_("On its way back"), str(body.get("place", "")), _ids(body, "number"), passage=True)


def lost(body: Body) -> Telling:
    return Telling(_("Lost by the carrier"), str(body.get("place", "")), _ids(body, "number"))


def lodged(body: Body) -> Telling:
    return Telling(_direction(body, _("Export declaration lodged"), _("Import declaration lodged")), ids=_numbers(body))


def selected(body: Body) -> Telling:
    told = _("An officer looks at it before it goes on.")
    return Telling(
        _direction(body, _("Export chosen for control"), _("Import chosen for control")), told, lane=_lane(body)
    )


def waits_for_papers(body: Body) -> Telling:
    return Telling(_("Waits for papers"), _("Order, payment and waybill have not all come."), _numbers(body))


def documents_asked(body: Body) -> Telling:
    return Telling(_("Documents asked for"), str(body.get("asked", "")), _numbers(body))


def released(body: Body) -> Telling:
    where = wording.country(str(body.get("country", "")))
    title = _direction(body, _("Released for export from {country}"), _("Released into {country}")).format(
        country=where
    )
    return Telling(title, str(body.get("reason", "")), _numbers(body), lane=_lane(body), opened=True)


def refused(body: Body) -> Telling:
    title = _direction(body, _("Export refused"), _("Import refused"))
    return Telling(title, str(body.get("reason", "")), _numbers(body), lane=_lane(body))


def invalidated(body: Body) -> Telling:
    return Telling(_("Declaration invalidated"), str(body.get("reason", "")), _numbers(body))


def claim_made(body: Body) -> Telling:
    return Telling(_("A claim on the proceeds was made"), _("It is paid before the seller when the parcel is settled."))


def settled(body: Body) -> Telling:
    return Telling(_("Settled"), _("Everybody has been paid in one step."))


def cancelled(body: Body) -> Telling:
    return Telling(_("Cancelled"), str(body.get("reason", "")))


def told_order(body: Body) -> Telling:
    return Telling(_("Order known on both sides"), _("Both hubs hold the order."), _ids(body, "order_number", "number"))


def told_export(body: Body) -> Telling:
    told = _("What one border released is what the other already knows; nothing is typed twice.")
    return Telling(_("Pre-arrival data handed over"), told, _numbers(body))


def told_import(body: Body) -> Telling:
    return Telling(_("Import release told"), "", _numbers(body), lane=_lane(body))


def told_tracking(body: Body) -> Telling:
    steps: dict[str, Tell] = {
        "dispatched": dispatched,
        "departed": departed,
        "arrived": arrived,
        "delivered": delivered,
        "returned": went_back,
        "lost": lost,
    }
    return steps.get(str(body.get("step", "")), arrived)(body)


def told_settlement(body: Body) -> Telling:
    return Telling(_("Settlement confirmed"), _("Duty and tax are set aside for the border that is owed them."))


EVENTS: dict[str, Tell] = {
    "orders.order.placed": ordered,
    "orders.order.cancelled": cancelled,
    "orders.consignment.settled": settled,
    "orders.consignment.cancelled": cancelled,
    "payments.payment.requested": payment_asked,
    "payments.payment.settled": paid,
    "payments.payment.refused": payment_refused,
    "payments.payment.refunded": refunded,
    "payments.claim.made": claim_made,
    "customs.paper.filed": paper_filed,
    "customs.declaration.lodged": lodged,
    "customs.declaration.waiting": waits_for_papers,
    "customs.declaration.selected": selected,
    "customs.declaration.documents_asked": documents_asked,
    "customs.declaration.released": released,
    "customs.declaration.refused": refused,
    "customs.declaration.invalidated": invalidated,
    "stock.parcel.labelled": labelled,
    "stock.parcel.dispatched": dispatched,
    "stock.parcel.departed": departed,
    "stock.parcel.arrived": arrived,
    "stock.parcel.delivered": delivered,
    "stock.parcel.returned": went_back,
    "stock.parcel.lost": lost,
}

MESSAGES: dict[str, Tell] = {
    "order.placed.v1": told_order,
    "declaration.exported.v1": told_export,
    "declaration.imported.v1": told_import,
    "tracking.events.v1": told_tracking,
    "settlement.confirmed.v1": told_settlement,
}


def _ids(body: Body, *names: str) -> tuple[str, ...]:
    return tuple(str(body[name]) for name in names if body.get(name))


def _numbers(body: Body) -> tuple[str, ...]:
    return _ids(body, "mrn", "lrn")


def _direction(body: Body, export: str, into: str) -> str:
    return export if body.get("direction") == "export" else into


def _lane(body: Body) -> Lane | None:
    lane = body.get("lane")
    return Lane(lane) if lane in ("green", "yellow", "red") else None


def _sum(body: Body, minor: str, currency: str) -> str:
    return str(Money.from_minor(body[minor], body[currency])) if minor in body and currency in body else ""
