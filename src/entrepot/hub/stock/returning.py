"""Goods that a buyer sent back: onto the shelf they came from, and what is spoilt out of the book again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties
from entrepot.hub.stock.models import Lot, Movement
from entrepot.hub.stock.shelves import movement
from entrepot.trade.finding import Finding, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """Pieces of one article that came back, and how many of them can be sold again."""

    sku: str
    pieces: int
    good: int


@dataclass(frozen=True, slots=True)
class Restored:
    """How many pieces went back on the shelf, and how many were written off."""

    good: int = 0
    spoilt: int = 0


@transaction.atomic
def restore(ucr: str, batch: Sequence[Back], *, reference: str, by: Actor) -> Restored:
    """Put back what left for a consignment, each into the lot it came from. A reference restores once.

    What never left a shelf of this hub (goods made to order) is passed over.
    """
    left = _gone(ucr)
    lots = {
        lot.pk: lot
        for lot in Lot.objects.filter(pk__in=left).select_related("site__operator").select_for_update(of=("self",))
    }
    for operator in {lot.site.operator for lot in lots.values()}:
        parties.require(by, "warehouse", operator)
    if Movement.objects.filter(ucr=ucr, kind="return", key__endswith=f":{reference}").exists():
        return Restored()
    written = [each for back in batch for each in _placed(back, left, lots, ucr, reference, by)]
    Movement.objects.bulk_create(written)
    spoilt = sum(each.pieces for each in written if each.kind == "destroy")
    restored = Restored(sum(each.pieces for each in written if each.kind == "return") - spoilt, spoilt)
    if written:
        body = {"reference": reference, "good": restored.good, "spoilt": restored.spoilt}
        events.record("stock.goods.returned", ucr, by=by, ucr=ucr, body=body)
    return restored


def _gone(ucr: str) -> dict[int, int]:
    """How many pieces of each lot left for the consignment and are not back."""
    rows = Movement.objects.filter(ucr=ucr, kind__in=("dispatch", "return")).values_list("lot", "kind").order_by("lot")
    gone: dict[int, int] = {}
    for lot, kind, pieces in rows.annotate(total=Sum("pieces")):
        gone[lot] = gone.get(lot, 0) + (pieces if kind == "dispatch" else -pieces)
    return gone


def _placed(
    back: Back, left: dict[int, int], lots: dict[int, Lot], ucr: str, reference: str, by: Actor
) -> list[Movement]:
    theirs = [lot.pk for lot in lots.values() if lot.sku == back.sku]
    if not theirs:
        return []
    if not 0 <= back.good <= back.pieces <= sum(left[lot] for lot in theirs):
        raise Refused(_too_many(back, sum(left[lot] for lot in theirs)))
    written, coming, spoilt = [], back.pieces, back.pieces - back.good
    for lot in theirs:
        here = min(coming, left[lot])
        if here:
            written.append(movement(lot, "return", here, ucr, by, f"return:{ucr}:{lot}:{reference}"))
            left[lot] -= here
            coming -= here
        lost = min(spoilt, here)
        if lost:
            written.append(movement(lot, "destroy", lost, ucr, by, f"destroy:{ucr}:{lot}:{reference}"))
            spoilt -= lost
    return written


def _too_many(back: Back, left: int) -> Finding:
    return Finding(
        "more-than-left",
        gettext_noop("{pieces} pieces of {sku} cannot come back; {left} of them are away."),
        "/pieces",
        gettext_noop("Count again; only what was sent can come back."),
        params={"pieces": str(back.pieces), "sku": back.sku, "left": str(left)},
    )
