"""Checks a consignment file, offline and completely: every value in it is either proved or derived again.

One public key a hub suffices: its root key, from which its statement brings the others. Whoever holds no root key may
name a hub's log key and its cosigning key instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import permutations
from typing import Any

from entrepot.ehx import checkpoint, cosignature, envelope, file_form, filing, identity, note
from entrepot.ehx.checkpoint import Checkpoint
from entrepot.ehx.encoding import b64, unb64
from entrepot.ehx.envelope import Envelope
from entrepot.ehx.file_form import false
from entrepot.ehx.identity import Statement
from entrepot.ehx.keys import VerifierKey
from entrepot.ehx.merkle import HASH, leaf_hash
from entrepot.ehx.proof import proves_inclusion
from entrepot.ehx.refusal import refusal
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

_TOLERANCE = 60


@dataclass(frozen=True, slots=True)
class Cut:
    """What two hubs of a file hold between them, by their addresses; `root` is that of a file of theirs alone."""

    hubs: tuple[str, str]
    root: bytes


@dataclass(frozen=True, slots=True)
class ProvedEntry:
    """One message of the file: who said what, when, and when the other hub had it."""

    sender: str
    receiver: str
    kind: str
    time: datetime
    origin: str
    index: int
    received: datetime
    hash: bytes
    envelope: Envelope
    filed: filing.Entry


@dataclass(frozen=True, slots=True)
class FileVerdict:
    """What the check found. `ok` means that every byte of the file was accounted for.

    `hubs` are those that the file names, the writer first; `cuts` the root that each two of them alone hold.
    """

    findings: tuple[Finding, ...]
    ucr: str = ""
    written: datetime | None = None
    root: bytes = b""
    hubs: tuple[Statement, ...] = ()
    entries: tuple[ProvedEntry, ...] = ()
    cuts: tuple[Cut, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.findings


def verify_file(raw: bytes, keys: Iterable[VerifierKey | str]) -> FileVerdict:
    """Whether the file holds, judged by these public keys alone."""
    try:
        return _proved(raw, [VerifierKey.parse(key) if isinstance(key, str) else key for key in keys])
    except Refused as refused:
        return FileVerdict(refused.findings)


def _proved(raw: bytes, keys: Sequence[VerifierKey]) -> FileVerdict:
    document = file_form.read(raw)
    hubs = [identity.read(statement) for statement in document["hubs"]]
    if not len({hub.facts.entity for hub in hubs}) == len({hub.root for hub in hubs}) == len(hubs):
        raise false("hubs")
    for hub in hubs:
        _refuse_if_stranger(hub, keys)
    sealed = note.opened(document["seal"], hubs[0].log_at(int(file_form.moment(document["written"]).timestamp())))
    if sealed.text != filing.seal_text(document) or len(sealed.signatures) != 1:
        raise false("seal")
    heads = [_Head.proved(each, hubs) for each in document["heads"]]
    entries = list(_entries(document, heads))
    leaves = [each["message"].encode() for each in document["entries"]]
    if leaves != filing.in_order(leaves) or len(set(leaves)) != len(leaves) or not leaves:
        raise false("order")
    if b64(filing.contents_root(leaves)) != document["root"]:
        raise false("root")
    if not filing.whole([(entry.envelope, leaf) for entry, leaf in zip(entries, leaves, strict=True)]):
        raise false("gap")
    if not filing.faithful([entry.envelope for entry in entries]):
        raise false("passed-on")
    cuts = filing.cuts([hub.facts.entity for hub in hubs], leaves)
    if document.get("cuts", cuts) != cuts or {name for cut in cuts for name in cut["hubs"]} != _names(hubs):
        raise false("cuts")
    return FileVerdict(
        (),
        document["ucr"],
        file_form.moment(document["written"]),
        unb64(document["root"]),
        tuple(hubs),
        tuple(entries),
        tuple(Cut((cut["hubs"][0], cut["hubs"][1]), unb64(cut["root"])) for cut in cuts),
    )


def _names(hubs: Sequence[Statement]) -> set[str]:
    return {hub.facts.entity for hub in hubs}


@dataclass(frozen=True, slots=True)
class _Head:
    head: Checkpoint
    sender: Statement
    receiver: Statement
    at: int
    checkpoint: str
    receipt: str

    @classmethod
    def proved(cls, said: dict[str, str], hubs: Sequence[Statement]) -> _Head:
        for sender, receiver in permutations(hubs, 2):
            if said["checkpoint"].startswith(f"{sender.host}/ehx/{receiver.host}/"):
                head = checkpoint.opened(said["checkpoint"], sender.log)
                at = cosignature.received_at(said["receipt"], head, receiver.cosign)
                if len(note.Note.parse(said["checkpoint"]).signatures) != 1 or not _is_channel(
                    head.origin, sender, receiver
                ):
                    raise false("heads")
                _refuse_outside(at, said, sender.log, sender)
                _refuse_outside(at, said, receiver.cosign, receiver)
                return cls(head, sender, receiver, at, said["checkpoint"], said["receipt"])
        raise false("heads")


def _is_channel(name: str, sender: Statement, receiver: Statement) -> bool:
    channel, _, epoch = name.removeprefix(f"{sender.host}/ehx/{receiver.host}/").partition("/")
    return channel in checkpoint.CHANNELS and epoch.isascii() and epoch.isdigit() and str(int(epoch)) == epoch


def _refuse_outside(at: int, said: dict[str, str], keys: Sequence[VerifierKey], hub: Statement) -> None:
    """A key that was not yet in force when the receipt was made, or no longer, proves nothing."""
    lines = [note.Signature.parse(said["receipt"]), *note.Note.parse(said["checkpoint"]).signatures]
    for key in keys:
        if any(line.of(key) for line in lines):
            if hub.since[str(key)] > at + _TOLERANCE:
                raise false("key-too-young")
            if hub.until.get(str(key), at) + _TOLERANCE < at:
                raise false("key-too-old")


def _entries(document: dict[str, Any], heads: Sequence[_Head]) -> Iterator[ProvedEntry]:
    used: list[int] = []
    for said in document["entries"]:
        if not 0 <= said["head"] < len(heads):
            raise false("head")
        head = heads[said["head"]]
        leaf = said["message"].encode()
        found = envelope.parse(leaf)
        path = [unb64(node, length=HASH) for node in said["proof"]]
        if not proves_inclusion(leaf_hash(leaf), said["index"], head.head.size, path, head.head.root):
            raise false("proof")
        if (found.subject, found.source, found.dest) != (
            document["ucr"],
            head.sender.facts.entity,
            head.receiver.facts.entity,
        ):
            raise false("message")
        used.append(said["head"])
        yield ProvedEntry(
            sender=found.source,
            receiver=found.dest,
            kind=found.kind,
            time=found.time,
            origin=head.head.origin,
            index=said["index"],
            received=datetime.fromtimestamp(head.at, UTC),
            hash=leaf_hash(leaf),
            envelope=found,
            filed=filing.Entry(filing.SignedHead(head.checkpoint, head.receipt), said["index"], tuple(path), leaf),
        )
    if list(dict.fromkeys(used)) != list(range(len(heads))):
        raise false("heads")


def _refuse_if_stranger(hub: Statement, keys: Sequence[VerifierKey]) -> None:
    """A hub is known by its root key, or by every log and cosigning key that its statement lists."""
    if hub.root_key in keys or all(key in keys for key in (*hub.log, *hub.cosign)):
        return
    raise refusal(
        "file-hub-unknown",
        gettext_noop("None of the keys given is the root key of {hub}, which reads {thumbprint}."),
        gettext_noop("Give the public root key of each hub in it, obtained from somewhere other than this file."),
        hub=hub.facts.entity,
        thumbprint=hub.thumbprint,
    )
