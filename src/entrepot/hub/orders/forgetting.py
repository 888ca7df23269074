"""A buyer is forgotten when the trade is over: what was sealed is destroyed, what was done stays."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.events.actor import Actor
from entrepot.hub.orders import queries
from entrepot.hub.orders.models import Buyer
from entrepot.hub.parties import queries as parties
from entrepot.hub.payments import actions as payments
from entrepot.trade.finding import Finding, NotAllowedNow
from entrepot.trade.lifecycles import NEVER_ARRIVED

OVER = ("settled", *NEVER_ARRIVED)


@transaction.atomic
def forget(ucr: str, *, by: Actor) -> None:
    """Destroy who the buyer was, here and in the payment; the order and its amounts remain. Twice is harmless.

    Customs keeps its declarations as long as its law says; what it sealed is not the hub's to destroy.
    """
    consignment = queries.locked(ucr)
    parties.require(by, "seller", consignment.seller_code)
    if consignment.state not in OVER:
        raise NotAllowedNow(
            Finding(
                "buyer-needed",
                gettext_noop("The consignment is {state}; its buyer is still needed for papers and delivery."),
                remedy=gettext_noop("Wait until it is settled, or cancel it."),
                params={"state": consignment.state},
            )
        )
    gone, _ = Buyer.objects.filter(order=consignment.order_id).delete()
    if gone:
        payments.forget_payer(ucr, by=by)
        events.record("orders.buyer.forgotten", ucr, by=by, ucr=ucr)
