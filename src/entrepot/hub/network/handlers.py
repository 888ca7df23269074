"""What a message from a peer brings about: kind -> function, called in the transaction that marks the message taken.

A handler gets the message and the peer as the actor. It returns when the effect is there, raises `Refused` if the
message may not be (its sender is told, with the code), `NotAllowedNow` or `Unavailable` if it is too early; any other
fault is tried eight times, then parked. It must reach nothing outside the database: that is a follower's work.
"""

from __future__ import annotations

from entrepot.ehx import border
from entrepot.hub.network import (
    documents,
    goods,
    hearing,
    hearing_buyers,
    hearing_orders,
    receipts,
    sharing,
    statements,
    telling_trust,
)
from entrepot.hub.network.handling import Handler
from entrepot.hub.network.passing import over, through

HANDLERS: dict[str, Handler] = {
    "order.requested.v1": hearing_orders.order_requested,
    "order.declined.v1": hearing_orders.order_declined,
    "order.withdrawn.v1": hearing_orders.order_withdrawn,
    "payment.requested.v1": hearing_orders.payment_requested,
    "payment.answered.v1": hearing_orders.payment_answered,
    "order.placed.v1": through(hearing.order_placed),
    "declaration.exported.v1": through(hearing.declaration_exported),
    "declaration.imported.v1": through(hearing.declaration_imported),
    "declaration.refused.v1": through(hearing.declaration_refused),
    border.PARTED: through(hearing.declaration_parted),
    border.SEIZED: through(hearing.declaration_seized),
    "tracking.events.v1": through(hearing.tracking),
    "settlement.requested.v1": hearing.settlement_requested,
    "settlement.confirmed.v1": through(hearing.settlement_confirmed),
    "settlement.failed.v1": hearing.settlement_failed,
    "return.requested.v1": over(hearing_buyers.return_requested),
    "return.moved.v1": over(hearing_buyers.return_moved),
    "return.undone.v1": through(hearing_buyers.return_undone),
    "loss.noted.v1": over(hearing_buyers.loss_noted),
    "dispute.opened.v1": over(hearing_buyers.dispute_opened),
    "dispute.moved.v1": over(hearing_buyers.dispute_moved),
    "rating.given.v1": over(hearing_buyers.rating_given),
    "rating.answered.v1": over(hearing_buyers.rating_answered),
    "passage.opened.v1": hearing.passage,
    "passage.entered.v1": hearing.passage,
    "passage.closed.v1": hearing.passage,
    sharing.SHARED: sharing.shared,
    telling_trust.SENT: telling_trust.notice_sent,
    documents.ISSUED: documents.issued,
    documents.REVOKED: documents.revoked,
    goods.ITEM: goods.item,
    goods.SNAPSHOT: goods.snapshot,
    goods.PICTURE: goods.picture,
    "receipt.v1": receipts.taken,
    "identity.statement.v1": statements.heard,
}
