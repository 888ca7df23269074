"""A hub between two others gives each the whole file: so each holds what the other two told each other, proved.

The messages that bring it are about the file and not about the parcel, and so stand in no file themselves.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop

from entrepot.ehx.refusal import refusal
from entrepot.hub import events
from entrepot.hub.events import clock
from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.network import actions, blobs, files, introductions, passing
from entrepot.hub.network.message import Message
from entrepot.hub.network.models import Outbox, Peer, SharedFile
from entrepot.hub.orders import queries as consignments
from entrepot.trade.finding import Finding, NotAllowedNow, Refused

SHARED = "file.shared.v1"
MEDIA_TYPE = "application/json"


def share(event: Event, by: Actor) -> None:
    """Give both neighbours the file as it is now, as soon as everything said so far is countersigned."""
    if not passing.passes(event.ucr):
        return
    unplaced = Outbox.objects.filter(subject=event.ucr, leaf=None).exists()
    if unplaced or any(entry.countersigned is None for entry in files.entries(event.ucr)):
        raise _too_early(event.ucr)
    consignment, raw = consignments.consignment(event.ucr), files.export_file(event.ucr)
    said = {"ucr": event.ucr, "root": files.file_root(event.ucr).hex()}
    for host in (consignment.peer, consignment.onward):
        actions.send(
            SHARED,
            f"file:{event.ucr}",
            said,
            peer=host,
            by=by,
            cause=str(event.id),
            contents=raw,
            media_type=MEDIA_TYPE,
        )


def shared(message: Message, by: Actor) -> None:
    """A neighbour gives us the file of a parcel that concerns us both: keep it if it holds with the keys we know."""
    ucr = str(message.data.get("ucr", ""))
    if consignments.consignment_or_none(ucr) is None or not message.blob:
        raise _not_ours(ucr)
    peer, raw = Peer.objects.get(host=message.peer), blobs.read(message.blob)
    verdict = introductions.verified(raw)
    if not verdict.ok:
        raise Refused(verdict.findings)
    if verdict.ucr != ucr or verdict.hubs[0].facts.entity != peer.entity:
        raise _not_ours(ucr)
    introductions.introduced(verdict, peer)
    SharedFile.objects.update_or_create(ucr=ucr, peer=peer, defaults={"raw": raw, "at": clock.wall()})
    body = {"peer": peer.host, "entries": len(verdict.entries), "root": verdict.root.hex()}
    events.record("network.file.shared", f"file:{ucr}", by=by, ucr=ucr, body=body)


def _too_early(ucr: str) -> NotAllowedNow:
    return NotAllowedNow(
        Finding(
            "file-not-countersigned",
            gettext_noop("Something about {ucr} is not countersigned yet; its file is shared when it is."),
            params={"ucr": ucr},
        )
    )


def _not_ours(ucr: str) -> Refused:
    return refusal(
        "file-not-ours",
        gettext_noop("The file of {ucr} does not concern this hub, or is not by the hub that sends it."),
        gettext_noop("Share files with the neighbours on the way of the parcel alone."),
        ucr=ucr or "—",
    )
