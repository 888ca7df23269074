"""A channel as its sender keeps it: every message, and a head over any number of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from entrepot.ehx import checkpoint
from entrepot.ehx.batch import Batch
from entrepot.ehx.checkpoint import Checkpoint
from entrepot.ehx.keys import SigningKey
from entrepot.ehx.merkle import leaf_hash, root


@dataclass
class Log:
    """What is said in one channel. A copy that goes on differently is a fork."""

    origin: str
    key: SigningKey
    leaves: list[bytes] = field(default_factory=list)

    @property
    def cid(self) -> str:
        return checkpoint.channel_id(self.origin)

    @property
    def size(self) -> int:
        return len(self.leaves)

    def head(self, size: int | None = None) -> Checkpoint:
        """The head over the first so many messages, or over all."""
        counted = self.size if size is None else size
        return Checkpoint(self.origin, counted, root([leaf_hash(each) for each in self.leaves[:counted]]))

    def batch(self, old: int, new: int | None = None) -> Batch:
        """The messages from one place to another, under the head after them."""
        end = self.size if new is None else new
        signed = checkpoint.signed(self.head(end), self.key)
        return Batch(self.origin, old, end, signed, tuple(self.leaves[old:end]))

    def with_more(self, leaves: Sequence[bytes], after: int | None = None) -> Log:
        """The channel as it would go on with these, from its end or from an earlier place."""
        kept = self.leaves if after is None else self.leaves[:after]
        return Log(self.origin, self.key, [*kept, *leaves])
