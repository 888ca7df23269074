"""A signed document of another hub (W3C verifiable credential as `vc+jwt`, VC-JOSE-COSE): who says it, under which key.

One algorithm, one type, and no claims of the older form: what the standard allows several readings of is refused.
Whether the document was withdrawn since is told by its issuer's status list.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from entrepot.ehx import jose, strict
from entrepot.ehx.refusal import refusal
from entrepot.trade.finding import Refused
from entrepot.trade.wording import gettext_noop

TYPE = "vc+jwt"
MEDIA_TYPE = "application/vc+jwt"
_LIMITS = strict.Limits(size=1024 * 1024, depth=16, keys=2000)


def opened(document: str, keys: Mapping[str, bytes], *, issuer: str) -> dict[str, Any]:
    """What the document says, if its issuer signed it with one of these keys; refuses otherwise, with the part."""
    try:
        header, payload = jose.opened_unverified(document)
        claims = strict.read(payload, _LIMITS)
    except Refused:
        raise refused("form") from None
    if header.get("typ") != TYPE:
        raise refused("typ")
    if header.get("alg") != jose.ALGORITHM:
        raise refused("alg")
    if not isinstance(claims, dict) or claims.keys() & {"vc", "vp"}:
        raise refused("claims")
    if issuer_of(claims) != issuer or claims.get("iss", issuer) != issuer:
        raise refused("issuer")
    if not any(_holds(document, public) for public in keys.values()):
        raise refused("signature")
    return claims


def issuer_of(claims: Mapping[str, Any]) -> str:
    """Who issued it, as an address or as an object with one."""
    said = claims.get("issuer")
    return str(said.get("id", "")) if isinstance(said, dict) else str(said)


def refuse_unless_in_force(claims: Mapping[str, Any], on: datetime) -> None:
    """Refuse what is not yet, or no longer, in force."""
    try:
        begins, ends = (datetime.fromisoformat(claims[name]) for name in ("validFrom", "validUntil"))
        in_force = begins <= on <= ends
    except (KeyError, TypeError, ValueError):
        raise refused("time") from None
    if not in_force:
        raise refused("time")


def status_index(claims: Mapping[str, Any], url: str) -> int | None:
    """Its place in the issuer's list of withdrawn documents; None if it names no list. Any other list is refused."""
    said = claims.get("credentialStatus")
    if said is None:
        return None
    try:
        if said["type"] != "BitstringStatusListEntry" or said["statusPurpose"] != "revocation":
            raise refused("status")
        if said["statusListCredential"] != url:  # never called: the list is fetched from where we know it to be
            raise refused("status")
        return int(said["statusListIndex"])
    except (KeyError, TypeError, ValueError):
        raise refused("status") from None


def refused(part: str) -> Refused:
    """What is said of a document that does not hold."""
    return refusal(
        f"credential-{part}",
        gettext_noop("The signed document does not hold ({part})."),
        gettext_noop("Ask its issuer for it again, and compare the issuer's key."),
        part=part,
    )


def _holds(document: str, public: bytes) -> bool:
    try:
        jose.verify(document, public)
    except Refused:
        return False
    return True
