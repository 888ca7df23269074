"""What is personal, closed to whoever reads the database: sealed to be opened by this hub, committed to be compared.

Two keys lie in the hub's home, beside the database and not in it: one opens what was sealed (AES-256-GCM), the other
makes the keyed commitments (HMAC-SHA256) by which order, payment and waybill are compared without being read. Whoever
copies the database alone learns no name.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12
_JSON = msgspec.json.Encoder(order="deterministic")


def seal(facts: Mapping[str, str], *, about: str) -> bytes:
    """The facts sealed; `about` names what they belong to, so that a seal cannot be moved to another row."""
    nonce = os.urandom(NONCE)
    return nonce + _cipher(_key("sealing")).encrypt(nonce, _JSON.encode(facts), about.encode())


def seal_all(told: Iterable[tuple[Mapping[str, str] | msgspec.Struct, str]]) -> list[bytes]:
    """The same of many, each with what it belongs to; the dice are thrown once for all.

    A struct, whose fields stand in the order of the alphabet, is sealed as the mapping of the same names.
    """
    each, encrypt = list(told), _cipher(_key("sealing")).encrypt
    dice = os.urandom(NONCE * len(each))
    nonces = [dice[place : place + NONCE] for place in range(0, len(dice), NONCE)]
    return [
        nonce + encrypt(nonce, _JSON.encode(facts), about.encode())
        for nonce, (facts, about) in zip(nonces, each, strict=True)
    ]


def unseal(sealed: bytes, *, about: str) -> dict[str, str]:
    """The facts again; nothing where nothing was sealed."""
    if not sealed:
        return {}
    sealed = bytes(sealed)
    told = _cipher(_key("sealing")).decrypt(sealed[:NONCE], sealed[NONCE:], about.encode())
    facts: dict[str, str] = json.loads(told)
    return facts


def commitment_key() -> bytes:
    """The key of this hub's commitments; another hub's are made with another and cannot be compared with ours."""
    return _key("commitment")


def mask(name: str) -> str:
    """A name as others may see it: the first letter of each word."""
    return " ".join([f"{word[0]}•••" for word in name.split()])[:80]


def _key(name: str) -> bytes:
    """A key of 32 bytes from the hub's home."""
    return _kept(settings.ENTREPOT_HOME, name)


@lru_cache(maxsize=8)
def _kept(home: Path | str, name: str) -> bytes:
    """The key, read once; made once, and the first of several processes wins, whole."""
    kept = Path(home) / "keys" / name
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = kept.with_name(f".{name}.{os.getpid()}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
        try:
            os.link(fresh, kept)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return kept.read_bytes()


@lru_cache(maxsize=8)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)
