"""The tree over a channel's messages (RFC 6962): append-only, and small to keep.

The frontier is all that a hub must remember of a channel to go on: the roots of its full subtrees, at most one for
each binary digit of the size.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

HASH = 32
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of one message."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two neighbours."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """A tree of so many leaves, remembered by the roots of its full subtrees, the largest first."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def append(self, hashes: Iterable[bytes]) -> Frontier:
        """The tree after these leaf hashes."""
        size, peaks = self.size, list(self.peaks)
        for leaf in hashes:
            node, left = leaf, size
            while left & 1:
                node = node_hash(peaks.pop(), node)
                left >>= 1
            peaks.append(node)
            size += 1
        return Frontier(size, tuple(peaks))

    @property
    def root(self) -> bytes:
        """The one hash that stands for all leaves in their order."""
        if not self.peaks:
            return EMPTY_ROOT
        node = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            node = node_hash(peak, node)
        return node

    def to_bytes(self) -> bytes:
        """The size in eight bytes and the peaks after it."""
        return self.size.to_bytes(8, "big") + b"".join(self.peaks)

    @classmethod
    def from_bytes(cls, raw: bytes) -> Frontier:
        """Read what `to_bytes` wrote; nothing at all is the empty tree."""
        if not raw:
            return cls()
        size, peaks = int.from_bytes(raw[:8], "big"), raw[8:]
        assert len(peaks) == HASH * size.bit_count(), "a frontier that was not written by us"
        return cls(size, tuple(peaks[at : at + HASH] for at in range(0, len(peaks), HASH)))


def root(hashes: Sequence[bytes]) -> bytes:
    """The root over these leaf hashes."""
    return Frontier().append(hashes).root


def split(size: int) -> int:
    """Where a tree of two or more leaves divides: the largest power of two below its size."""
    return 1 << (size - 1).bit_length() - 1
