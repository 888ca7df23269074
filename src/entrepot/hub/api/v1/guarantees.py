"""Guarantees: what declarants have put up with customs, registered by the customs to which they were given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from ninja import Router, Schema, Status

from entrepot.hub.api.amounts import MoneyShown, money
from entrepot.hub.api.caller import actor
from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models import Guarantee
from entrepot.hub.parties import queries as parties
from entrepot.hub.reading import described, read
from entrepot.trade.money import Money

router = Router(tags=["customs"])
MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeWanted:
    """A guarantee that a party has given to the customs of a country."""

    number: str
    party: str
    country: str
    amount: str
    currency: str
    valid_from: date
    guarantor: str = ""


class GuaranteeShown(Schema):
    """A guarantee, with what of all that the party gave in its currency is used."""

    number: str
    party: str
    country: str
    amount: MoneyShown
    used: MoneyShown
    valid_from: date
    ended_on: date | None
    guarantor: str


BODY = described(GuaranteeWanted)


@router.post("", response={201: GuaranteeShown}, openapi_extra=BODY, summary="Register a guarantee (officer)")
def register(request: HttpRequest) -> Status[GuaranteeShown]:
    """The same again is harmless."""
    wanted = read(request.body, GuaranteeWanted)
    kept = actions.register_guarantee(
        wanted.number,
        parties.party(wanted.party),
        wanted.country,
        Money.of(wanted.amount, wanted.currency),
        wanted.valid_from,
        by=actor(request),
        guarantor=wanted.guarantor,
    )
    return Status(201, _guarantee(kept))


@router.get("", response=list[GuaranteeShown], summary="The guarantees you may see, newest first")
def given(request: HttpRequest) -> list[GuaranteeShown]:
    return [_guarantee(each) for each in queries.guarantees_visible(actor(request))[:MOST]]


def _guarantee(kept: Guarantee) -> GuaranteeShown:
    used = queries.guarantee_used(kept.party_id, kept.currency)
    return GuaranteeShown(
        number=kept.number,
        party=kept.party_id,
        country=kept.country,
        amount=money(Money.from_minor(kept.amount_minor, kept.currency)),
        used=money(Money.from_minor(used, kept.currency)),
        valid_from=kept.valid_from,
        ended_on=kept.ended_on,
        guarantor=kept.guarantor,
    )
