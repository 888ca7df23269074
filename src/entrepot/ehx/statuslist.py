"""Which documents were withdrawn: one bit each in a compressed list (W3C Bitstring Status List 1.0)."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable

from entrepot.ehx.encoding import b64url, unb64url
from entrepot.ehx.refusal import refusal
from entrepot.trade.finding import Refused
from entrepot.trade.wording import gettext_noop

LEAST = 16 * 1024  # bytes: 131,072 documents, so that a small list tells nobody whose it is
LARGEST = 4 * 1024 * 1024


def written(withdrawn: Iterable[int]) -> str:
    """The list in which the bits at these places are set; the first is the leftmost."""
    places = set(withdrawn)
    bits = bytearray(max(LEAST, (max(places, default=0) // 8 // LEAST + 1) * LEAST))
    for place in places:
        bits[place // 8] |= 0x80 >> place % 8
    return "u" + b64url(gzip.compress(bytes(bits), mtime=0))


def read(text: str) -> bytes:
    """The bits, of which never more than `LARGEST` bytes are unpacked."""
    if not text.startswith("u"):
        raise _unreadable()
    unpacker = zlib.decompressobj(wbits=31)
    try:
        bits = unpacker.decompress(unb64url(text[1:]), LARGEST)
    except (zlib.error, Refused):
        raise _unreadable() from None
    if not unpacker.eof or len(bits) < LEAST:
        raise _unreadable()
    return bits


def is_withdrawn(bits: bytes, place: int) -> bool:
    """Whether the bit at this place is set; a place outside the list is refused."""
    if not 0 <= place < len(bits) * 8:
        raise _unreadable()
    return bool(bits[place // 8] & 0x80 >> place % 8)


def _unreadable() -> Refused:
    return refusal("status-list", gettext_noop("This is not a list of withdrawn documents."))
