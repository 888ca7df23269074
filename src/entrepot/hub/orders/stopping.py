"""The end of an order whose goods a border refuses or takes away: its buyer is paid back, and nobody waits for it."""

from __future__ import annotations

from django.db import transaction

from entrepot.hub import events
from entrepot.hub.events.actor import Actor
from entrepot.hub.orders import moving, queries
from entrepot.hub.orders.models import Consignment
from entrepot.hub.payments import actions as payments
from entrepot.hub.payments import queries as paid
from entrepot.hub.stock import actions as stock
from entrepot.trade.lifecycles import CONSIGNMENT, NEVER_ARRIVED


@transaction.atomic
def stopped(ucr: str, reason: str, *, taken: bool, by: Actor) -> Consignment:
    """Customs let nothing of it through: refused goods go back to their seller, those that were taken are gone.

    The hub that only follows the consignment notes the same. Twice is harmless, and what has arrived stays so.
    """
    moving.must_be_ours(by)
    consignment = queries.locked(ucr)
    if consignment.state in (*NEVER_ARRIVED, "delivered", "settled"):
        return consignment
    if taken:
        return _taken(consignment, reason, by)
    if CONSIGNMENT.allows(consignment.state, "return"):
        return moving.turned_back(ucr, reason, by=by)
    return moving.cancel(ucr, reason, by=by) if consignment.home else moving.advance(ucr, "cancel", by=by)


def _taken(consignment: Consignment, reason: str, by: Actor) -> Consignment:
    for step in moving.way(consignment, "seize"):
        consignment.state = CONSIGNMENT.after(consignment.state, step)
    consignment.save(update_fields=["state"])
    if consignment.home:
        stock.pick(consignment.ucr, by=by)
        for payment in paid.payments(consignment.ucr).filter(state="settled"):
            payments.refund(payment.end_to_end_id, reason, by=by)
    body = {"state": "seized", "reason": reason}
    events.record("orders.consignment.seized", consignment.ucr, by=by, ucr=consignment.ucr, body=body)
    return consignment
