"""The first count of what a seller says it has: opened once for each SKU, and taken back while nothing has moved.

A SKU that lies on any shelf already is left as it is: what was counted by hand is better known than what a file says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction

from entrepot.hub import events
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.hub.stock import queries, shelves
from entrepot.hub.stock.models import Lot, Movement, Site
from entrepot.hub.stock.own import COUNTED, MOST_PIECES, Counted, counted_lot, open_own


@transaction.atomic
def open_counts(seller: Party, batch: Sequence[Counted], reference: str, *, by: Actor) -> list[int | None]:
    """Open the stock of each SKU with its count, in the order given; `reference` names what says so.

    Answers None where the count was the first, else with the pieces that were on the book before, which stay.
    """
    if not batch:
        parties.require(by, "seller", seller)
        return []
    site = Site.objects.select_for_update().get(pk=open_own(seller, by=by).pk)
    before = queries.on_book(seller, (each.sku for each in batch))
    fresh = [each for each in batch if each.sku not in before]
    assert all(0 <= each.pieces <= MOST_PIECES for each in fresh)
    assert len({each.sku for each in fresh}) == len(fresh)
    for each in fresh:
        lot = counted_lot(each.sku, site, by)
        shelves.movement(lot.pk, "adjust", each.pieces, "", by, _key(lot, reference)).save(force_insert=True)
        body = {"seller": seller.code, "sku": each.sku, "on_hand": each.pieces, "before": 0}
        events.record("stock.goods.counted", f"site:{site.code}", by=by, body=body)
    return [before.get(each.sku) for each in batch]


@transaction.atomic
def take_back(seller: Party, skus: Iterable[str], reference: str, *, by: Actor) -> list[str]:
    """Take back the counts that `reference` opened, so that the SKUs are made to order again; answers with which.

    One whose goods have moved since, or were counted again, stays as it is. Twice is harmless.
    """
    parties.require(by, "seller", seller)
    site = queries.own_site(seller)
    if site is None:
        return []
    lots = queries.lots(seller, skus, [site]).filter(number=COUNTED).select_for_update()
    found = [lot for lot in lots if _untouched(lot, reference)]
    for lot in found:
        _taken_back(lot, site, reference, by)
    return [lot.sku for lot in found]


def _untouched(lot: Lot, reference: str) -> bool:
    """Whether nothing has moved in a lot since it was opened, and nothing else of its SKU lies on a shelf."""
    last = Movement.objects.filter(lot=lot).order_by("-pk").values_list("key", flat=True).first()
    others = Lot.objects.filter(seller__code=lot.seller_id, sku=lot.sku, undone_at=None).exclude(pk=lot.pk)
    return last == _key(lot, reference) and not others.exists()


def _taken_back(lot: Lot, site: Site, reference: str, by: Actor) -> None:
    pieces = queries.balance(lot).on_hand
    key = f"{_key(lot, reference)}:undone"
    shelves.movement(lot.pk, "adjust", -pieces, "", by, key).save(force_insert=True)
    lot.undone_at = by.at
    lot.save(update_fields=["undone_at"])
    body = {"seller": lot.seller_id, "sku": lot.sku, "pieces": pieces}
    events.record("stock.opening.undone", f"site:{site.code}", by=by, body=body)


def _key(lot: Lot, reference: str) -> str:
    return f"open:{lot.pk}:{reference}"
