"""What happened to a consignment, as people are told it: one telling for each kind of event and of message.

Kinds that only serve the machine have none, and do not appear in the file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entrepot.hub.web import wording
from entrepot.hub.web.pieces import Lane, Law, MoneyLine, MoneyTree
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


def ordered(body: Body) -> Telling:
    total = _sum(body, "total_minor", "currency")
    told = _("{amount} in all, every charge in.").format(amount=total) if total else ""
    return Telling(_("Ordered"), told, _ids(body, "order_number", "number"))


def payment_asked(body: Body) -> Telling:
    told = _("{amount} asked of the buyer through {provider}.").format(
        amount=body.get("amount", "–"), provider=_provider(body)
    )
    return Telling(_("Payment asked for"), told)


def paid(body: Body) -> Telling:
    told = _("{amount} received through {provider}; it is held until delivery.").format(
        amount=body.get("amount", "–"), provider=_provider(body)
    )
    return Telling(_("Paid"), told, _ids(body, "reference"))


def payment_refused(body: Body) -> Telling:
    return Telling(_("Payment refused"), str(body.get("reason", "")))


def refunded(body: Body) -> Telling:
    return Telling(
        _("Payment given back"), _("{amount} goes back to the buyer.").format(amount=body.get("amount", "–"))
    )


def papers_filed(body: Body) -> Telling:
    """One paper, or several that came together: each is sent by the party that knows it."""
    names = {"order": _("Order"), "payment": _("Payment record"), "waybill": _("Waybill")}
    came = body.get("papers") or [body]
    told = ", ".join(
        _("{paper} by {sender}").format(paper=names.get(each["kind"], each["kind"]), sender=each["sender"])
        for each in came
    )
    return Telling(ngettext("Document filed", "Documents filed, each by its own sender", len(came)), told)


def labelled(body: Body) -> Telling:
    return Telling(_("Labelled"), _("The parcel has its number."), _ids(body, "number"))


def dispatched(body: Body) -> Telling:
    return Telling(_("Handed to the carrier"), "", _ids(body, "number"))


def departed(body: Body) -> Telling:
    return Telling(_("Departed"), _place(body), _ids(body, "number"), passage=True)


def arrived(body: Body) -> Telling:
    return Telling(_("Arrived"), _place(body), _ids(body, "number"), passage=True)


def delivered(body: Body) -> Telling:
    return Telling(_("Delivered"), _("Starts the settlement."), _ids(body, "number"))


def went_back(body: Body) -> Telling:
    return Telling(_("On its way back"), _place(body), _ids(body, "number"), passage=True)


def lost(body: Body) -> Telling:
    return Telling(_("Lost by the carrier"), _place(body), _ids(body, "number"))


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
    money = _charged(body) if body.get("direction") == "import" else None
    return Telling(title, str(body.get("reason", "")), _numbers(body), lane=_lane(body), money=money)


def refused(body: Body) -> Telling:
    title = _direction(body, _("Export refused"), _("Import refused"))
    return Telling(title, str(body.get("reason", "")), _numbers(body), lane=_lane(body))


def invalidated(body: Body) -> Telling:
    return Telling(_("Declaration invalidated"), str(body.get("reason", "")), _numbers(body))


def claim_made(body: Body) -> Telling:
    return Telling(_("A claim on the proceeds was made"), _("It is paid before the seller when the parcel is settled."))


def settled(body: Body) -> Telling:
    told = _("{amount} paid out to everybody in one step.").format(amount=_sum(body, "settled_minor", "currency"))
    return Telling(_("Settled"), told if "settled_minor" in body else "")


def cancelled(body: Body) -> Telling:
    return Telling(_("Cancelled"), str(body.get("reason", "")))


def told_order(body: Body) -> Telling:
    return Telling(_("Order known on both sides"), _("Both hubs hold the order."), _ids(body, "order_number", "number"))


def told_export(body: Body) -> Telling:
    told = _("What one border released is what the other already knows; nothing is typed twice.")
    return Telling(_("Pre-arrival data handed over"), told, _numbers(body))


def told_import(body: Body) -> Telling:
    title = _("Released into {country}").format(country=wording.country(str(body.get("country", ""))))
    return Telling(title, "", _numbers(body), lane=_lane(body), money=_charged(body))


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


def told_refusal(body: Body) -> Telling:
    return Telling(_("Import refused"), str(body.get("reason", "")), _numbers(body))


def told_settlement(body: Body) -> Telling:
    settled, due = _sum(body, "settled_minor", "currency"), _sum(body, "charges_minor", "tax_currency")
    told = _("{settled} paid out; {due} of it is duty and tax.").format(settled=settled, due=due) if settled else ""
    return Telling(_("Settled"), told)


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
    "customs.paper.filed": papers_filed,
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
    "declaration.refused.v1": told_refusal,
    "tracking.events.v1": told_tracking,
    "settlement.confirmed.v1": told_settlement,
}


def _place(body: Body) -> str:
    """Where the carrier says it happened: a country by its name, a place by its code."""
    place = str(body.get("place", ""))
    return wording.country(place) if len(place) == 2 else place


def _provider(body: Body) -> str:
    provider = str(body.get("provider", ""))
    return _("the payment simulator") if provider == "simulator" else provider


def _ids(body: Body, *names: str) -> tuple[str, ...]:
    return tuple(str(body[name]) for name in names if body.get(name))


def _numbers(body: Body) -> tuple[str, ...]:
    return _ids(body, "mrn", "lrn")


def _direction(body: Body, export: str, into: str) -> str:
    return export if body.get("direction") == "export" else into


def _charged(body: Body) -> MoneyTree | None:
    """What the border charged: each charge with its clause where they were told, else duty and tax."""
    if "duty_minor" not in body or "tax_minor" not in body:
        return None
    currency = str(body["currency"])
    names = {"duty": _("Duty"), "tax": _("Tax"), "fee": _("Fee")}
    lines = [
        MoneyLine.of(
            _("{levy}, item {number}").format(levy=names[each["kind"]], number=each["item"])
            if each.get("item")
            else names[each["kind"]],
            Money.of(each["amount"], currency),
            laws=(Law(each["law"]),) if each.get("law") else (),
        )
        for each in body.get("charges", ())
    ]
    if not lines:
        lines = [
            MoneyLine.of(_("Duty"), Money.from_minor(body["duty_minor"], currency)),
            MoneyLine.of(_("Tax"), Money.from_minor(body["tax_minor"], currency)),
        ]
    due = Money.from_minor(body["duty_minor"] + body["tax_minor"], currency)
    return MoneyTree((*lines, MoneyLine.of(_("Due at this border"), due, total=True)))


def _lane(body: Body) -> Lane | None:
    lane = body.get("lane")
    return Lane(lane) if lane in ("green", "yellow", "red") else None


def _sum(body: Body, minor: str, currency: str) -> str:
    return str(Money.from_minor(body[minor], body[currency])) if minor in body and currency in body else ""
