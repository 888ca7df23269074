"""Goods are back: their condition is noted, the shelf is restored, the buyer is paid."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub.aftersales import queries, refunding, returns
from entrepot.hub.aftersales.models import Return
from entrepot.hub.events.actor import Actor
from entrepot.hub.orders import queries as orders
from entrepot.hub.parties import queries as parties
from entrepot.hub.stock import actions as stock
from entrepot.trade.finding import Finding, Refused


@transaction.atomic
def receive(number: str, good: Mapping[str, int], *, by: Actor) -> Return:
    """The goods of a return are back, so many pieces of each SKU fit to be sold again; the rest is written off.

    Said by the seller, or by whoever keeps the site that the goods came from. Again it is harmless.
    """
    asked = queries.locked(number)
    _may_receive(asked, by)
    if asked.state == "refunded" and asked.condition:
        return asked
    pieces = {line["sku"]: 0 for line in asked.lines}
    for line in asked.lines:
        pieces[line["sku"]] += line["pieces"]
    wrong = [sku for sku in {*pieces, *good} if not 0 <= good.get(sku, -1) <= pieces.get(sku, -1)]
    if wrong:
        raise Refused([_condition(sku, good.get(sku), pieces.get(sku, 0)) for sku in sorted(wrong)])
    returns.moved(asked, "refund", by)
    asked.condition = dict(good)
    hub = Actor("worker", "aftersales.receive", "a return", by.at)
    back = [stock.Back(sku=sku, pieces=count, good=good[sku]) for sku, count in pieces.items()]
    stock.restore(asked.ucr, back, reference=number, by=hub)
    refunding.give(asked, by=by)
    asked.save()
    returns.record("refunded", asked, by, condition=asked.condition, **refunding.told(asked))
    return asked


def _may_receive(asked: Return, by: Actor) -> None:
    order = orders.consignment(asked.ucr).order
    site = order.site if order is not None else None
    if site is None or not parties.may(by, "warehouse", site.operator_id):
        parties.require(by, "seller", asked.seller_code)
    if order is None:
        raise returns.elsewhere(asked)


def _condition(sku: str, good: int | None, pieces: int) -> Finding:
    return Finding(
        "condition-wrong",
        gettext_noop("Of {sku} {pieces} pieces come back; {good} of them cannot be fit to be sold."),
        f"/good/{sku}",
        gettext_noop("Count the pieces that can be sold again, from none to all."),
        params={"sku": sku, "pieces": str(pieces), "good": "—" if good is None else str(good)},
    )
