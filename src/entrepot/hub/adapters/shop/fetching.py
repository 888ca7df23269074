"""Fetches the pictures that files of products name by address: in the background, under the guard for calls outside.

No transaction is open while an address is asked. Only https on the public network is called, redirects are not
followed, size and time are limited, and what comes is drawn anew like a picture that was handed in. An address whose
picture the family shows already is not asked again.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable
from dataclasses import asdict, replace
from datetime import timedelta

from django.db import transaction
from django.db.models import Count

from entrepot.hub import rounds
from entrepot.hub.catalogue import pictures, queries
from entrepot.hub.catalogue.models import Import, ImportedRow, NamedPicture, Picture
from entrepot.hub.events import clock
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties
from entrepot.hub.webhooks import line
from entrepot.trade.finding import Finding, Refused, Unavailable
from entrepot.trade.wording import gettext_noop

PAUSES = (timedelta(seconds=30), timedelta(minutes=5), timedelta(minutes=30))
"""How long a silent address is left alone after each try; then it is given up."""
LEASE = timedelta(seconds=60)
AT_ONCE = 20
SOON, LONGEST = 0.5, 5.0  # seconds between two rounds
SENT = {
    "Accept": "image/jpeg, image/png, image/webp",
    "Accept-Encoding": "identity",
    "User-Agent": "Entrepot-Pictures",
}
State = NamedPicture.State


def go_forever(stop: threading.Event) -> None:
    """Rounds until told to stop."""
    rounds.go_forever(go_once, stop, soon=SOON, longest=LONGEST, named="the fetcher of pictures")


def go_once() -> int:
    """One round; answers how many addresses were asked."""
    due = NamedPicture.objects.filter(state=State.WAITING, next_try__lte=clock.wall())
    return sum(_served(each) for each in due[:AT_ONCE])


def name(brought: Import, rows: Iterable[tuple[int, str, Collection[str]]]) -> None:
    """Note the addresses of rows that were taken in: line, handle of the family, addresses; each once for a family."""
    told = list(rows)
    handles = {handle for _line, handle, _addresses in told}
    noted: dict[str, list[str]] = {handle: [] for handle in handles}
    for each in brought.pictures.filter(handle__in=handles):
        noted[each.handle].append(each.address)
    shown = _shown(brought, handles)
    fresh = []
    for at, handle, addresses in told:
        for address in addresses:
            if address not in noted[handle] and len(noted[handle]) < pictures.MOST:
                digest = shown.get((handle, address), "")
                fresh.append(
                    NamedPicture(
                        brought=brought,
                        line=at,
                        handle=handle,
                        position=len(noted[handle]),
                        address=address,
                        state=State.KEPT if digest else State.WAITING,
                        digest=digest,
                        next_try=clock.wall(),
                    )
                )
                noted[handle].append(address)
    NamedPicture.objects.bulk_create(fresh)


@transaction.atomic
def undo(brought: Import, handles: Collection[str], *, by: Actor) -> None:
    """Fetch no more for a file, and take away from these families what it brought there."""
    brought.pictures.filter(state=State.WAITING).update(state=State.UNDONE)
    added = list(brought.pictures.filter(state=State.KEPT, added=True, handle__in=handles))
    wanted = {(each.handle, each.digest) for each in added}
    standing = Picture.objects.select_related("family__seller").filter(
        family__seller__code=brought.seller_id, family__handle__in=handles, digest__in={digest for _, digest in wanted}
    )
    for picture in standing:
        if (picture.family.handle, picture.digest) in wanted:
            pictures.take_away(picture, by=by)
    brought.pictures.filter(pk__in=[each.pk for each in added]).update(state=State.UNDONE)


def outcomes(brought: Import) -> dict[str, int]:
    """How many of the pictures that a file names became what."""
    return dict(brought.pictures.order_by().values_list("state").annotate(Count("pk")))


def _shown(brought: Import, handles: Collection[str]) -> dict[tuple[str, str], str]:
    """The addresses that were fetched for these families before and whose picture still stands there."""
    before = NamedPicture.objects.filter(
        brought__seller=brought.seller, handle__in=handles, state=State.KEPT
    ).values_list("handle", "address", "digest")
    there = Picture.objects.filter(family__seller=brought.seller, family__handle__in=handles)
    standing = set(there.values_list("family__handle", "digest"))
    return {(handle, address): digest for handle, address, digest in before if (handle, digest) in standing}


def _served(named: NamedPicture) -> bool:
    """Ask one address, unless another fetcher is at it."""
    ours = NamedPicture.objects.filter(pk=named.pk, state=State.WAITING, next_try=named.next_try)
    if not ours.update(next_try=clock.wall() + LEASE, tries=named.tries + 1):
        return False
    try:
        _kept(named, _fetched(named.address))
    except Refused as refused:
        _refused(named, refused.findings[0])
    except Unavailable:
        if named.tries < len(PAUSES):
            NamedPicture.objects.filter(pk=named.pk).update(next_try=clock.wall() + PAUSES[named.tries])
        else:
            _refused(named, _silent())
    return True


def _fetched(address: str) -> bytes:
    """What lies at an address; `Unavailable` if it is silent or busy, `Refused` if it may not be asked or says no."""
    try:
        reply = line.call("GET", address, b"", SENT, largest=pictures.MOST_BYTES + 1)
    except Refused:
        raise Refused(_not_asked()) from None
    length = reply.headers.get("content-length", "")
    cut = length.isascii() and length.isdigit() and len(reply.body) < min(int(length[:12]), pictures.MOST_BYTES)
    if reply.status == 429 or reply.status >= 500 or (reply.status == 200 and cut):
        raise Unavailable(address)
    if reply.status != 200:
        raise Refused(_said_no(reply.status))
    return reply.body


@transaction.atomic
def _kept(named: NamedPicture, content: bytes) -> None:
    """Put a picture to its family, unless the file was undone meanwhile; one that is there already is kept once."""
    brought = Import.objects.select_for_update(of=("self",)).select_related("seller").get(pk=named.brought_id)
    family = queries.by_handle(brought.seller, [named.handle]).get(named.handle)
    if brought.state == "undone" or family is None:
        NamedPicture.objects.filter(pk=named.pk).update(state=State.UNDONE)
        return
    before = set(family.pictures.values_list("digest", flat=True))
    [picture] = pictures.add(family, [content], by=parties.actor_of(brought.seller, clock.now()))
    NamedPicture.objects.filter(pk=named.pk).update(
        state=State.KEPT, digest=picture.digest, added=picture.digest not in before
    )


@transaction.atomic
def _refused(named: NamedPicture, found: Finding) -> None:
    """Say at its row that a picture is not there, and why; nothing if the file was undone meanwhile."""
    if not NamedPicture.objects.filter(pk=named.pk, state=State.WAITING).update(state=State.REFUSED):
        return
    row = ImportedRow.objects.select_for_update().get(brought=named.brought_id, line=named.line)
    told = Finding(
        "picture-not-fetched",
        gettext_noop("The picture at {address} is not taken."),
        "/pictures",
        gettext_noop("Add it on the page of the product, or correct the address and bring the file again."),
        level="warning",
        params={"address": named.address[:200]},
    )
    row.findings = [*row.findings, asdict(told), asdict(replace(found, pointer="/pictures", level="warning"))]
    row.save(update_fields=["findings"])


def _not_asked() -> Finding:
    return Finding("picture-address", gettext_noop("It is no https address on the public network."))


def _said_no(status: int) -> Finding:
    return Finding("picture-status", gettext_noop("The address answers {status}."), params={"status": str(status)})


def _silent() -> Finding:
    return Finding("picture-silent", gettext_noop("The address does not answer."))
