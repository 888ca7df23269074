"""What can be asked: who our peers are, what was told about a parcel, and the proofs of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_noop

from entrepot.ehx import checkpoint, envelope, filing, proof, tlogproof
from entrepot.ehx.envelope import Envelope
from entrepot.ehx.filing import Contents, SignedHead
from entrepot.ehx.refusal import refusal
from entrepot.hub.events import clock
from entrepot.hub.network import own, trees
from entrepot.hub.network.models import Channel, Document, Head, Inbox, Incident, Leaf, Peer, Proposal
from entrepot.trade.finding import Refused


@dataclass(frozen=True, slots=True)
class Entry:
    """One message about a parcel, ours or the peer's. `countersigned` is when the receiver had it, if it has."""

    peer: str
    sent: bool
    channel: str
    origin: str
    index: int
    envelope: Envelope
    leaf: bytes
    hash: bytes
    countersigned: datetime | None
    outcome: str

    @property
    def kind(self) -> str:
        return self.envelope.kind

    @property
    def time(self) -> datetime:
        return self.envelope.time

    @property
    def hub(self) -> str:
        """The host of the hub that said it."""
        return own.host() if self.sent else self.peer


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


def entries(ucr: str) -> list[Entry]:
    """Everything two hubs told each other about a parcel, in the order in which both tell it."""
    heads = Head.objects.filter(channel=OuterRef("channel"), size__gt=OuterRef("index")).exclude(receipt="")
    first = Subquery(heads.order_by("size").values("at")[:1])
    leaves = (
        Leaf.objects.filter(ucr=ucr).exclude(body=b"").select_related("channel__peer").annotate(countersigned=first)
    )
    found = [_entry(leaf, leaf.countersigned) for leaf in leaves]
    return sorted(found, key=lambda entry: filing.order(entry.leaf))


def file_root(ucr: str) -> bytes:
    """One hash over all entries that both hubs hold; equal on both when they hold the same file."""
    return filing.contents_root([entry.leaf for entry in _shared(entries(ucr))])


def export_file(ucr: str) -> bytes:
    """The consignment file: every entry that both hubs hold, with its proofs, sealed by us."""
    shared = _shared(entries(ucr))
    hosts = {entry.peer for entry in shared}
    if len(hosts) != 1:
        raise refusal(
            "file-empty" if not hosts else "file-of-many",
            gettext_noop("There is no file of {ucr} that two hubs share."),
            gettext_noop("Wait until the other hub has countersigned the first message about it."),
            ucr=ucr,
        )
    other = peer(hosts.pop())
    statements = (own.statement().raw, other.statement)
    contents = Contents(ucr, clock.wall(), statements, tuple(_proved(shared, other)))
    return filing.seal(contents, own.keys().log)


def proof_file(leaf: Leaf) -> str:
    """The proof of one message under the newest countersigned head of its channel (`.tlog-proof`)."""
    head = _countersigned_heads(leaf.channel).last()
    if head is None or head.size <= leaf.index:
        raise _not_yet()
    path = proof.inclusion_by(trees.roots(leaf.channel), leaf.index, head.size)
    under = _under_one_signature(head, leaf.channel)
    return str(tlogproof.made(leaf.index, path, under.checkpoint, under.receipt))


def _entry(leaf: Leaf, countersigned: datetime | None) -> Entry:
    body = bytes(leaf.body)
    return Entry(
        peer=leaf.channel.peer.host,
        sent=leaf.channel.direction == Channel.Direction.OUT,
        channel=leaf.channel.name,
        origin=leaf.channel.origin,
        index=leaf.index,
        envelope=envelope.parse(body),
        leaf=body,
        hash=bytes(leaf.hash),
        countersigned=countersigned,
        outcome=leaf.outcome,
    )


def _countersigned_heads(channel: Channel) -> QuerySet[Head]:
    return Head.objects.filter(channel=channel).exclude(receipt="").order_by("size")


def _shared(found: Sequence[Entry]) -> list[Entry]:
    """What both hubs hold, of each sender as far as nothing is missing before it."""
    have = {(entry.hub, entry.envelope.keyseq) for entry in found if entry.countersigned is not None}
    ends = {hub: next(n for n in range(1, len(have) + 2) if (hub, n) not in have) for hub, _ in have}
    return [entry for entry in found if entry.countersigned is not None and entry.envelope.keyseq < ends[entry.hub]]


def _proved(entries: Sequence[Entry], peer: Peer) -> Iterator[filing.Entry]:
    """Each entry with its proof under the newest countersigned head of its channel."""
    channels = {each.origin: each for each in Channel.objects.filter(peer=peer)}
    trees_of = {key: (_countersigned_heads(channel).last(), trees.roots(channel)) for key, channel in channels.items()}
    for entry in entries:
        head, roots = trees_of[entry.origin]
        assert head is not None
        path = proof.inclusion_by(roots, entry.index, head.size)
        under = _under_one_signature(head, head.channel)
        yield filing.Entry(under, entry.index, tuple(path), entry.leaf)


def _under_one_signature(head: Head, channel: Channel) -> SignedHead:
    """The head and its receipt as a proof holds them: one signature of each, though two keys may have signed."""
    sender = own.statement() if channel.direction == Channel.Direction.OUT else channel.peer.said
    return SignedHead(checkpoint.by_one(head.checkpoint, sender.log), head.receipt.splitlines(keepends=True)[-1])


def _not_yet() -> Refused:
    return refusal("not-countersigned", gettext_noop("The other hub has not countersigned this message yet."))
