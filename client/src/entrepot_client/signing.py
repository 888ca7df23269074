"""Signs papers with a firm's own Ed25519 key, so that any hand may carry them (needs `entrepot-client[signing]`)."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any

from entrepot_client import facts

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

TYPE = "entrepot-paper+jws"


class Signer:
    """A firm's signing key: `public` is what is registered at the hub once, `thumbprint` its name (RFC 7638)."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.public = _b64(key.public_key().public_bytes_raw())
        jwk = {"crv": "Ed25519", "kty": "OKP", "x": self.public}
        self.thumbprint = _b64(hashlib.sha256(_json(jwk)).digest())

    @classmethod
    def from_seed(cls, seed: bytes) -> Signer:
        """The key of these 32 secret bytes."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return cls(Ed25519PrivateKey.from_private_bytes(seed))

    def sign(self, kind: facts.PaperKind, ucr: str, paper: facts.Paper) -> facts.SignedPaper:
        """The paper under this firm's signature: a compact JWS (RFC 7515), algorithm Ed25519 (RFC 9864)."""
        header = {"alg": "Ed25519", "typ": TYPE, "kid": self.thumbprint}
        said = f"{_b64(_json(header))}.{_b64(_json({'kind': kind, 'ucr': ucr, 'paper': paper}))}"
        return {"signed": f"{said}.{_b64(self._key.sign(said.encode()))}"}


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _b64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
