"""What one request carries: a header line, then one message a line. The same bytes can be posted, pulled or filed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from entrepot.ehx import strict
from entrepot.ehx.refusal import refusal
from entrepot.trade.finding import Refused
from entrepot.trade.wording import gettext_noop

MEDIA_TYPE = "application/vnd.ehx.entries"
MOST_LEAVES = 500
USUAL_SIZE = 1024 * 1024
HARD_SIZE = 8 * 1024 * 1024
_HEADER = strict.Limits(size=70 * 1024, depth=1, keys=4)
_MEMBERS = {"origin": str, "old": int, "new": int, "checkpoint": str}


@dataclass(frozen=True, slots=True)
class Batch:
    """The messages from number `old` up to, not including, `new`, and the signed head of the channel after them."""

    origin: str
    old: int
    new: int
    checkpoint: str
    leaves: tuple[bytes, ...]

    def to_bytes(self) -> bytes:
        """The body of the request."""
        header = {"origin": self.origin, "old": self.old, "new": self.new, "checkpoint": self.checkpoint}
        return b"".join(line + b"\n" for line in (strict.line(header), *self.leaves))


def parse(body: bytes) -> Batch:
    """Read the body; the count of lines must be what the header says, and each must end in a line feed."""
    if not body.endswith(b"\n"):
        raise bad_batch("last-line")
    if b"\r" in body:
        raise bad_batch("line-end")
    first, *leaves = body[:-1].split(b"\n")
    try:
        header = strict.read(first, _HEADER)
    except Refused:
        raise bad_batch("header") from None
    if not isinstance(header, dict) or {name: type(value) for name, value in header.items()} != _MEMBERS:
        raise bad_batch("header")
    batch = Batch(**header, leaves=tuple(leaves))
    if not 0 <= batch.old < batch.new or len(leaves) != batch.new - batch.old:
        raise bad_batch("count")
    if len(leaves) > MOST_LEAVES or b"" in leaves:
        raise bad_batch("leaves")
    return batch


def fitting(leaves: Sequence[bytes]) -> int:
    """How many of the leaves, from the first, go into one request: at least one."""
    size = 0
    for count, leaf in enumerate(leaves[:MOST_LEAVES]):
        size += len(leaf) + 1
        if size > USUAL_SIZE and count:
            return count
    return min(len(leaves), MOST_LEAVES)


def bad_batch(part: str) -> Refused:
    """What is said of a body that is no batch."""
    return refusal(
        "bad-batch",
        gettext_noop("The body is not a batch of messages ({part})."),
        gettext_noop("Send the header line and one message a line, each ending in a line feed."),
        part=part,
    )
