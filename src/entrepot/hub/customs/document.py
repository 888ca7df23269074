"""A permit as a document: signed under the hub's signet, checked by anybody without asking us."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from entrepot.ehx.keys import SigningKey
from entrepot.ehx.refusal import refusal
from entrepot.hub import signet
from entrepot.trade.permit import PermitFacts
from entrepot.trade.wording import gettext_noop

CONTEXT = ["https://www.w3.org/ns/credentials/v2"]


def issued(permit: PermitFacts, *, agency: str, holder: str, issuer: str, key: SigningKey, place: int) -> str:
    """The permit as one line of signed text; `place` is its bit in this hub's list of permits that were taken back."""
    address = f"{issuer}/permits/{permit.number}"
    claims: dict[str, Any] = {
        "@context": CONTEXT,
        "type": ["VerifiableCredential", "PermitCredential"],
        "id": address,
        "iss": issuer,
        "jti": address,
        "issuer": {"id": issuer, "name": agency},
        "validFrom": _start(permit.valid_from).isoformat(),
        "validUntil": (_start(permit.valid_to + timedelta(days=1)) - timedelta(seconds=1)).isoformat(),
        "credentialSubject": {
            "holder": permit.holder,
            "name": holder,
            "number": permit.number,
            "kind": permit.kind,
            "goods": permit.goods,
            "country": permit.country,
            "quantity": permit.quantity,
            "unit": permit.unit,
            "conditions": list(permit.conditions),
            **({"lot": permit.lot} if permit.lot else {}),
        },
        "credentialStatus": {
            "id": f"{issuer}/ehx/v1/status/permits#{place}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(place),
            "statusListCredential": f"{issuer}/ehx/v1/status/permits",
        },
    }
    return signet.signed(claims, key)


def verify(text: str, public: bytes, on: datetime | None = None) -> PermitFacts:
    """What a permit says, if it was signed with this key; with a moment, only if it holds then.

    Whether it was withdrawn since, and what is left of it, only its hub can say.
    """
    claims = signet.opened(text, public)
    try:
        if "PermitCredential" not in claims["type"]:
            raise ValueError(claims["type"])
        subject = claims["credentialSubject"]
        permit = PermitFacts(
            number=subject["number"],
            kind=subject["kind"],
            holder=subject["holder"],
            goods=subject["goods"],
            country=subject["country"],
            quantity=subject["quantity"],
            unit=subject["unit"],
            valid_from=datetime.fromisoformat(claims["validFrom"]).date(),
            valid_to=datetime.fromisoformat(claims["validUntil"]).date(),
            conditions=tuple(subject["conditions"]),
            lot=subject.get("lot", ""),
        )
    except (KeyError, TypeError, ValueError):
        raise refusal("not-a-permit", gettext_noop("This signed document is no permit.")) from None
    if on is not None:
        signet.must_hold(claims, on)
    return permit


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
