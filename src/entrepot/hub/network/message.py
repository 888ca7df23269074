"""A message as its handler sees it, and the channel in which each kind travels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

# The first word of a kind and its channel. Catalogues in bulk never delay customs.
CHANNEL_OF = {
    "order": "trade",
    "settlement": "trade",
    "payment": "trade",
    "return": "trade",
    "loss": "trade",
    "dispute": "trade",
    "rating": "trade",
    "notice": "trade",
    "declaration": "reg",
    "permit": "reg",
    "document": "reg",
    "passage": "reg",
    "file": "reg",
    "catalogue": "bulk",
    "tracking": "bulk",
    "receipt": "ctl",
    "identity": "ctl",
}

# Kinds that tell a whole state: they need not wait behind a message of the same subject that is parked.
SUPERSEDES = frozenset({"catalogue.item.v1", "catalogue.snapshot.v1"})


@dataclass(frozen=True, slots=True)
class Message:
    """What a peer told us, proved and in its order. `peer` is the host of the hub that said it.

    `blob` is the hash of contents that came with it, which are here already.
    """

    peer: str
    kind: str
    subject: str
    data: Mapping[str, Any]
    time: datetime
    id: str
    hash: bytes
    cause: str = ""
    blob: str = ""

    @property
    def ucr(self) -> str:
        """The parcel it is about, if it is about one."""
        return ucr_in(self.subject)


def channel_of(kind: str) -> str:
    """The channel in which messages of this kind travel."""
    return CHANNEL_OF[kind.partition(".")[0]]


def ucr_in(subject: str) -> str:
    """The subject of a message about a parcel is its UCR; any other subject names its type before a colon."""
    return subject if ":" not in subject and len(subject) <= 35 else ""
