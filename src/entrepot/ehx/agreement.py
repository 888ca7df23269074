"""What two hubs agree before the first message: signed by both root keys, and leaf 0 of each of their eight channels.

The offer names both hubs, the statements they know of each other, their channels and the terms. Nothing in it is free:
whoever reads it derives the same bytes from what it knows, so that no altered limit can be signed by mistake.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from entrepot.ehx import jose, strict
from entrepot.ehx.checkpoint import CHANNELS, origin
from entrepot.ehx.encoding import sha256_text
from entrepot.ehx.identity import Statement
from entrepot.ehx.keys import SigningKey, thumbprint
from entrepot.ehx.refusal import refusal
from entrepot.trade.finding import Refused
from entrepot.trade.wording import gettext_noop

TYPE = "ehx-peering+jwt"
OFFER_LIFE = 14 * 24 * 3600
TERMS: Mapping[str, Any] = {
    "types": {"org.ehub": [1, 1]},
    "limits": {"leaf": 256 * 1024, "batch": 1024 * 1024, "leaves": 500, "requests_per_second": 20},
    "retention_days": {"reg": 1826, "other": 730},
    "offline_tolerance_days": 30,
    "clock_tolerance_seconds": 60,
}


@dataclass(frozen=True, slots=True)
class Agreement:
    """The payload, and which of the two hubs have signed it."""

    id: str
    offering: str
    accepting: str
    nonce: str
    issued: int
    expires: int
    payload: bytes
    signers: frozenset[str]


def offer(offering: Statement, accepting: Statement, *, id: str, nonce: str, now: int) -> bytes:
    """The payload of an offer from one hub to another."""
    pairs = ((offering.host, accepting.host), (accepting.host, offering.host))
    return strict.line(
        {
            "peering_id": id,
            "offering": offering.facts.entity,
            "accepting": accepting.facts.entity,
            "statements": [sha256_text(sha256(each.raw.encode()).digest()) for each in (offering, accepting)],
            "channels": [origin(sender, receiver, name) for sender, receiver in pairs for name in CHANNELS],
            "terms": dict(TERMS),
            "nonce": nonce,
            "iat": now,
            "exp": now + OFFER_LIFE,
        }
    )


def signed(payload: bytes, key: SigningKey) -> bytes:
    """The payload with the signature of one root key: an offer."""
    return jose.general(payload, jose.signature(payload, key, TYPE))


def countersigned(offered: bytes, payload: bytes, key: SigningKey) -> bytes:
    """The offer with our root key's signature beside theirs: the agreement."""
    return jose.general(payload, *strict.read(offered)["signatures"], jose.signature(payload, key, TYPE))


def read(raw: bytes, offering: Statement, accepting: Statement) -> Agreement:
    """The offer or agreement between these two hubs, every signature checked and every term as we would write it."""
    hubs = {thumbprint(each.root): each for each in (offering, accepting)}
    payload, signers = jose.verify_general(raw, {kid: each.root for kid, each in hubs.items()}, TYPE)
    said = strict.read(payload)
    try:
        identity = {"id": said["peering_id"], "nonce": said["nonce"], "now": said["iat"]}
        expected = offer(offering, accepting, **identity)
    except (KeyError, TypeError, AssertionError):
        raise refused("form") from None
    if payload != expected:
        raise refused("terms")
    return Agreement(
        id=said["peering_id"],
        offering=said["offering"],
        accepting=said["accepting"],
        nonce=said["nonce"],
        issued=said["iat"],
        expires=said["exp"],
        payload=payload,
        signers=frozenset(hubs[kid].facts.entity for kid in signers),
    )


def refused(part: str) -> Refused:
    """What is said of an offer that may not be agreed to."""
    return refusal(
        "offer-refused",
        gettext_noop("The offer of exchange is not one that we could sign ({part})."),
        gettext_noop("Fetch each other's identity statements anew and make a new offer."),
        part=part,
    )
