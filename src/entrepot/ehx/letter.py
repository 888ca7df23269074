"""A letter that one hub alone can open (JWE, RFC 7516): ECDH-ES over X25519 and A256GCM, and nothing else.

What is personal and has to reach the other hub travels so, as contents by reference: the log keeps only a hash, and the
contents can be erased. The key is published in the identity statement beside the others, and signs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from entrepot.ehx import strict
from entrepot.ehx.encoding import b64url, unb64url
from entrepot.ehx.refusal import refusal
from entrepot.trade.wording import gettext_noop

MEDIA_TYPE = "application/jose"
ALGORITHM, ENCRYPTION = "ECDH-ES", "A256GCM"
LARGEST = 64 * 1024


def jwk(public: bytes) -> dict[str, str]:
    """The public key as a JSON web key, with its thumbprint as its id (RFC 8037, RFC 7638)."""
    return {"kty": "OKP", "crv": "X25519", "kid": thumbprint(public), "x": b64url(public)}


def thumbprint(public: bytes) -> str:
    """The RFC 7638 thumbprint of the key."""
    return b64url(sha256(f'{{"crv":"X25519","kty":"OKP","x":"{b64url(public)}"}}'.encode()).digest())


def sealed(content: bytes, public: bytes) -> bytes:
    """The content, to be opened only by whoever holds the private half of the key."""
    header = {"alg": ALGORITHM, "enc": ENCRYPTION, "kid": thumbprint(public)}
    key = OKPKey.import_key({**jwk(public)})
    return jwe.encrypt_compact(header, content, key, algorithms=[ALGORITHM, ENCRYPTION]).encode()


def opened(letter: bytes, private: Mapping[bytes, bytes]) -> bytes:
    """The content of a letter to one of these keys (public half: private half), or a refusal."""
    try:
        if len(letter) > LARGEST:
            raise _closed()
        text = letter.decode("ascii")
        header: dict[str, Any] = strict.read(unb64url(text.partition(".")[0]), strict.Limits(4096, 3, 20))
        if (header.get("alg"), header.get("enc")) != (ALGORITHM, ENCRYPTION):
            raise _closed()
        public = next(each for each in private if thumbprint(each) == header.get("kid"))
        key = OKPKey.import_key({**jwk(public), "d": b64url(private[public])})
        return jwe.decrypt_compact(text, key, algorithms=[ALGORITHM, ENCRYPTION]).plaintext or b""
    except (JoseError, ValueError, StopIteration, AttributeError):
        raise _closed() from None


def _closed() -> Exception:
    return refusal(
        "letter-closed",
        gettext_noop("The sealed contents cannot be opened with our key."),
        gettext_noop("Seal them anew to the key in our identity statement."),
    )
