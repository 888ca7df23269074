"""The log as people read it: what was said last, to and from whom, and one message with everything that proves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import QuerySet

from entrepot.ehx import cosignature, note
from entrepot.ehx.checkpoint import Checkpoint
from entrepot.ehx.keys import VerifierKey
from entrepot.ehx.note import Signature
from entrepot.ehx.tlogproof import Proof
from entrepot.hub.network import own, queries
from entrepot.hub.network.models import Channel, Leaf
from entrepot.trade.finding import Refused


@dataclass(frozen=True, slots=True)
class Proved:
    """One message in its place, the neighbours that lead to the signed root, and both signatures under it."""

    proof: Proof
    head: Checkpoint
    log: VerifierKey
    cosign: VerifierKey
    received: datetime

    @property
    def steps(self) -> tuple[tuple[bytes, bool], ...]:
        """Each neighbour on the way up, and whether it stands on the left."""
        found, at, last = [], self.proof.index, self.head.size - 1
        for neighbour in self.proof.path:
            left = bool(at & 1 or at == last)
            found.append((neighbour, left))
            while left and not at & 1 and at:
                at, last = at >> 1, last >> 1
            at, last = at >> 1, last >> 1
        return tuple(found)


def latest(*, channel: str = "", peer: str = "", before: int = 0) -> QuerySet[Leaf]:
    """Messages of every channel, the newest first; of one channel or one peer only, or from before one of them."""
    found = Leaf.objects.select_related("channel__peer").order_by("-pk")
    if channel:
        found = found.filter(channel__name=channel)
    if peer:
        found = found.filter(channel__peer__host=peer)
    return found.filter(pk__lt=before) if before else found


def leaf(cid: str, index: int) -> Leaf | None:
    """The message in this place of a channel, if there is one."""
    return Leaf.objects.select_related("channel__peer").filter(channel__cid=cid, index=index).first()


def proved(found: Leaf) -> Proved:
    """What proves the message to a third party; refuses as long as the other hub has not countersigned it."""
    proof = Proof.parse(queries.proof_file(found))
    ours, theirs = own.statement(), found.channel.peer.said
    sent = found.channel.direction == Channel.Direction.OUT
    sender, receiver = (ours, theirs) if sent else (theirs, ours)
    written = note.Note.parse(proof.head)
    first, second = written.signatures
    head = Checkpoint.parse(written.text)
    at = cosignature.received_at(str(second), head, receiver.cosign)
    return Proved(proof, head, _by(first, sender.log), _by(second, receiver.cosign), datetime.fromtimestamp(at, tz=UTC))


def proved_or_none(found: Leaf) -> Proved | None:
    """The same; nothing while the receipt is awaited."""
    try:
        return proved(found)
    except Refused:
        return None


def _by(signature: Signature, keys: Sequence[VerifierKey]) -> VerifierKey:
    return next(key for key in keys if signature.of(key))
