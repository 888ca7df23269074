"""Goods that a border refused or took away: whoever bears it pays, and the buyer is told and paid back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction

from entrepot.hub import events
from entrepot.hub.aftersales import amounts, queries
from entrepot.hub.aftersales.facts import Stopped
from entrepot.hub.aftersales.models import Loss
from entrepot.hub.events.actor import Actor
from entrepot.hub.orders import actions as moving
from entrepot.hub.orders import queries as orders
from entrepot.hub.orders.models import Consignment
from entrepot.hub.payments import actions as payments
from entrepot.hub.payments import queries as paid
from entrepot.hub.stock import actions as stock
from entrepot.trade.incoterm import incoterm
from entrepot.trade.refund import Refund, refund

PIECE = "H87"  # UN/ECE Recommendation 20


@transaction.atomic
def lose(ucr: str, told: Stopped, *, by: Actor) -> Loss | None:
    """Note what a border kept; the buyer is paid back if the term of delivery leaves that to the seller. Once.

    If nothing was let through, the order ends and its payment goes back whole, out of escrow. Of a part, its share of
    goods, freight and charges goes back at the seller's cost, as with a return. Only the hub that keeps the order
    pays; the other follows.
    """
    consignment = orders.locked(ucr)
    if not consignment.home:
        if not told.parted:
            moving.stopped(ucr, told.reason, taken=told.outcome == "seized", by=by)
        return None
    known = Loss.objects.filter(ucr=ucr, mrn=told.mrn).first()
    if known is not None:
        return known
    loss = _noted(consignment, told, by)
    if loss.borne_by == "seller":
        given = _part(loss, by) if told.parted else _whole(loss, by)
        loss.goods_minor, loss.freight_minor, loss.charges_minor = (
            given.goods_minor,
            given.freight_minor,
            given.charges_minor,
        )
    if told.parted:
        stock.give_up(ucr, taken=told.outcome == "seized", by=by)
    loss.save(force_insert=True)
    record(loss, _hub(by))
    return loss


def record(loss: Loss, by: Actor) -> None:
    """Record a loss in the consignment's file; it names nobody."""
    body = {name: getattr(loss, name) for name in TOLD}
    events.record("aftersales.loss.noted", loss.ucr, by=by, ucr=loss.ucr, body={**body, "seller": loss.seller_code})


TOLD = (
    *("mrn", "outcome", "reason", "law", "borne_by", "whole", "lines"),
    *("currency", "goods_minor", "freight_minor", "charges_minor"),
)
"""What the other hub learns of a loss."""


def _noted(consignment: Consignment, told: Stopped, by: Actor) -> Loss:
    """The loss as the border told it, before anything is paid."""
    assert consignment.order is not None, "who keeps a consignment keeps its order"
    return Loss(
        ucr=consignment.ucr,
        mrn=told.mrn,
        decides=True,
        seller_code=consignment.seller_code,
        outcome=told.outcome,
        reason=told.reason,
        law=told.law,
        borne_by=incoterm(consignment.order.incoterm).bears_border(told.direction),
        whole=not told.parted,
        lines=_lines(consignment, told),
        currency=consignment.currency,
        noted_at=by.at,
    )


def _lines(consignment: Consignment, told: Stopped) -> list[dict[str, Any]]:
    """The pieces by the line of the consignment, and no more of a line than has not been lost before."""
    left = queries.not_lost(consignment)
    kept = {n: left[n] for n in left}
    if told.parted:
        kept = {each["number"]: _pieces(each, left.get(each["number"], 0)) for each in told.goods}
    return [
        {"line": n, "sku": item["sku"], "pieces": kept[n]} for n, item in enumerate(consignment.items, 1) if kept.get(n)
    ]


def _pieces(goods: Mapping[str, Any], left: int) -> int:
    """How many pieces these are. What was declared in another unit than pieces counts as all that is left."""
    quantity = str(goods["quantity"])
    return min(int(quantity), left) if goods["unit"] == PIECE and quantity.isdecimal() else left


def _whole(loss: Loss, by: Actor) -> Refund:
    """The order ends, and the payment goes back; nothing goes back that was never received."""
    consignment = moving.stopped(loss.ucr, loss.reason, taken=loss.outcome == "seized", by=by)
    if not paid.payments(loss.ucr).filter(state="refunded").exists():
        return Refund()
    sale = amounts.sale(consignment)
    return refund(sale, [0] * len(sale.lines), [line.pieces for line in sale.lines])


def _part(loss: Loss, by: Actor) -> Refund:
    """The share of these pieces in what was paid, as far as it has not gone back before."""
    payment = paid.payment(loss.ucr)
    if payment.state != "settled":
        return Refund()
    sale = amounts.sale(orders.consignment(loss.ucr))
    now = {line["line"]: line["pieces"] for line in loss.lines}
    due = refund(
        sale, queries.given_back(loss.ucr, len(sale.lines)), [now.get(n, 0) for n in range(1, len(sale.lines) + 1)]
    )
    over = max(0, due.total_minor - (payment.amount_minor - paid.given_back(loss.ucr)))
    due = replace(due, goods_minor=due.goods_minor - over)
    if due.total_minor:
        payments.give_back(loss.ucr, f"loss:{loss.mrn}", due.total_minor, loss.reason, by=_hub(by))
    return due


def _hub(by: Actor) -> Actor:
    """The hub of the order decides who bears it, whoever told of it."""
    return Actor("worker", "aftersales.loss", "goods that a border kept", by.at)
