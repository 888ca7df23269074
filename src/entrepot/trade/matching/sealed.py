"""Identities that can be compared and not read: keyed commitments to numbers, names and addresses of people."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sealed:
    """A name or an address that can be compared but not read: as written, and folded to what the spelling means."""

    written: str
    folded: str


def party_key(key: bytes, identity: str) -> str:
    """The commitment to a person's identity: the same for the same number, and useless without the key."""
    return _commitment(key, "identity", fold(identity))


def seal(key: bytes, *lines: str) -> Sealed:
    """The commitment to a name, or to the lines of an address."""
    written = "\n".join(lines)
    return Sealed(_commitment(key, "written", written), _commitment(key, "folded", fold(written)))


def fold(text: str) -> str:
    """What a spelling means: without regard to letter case, spaces, line breaks and full or half width."""
    folded = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    return unicodedata.normalize("NFKC", folded)  # a letter and its accent may only now stand side by side


def _commitment(key: bytes, purpose: str, text: str) -> str:
    return hmac.new(key, f"{purpose}\n{text}".encode(errors="surrogatepass"), hashlib.sha256).hexdigest()
