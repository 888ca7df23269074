"""A seller's own stock: a site of its own, goods received there, and counts that put the book right.

A SKU of which nothing was ever received is made to order. From its first receipt or count on, what is not there is not
sold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.hub.stock import queries, shelves
from entrepot.hub.stock.models import Lot, Site
from entrepot.trade import stock
from entrepot.trade.finding import Finding, Refused

MOST_PIECES = 100_000_000
COUNTED = "counted"
"""The lot to which a count adds what no receipt explains."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """Pieces of one SKU that came in; the same `reference`, such as a delivery note, is received once."""

    sku: str
    pieces: int
    reference: str
    origin: str = ""
    expires_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many pieces of one SKU lie there, promised ones included."""

    sku: str
    pieces: int


@transaction.atomic
def open_own(seller: Party | str, *, by: Actor) -> Site:
    """The seller's own site, opened with the first goods."""
    party = seller if isinstance(seller, Party) else parties.party(seller)
    parties.require(by, "seller", party)
    found = queries.own_site(party)
    if found is not None:
        return found
    taken = Site.objects.filter(code=party.code).exists()
    site = Site.objects.create(
        code=f"{party.code[:30]}-{party.pk}" if taken else party.code,
        name=party.name[:120],
        kind="warehouse",
        territory=party.country,
        operator=party,
    )
    events.record(
        "stock.site.opened", f"site:{site.code}", by=by, body={"kind": site.kind, "territory": site.territory}
    )
    return site


@transaction.atomic
def receive_own(seller: Party | str, batch: Sequence[Arrived], *, by: Actor) -> list[Lot]:
    """Put goods on the seller's own shelf; all of the batch or none. One lot is kept of what expires on one day."""
    site = open_own(seller, by=by)
    receipts = [
        shelves.Receipt(
            site=site.code,
            seller=site.operator_id,
            sku=each.sku,
            lot=each.expires_on.isoformat() if each.expires_on else COUNTED,
            pieces=each.pieces,
            reference=each.reference,
            origin=each.origin,
            expires_on=each.expires_on,
        )
        for each in batch
    ]
    return shelves.receive(receipts, by=by)


@transaction.atomic
def count(seller: Party | str, batch: Sequence[Counted], *, by: Actor) -> list[stock.Balance | Refused]:
    """Put the book right by a count; answer for every SKU, in the order given. Counting the same again changes nothing.

    What is promised to orders cannot be counted away: those orders are cancelled first.
    """
    site = Site.objects.select_for_update().get(pk=open_own(seller, by=by).pk)
    held = list(queries.lots(site.operator_id, (each.sku for each in batch), [site]).select_for_update())
    answers: list[stock.Balance | Refused] = []
    for n, each in enumerate(batch):
        theirs = [lot for lot in held if lot.sku == each.sku]
        standing = queries.balances(theirs)
        found = [replace(wrong, pointer=f"/{n}{wrong.pointer}") for wrong in _wrong(each, standing, batch[:n])]
        answers.append(Refused(found) if found else _corrected(each, site, theirs, standing, by))
    return answers


def _corrected(
    counted: Counted, site: Site, lots: list[Lot], standing: Mapping[int, stock.Balance], by: Actor
) -> stock.Balance:
    """The balance after the count; what is lacking is taken from the lots that expire first."""
    on_hand, promised = _sums(standing)
    more = counted.pieces - on_hand
    if more or not lots:
        changes = [(_counted_lot(counted, site, lots, by), more)] if more >= 0 else _lacking(lots, standing, -more)
        for lot, pieces in changes:
            number = lot.movements.count()
            shelves.movement(lot.pk, "adjust", pieces, "", by, f"count:{lot.pk}:{number}").save(force_insert=True)
        body = {"seller": site.operator_id, "sku": counted.sku, "on_hand": counted.pieces, "before": on_hand}
        events.record("stock.goods.counted", f"site:{site.code}", by=by, body=body)
    return stock.Balance(counted.pieces, promised)


def _counted_lot(counted: Counted, site: Site, lots: list[Lot], by: Actor) -> Lot:
    """The lot that holds what no receipt explains; made with the first such count."""
    found = next((lot for lot in lots if lot.number == COUNTED), None)
    return found or counted_lot(counted.sku, site, by)


def counted_lot(sku: str, site: Site, by: Actor) -> Lot:
    """The lot of what was only ever counted; made with the first such count, or opened again."""
    lot, _ = Lot.objects.get_or_create(
        site=site, seller=site.operator, sku=sku, number=COUNTED, defaults={"received_at": by.at}
    )
    shelves.reopen(lot)
    return lot


def _lacking(lots: list[Lot], standing: Mapping[int, stock.Balance], pieces: int) -> list[tuple[Lot, int]]:
    """From which lots the missing pieces are taken off the book."""
    taken: list[tuple[Lot, int]] = []
    for lot in sorted(lots, key=lambda each: (each.expires_on or date.max, each.pk)):
        part = min(standing[lot.pk].available, pieces)
        if part > 0:
            taken.append((lot, -part))
            pieces -= part
    assert pieces == 0
    return taken


def _wrong(counted: Counted, standing: Mapping[int, stock.Balance], before: Sequence[Counted]) -> Iterator[Finding]:
    _, promised = _sums(standing)
    if counted.sku in {each.sku for each in before}:
        yield Finding(
            "count-twice",
            gettext_noop("{sku} was counted twice in one list."),
            "/sku",
            gettext_noop("Add the two counts up, and give one number."),
            params={"sku": counted.sku},
        )
    elif not 0 <= counted.pieces <= MOST_PIECES:
        yield Finding(
            "count-not-pieces",
            gettext_noop("{pieces} is no count of {sku}."),
            "/pieces",
            gettext_noop("Give the whole number of pieces that lie there; nought if there are none."),
            params={"pieces": str(counted.pieces), "sku": counted.sku},
        )
    elif counted.pieces < promised:
        yield Finding(
            "count-below-promised",
            gettext_noop("{promised} pieces of {sku} are promised to orders, and {pieces} were counted."),
            "/pieces",
            gettext_noop("Count again; if they are gone, cancel the orders first."),
            params={"promised": str(promised), "sku": counted.sku, "pieces": str(counted.pieces)},
        )


def _sums(standing: Mapping[int, stock.Balance]) -> tuple[int, int]:
    return sum(each.on_hand for each in standing.values()), sum(each.reserved for each in standing.values())
