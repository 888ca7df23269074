"""Certificates as credentials (Open Badges 3.0, secured as `vc+jwt`): made here, checked by anybody.

Needs no database: the command line and a page without network check a certificate with the hub's public key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from entrepot.ehx.keys import SigningKey
from entrepot.ehx.refusal import refusal
from entrepot.hub import signet
from entrepot.trade.wording import gettext_noop

CONTEXT = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]


@dataclass(frozen=True, slots=True)
class Achievement:
    """Who showed what, in which exam, and what it opens."""

    number: str
    holder: str
    party: str
    course: str
    titles: Mapping[str, str]
    right: int
    of: int
    grants: str
    issuer: str
    issuer_name: str
    valid_from: datetime
    valid_until: datetime


def made(achievement: Achievement, key: SigningKey) -> str:
    """The certificate under the hub's signet, as one line of text."""
    return signet.signed(claims(achievement), key)


def claims(of: Achievement) -> dict[str, Any]:
    """What the certificate says, in the words of Open Badges 3.0."""
    address = f"{of.issuer}/certificates/{of.number}"
    return {
        "@context": CONTEXT,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "id": address,
        "iss": of.issuer,
        "jti": address,
        "issuer": {"id": of.issuer, "type": ["Profile"], "name": of.issuer_name},
        "name": of.titles["en"],
        "validFrom": of.valid_from.isoformat(),
        "validUntil": of.valid_until.isoformat(),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "name": of.holder,
            "party": of.party,
            "may": of.grants,
            "achievement": {
                "id": f"{of.issuer}/courses/{of.course}",
                "type": ["Achievement"],
                "name": of.titles["en"],
                "titles": dict(of.titles),
                "criteria": {"narrative": f"{of.right} of {of.of} questions of the exam answered right"},
            },
            "result": [{"type": ["Result"], "value": f"{of.right}/{of.of}"}],
        },
    }


def verify(document: str, public: bytes, on: datetime | None = None) -> Achievement:
    """What a certificate says, if this hub signed it; with a moment, only if it holds then."""
    found = signet.opened(document, public)
    try:
        achievement = _read(found)
    except (KeyError, TypeError, ValueError, IndexError):
        raise refusal(
            "not-a-certificate", gettext_noop("This signed document is no certificate of training.")
        ) from None
    if on is not None:
        signet.must_hold(found, on)
    return achievement


def _read(found: Mapping[str, Any]) -> Achievement:
    subject = found["credentialSubject"]
    if "OpenBadgeCredential" not in found["type"]:
        raise ValueError(found["type"])
    right, of = subject["result"][0]["value"].split("/")
    return Achievement(
        number=found["id"].rpartition("/")[2],
        holder=subject["name"],
        party=subject["party"],
        course=subject["achievement"]["id"].rpartition("/")[2],
        titles=subject["achievement"]["titles"],
        right=int(right),
        of=int(of),
        grants=subject["may"],
        issuer=found["issuer"]["id"],
        issuer_name=found["issuer"]["name"],
        valid_from=datetime.fromisoformat(found["validFrom"]),
        valid_until=datetime.fromisoformat(found["validUntil"]),
    )
