"""Writes to the stock book: sites are opened, goods received, promised, freed and taken.

Whoever promises goods first holds the rows of their lots, all in one order, so that two sales of the last piece cannot
both succeed. Movements are only ever added.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.hub.stock import queries
from entrepot.hub.stock.models import Lot, Movement, Site
from entrepot.trade import code, stock
from entrepot.trade.finding import Finding, Refused, refuse_if_any


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Goods that came to a site together. `reference` is the paper they came with; the same one is received once."""

    site: str
    seller: str
    sku: str
    lot: str
    pieces: int
    reference: str
    origin: str = ""
    expires_on: date | None = None


@transaction.atomic
def open_site(site: str, *, name: str, kind: str, territory: str, operator: Party, by: Actor, place: str = "") -> Site:
    """Open a place for goods; opening the same again is harmless."""
    parties.require(by, "warehouse", operator)
    territory = code.country(territory)
    refuse_if_any(_of_site(kind))
    wanted = {"kind": kind, "territory": territory, "operator": operator}
    found, fresh = Site.objects.get_or_create(code=site, defaults={**wanted, "name": name, "place": place})
    if not fresh and any(getattr(found, field) != value for field, value in wanted.items()):
        raise Refused(
            Finding(
                "site-code-taken",
                gettext_noop("The code “{site}” already stands for {name}."),
                "/code",
                gettext_noop("Choose another code."),
                params={"site": site, "name": found.name},
            )
        )
    if fresh:
        events.record("stock.site.opened", f"site:{site}", by=by, body={"kind": kind, "territory": territory})
    return found


@transaction.atomic
def receive(batch: Sequence[Receipt], *, by: Actor) -> list[Lot]:
    """Put goods on the shelf; all of the batch or none. A reference that was received before is passed over."""
    known = {
        site.code: site
        for site in Site.objects.select_related("operator").filter(code__in={each.site for each in batch})
    }
    refuse_if_any(found for n, each in enumerate(batch) for found in _of_receipt(n, each, known))
    for operator, own in {(known[each.site].operator, known[each.site].operator_id == each.seller) for each in batch}:
        parties.require(by, "seller" if own else "warehouse", operator)
    return [_received(each, known[each.site], by) for each in batch]


@transaction.atomic
def reserve(ucr: str, seller: Party | str, wanted: Mapping[str, int], *, site: Site, by: Actor) -> None:
    """Promise goods to a consignment, from the lots that expire first; all of it or nothing.

    Promising again to the same consignment changes nothing.
    """
    seller_code = seller.code if isinstance(seller, Party) else seller
    parties.require(by, "seller", seller_code)
    held = list(queries.lots(seller_code, wanted, [site]).select_for_update())
    if Movement.objects.filter(ucr=ucr, kind="reserve").exists():
        return
    standing = queries.balances(held)
    short: list[Finding] = []
    movements: list[Movement] = []
    for sku, pieces in wanted.items():
        theirs = [_on_paper(lot, standing[lot.pk]) for lot in held if lot.sku == sku]
        allocation = stock.allocate(theirs, pieces, by.at.date())
        if allocation.short:
            short.append(_short(sku, pieces, pieces - allocation.short, site))
        movements += [movement(int(pick.lot), "reserve", pick.pieces, ucr, by) for pick in allocation.picks]
    refuse_if_any(short)
    Movement.objects.bulk_create(movements)
    events.record("stock.goods.reserved", ucr, by=by, ucr=ucr, body={"site": site.code, "pieces": dict(wanted)})


@transaction.atomic
def release(ucr: str, *, by: Actor) -> None:
    """Free what is still promised to a consignment; freeing it twice is harmless."""
    _end_promise("release", "stock.goods.freed", ucr, by)


@transaction.atomic
def pick(ucr: str, *, by: Actor, leaving: Mapping[str, int] | None = None) -> None:
    """Take from the shelf what was promised to a consignment; taking it twice is harmless.

    `leaving` says how many pieces of a SKU stay there, still promised: customs has not let them go.
    """
    _end_promise("dispatch", "stock.goods.picked", ucr, by, dict(leaving or {}))


@transaction.atomic
def end_part(
    kind: Literal["dispatch", "release"], ucr: str, pieces: Mapping[str, int], *, mark: str, by: Actor
) -> None:
    """End the promise of so many pieces of each SKU, and of the others not: they leave, or are free. A mark once."""
    lots = {lot.pk: lot for lot in Lot.objects.filter(movements__ucr=ucr).order_by("pk").select_for_update()}
    promised = queries.reserved(ucr)
    stays = _less(promised, lots, dict(pieces))
    ended = {lot: count - stays.get(lot, 0) for lot, count in promised.items() if count > stays.get(lot, 0)}
    if not ended:
        return
    Movement.objects.bulk_create(
        movement(lot, kind, count, ucr, by, f"{kind}:{ucr}:{lot}:{mark}") for lot, count in ended.items()
    )
    told = {"dispatch": "stock.goods.picked", "release": "stock.goods.freed"}[kind]
    events.record(told, ucr, by=by, ucr=ucr, body={"pieces": sum(ended.values())})


def _end_promise(kind: stock.Kind, told: str, ucr: str, by: Actor, leaving: dict[str, int] | None = None) -> None:
    lots = {lot.pk: lot for lot in Lot.objects.filter(movements__ucr=ucr).order_by("pk").select_for_update()}
    promised = queries.reserved(ucr)
    if leaving:
        promised = _less(promised, lots, leaving)
    if not promised:
        return
    for seller in Party.objects.filter(lots__in=promised).distinct():
        parties.require(by, "seller", seller)
    Movement.objects.bulk_create(movement(lot, kind, pieces, ucr, by) for lot, pieces in promised.items())
    events.record(told, ucr, by=by, ucr=ucr, body={"pieces": sum(promised.values())})


def _less(promised: dict[int, int], lots: Mapping[int, Lot], leaving: dict[str, int]) -> dict[int, int]:
    """What is left to take when so many pieces of a SKU stay; several lots may hold it."""
    taken = {}
    for lot, pieces in promised.items():
        sku = lots[lot].sku
        stays = min(pieces, leaving.get(sku, 0))
        leaving[sku] = leaving.get(sku, 0) - stays
        if pieces > stays:
            taken[lot] = pieces - stays
    return taken


def _received(receipt: Receipt, site: Site, by: Actor) -> Lot:
    lot, _ = Lot.objects.get_or_create(
        site=site,
        seller=parties.party(receipt.seller),
        sku=receipt.sku,
        number=receipt.lot,
        defaults={"origin": receipt.origin, "expires_on": receipt.expires_on, "received_at": by.at},
    )
    key = f"receive:{lot.pk}:{receipt.reference}"
    if not Movement.objects.filter(key=key).exists():
        movement(lot.pk, "receive", receipt.pieces, "", by, key).save(force_insert=True)
        reopen(lot)
        body = {
            "seller": receipt.seller,
            "sku": receipt.sku,
            "lot": receipt.lot,
            "pieces": receipt.pieces,
            "reference": receipt.reference,
        }
        events.record("stock.goods.received", f"site:{receipt.site}", by=by, body=body)
    return lot


def reopen(lot: Lot) -> None:
    """Let a lot count again whose opening had been taken back."""
    if lot.undone_at is not None:
        lot.undone_at = None
        lot.save(update_fields=["undone_at"])


def movement(lot: int, kind: stock.Kind, pieces: int, ucr: str, by: Actor, key: str = "") -> Movement:
    """A line of the stock book, not yet written; its key names the cause."""
    on_hand, reserved = stock.EFFECTS[kind]
    return Movement(
        lot_id=lot,
        kind=kind,
        pieces=pieces,
        on_hand=on_hand * pieces,
        reserved=reserved * pieces,
        ucr=ucr,
        key=key or f"{kind}:{ucr}:{lot}",
        at=by.at,
        by=f"{by.kind}:{by.ref}"[:120],
    )


def _on_paper(lot: Lot, balance: stock.Balance) -> stock.Lot:
    return stock.Lot(str(lot.pk), lot.received_at.date(), lot.expires_on, balance)


def _of_site(kind: str) -> Iterable[Finding]:
    if kind not in dict(Site.KINDS):
        yield Finding(
            "site-kind-unknown",
            gettext_noop("“{kind}” is no kind of site."),
            "/kind",
            gettext_noop("Use “warehouse” or “bonded”."),
            params={"kind": kind},
        )


def _of_receipt(n: int, receipt: Receipt, known: Mapping[str, Site]) -> Iterable[Finding]:
    if receipt.site not in known:
        yield Finding(
            "site-unknown",
            gettext_noop("There is no site “{site}” at this hub."),
            f"/{n}/site",
            gettext_noop("Open the site first, or correct its code."),
            params={"site": receipt.site},
        )
    if receipt.pieces <= 0:
        yield Finding(
            "pieces-not-positive",
            gettext_noop("{pieces} pieces of {sku} cannot be received."),
            f"/{n}/pieces",
            gettext_noop("Give the number of pieces that came, at least one."),
            params={"pieces": str(receipt.pieces), "sku": receipt.sku},
        )


def _short(sku: str, wanted: int, free: int, site: Site) -> Finding:
    return Finding(
        "stock-short",
        gettext_noop("{site} has {free} pieces of {sku} to promise, and {wanted} are wanted."),
        "/lines",
        gettext_noop("Order fewer, wait for the next receipt, or send from elsewhere."),
        params={"site": site.name, "free": str(free), "sku": sku, "wanted": str(wanted)},
    )
