"""What can be asked: who our peers are, what was told about a parcel, and the proofs of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_noop

from entrepot.ehx import proof, tlogproof
from entrepot.ehx.refusal import refusal
from entrepot.hub.network import trees
from entrepot.hub.network.files import (
    Entry,
    countersigned_heads,
    entries,
    export_file,
    file_cuts,
    file_root,
    under_one_signature,
)
from entrepot.hub.network.introductions import KnownHub, known_hub
from entrepot.hub.network.models import Channel, Document, Inbox, Incident, Leaf, Peer, Proposal
from entrepot.trade.finding import Refused

__all__ = [
    "Entry",
    "KnownHub",
    "Standing",
    "active",
    "channels",
    "documents",
    "entries",
    "export_file",
    "file_cuts",
    "file_root",
    "incidents",
    "known_hub",
    "parked",
    "peer",
    "peers",
    "proof_file",
    "proposals",
    "standing",
]


def peer(ref: str) -> Peer:
    """The peer of this host or address."""
    try:
        return Peer.objects.get(Q(host=ref) | Q(entity=ref))
    except Peer.DoesNotExist:
        raise refusal(
            "peer-unknown",
            gettext_noop("There is no peer hub “{ref}”."),
            gettext_noop("Come to exchange with it first."),
            ref=ref,
        ) from None


def peers() -> QuerySet[Peer]:
    """Every hub that we know."""
    return Peer.objects.all()


def proposals() -> QuerySet[Proposal]:
    """What one operator proposed about a peering and another has still to approve."""
    return Proposal.objects.filter(closed_at=None)


def documents() -> QuerySet[Document]:
    """What agencies of peer hubs issued, as it was signed there."""
    return Document.objects.select_related("peer")


def active() -> QuerySet[Peer]:
    """The hubs with which we exchange."""
    return Peer.objects.filter(state="active")


def channels() -> QuerySet[Channel]:
    """Every channel to and from a peer."""
    return Channel.objects.select_related("peer")


@dataclass(frozen=True, slots=True)
class Standing:
    """How one active peer stands: a halted channel needs an operator; behind is what it has not countersigned yet."""

    name: str
    halted: bool
    behind: bool


def standing() -> list[Standing]:
    """How each active peer stands, in one question."""
    late = Q(channels__state="open", channels__direction="out", channels__failures__gt=0)
    peers = active().annotate(
        halts=Count("channels", filter=Q(channels__state__in=["frozen", "stopped"])),
        late=Count("channels", filter=late),
    )
    return [Standing(each.name, bool(each.halts), bool(each.late)) for each in peers]


def parked() -> QuerySet[Inbox]:
    """Received messages that could not be taken and wait for an operator."""
    return Inbox.objects.filter(state=Inbox.State.PARKED).select_related("peer", "leaf")


def incidents() -> QuerySet[Incident]:
    """What an operator has still to look at."""
    return Incident.objects.filter(closed_at=None).select_related("peer", "channel")


def proof_file(leaf: Leaf) -> str:
    """The proof of one message under the newest countersigned head of its channel (`.tlog-proof`)."""
    head = countersigned_heads(leaf.channel).last()
    if head is None or head.size <= leaf.index:
        raise _not_yet()
    path = proof.inclusion_by(trees.roots(leaf.channel), leaf.index, head.size)
    under = under_one_signature(head, leaf.channel)
    return str(tlogproof.made(leaf.index, path, under.checkpoint, under.receipt))


def _not_yet() -> Refused:
    return refusal("not-countersigned", gettext_noop("The other hub has not countersigned this message yet."))
