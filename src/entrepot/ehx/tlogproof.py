"""A proof as a small text file (C2SP tlog-proof): checked offline with two public keys and the message itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from entrepot.ehx import checkpoint, cosignature, note
from entrepot.ehx.checkpoint import Checkpoint
from entrepot.ehx.encoding import b64, unb64
from entrepot.ehx.keys import VerifierKey
from entrepot.ehx.merkle import HASH, leaf_hash
from entrepot.ehx.proof import proves_inclusion
from entrepot.ehx.refusal import refusal
from entrepot.trade.finding import Refused
from entrepot.trade.wording import gettext_noop

HEADER = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True)
class Proof:
    """Where the message stands, the neighbours on the way to the root, and the head with all its signatures."""

    index: int
    path: tuple[bytes, ...]
    head: str

    def __str__(self) -> str:
        return "\n".join([HEADER, f"index {self.index}", *map(b64, self.path), "", self.head])

    @classmethod
    def parse(cls, text: str) -> Proof:
        """Read a proof; this protocol writes no extra line."""
        top, blank, head = text.partition("\n\n")
        lines = top.split("\n")
        if not blank or len(lines) < 2 or lines[0] != HEADER or not lines[1].startswith("index "):
            raise _malformed()
        number = lines[1].removeprefix("index ")
        if not (number.isascii() and number.isdigit() and len(number) < 20):
            raise _malformed()
        proof = cls(int(number), tuple(unb64(line, length=HASH) for line in lines[2:]), head)
        if str(proof) != text:
            raise _malformed()
        return proof


def made(index: int, path: Sequence[bytes], signed_head: str, receipt: str) -> Proof:
    """The proof of a message under a signed head and the receiver's receipt for it."""
    return Proof(index, tuple(path), signed_head + receipt)


def verify(
    text: str, leaf: bytes, *, log: Iterable[VerifierKey], cosign: Iterable[VerifierKey]
) -> tuple[Checkpoint, int]:
    """The head and the time of its receipt, if the message is proved to be in it; refuses otherwise."""
    proof = Proof.parse(text)
    head = checkpoint.opened(proof.head, log)
    lines = [str(line) for line in note.Note.parse(proof.head).signatures[1:]]
    if len(lines) != 1:
        raise _malformed()
    at = cosignature.received_at(lines[0], head, cosign)
    if not proves_inclusion(leaf_hash(leaf), proof.index, head.size, proof.path, head.root):
        raise refusal("proof-false", gettext_noop("The message is not at this place of the channel."))
    return head, at


def _malformed() -> Refused:
    return refusal("proof-malformed", gettext_noop("This is not a proof file."))
