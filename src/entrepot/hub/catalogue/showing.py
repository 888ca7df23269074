"""Every write to what the shop shows: listings are told whole, and what is older than what stands changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from entrepot.hub import events, rows
from entrepot.hub.catalogue import offered, words
from entrepot.hub.catalogue.models import Listing, Word
from entrepot.hub.catalogue.offered import Offered, values
from entrepot.hub.events.actor import Actor

TOLD = (
    *("seller_name", "country", "title", "texts", "brand", "hs", "origin", "pictures", "variants", "price_minor"),
    *("currency", "registrations", "freight", "restrictions", "barred", "told", "state", "why"),
)
RATED = ("ratings", "rating_count", "rating_sum")


@transaction.atomic
def show(batch: Sequence[Offered], *, by: Actor) -> list[Listing]:
    """Show each listing as it is told now; answers with those that changed, in the order given.

    Ours are numbered here, with numbers that only grow even after a backup was restored; a peer's carry its own, and
    one that is not newer than what stands is passed over.
    """
    told = {each.key: each for each in batch}
    known = {each.key: each for each in Listing.objects.select_for_update().filter(key__in=told)}
    rows_now = (_taken(known.get(key) or Listing(key=key), each, by.at) for key, each in told.items())
    changed = [row for row in rows_now if row is not None]
    _keep(changed, known)
    events.record_many("catalogue.listing.changed", [_happened(each) for each in changed], by=by)
    return changed


def withdraw(listings: Iterable[Listing], why: str, *, by: Actor) -> list[Listing]:
    """Take listings from the shop: they can no longer be found or bought, and peers are told."""
    gone = Listing.objects.filter(pk__in=[each.pk for each in listings]).exclude(told=Listing.State.WITHDRAWN)
    return _moved(gone, by, why, told=Listing.State.WITHDRAWN)


def hide(key: str, why: str, *, by: Actor) -> list[Listing]:
    """Hide a listing, whatever its seller or its hub says of it later; one of ours is withdrawn at the peers."""
    return _moved(Listing.objects.filter(key=key).exclude(state=Listing.State.HIDDEN), by, why, hidden=True)


def unhide(key: str, *, by: Actor) -> list[Listing]:
    """Let a hidden listing be what its seller or its hub said of it last."""
    return _moved(Listing.objects.filter(key=key, state=Listing.State.HIDDEN), by, "", hidden=False)


@transaction.atomic
def rated(seller: str, sku: str, count: int, total: int, *, by: Actor) -> list[Listing]:
    """What buyers of one product of ours made of it: how many rated, and the sum of their stars. Safe to repeat."""
    found = Listing.objects.select_for_update().filter(hub="", seller=seller)
    changed = [each for each in found if each.variant(sku) and each.ratings.get(sku) != [count, total]]
    for each in changed:
        told = {**each.ratings, sku: [count, total]}
        for name, value in offered.rated({sku: (count, total) for sku, (count, total) in told.items()}).items():
            setattr(each, name, value)
        each.version, each.changed_at = _next(each, by.at), by.at
    Listing.objects.bulk_update(changed, [*RATED, "version", "changed_at"])
    events.record_many("catalogue.listing.changed", [_happened(each) for each in changed], by=by)
    return changed


@transaction.atomic
def judge(found: Mapping[str, tuple[Mapping[str, list[dict[str, Any]]], Sequence[str]]]) -> None:
    """What borders say of listings today: restrictions by destination, and where they may not be sold."""
    changed = []
    for each in Listing.objects.select_for_update().filter(key__in=found):
        told, barred = dict(found[each.key][0]), offered.joined(found[each.key][1])
        if (each.restrictions, each.barred) != (told, barred):
            each.restrictions, each.barred = told, barred
            changed.append(each)
    Listing.objects.bulk_update(changed, ["restrictions", "barred"])


@transaction.atomic
def _moved(
    listings: QuerySet[Listing], by: Actor, why: str, *, told: str | None = None, hidden: bool | None = None
) -> list[Listing]:
    """Change what is told of these listings, or whether they are hidden, and with it what the shop shows."""
    moved = list(listings.select_for_update())
    for each in moved:
        hide = each.state == Listing.State.HIDDEN if hidden is None else hidden
        each.told = told or each.told
        each.state, each.why = (Listing.State.HIDDEN if hide else each.told), why
        each.changed_at = by.at
        each.version = each.version if each.hub else _next(each, by.at)
    Listing.objects.bulk_update(moved, ["told", "state", "why", "changed_at", "version"])
    Word.objects.filter(listing__in=moved).delete()
    rows.insert(Word, ("listing", "word", "weight"), _words(moved))
    events.record_many("catalogue.listing.changed", [_happened(each) for each in moved], by=by)
    return moved


def _taken(row: Listing, told: Offered, at: datetime) -> Listing | None:
    """The row with what is told, or None if that is nothing new."""
    columns = values(told)
    if not told.hub:  # buyers of ours rate here; a peer tells how its own rated
        columns = {name: value for name, value in columns.items() if name not in RATED}
    if row.state == Listing.State.HIDDEN:  # whoever hid it must show it again
        columns |= {"state": row.state, "why": row.why}
    same = row.pk is not None and all(getattr(row, name) == columns[name] for name in TOLD)
    older = row.pk is not None and told.hub and told.version <= row.version
    if older or (same and not told.hub):
        return None
    for name, value in columns.items():
        setattr(row, name, value)
    row.version = told.version if told.hub else _next(row, at)
    row.changed_at = at
    return row


def _next(row: Listing, at: datetime) -> int:
    """The number of a new version: by the clock, so that it grows even where a backup forgot the last one."""
    return max((row.version or 0) + 1, int(at.timestamp() * 1000))


def _keep(changed: list[Listing], known: dict[str, Listing]) -> None:
    fresh = [each for each in changed if each.key not in known]
    stale = [each for each in changed if each.key in known]
    Listing.objects.bulk_create(fresh)
    Listing.objects.bulk_update(stale, [*TOLD, *RATED, "version", "changed_at"])
    Word.objects.filter(listing__in=stale).delete()
    rows.insert(Word, ("listing", "word", "weight"), _words(changed))


def _words(changed: Iterable[Listing]) -> Iterable[tuple[int, bytes, int]]:
    """The words of what is shown; what is hidden or withdrawn is found by none."""
    for each in changed:
        if each.state == Listing.State.SHOWN:
            for word, weight in words.indexed(vars(each)).items():
                yield each.pk, word.encode(), weight


def _happened(each: Listing) -> tuple[str, dict[str, Any]]:
    subject = f"listing:{each.key}"[:120]
    return subject, {"key": each.key, "hub": each.hub, "state": each.state, "version": each.version}
