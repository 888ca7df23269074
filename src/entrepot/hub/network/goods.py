"""Listings between hubs: what ours offer is told to every peer, and what a peer's offer is shown in our shop.

An item tells one listing whole, with a number that only grows: it may come twice or late, and nothing older undoes
what is newer. When a peering becomes active each hub tells everything at once, in parts of a sorted list; what a part
does not name between its ends is no longer offered there. A peer speaks of its own sellers only, since the name of a
listing begins with the hub that told it; whether it may be sold here is judged here, by the law that this hub holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import msgspec
from django.utils.translation import gettext_noop

from entrepot.ehx.refusal import refusal
from entrepot.hub import rows
from entrepot.hub.catalogue import pictures, showing
from entrepot.hub.catalogue.models import Listing
from entrepot.hub.catalogue.offered import Offered, variants
from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.network import actions, blobs, queries
from entrepot.hub.network.item import Item, item_of, offered, unknown_currency
from entrepot.hub.network.message import Message
from entrepot.hub.network.models import Outbox, Peer
from entrepot.hub.tariffs import preview, restrictions

Told = TypeVar("Told")
ITEM, SNAPSHOT, PICTURE = "catalogue.item.v1", "catalogue.snapshot.v1", "catalogue.picture.v1"
LARGEST_PICTURE = 4 * 1024 * 1024
"""What our own never reach, since they are drawn anew; a peer shall not fill our disk."""
PART = 1000
"""Listings in one part of a snapshot: some two megabytes, and a few seconds of work for whoever takes it."""
MOST_INLINE = 40
"""Variants up to which an item goes in the message itself; a longer one goes beside it."""


def listing_changed(event: Event, by: Actor) -> None:
    """A listing of ours changed: every peer is told how it is now."""
    if event.body["hub"]:
        return
    found = Listing.objects.filter(key=event.body["key"]).first()
    if found is not None:
        for peer in queries.active():
            _tell(found, peer, event)


def peering_active(event: Event, by: Actor) -> None:
    """We exchange with a hub from now on, or again: it is told everything that we offer."""
    peer = queries.peer(event.subject.removeprefix("peer:"))
    if peer.state != "active":
        return
    mine = Listing.objects.filter(hub="", state=Listing.State.SHOWN)
    listings = sorted(mine, key=lambda each: each.key)  # as letters are numbered, whatever a database thinks of them
    _show_pictures(listings, peer, event)
    version = max((each.version for each in Listing.objects.filter(hub="")), default=0)
    for n, (first, last, part) in enumerate(_parts(listings)):
        contents = msgspec.json.encode([item_of(each) for each in part])
        said = {"version": version, "from": first, "to": last, "number": len(part)}
        actions.send(
            SNAPSHOT,
            f"catalogue:{n}",
            said,
            peer=peer,
            by=_by(event),
            cause=f"{event.id}:{n}",
            contents=contents,
            media_type="application/json",
        )


def item(message: Message, by: Actor) -> None:
    """A peer tells one listing: show it, unless what we show is newer."""
    found = _read(message, Item)
    if message.subject != f"listing:{found.seller}/{found.handle}":
        raise _unreadable(message, "subject")
    showing.show(_judged(message, [found], by), by=by)


def snapshot(message: Message, by: Actor) -> None:
    """A peer tells a part of all that it offers: what it names is shown, what it leaves out between its ends is not."""
    said = message.data
    version, first, last = said.get("version"), said.get("from"), said.get("to")
    if not isinstance(version, int) or not isinstance(first, str) or not isinstance(last, str) or not message.blob:
        raise _unreadable(message, "form")
    told = _read(message, list[Item])
    if len(told) > PART:
        raise _unreadable(message, "number")
    showing.show(_judged(message, told, by), by=by)
    known = {f"{message.peer}/{each.seller}/{each.handle}" for each in told}
    theirs = Listing.objects.filter(hub=message.peer, version__lte=version).exclude(told=Listing.State.WITHDRAWN)
    gone = [key for key in theirs.values_list("key", flat=True) if key not in known and _between(key, first, last)]
    showing.withdraw(Listing.objects.filter(key__in=gone), "not-in-snapshot", by=by)


def _judged(message: Message, items: Sequence[Item], by: Actor) -> list[Offered]:
    """The items as our shop shows them, or a refusal if one asks a price in no currency."""
    for each in items:
        if wrong := unknown_currency(each):
            raise _unreadable(message, wrong)
    return [offered(each, message.peer, by.at.date()) for each in items]


def _between(key: str, first: str, last: str) -> bool:
    ours = key[key.index("/") :]
    return first <= ours and (not last or ours < last)


def judged_again(*, by: Actor) -> None:
    """Judge what peers offer by the law of today."""
    keys = list(Listing.objects.exclude(hub="").order_by("pk").values_list("pk", flat=True))
    for n in range(0, len(keys), PART):
        theirs = Listing.objects.filter(pk__in=keys[n : n + PART])
        places = preview.destinations()
        showing.judge(
            {each.key: restrictions.of_listing(variants(each), each.country, places, by.at.date()) for each in theirs}
        )


def picture(message: Message, by: Actor) -> None:
    """A peer sends a picture of goods, as contents: keep it under its hash, if it is a picture."""
    if not message.blob or message.data.get("digest") != message.blob:
        raise _unreadable(message, "digest")
    contents = blobs.read(message.blob)
    if len(contents) > LARGEST_PICTURE:
        raise _unreadable(message, "size")
    pictures.keep(contents)


def _tell(listing: Listing, peer: Peer, event: Event) -> None:
    if listing.state == Listing.State.SHOWN:
        _show_pictures([listing], peer, event)
    told = item_of(listing)
    inline = len(told.variants) <= MOST_INLINE
    name = {"seller": told.seller, "handle": told.handle, "version": told.version}
    actions.send(
        ITEM,
        f"listing:{told.seller}/{told.handle}",
        _plain(told) if inline else name,
        peer=peer,
        by=_by(event),
        cause=str(event.id),
        contents=None if inline else msgspec.json.encode(told),
        media_type="application/json",
    )


def _show_pictures(listings: Sequence[Listing], peer: Peer, event: Event) -> None:
    """The pictures of these listings that the peer was not sent before, each once, ahead of what names them."""
    named = dict.fromkeys(f"picture:{each['digest']}" for listing in listings for each in listing.pictures)
    sent = Outbox.objects.filter(rows.among("subject", list(named)), peer=peer, kind=PICTURE)
    known = set(sent.values_list("subject", flat=True))
    for subject in named:
        digest = subject.removeprefix("picture:")
        place = pictures.path(digest)
        if subject in known or not place.exists():
            continue
        contents = place.read_bytes()
        kind = pictures.media_type(contents)
        said = {"digest": digest, "media_type": kind}
        actions.send(
            PICTURE, subject, said, peer=peer, by=_by(event), cause=subject, contents=contents, media_type=kind
        )


def _by(event: Event) -> Actor:
    return Actor("worker", "network.goods", "network", event.at)


def _plain(told: Item) -> dict[str, Any]:
    """The item as the data of a message, where nothing is null: what is not known is left out."""
    data: dict[str, Any] = msgspec.to_builtins(told)
    for each in data["variants"]:
        if each["gross_mass_g"] is None:
            del each["gross_mass_g"]
    return data


def _parts(listings: Sequence[Listing]) -> Iterator[tuple[str, str, Sequence[Listing]]]:
    """The listings in parts, each with the keys where it begins and before which it ends; blank ends are open."""
    starts = range(0, max(1, len(listings)), PART)
    for n in starts:
        part = listings[n : n + PART]
        first = part[0].key if n else ""
        last = listings[n + PART].key if n + PART < len(listings) else ""
        yield first, last, part


def _read(message: Message, form: type[Told]) -> Told:
    """What the message tells, in itself or in the contents that came with it."""
    try:
        if message.blob:
            return msgspec.json.decode(blobs.read(message.blob), type=form)
        return msgspec.convert(message.data, form)
    except (msgspec.ValidationError, msgspec.DecodeError) as fault:
        raise _unreadable(message, str(fault)) from None


def _unreadable(message: Message, what: str) -> Exception:
    return refusal(
        "listing-unreadable",
        gettext_noop("A listing in a message of the kind “{kind}” cannot be read: {what}."),
        gettext_noop("Send it in the form that docs/shop.md describes."),
        kind=message.kind,
        what=what,
    )
