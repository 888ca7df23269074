"""Bytes as text and back, strictly: one text for one value, so that no byte can change unnoticed.

The standard library accepts base64 with stray characters and with unused bits set. A signature over the decoded bytes
would then not notice a changed letter.
"""

from __future__ import annotations

import base64
import binascii

from entrepot.ehx.refusal import refusal
from entrepot.trade.wording import gettext_noop


def b64(raw: bytes) -> str:
    """Standard base64 with padding (RFC 4648, 4)."""
    return base64.b64encode(raw).decode()


def unb64(text: str, *, length: int | None = None) -> bytes:
    """The bytes of standard base64, which must be written in its one proper form."""
    try:
        raw = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise _unreadable(text) from None
    if b64(raw) != text or (length is not None and len(raw) != length):
        raise _unreadable(text)
    return raw


def b64url(raw: bytes) -> str:
    """Base64 for URLs, without padding (RFC 4648, 5)."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64url(text: str, *, length: int | None = None) -> bytes:
    """The bytes of URL base64 without padding, in its one proper form."""
    standard = text.replace("-", "+").replace("_", "/")
    if "+" in text or "/" in text or "=" in text:
        raise _unreadable(text)
    return unb64(standard + "=" * (-len(text) % 4), length=length)


def sha256_text(digest: bytes) -> str:
    """A hash as it stands in messages: `sha-256:` and URL base64."""
    return "sha-256:" + b64url(digest)


def unsha256_text(text: str) -> bytes:
    """The 32 bytes of a hash as it stands in messages."""
    if not text.startswith("sha-256:"):
        raise _unreadable(text)
    return unb64url(text.removeprefix("sha-256:"), length=32)


def groups(digest: bytes) -> str:
    """The first 128 bits as eight groups of four letters: what two operators read to each other."""
    text = digest[:16].hex()
    return " ".join(text[at : at + 4] for at in range(0, 32, 4))


def _unreadable(text: str) -> Exception:
    return refusal("encoding", gettext_noop("“{text}” is not base64 in its proper form."), text=text[:40])
