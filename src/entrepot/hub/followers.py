"""What follows from what: the life of an order, read downwards.

An app calls those below it and records what happened; the consequences for everybody else stand here and nowhere else.
They run in the order of the lines, once each, after the event's own transaction.
"""

from __future__ import annotations

from datetime import timedelta

from entrepot.hub.adapters import authority, carrier
from entrepot.hub.adapters import notice as letters
from entrepot.hub.adapters import payment as provider
from entrepot.hub.adapters.notice import buyers as buyer_letters
from entrepot.hub.adapters.shop import importing
from entrepot.hub.aftersales import consequences as aftersales
from entrepot.hub.aftersales import terms
from entrepot.hub.buying import consequences as buying
from entrepot.hub.customs import consequences as customs
from entrepot.hub.events.follower import After, Table
from entrepot.hub.finance import consequences as finance
from entrepot.hub.ledger import consequences as ledger
from entrepot.hub.network import goods, sharing, telling, telling_buyers, telling_orders, telling_trust
from entrepot.hub.notices import buyers as told_buyers
from entrepot.hub.notices import consequences as notices
from entrepot.hub.notices.texts import TEXTS
from entrepot.hub.orders import consequences as orders
from entrepot.hub.orders import shopfront
from entrepot.hub.storefronts import consequences as storefronts
from entrepot.hub.training import consequences as training

CONSEQUENCES: Table = {
    # what a seller offers is shown in the shop, here and at the peers
    "catalogue.product.listed": [shopfront.product_changed],
    "catalogue.product.withdrawn": [shopfront.product_changed],
    "catalogue.price.changed": [shopfront.product_changed],
    "catalogue.family.changed": [shopfront.family_changed],
    "catalogue.freight.stated": [shopfront.terms_changed],
    "tariffs.seller.registered": [shopfront.terms_changed],
    "tariffs.seller.deregistered": [shopfront.terms_changed],
    "stock.goods.received": [shopfront.goods_counted],
    "stock.goods.counted": [shopfront.goods_counted],
    "stock.opening.undone": [shopfront.goods_counted],
    "stock.goods.reserved": [shopfront.goods_promised],
    "stock.goods.freed": [shopfront.goods_freed],
    "stock.goods.returned": [shopfront.goods_freed],
    "catalogue.listing.changed": [goods.listing_changed],
    "network.peering.active": [goods.peering_active],
    "network.peering.changed": [goods.peering_active],
    # a file of products is taken into the catalogue, batch by batch
    "catalogue.import.started": [importing.continued],
    "catalogue.import.continued": [importing.continued],
    # an order, from the click to its last payment
    "buying.order.requested": [telling_orders.order_requested],
    "buying.request.declined": [telling_orders.order_declined],
    "buying.purchase.placed": [After(timedelta(days=terms.days("answer_order")), buying.lapse)],
    "buying.order.ended": [telling_orders.order_ended],
    "orders.order.placed": [orders.request_payment, telling.order_placed],
    "payments.payment.requested": [
        telling_orders.payment_requested,
        After(provider.after(), provider.asked),
        After(timedelta(days=3), orders.lapse_unpaid),
    ],
    "payments.payment.settled": [
        orders.confirm,
        telling_orders.payment_answered,
        orders.label,
        orders.lodge,
        customs.fee_paid,
    ],
    "payments.payment.refused": [orders.refused, telling_orders.payment_answered],
    "payments.payment.lapsed": [orders.refused, telling_orders.payment_answered],
    "payments.payment.refunded": [telling_orders.payment_answered],
    "customs.declaration.selected": [After(authority.CHECK, authority.examined)],
    "customs.declaration.released": [orders.released, telling.declaration_released],
    "customs.batch.lodged": [
        orders.released_together,
        telling.batch_lodged,
        After(authority.CHECK, authority.examined_together),
    ],
    "customs.declaration.partly_released": [orders.released_in_part, telling.declaration_parted],
    "customs.declaration.refused": [aftersales.stopped, telling.declaration_refused],
    "customs.declaration.seized": [aftersales.stopped, telling.declaration_seized],
    "aftersales.loss.noted": [telling_buyers.loss_noted],
    # goods that pass through here on their way elsewhere
    "customs.passage.accepted": [telling.passage_moved, sharing.share],
    "customs.passage.entered": [telling.passage_moved, sharing.share],
    "customs.passage.discharged": [telling.passage_moved, sharing.share],
    "customs.passage.charged": [telling.passage_moved, sharing.share],
    "customs.passage.refused": [telling.passage_moved, sharing.share],
    "customs.passage.lapsed": [telling.passage_moved, sharing.share],
    "stock.parcel.labelled": [orders.sent_on],
    "stock.parcel.dispatched": [
        telling.parcel_moved,
        carrier.collected,
        storefronts.sent,
        After(carrier.after("dispatched"), carrier.departed),
    ],
    "stock.parcel.departed": [telling.parcel_moved, After(carrier.after("departed"), carrier.arrived)],
    "stock.parcel.arrived": [telling.parcel_moved, After(carrier.after("arrived"), carrier.delivered)],
    "stock.parcel.delivered": [telling.parcel_moved, orders.delivered],
    "orders.consignment.delivered": [orders.settle],
    "payments.payout.instructed": [provider.paid_out],
    "orders.consignment.settled": [finance.settled, telling.settled, sharing.share],
    "orders.consignment.cancelled": [
        finance.cancelled,
        storefronts.called_off,
        telling_orders.called_off,
        customs.called_off,
    ],
    "customs.permit.issued": [telling.permit_issued],
    "customs.permit.revoked": [telling.permit_revoked],
    "network.message.refused": [
        telling.message_refused,
        telling_orders.request_refused,
        telling_orders.order_goes_on,
        aftersales.turned_down,
    ],
    "orders.consignment.returned": [finance.cancelled],
    "orders.consignment.seized": [finance.cancelled, storefronts.called_off],
    # goods come back: asked for by the buyer, answered by the seller, undone by customs
    "aftersales.return.requested": [
        telling_buyers.return_requested,
        After(timedelta(days=terms.days("answer_return")), aftersales.lapse),
    ],
    "aftersales.return.accepted": [
        telling_buyers.return_moved,
        aftersales.claim_duty,
        After(timedelta(days=terms.days("send_back")), aftersales.lapse),
    ],
    "aftersales.return.refused": [telling_buyers.return_moved],
    "aftersales.return.refunded": [telling_buyers.return_moved],
    "aftersales.return.withdrawn": [telling_buyers.return_moved],
    "aftersales.return.unanswered": [telling_buyers.return_moved],
    "aftersales.return.lapsed": [telling_buyers.return_moved],
    "duties.return.back": [aftersales.duty_undone],
    "aftersales.duty.undone": [telling_buyers.duty_undone],
    # a dispute: opened by the buyer, answered by the seller in time or not, decided by an operator
    "aftersales.dispute.opened": [
        telling_buyers.dispute_opened,
        After(timedelta(days=terms.days("answer_dispute")), aftersales.lapse_dispute),
    ],
    "aftersales.dispute.answered": [telling_buyers.dispute_answered],
    "aftersales.dispute.unanswered": [telling_buyers.dispute_moved],
    "aftersales.dispute.withdrawn": [telling_buyers.dispute_moved],
    "aftersales.dispute.decided": [telling_buyers.dispute_moved],
    # ratings count with the product, at both hubs
    "aftersales.rating.given": [aftersales.rated, telling_buyers.rating_given],
    "aftersales.rating.shown": [telling_buyers.rating_given],
    "aftersales.rating.hidden": [telling_buyers.rating_given],
    "aftersales.rating.answered": [telling_buyers.rating_answered],
    "orders.buyer.forgotten": [
        buying.forgotten,
        After(timedelta(days=terms.days("dispute")), aftersales.forget),
    ],
    # goods taken down here are told to the hub that sells them
    "trust.measure.taken": [telling_trust.measure_taken],
    # a lender's offer stands three days
    "finance.advance.offered": [After(timedelta(days=3), finance.lapsed)],
    # a visitor pays abroad
    "payments.visit.held": [telling.visit_held],
    "payments.visit.answered": [telling.visit_answered],
    # what is learnt opens rights
    "training.certificate.issued": [training.grant_rights],
    # a book grown by some thousand transfers is summed up anew
    "ledger.book.grown": [ledger.fold],
}

TOLD: Table = {
    # whoever is concerned is told once: a firm in its inbox and by letter, a buyer by letter
    **{kind: [notices.tell] for kind in TEXTS},
    **{kind: [told_buyers.tell_buyer] for kind in told_buyers.SAYS},
    "notices.notice.written": [letters.sent],
    "notices.buyer.told": [buyer_letters.sent_to_buyer],
}

FOLLOWERS: Table = {kind: [*CONSEQUENCES.get(kind, ()), *TOLD.get(kind, ())] for kind in {**CONSEQUENCES, **TOLD}}
"""The consequences, and after them who is told of each kind of event that has words for it."""
