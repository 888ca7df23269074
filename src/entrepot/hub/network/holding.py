"""Holds every message of a batch, well formed or not, past the object mapper: a peer may send thousands a second.

What is wrong in a message is answered as business, not as transport: its row in the inbox says so from the beginning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from entrepot.ehx import envelope
from entrepot.ehx.refusal import code_of
from entrepot.hub import rows
from entrepot.hub.events import clock
from entrepot.hub.network import own
from entrepot.hub.network.message import ucr_in
from entrepot.hub.network.models import Channel, Inbox, Leaf
from entrepot.trade.finding import Refused

LEAF = ("id", "channel", "index", "body", "hash", "kind", "ucr", "time", "outcome", "outcome_code")
INBOX = (
    *("leaf", "peer", "state", "source", "message_id", "first", "kind", "subject", "keyseq"),
    *("tries", "code", "detail", "received_at", "next_try", "told", "disowned", "blob"),
)
State = Inbox.State


@dataclass(slots=True)
class Held:
    """One message as it will stand in both tables."""

    body: bytes
    hash: bytes
    state: str = State.RECEIVED
    first: bool = True
    kind: str = ""
    ucr: str = ""
    time: datetime | None = None
    source: str = ""
    message_id: str = ""
    subject: str = ""
    keyseq: int = 0
    code: str = ""
    detail: str = ""
    told: bool = False
    blob: str = ""


def hold(channel: Channel, bodies: Sequence[bytes], hashes: Sequence[bytes]) -> None:
    """Write the messages behind what the channel, which the caller holds, has already."""
    entity, here = channel.peer.entity, own.entity()
    found = [_read(body, digest, entity, here) for body, digest in zip(bodies, hashes, strict=True)]
    if channel.size == 0:
        found[0] = Held(bodies[0], hashes[0], State.DONE, first=False, kind="agreement", told=True)
    _mark_repeats(found, entity)
    numbers = rows.numbers(Leaf, len(found))
    now = rows.ready(Inbox, "received_at", clock.wall())
    leaves = [
        (number, channel.pk, at, each.body, each.hash, each.kind, each.ucr, rows.ready(Leaf, "time", each.time), "", "")
        for at, (number, each) in enumerate(zip(numbers, found, strict=True), channel.size)
    ]
    rows.insert(Leaf, LEAF, leaves)
    rows.insert(Inbox, INBOX, [_row(number, channel, each, now) for number, each in zip(numbers, found, strict=True)])


def _row(number: int, channel: Channel, held: Held, now: object) -> rows.Row:
    return (
        *(number, channel.peer_id, str(held.state), held.source, held.message_id, held.first, held.kind, held.subject),
        *(held.keyseq, 0, held.code, held.detail, now, None, held.told, False, held.blob),
    )


def _read(body: bytes, digest: bytes, entity: str, here: str) -> Held:
    try:
        said = envelope.parse(body)
    except Refused as refused:
        return _refused(body, digest, code_of(refused), str(refused)[:2000])
    if (said.source, said.dest) != (entity, here):
        return _refused(body, digest, "malformed-parties", "")
    return Held(
        body,
        digest,
        kind=said.kind,
        ucr=ucr_in(said.subject),
        time=said.time,
        source=said.source,
        message_id=said.id,
        subject=said.subject,
        keyseq=said.keyseq,
        blob=said.blob.sha256.hex() if said.blob is not None else "",
    )


def _refused(body: bytes, digest: bytes, code: str, detail: str) -> Held:
    return Held(body, digest, State.REJECTED, first=False, code=code, detail=detail.replace("\0", ""))


def _mark_repeats(found: Sequence[Held], entity: str) -> None:
    """An id that came before: the same bytes are a repeat, other bytes a conflict."""
    ids = [each.message_id for each in found if each.first]
    earlier = Inbox.objects.filter(first=True, source=entity, message_id__in=ids)
    seen = {id_: bytes(digest) for id_, digest in earlier.values_list("message_id", "leaf__hash")}
    for each in found:
        if not each.first:
            continue
        before = seen.setdefault(each.message_id, each.hash) if each.message_id in seen else None
        seen.setdefault(each.message_id, each.hash)
        if before is not None:
            each.first = False
            each.state, each.code = (State.REPEAT, "") if before == each.hash else (State.REJECTED, "conflict")
