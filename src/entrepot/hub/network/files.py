"""The consignment file as this hub holds it: what it told and heard about a parcel, and what others told each other.

A hub holds by itself what it and its peers told each other. Where goods pass through a third hub, what that one and the
next told each other comes as a file of theirs, proved like any other, and is laid beside ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_noop

from entrepot.ehx import checkpoint, envelope, filing, identity, proof
from entrepot.ehx.encoding import unb64
from entrepot.ehx.envelope import Envelope
from entrepot.ehx.file import ProvedEntry
from entrepot.ehx.filing import Contents, SignedHead
from entrepot.ehx.refusal import refusal
from entrepot.hub.events import clock
from entrepot.hub.network import introductions, own, trees
from entrepot.hub.network.models import Channel, Head, Leaf, SharedFile


@dataclass(frozen=True, slots=True)
class Entry:
    """One message about a parcel: ours, a peer's, or between two others, of which a peer gave the proof (`filed`).

    `peer` is the host of the hub at the other end, or of the one that said it to a third; `countersigned` is when the
    receiver had it, if it has.
    """

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
    filed: filing.Entry | None = None

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


def entries(ucr: str) -> list[Entry]:
    """Everything that hubs told each other about a parcel, as far as we know it, in the order in which all tell it."""
    heads = Head.objects.filter(channel=OuterRef("channel"), size__gt=OuterRef("index")).exclude(receipt="")
    first = Subquery(heads.order_by("size").values("at")[:1])
    leaves = (
        Leaf.objects.filter(ucr=ucr).exclude(body=b"").select_related("channel__peer").annotate(countersigned=first)
    )
    ours = [_entry(leaf, leaf.countersigned) for leaf in leaves]
    return sorted([*ours, *_of_others(ucr)], key=lambda entry: filing.order(entry.leaf))


def file_root(ucr: str) -> bytes:
    """One hash over all entries that both ends hold; equal on all hubs when they hold the same file."""
    return filing.contents_root([entry.leaf for entry in shared(entries(ucr))])


def file_cuts(ucr: str) -> list[tuple[str, str, bytes]]:
    """For each two hubs that told each other something: their addresses, and the root of what both of them hold."""
    leaves = [entry.leaf for entry in shared(entries(ucr))]
    found = [envelope.parse(leaf) for leaf in leaves]
    entities = sorted({each for one in found for each in (one.source, one.dest)})
    return [(*cut["hubs"], unb64(cut["root"])) for cut in filing.cuts(entities, leaves)]


def export_file(ucr: str) -> bytes:
    """The consignment file: every entry that both ends hold, with its proofs, sealed by us."""
    found = shared(entries(ucr))
    if not found:
        raise refusal(
            "file-empty",
            gettext_noop("There is no file of {ucr} that two hubs share."),
            gettext_noop("Wait until the other hub has countersigned the first message about it."),
            ucr=ucr,
        )
    mine = own.statement()
    named = {each for entry in found for each in (entry.envelope.source, entry.envelope.dest)} - {mine.facts.entity}
    others = [introductions.statement_of(entity) for entity in sorted(named)]
    contents = Contents(ucr, clock.wall(), (mine.raw, *others), tuple(_proved(found)))
    return filing.seal(contents, own.keys().log)


def shared(found: Sequence[Entry]) -> list[Entry]:
    """What both ends hold, of each sender to each receiver as far as nothing is missing before it."""
    have = {(_way(entry), entry.envelope.keyseq) for entry in found if entry.countersigned is not None}
    ends = {way: next(n for n in range(1, len(have) + 2) if (way, n) not in have) for way, _ in have}
    return [entry for entry in found if entry.countersigned is not None and entry.envelope.keyseq < ends[_way(entry)]]


def countersigned_heads(channel: Channel) -> QuerySet[Head]:
    """The heads of a channel for which there is a receipt, the newest last."""
    return Head.objects.filter(channel=channel).exclude(receipt="").order_by("size")


def under_one_signature(head: Head, channel: Channel) -> SignedHead:
    """The head and its receipt as a proof holds them: one signature of each, though two keys may have signed."""
    sender = own.statement() if channel.direction == Channel.Direction.OUT else channel.peer.said
    return SignedHead(checkpoint.by_one(head.checkpoint, sender.log), head.receipt.splitlines(keepends=True)[-1])


def _way(entry: Entry) -> tuple[str, str]:
    return entry.envelope.source, entry.envelope.dest


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


def _of_others(ucr: str) -> Iterator[Entry]:
    """What was said between two other hubs, as a neighbour proved it to us; each message once."""
    mine, told = own.entity(), set()
    for kept in SharedFile.objects.filter(ucr=ucr).order_by("-at"):
        for entry in introductions.as_kept(bytes(kept.raw)).entries:
            if mine not in (entry.sender, entry.receiver) and entry.hash not in told:
                told.add(entry.hash)
                yield _from_file(entry)


def _from_file(entry: ProvedEntry) -> Entry:
    return Entry(
        peer=identity.host_of(entry.sender),
        sent=False,
        channel=entry.origin.split("/")[-2],
        origin=entry.origin,
        index=entry.index,
        envelope=entry.envelope,
        leaf=entry.filed.leaf,
        hash=entry.hash,
        countersigned=entry.received,
        outcome="",
        filed=entry.filed,
    )


@dataclass(frozen=True, slots=True)
class _Book:
    """A channel of ours, as far as both ends have signed it."""

    head: Head
    roots: proof.Roots
    under: SignedHead

    @classmethod
    def of(cls, origin: str) -> _Book:
        channel = Channel.objects.select_related("peer").get(origin=origin)
        head = countersigned_heads(channel).last()
        assert head is not None
        return cls(head, trees.roots(channel), under_one_signature(head, channel))

    def entry(self, entry: Entry) -> filing.Entry:
        path = proof.inclusion_by(self.roots, entry.index, self.head.size)
        return filing.Entry(self.under, entry.index, tuple(path), entry.leaf)


def _proved(found: Iterable[Entry]) -> Iterator[filing.Entry]:
    """Each entry with its proof under the newest countersigned head of its channel, or as it was proved to us."""
    books: dict[str, _Book] = {}
    for entry in found:
        if entry.filed is not None:
            yield entry.filed
            continue
        if entry.origin not in books:
            books[entry.origin] = _Book.of(entry.origin)
        yield books[entry.origin].entry(entry)
