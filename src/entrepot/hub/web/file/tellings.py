"""What happened to a consignment, as people are told it: one telling for each kind of event and of message.

Kinds that only serve the machine have none, and do not appear in the file.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entrepot.hub.web import wording
from entrepot.hub.web.file import aftersales, border, through
from entrepot.hub.web.file.telling import Body, Tell, Telling, ids, place, provider, sum_of


def ordered(body: Body) -> Telling:
    total = sum_of(body, "total_minor", "currency")
    told = _("{amount} in all, every charge in.").format(amount=total) if total else ""
    return Telling(_("Ordered"), told, ids(body, "order_number", "number"))


def payment_asked(body: Body) -> Telling:
    told = _("{amount} asked of the buyer through {provider}.").format(
        amount=body.get("amount", "–"), provider=provider(body)
    )
    return Telling(_("Payment asked for"), told)


def paid(body: Body) -> Telling:
    told = _("{amount} received through {provider}; it is held until delivery.").format(
        amount=body.get("amount", "–"), provider=provider(body)
    )
    return Telling(_("Paid"), told, ids(body, "reference"))


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
    told = wording.listed(
        _("{paper} by {sender}").format(paper=names.get(each["kind"], each["kind"]), sender=each["sender"])
        for each in came
    )
    return Telling(ngettext("Document filed", "Documents filed, each by its own sender", len(came)), told)


def labelled(body: Body) -> Telling:
    return Telling(_("Labelled"), _("The parcel has its number."), ids(body, "number"))


def dispatched(body: Body) -> Telling:
    return Telling(_("Handed to the carrier"), "", ids(body, "number"))


def departed(body: Body) -> Telling:
    return Telling(_("Departed"), place(body), ids(body, "number"), passage=True)


def arrived(body: Body) -> Telling:
    return Telling(_("Arrived"), place(body), ids(body, "number"), passage=True)


def delivered(body: Body) -> Telling:
    return Telling(_("Delivered"), _("Starts the settlement."), ids(body, "number"))


def went_back(body: Body) -> Telling:
    return Telling(_("On its way back"), place(body), ids(body, "number"), passage=True)


def lost(body: Body) -> Telling:
    return Telling(_("Lost by the carrier"), place(body), ids(body, "number"))


def claim_made(body: Body) -> Telling:
    return Telling(_("A claim on the proceeds was made"), _("It is paid before the seller when the parcel is settled."))


def settled(body: Body) -> Telling:
    told = _("{amount} paid out to everybody in one step.").format(amount=sum_of(body, "settled_minor", "currency"))
    return Telling(_("Settled"), told if "settled_minor" in body else "")


def cancelled(body: Body) -> Telling:
    return Telling(_("Cancelled"), str(body.get("reason", "")))


def told_order(body: Body) -> Telling:
    return Telling(_("Order known on both sides"), _("Both hubs hold the order."), ids(body, "order_number", "number"))


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
    settled, due = sum_of(body, "settled_minor", "currency"), sum_of(body, "charges_minor", "tax_currency")
    told = _("{settled} paid out; {due} of it is duty and tax.").format(settled=settled, due=due) if settled else ""
    return Telling(_("Settled"), told)


EVENTS: dict[str, Tell] = {
    **aftersales.EVENTS,
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
    "customs.declaration.lodged": border.lodged,
    "customs.declaration.waiting": border.waits_for_papers,
    "customs.declaration.selected": border.selected,
    "customs.declaration.documents_asked": border.documents_asked,
    "customs.declaration.answered": border.answered,
    "customs.declaration.unanswered": border.unanswered,
    "customs.declaration.amended": border.amended,
    "customs.declaration.inspection_scheduled": border.inspection_scheduled,
    "customs.declaration.inspected": border.inspected,
    "customs.declaration.held": border.held,
    "customs.declaration.hold_lifted": border.hold_lifted,
    "customs.declaration.seized": border.seized,
    "customs.declaration.appealed": border.appealed,
    "customs.declaration.appeal_confirmed": border.ruled,
    "customs.declaration.appeal_changed": border.ruled,
    "customs.declaration.appeal_annulled": border.ruled,
    "customs.declaration.appeal_withdrawn": border.appeal_withdrawn,
    "customs.declaration.released": border.released,
    "customs.declaration.partly_released": border.partly_released,
    "customs.declaration.refused": border.refused,
    "customs.declaration.invalidated": border.invalidated,
    "customs.declaration.invalidation_asked": border.invalidation_asked,
    "customs.passage.accepted": through.accepted,
    "customs.passage.entered": through.entered,
    "customs.passage.discharged": through.discharged,
    "customs.passage.charged": through.charged,
    "customs.passage.refused": through.refused,
    "customs.passage.lapsed": through.lapsed,
    "stock.parcel.labelled": labelled,
    "stock.parcel.dispatched": dispatched,
    "stock.parcel.departed": departed,
    "stock.parcel.arrived": arrived,
    "stock.parcel.delivered": delivered,
    "stock.parcel.returned": went_back,
    "stock.parcel.lost": lost,
}

MESSAGES: dict[str, Tell] = {
    **aftersales.MESSAGES,
    "order.placed.v1": told_order,
    "declaration.exported.v1": border.told_export,
    "declaration.imported.v1": border.told_import,
    "declaration.refused.v1": border.told_refusal,
    "declaration.parted.v1": border.told_parted,
    "declaration.seized.v1": border.told_seizure,
    "passage.opened.v1": through.accepted,
    "passage.entered.v1": through.entered,
    "passage.closed.v1": through.closed,
    "tracking.events.v1": told_tracking,
    "settlement.confirmed.v1": told_settlement,
}
