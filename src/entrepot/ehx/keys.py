"""The four keys of a hub, each for one purpose: a stolen web key can then sign no log and no receipt.

`root` signs the identity statement and agreements, `log` the heads of its own channels, `cosign` the receipts for a
peer's, `http` the requests between the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from entrepot.ehx.encoding import b64, b64url, unb64
from entrepot.ehx.refusal import refusal
from entrepot.trade.wording import gettext_noop

Role = Literal["root", "log", "cosign", "http"]
ROLES: tuple[Role, ...] = ("root", "log", "cosign", "http")

ED25519 = 0x01
COSIGNATURE = 0x04


@dataclass(frozen=True)
class VerifierKey:
    """A public key with its name and its purpose (C2SP signed-note): `hz.example/ehx/log+1a2b3c4d+AX…`."""

    name: str
    kind: int
    public: bytes

    @cached_property
    def id(self) -> bytes:
        """Four bytes that stand for the key in a signature line."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    def holds(self, signature: bytes, message: bytes) -> bool:
        """Whether this key made the signature over the message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{b64(bytes([self.kind]) + self.public)}"

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Read the written key; its short id must belong to it."""
        name, _, rest = text.partition("+")
        key_id, _, material = rest.partition("+")
        if not is_name(name) or len(key_id) != 8:
            raise _no_key(text)
        raw = unb64(material, length=33)
        key = cls(name, raw[0], raw[1:])
        if key.kind not in (ED25519, COSIGNATURE) or str(key) != text:
            raise _no_key(text)
        return key


@dataclass(frozen=True)
class SigningKey:
    """A private key with the public half that belongs to it."""

    private: Ed25519PrivateKey
    verifier: VerifierKey

    def sign(self, message: bytes) -> bytes:
        return self.private.sign(message)


def signing_key(host: str, role: Role, private: Ed25519PrivateKey) -> SigningKey:
    """The key in its role, named after the hub's host."""
    kind = COSIGNATURE if role == "cosign" else ED25519
    return SigningKey(private, VerifierKey(key_name(host, role), kind, private.public_key().public_bytes_raw()))


def key_name(host: str, role: Role) -> str:
    """`hz.example/ehx/log`: whose key it is, and what for."""
    return f"{host}/ehx/{role}"


def is_name(name: str) -> bool:
    """Whether a key may be called so: no spaces, no plus, no control characters."""
    return bool(name) and "+" not in name and name.isprintable() and not any(letter.isspace() for letter in name)


def jwk(public: bytes) -> dict[str, str]:
    """The public key as a JSON web key, with its thumbprint as its id (RFC 8037, RFC 7638)."""
    return {"kty": "OKP", "crv": "Ed25519", "kid": thumbprint(public), "x": b64url(public)}


def thumbprint(public: bytes) -> str:
    """The RFC 7638 thumbprint of the key."""
    return b64url(thumbprint_digest(public))


def thumbprint_digest(public: bytes) -> bytes:
    """The 32 bytes of the thumbprint."""
    return sha256(f'{{"crv":"Ed25519","kty":"OKP","x":"{b64url(public)}"}}'.encode()).digest()


def _no_key(text: str) -> Exception:
    return refusal(
        "key-unreadable",
        gettext_noop("“{text}” is not a verifier key."),
        gettext_noop("A key is written name+id+base64, as the hub publishes it."),
        text=text[:80],
    )
