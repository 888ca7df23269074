"""Signed JSON (JWS, RFC 7515) in the two forms the protocol uses, with `Ed25519` and nothing else.

One signature: compact, for identity statements. Two signatures over one payload: general JSON, for the agreement that
both hubs sign.
"""

from __future__ import annotations

from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from entrepot.ehx import strict
from entrepot.ehx.encoding import b64url, unb64url
from entrepot.ehx.keys import SigningKey, jwk, thumbprint
from entrepot.ehx.refusal import refusal
from entrepot.trade.finding import Refused
from entrepot.trade.wording import gettext_noop

ALGORITHM = "Ed25519"
_HEADER = strict.Limits(size=4096, depth=3, keys=20)


def compact(payload: bytes, key: SigningKey, typ: str) -> str:
    """The payload signed by one key."""
    return jws.serialize_compact(_header(key, typ), payload, _private(key), algorithms=[ALGORITHM])


def opened_unverified(raw: str) -> tuple[dict[str, Any], bytes]:
    """Header and payload of a compact signature, before it is known whose key to check it with."""
    try:
        header, payload, _ = raw.split(".")
        return strict.read(unb64url(header), _HEADER), unb64url(payload)
    except ValueError:
        raise _bad() from None


def verify(raw: str, public: bytes) -> bytes:
    """The payload of a compact signature made by this key."""
    header, _ = opened_unverified(raw)
    unb64url(raw.rpartition(".")[2], length=64)
    if header.get("alg") != ALGORITHM:
        raise _bad()
    try:
        return jws.deserialize_compact(raw, _public(public), algorithms=[ALGORITHM]).payload or b""
    except (JoseError, ValueError):
        raise _bad() from None


def signature(payload: bytes, key: SigningKey, typ: str) -> dict[str, str]:
    """One signature over the payload, to stand beside others."""
    made = jws.serialize_compact(_header(key, typ), payload, _private(key), algorithms=[ALGORITHM])
    protected, _, value = made.split(".")
    return {"protected": protected, "signature": value}


def general(payload: bytes, *signatures: dict[str, str]) -> bytes:
    """The payload with its signatures (general JSON serialisation), as one line."""
    return strict.line({"payload": b64url(payload), "signatures": list(signatures)})


def verify_general(raw: bytes, keys: dict[str, bytes], typ: str) -> tuple[bytes, list[str]]:
    """The payload and the ids of the keys that signed it; every signature must be of a known key and hold."""
    found = strict.read(raw)
    try:
        payload = unb64url(found["payload"])
        signers = []
        for each in found["signatures"]:
            header = strict.read(unb64url(each["protected"]), _HEADER)
            public = keys[header["kid"]]
            if (
                header["typ"] != typ
                or set(each) != {"protected", "signature"}
                or set(found) != {"payload", "signatures"}
            ):
                raise _bad()
            verify(f"{each['protected']}.{found['payload']}.{each['signature']}", public)
            signers.append(thumbprint(public))
    except (KeyError, TypeError, AttributeError):
        raise _bad() from None
    if not signers or len(set(signers)) != len(signers):
        raise _bad()
    return payload, signers


def _header(key: SigningKey, typ: str) -> dict[str, Any]:
    return {"alg": ALGORITHM, "typ": typ, "kid": thumbprint(key.verifier.public)}


def _private(key: SigningKey) -> OKPKey:
    return OKPKey.import_key({**jwk(key.verifier.public), "d": b64url(key.private.private_bytes_raw())})


def _public(public: bytes) -> OKPKey:
    return OKPKey.import_key({**jwk(public)})


def _bad() -> Refused:
    return refusal("jws", gettext_noop("The signed JSON does not hold."))
