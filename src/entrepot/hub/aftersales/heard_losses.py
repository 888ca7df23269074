"""What a peer hub tells of goods that a border kept: there the order is kept, and the buyer paid back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec
from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub.aftersales import losses
from entrepot.hub.aftersales.heard import must_be_shared
from entrepot.hub.aftersales.models import Loss
from entrepot.hub.events.actor import Actor
from entrepot.hub.orders import queries as orders
from entrepot.hub.orders.models import Consignment
from entrepot.trade.finding import Finding, refuse_if_any

Minor = Annotated[int, msgspec.Meta(ge=0, lt=2**53)]
Count = Annotated[int, msgspec.Meta(ge=1, lt=2**31)]


class LineLost(msgspec.Struct):
    """So many pieces of one line of the consignment."""

    line: Count
    sku: str
    pieces: Count


class Lost(msgspec.Struct):
    """The body of `loss.noted.v1`: what was kept and why, who bears it, and what goes back to the buyer."""

    mrn: Annotated[str, msgspec.Meta(min_length=1, max_length=18)]
    outcome: Literal["refused", "seized"]
    reason: str
    law: Annotated[str, msgspec.Meta(max_length=200)]
    borne_by: Literal["seller", "buyer"]
    whole: bool
    lines: list[LineLost]
    currency: str
    goods_minor: Minor
    freight_minor: Minor
    charges_minor: Minor


@transaction.atomic
def noted(ucr: str, told: Lost, *, peer: str, by: Actor) -> Loss | None:
    """Keep what the hub of the order says of a loss, so that its buyer reads it here. Told again, nothing changes."""
    consignment = orders.locked(ucr)
    must_be_shared(consignment.peer, peer, ucr)
    if consignment.home:  # what is lost of our own order we know ourselves
        return None
    refuse_if_any(_of_body(told, consignment))
    said = msgspec.to_builtins(told)
    kept = {"decides": False, "seller_code": consignment.seller_code, "noted_at": by.at}
    loss, fresh = Loss.objects.get_or_create(ucr=ucr, mrn=said.pop("mrn"), defaults={**said, **kept})
    if fresh:
        losses.record(loss, by)
    return loss


def _of_body(told: Lost, consignment: Consignment) -> Iterator[Finding]:
    """No more than was sent is lost, and no more than was paid goes back, in its currency."""
    given = told.goods_minor + told.freight_minor + told.charges_minor
    if told.currency != consignment.currency or given > consignment.total_minor:
        yield Finding(
            "loss-amount",
            gettext_noop("What goes back to the buyer of {ucr} is not a part of what was paid."),
            "/goods_minor",
            gettext_noop("State it in the currency of the order, and no more than its total."),
            params={"ucr": consignment.ucr},
        )
    sent = {n: item["quantity"] for n, item in enumerate(consignment.items, 1)}
    if any(each.pieces > sent.get(each.line, 0) for each in told.lines):
        yield Finding(
            "loss-lines",
            gettext_noop("More of {ucr} is said to be lost than was sent."),
            "/lines",
            gettext_noop("Name lines of the consignment, and no more pieces than they have."),
            params={"ucr": consignment.ucr},
        )
