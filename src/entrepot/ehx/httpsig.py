"""Signatures on requests and answers between hubs (RFC 9421), with one fixed policy and nothing to choose.

A request signs its method, host, path, query, type and content; an answer signs its status and content and the
request that it answers, so that neither can be used anywhere else. Whether a nonce was seen before is for the caller
to remember: `Signed.nonce`.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from http_message_signatures import HTTPMessageSigner, HTTPMessageVerifier, HTTPSignatureKeyResolver
from http_message_signatures.algorithms import ED25519
from http_message_signatures.exceptions import HTTPMessageSignaturesException

from entrepot.ehx.keys import SigningKey, thumbprint
from entrepot.ehx.refusal import refusal
from entrepot.trade.finding import Refused
from entrepot.trade.wording import gettext_noop

TAG = "ehx-1"
LABEL = "ehx"
LIFE = 300
TOLERANCE = 60

REQUEST = ("@method", "@authority", "@path", "@query", "content-digest")
REQUEST_WITH_CONTENT = ("@method", "@authority", "@path", "@query", "content-type", "content-digest")
RESPONSE = (
    '"@status"',
    '"content-type"',
    '"content-digest"',
    '"@method";req',
    '"@path";req',
    '"content-digest";req',
    '"signature";req;key="ehx"',
)

PublicKeys = Callable[[str], bytes | None]
"""Answers with the raw public key for a key id, or with none."""


@dataclass
class Request:
    """A request as it is on the wire; `url` is the full address as the sender wrote it."""

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass
class Response:
    """An answer together with the request that it answers."""

    status_code: int
    request: Request
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed, with which one-time word, and when."""

    keyid: str
    nonce: str
    created: int


def sign_request(request: Request, key: SigningKey, *, now: int, nonce: str | None = None) -> Request:
    """Sign the request in place and give it back."""
    _sign(request, key, REQUEST_WITH_CONTENT if request.body else REQUEST, now, nonce)
    return request


def sign_response(response: Response, key: SigningKey, *, now: int) -> Response:
    """Sign the answer, bound to its request, in place and give it back."""
    _sign(response, key, RESPONSE, now, None)
    return response


def verify_request(request: Request, keys: PublicKeys, *, now: int) -> Signed:
    """Who signed the request; refuses with a code `sig-…`, or `clock-skew` if only the time is wrong."""
    return _verify(request, REQUEST_WITH_CONTENT if request.body else REQUEST, keys, now)


def verify_response(response: Response, keys: PublicKeys, *, now: int) -> Signed:
    """Who signed the answer to this very request."""
    return _verify(response, RESPONSE, keys, now)


def keyid(headers: Mapping[str, str]) -> str | None:
    """The key with which a message says to be signed; nothing is checked."""
    given = next((value for name, value in headers.items() if name.lower() == "signature-input"), "")
    found = re.search(r'^ehx=.*;keyid="([\w-]{43})"', given)
    return found[1] if found else None


class _Keys(HTTPSignatureKeyResolver):
    def __init__(self, public: PublicKeys, private: SigningKey | None = None) -> None:
        self.public, self.private = public, private

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey:
        raw = self.public(key_id)
        if raw is None:
            raise refusal(
                "sig-key-unknown",
                gettext_noop("The key “{key}” is not one of the peer's."),
                gettext_noop("Publish it in the identity statement first."),
                key=key_id[:64],
            )
        return Ed25519PublicKey.from_public_bytes(raw)

    def resolve_private_key(self, key_id: str) -> Any:
        assert self.private is not None
        return self.private.private


class _Verifier(HTTPMessageVerifier):
    """Leaves the times to our own check, which takes the clock as an argument."""

    def validate_created_and_expires(self, sig_input: Any, max_age: Any = None) -> None:
        return None


def _sign(message: Request | Response, key: SigningKey, covered: tuple[str, ...], now: int, nonce: str | None) -> None:
    created = datetime.fromtimestamp(now, UTC)
    keyid = thumbprint(key.verifier.public)
    signer = HTTPMessageSigner(signature_algorithm=ED25519, key_resolver=_Keys(lambda _: None, key))
    signer.sign(
        message,
        key_id=keyid,
        created=created,
        expires=created + timedelta(seconds=LIFE),
        nonce=nonce or secrets.token_urlsafe(16),
        label=LABEL,
        tag=TAG,
        covered_component_ids=covered,
        body=message.body,
    )


def _verify(message: Request | Response, covered: tuple[str, ...], keys: PublicKeys, now: int) -> Signed:
    verifier = _Verifier(signature_algorithm=ED25519, key_resolver=_Keys(keys))
    try:
        results = verifier.verify(
            message, max_age=None, expect_tag=TAG, expect_label=LABEL, require_components=covered, body=message.body
        )
    except HTTPMessageSignaturesException as error:
        if isinstance(error.__cause__, Refused):
            raise error.__cause__ from None
        raise _bad("sig-invalid", str(error)) from None
    parameters: Mapping[str, Any] = results[0].parameters
    if len(results) != 1 or not {"created", "expires", "nonce", "keyid", "alg", "tag"} <= parameters.keys():
        raise _bad("sig-parameters", ", ".join(parameters))
    _in_time(parameters["created"], parameters["expires"], now)
    return Signed(parameters["keyid"], parameters["nonce"], parameters["created"])


def _in_time(created: int, expires: int, now: int) -> None:
    if not 0 < expires - created <= LIFE:
        raise _bad("sig-parameters", "expires")
    if created > now + TOLERANCE or expires < now - TOLERANCE:
        raise refusal(
            "clock-skew",
            gettext_noop("The signature was made {seconds} seconds from our time."),
            gettext_noop("Compare your clock with the Date of this answer."),
            seconds=created - now,
        )


def _bad(code: str, what: str) -> Refused:
    return refusal(
        code,
        gettext_noop("The signature of the HTTP message does not hold: {what}."),
        gettext_noop("Sign exactly the parts that the protocol names, over the bytes that are sent."),
        what=what[:200],
    )
