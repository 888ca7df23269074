"""Under which numbers sellers pay the tax that a country takes at the sale."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Schema

from entrepot.hub.api.caller import actor
from entrepot.hub.parties import queries as parties
from entrepot.hub.tariffs import actions

router = Router(tags=["tariffs"])


class TaxNumberFacts(Schema):
    """A seller's number in a country, such as Malaysia's registration for low-value goods (LRN)."""

    country: str
    number: str


@router.post("", response=TaxNumberFacts, summary="Note your tax number in a country (seller)")
def note(request: HttpRequest, facts: TaxNumberFacts) -> TaxNumberFacts:
    by = actor(request)
    noted = actions.note_tax_number(parties.party(by.party), facts.country, facts.number, by=by)
    return TaxNumberFacts(country=noted.country, number=noted.number)
