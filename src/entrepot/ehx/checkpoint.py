"""The head of a channel at one moment: its name, its size and its root (C2SP tlog-checkpoint)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from entrepot.ehx import note
from entrepot.ehx.encoding import b64, unb64
from entrepot.ehx.keys import SigningKey, VerifierKey
from entrepot.ehx.merkle import HASH
from entrepot.ehx.refusal import refusal
from entrepot.trade.finding import Refused
from entrepot.trade.wording import gettext_noop

CHANNELS = ("ctl", "reg", "trade", "bulk")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """So many messages, in this order, in the channel of this name."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{b64(self.root)}\n"

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Read the three lines; this protocol uses no more than three."""
        lines = text.split("\n")
        if len(lines) != 4 or lines[3] or not lines[0] or not (lines[1].isascii() and lines[1].isdigit()):
            raise bad_checkpoint()
        try:
            head = cls(lines[0], int(lines[1]) if len(lines[1]) < 20 else -1, unb64(lines[2], length=HASH))
        except Refused:
            raise bad_checkpoint() from None
        if head.text != text:
            raise bad_checkpoint()
        return head


def signed(head: Checkpoint, *keys: SigningKey) -> str:
    """The head as a note signed by the channel's log key; by two while one follows the other."""
    return str(note.sign(head.text, *keys))


def by_one(written: str, keys: Iterable[VerifierKey]) -> str:
    """The signed head under one signature only, the last that one of the keys made: what goes into a proof."""
    found = note.Note.parse(written)
    known = list(keys)
    line = next(line for line in reversed(found.signatures) if any(line.of(key) for key in known))
    return str(note.Note(found.text, (line,)))


def opened(written: str, keys: Iterable[VerifierKey]) -> Checkpoint:
    """The head in the note, if one of the log keys signed it."""
    try:
        return Checkpoint.parse(note.opened(written, keys).text)
    except Refused:
        raise bad_checkpoint() from None


def by_others(written: str, keys: Iterable[VerifierKey]) -> bool:
    """Whether the head is a note that none of these keys says to have signed."""
    known = list(keys)
    try:
        return not any(line.of(key) for line in note.Note.parse(written).signatures for key in known)
    except Refused:
        return False


def origin(sender: str, receiver: str, channel: str, epoch: int = 1) -> str:
    """The name of a channel: from which host to which, which of the four, and which start of it."""
    assert channel in CHANNELS
    return f"{sender}/ehx/{receiver}/{channel}/{epoch}"


def channel_id(origin: str) -> str:
    """The channel as it stands in an address: short, and without the slashes of its name."""
    return sha256(origin.encode()).hexdigest()[:24]


def bad_checkpoint() -> Refused:
    """What is said of a head that does not hold."""
    return refusal(
        "bad-checkpoint",
        gettext_noop("The head of the channel is not signed by its log key, or is not in its proper form."),
        gettext_noop("Compare the log key with the sender's identity statement."),
    )
