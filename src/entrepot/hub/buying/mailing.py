"""Where a buyer is written to. The address is sealed apart from who buys: whoever wants no letters has it destroyed."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events, sealing
from entrepot.hub.buying import queries
from entrepot.hub.buying.models import Purchase
from entrepot.hub.events.actor import Actor
from entrepot.trade.finding import Finding, Refused, refuse_if_any

_SIGNER = "entrepot.buying.letters"
LONGEST = 254


def sealed(number: UUID, address: str) -> bytes:
    """The address sealed to its purchase; nothing where none was given."""
    return sealing.seal({"address": address}, about=_about(number)) if address else b""


def address_of(purchase: Purchase) -> str:
    """Where letters about a purchase go, in clear: for whoever sends them. Blank if its buyer wants none."""
    return sealing.unseal(bytes(purchase.mail), about=_about(purchase.pk)).get("address", "")


def mask_of(purchase: Purchase) -> str:
    """The address as the page shows it to whoever has the link."""
    name, _, host = address_of(purchase).rpartition("@")
    return f"{name[:1]}•••@{host}" if host else ""


def of_address(address: str) -> Iterator[Finding]:
    """What is wrong with an address; none at all is in order."""
    if not address:
        return
    try:
        validate_email(address)
    except ValidationError:
        address = ""
    if not 0 < len(address) <= LONGEST:
        yield Finding(
            "mail-address-form",
            gettext_noop("That is no e-mail address."),
            "/email",
            gettext_noop("Write it as in nur@example.org, or leave it empty: then nobody writes to you."),
        )


@transaction.atomic
def write_to(number: UUID | str, address: str, *, by: Actor) -> Purchase:
    """Letters about a purchase go to this address from now on; to none if it is blank. The same again is harmless."""
    address = address.strip()
    refuse_if_any(of_address(address))
    purchase = queries.locked(number)
    if address_of(purchase) != address:
        purchase.mail = sealed(purchase.pk, address)
        purchase.save(update_fields=["mail"])
        body = {"wanted": bool(address)}
        events.record("buying.letters.chosen", f"purchase:{purchase.pk}", by=by, body=body)
    return purchase


def farewell(purchase: Purchase) -> str:
    """The word in a letter by which its reader ends such letters; it opens nothing else."""
    return Signer(salt=_SIGNER, sep=".").sign(purchase.pk.hex)


def end(word: str, *, by: Actor) -> Purchase:
    """End the letters by the word that stood in one; again is harmless, and a word that we did not write is refused."""
    try:
        number = UUID(Signer(salt=_SIGNER, sep=".").unsign(word))
    except (BadSignature, ValueError):
        raise Refused(
            Finding(
                "farewell-unknown",
                gettext_noop("This link is not one of ours, or it was cut."),
                remedy=gettext_noop("Open the link of your order and turn the letters off there."),
            )
        ) from None
    return write_to(number, "", by=by)


def _about(number: UUID) -> str:
    return f"letters:{number}"
