"""The consignment file: one parcel, one file, every border.

Everything that hubs told each other about one parcel, each message with the proof that it stands in its sender's
channel and the receiver's receipt for it, sealed by the hub that wrote the file. It is checked offline with the public
keys of the hubs, one each, and there is only one way to write it: a change of any byte is found.

Where goods pass through a third place, the hubs on both sides of it need not know each other: each pair of neighbours
has its own cut of the file, and the hub between them says the same on both sides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import combinations
from typing import Any

from entrepot.ehx import envelope, identity, note, strict
from entrepot.ehx.encoding import b64
from entrepot.ehx.envelope import Envelope
from entrepot.ehx.keys import SigningKey
from entrepot.ehx.merkle import leaf_hash, root

FORMAT = "entrepot-consignment-file/1"
FORMAT_OF_MANY = "entrepot-consignment-file/2"


@dataclass(frozen=True, slots=True)
class SignedHead:
    """A channel's head, signed by its sender, and the receiver's receipt for it."""

    checkpoint: str
    receipt: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One message and its place: under which head, at which number, with which neighbours on the way to the root."""

    head: SignedHead
    index: int
    path: tuple[bytes, ...]
    leaf: bytes


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes into a file."""

    ucr: str
    written: datetime
    statements: tuple[str, ...]
    entries: tuple[Entry, ...]


def seal(contents: Contents, key: SigningKey) -> bytes:
    """The file, sealed with the log key of the hub whose statement comes first."""
    document = _document(contents)
    document["seal"] = str(note.sign(seal_text(document), key))
    return strict.page(document)


def in_order(leaves: Sequence[bytes]) -> list[bytes]:
    """Messages in the order in which both hubs tell them: by time, then by who says them and in which order."""
    return sorted(leaves, key=order)


def order(leaf: bytes) -> tuple[datetime, str, int, bytes]:
    """What messages are told by: their own time, then the hub that says them, and its numbering."""
    found = envelope.parse(leaf)
    return found.time, found.source, found.keyseq, leaf_hash(leaf)


def contents_root(leaves: Sequence[bytes]) -> bytes:
    """One hash for all messages of a parcel in their order; equal on both hubs when they hold the same file."""
    return root([leaf_hash(leaf) for leaf in leaves])


def cuts(entities: Sequence[str], leaves: Sequence[bytes]) -> list[dict[str, Any]]:
    """For each two hubs that told each other something, the root of what they told: the file as they alone hold it."""
    told: dict[frozenset[str], list[bytes]] = {}
    for leaf in leaves:
        found = envelope.parse(leaf)
        told.setdefault(frozenset((found.source, found.dest)), []).append(leaf)
    return [
        {"hubs": [one, other], "root": b64(contents_root(told[frozenset((one, other))]))}
        for one, other in combinations(entities, 2)
        if frozenset((one, other)) in told
    ]


def faithful(envelopes: Sequence[Envelope]) -> bool:
    """Whether each message that names another as its cause says the same of the same: passed on, not retold."""
    by_id = {each.id: each for each in envelopes}
    return all(
        _says(each) == _says(before) and each.source == before.dest
        for each in envelopes
        if (before := by_id.get(each.cause)) is not None
    )


def _says(message: Envelope) -> tuple[Any, ...]:
    return message.kind, message.data, message.blob.sha256 if message.blob else None


def whole(envelopes: Sequence[tuple[Envelope, bytes]]) -> bool:
    """Whether no message of one hub to another is missing between its first and its last, by number and by hash."""
    chains: dict[tuple[str, str], list[tuple[Envelope, bytes]]] = {}
    for each in envelopes:
        chains.setdefault((each[0].source, each[0].dest), []).append(each)
    for chain in chains.values():
        before: bytes | None = None
        for number, (found, leaf) in enumerate(sorted(chain, key=lambda pair: pair[0].keyseq), start=1):
            if found.keyseq != number or not envelope.follows(found, before):
                return False
            before = leaf
    return True


def seal_text(document: Mapping[str, Any]) -> str:
    """What the seal signs: the parcel, and a hash over all of the file but the seal."""
    digest = sha256(strict.page({**document, "seal": ""})).digest()
    return f"{document['format']}\nucr {document['ucr']}\n{b64(digest)}\n"


def _document(contents: Contents) -> dict[str, Any]:
    heads = list(dict.fromkeys(entry.head for entry in contents.entries))
    leaves = [entry.leaf for entry in contents.entries]
    of_many = len(contents.statements) > 2
    entities = [identity.read(each).facts.entity for each in contents.statements] if of_many else []
    return {
        "format": FORMAT_OF_MANY if of_many else FORMAT,
        "ucr": contents.ucr,
        "written": envelope.stamp(contents.written),
        "root": b64(contents_root(leaves)),
        "hubs": list(contents.statements),
        **({"cuts": cuts(entities, leaves)} if of_many else {}),
        "heads": [{"checkpoint": head.checkpoint, "receipt": head.receipt} for head in heads],
        "entries": [
            {
                "head": heads.index(entry.head),
                "index": entry.index,
                "proof": [b64(node) for node in entry.path],
                "message": entry.leaf.decode(),
            }
            for entry in contents.entries
        ],
        "seal": "",
    }
