"""The hub's signet: documents signed so that anyone can check them with the public key alone, without asking us.

Permits and certificates leave the hub as one line of text (JWS, `vc+jwt`). The signet is a key of its own, next to the
four that talk to peers: whoever steals it can forge documents, and nothing else. Nothing here needs Django or a
database, so that the command line checks a document offline.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from entrepot.ehx import jose, strict
from entrepot.ehx.keys import ED25519, SigningKey, VerifierKey
from entrepot.ehx.refusal import refusal
from entrepot.trade.wording import gettext_noop

TYPE = "vc+jwt"


def kept(home: Path, host: str) -> SigningKey:
    """The signet kept in the hub's home; made when it is first needed, by the first of several processes."""
    path = home / "keys" / "signet.pem"
    if not path.exists():
        _make(path)
    private = serialization.load_pem_private_key(path.read_bytes(), password=None)
    assert isinstance(private, Ed25519PrivateKey), f"{path} holds no Ed25519 key"
    return SigningKey(private, VerifierKey(f"{host}/signet", ED25519, private.public_key().public_bytes_raw()))


def signed(claims: Mapping[str, Any], key: SigningKey) -> str:
    """The claims under the signet, as one line of text."""
    return jose.compact(strict.line(dict(claims)), key, TYPE)


def opened(document: str, public: bytes) -> dict[str, Any]:
    """What a document says, if it was signed with this key and nothing in it was changed."""
    header, _ = jose.opened_unverified(document.strip())
    if header.get("typ") != TYPE:
        raise refusal("not-a-credential", gettext_noop("This is not a signed document."))
    claims = strict.read(jose.verify(document.strip(), public))
    if not isinstance(claims, dict):
        raise refusal("not-a-credential", gettext_noop("This is not a signed document."))
    return claims


def must_hold(claims: Mapping[str, Any], on: datetime) -> None:
    """Refuse a document that is not yet, or no longer, in force at the moment."""
    begins, ends = (datetime.fromisoformat(claims[name]) for name in ("validFrom", "validUntil"))
    if not begins <= on <= ends:
        raise refusal(
            "not-in-force",
            gettext_noop("This document holds from {begins} until {ends}."),
            gettext_noop("Ask its holder for the one in force."),
            begins=begins.date(),
            ends=ends.date(),
        )


def _make(path: Path) -> None:
    """A new signet, readable by its owner only; the first process wins, whole."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    fresh = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
