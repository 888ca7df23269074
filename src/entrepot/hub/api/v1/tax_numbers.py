"""Under which numbers sellers pay the tax that a country takes at the sale."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Schema, Status

from entrepot.hub.api.caller import actor
from entrepot.hub.parties import queries as parties
from entrepot.hub.tariffs import actions, queries

router = Router(tags=["tariffs"])


class TaxNumberFacts(Schema):
    """A seller's number in a country, such as Malaysia's LRN for low-value goods; EU stands for an IOSS number."""

    country: str
    number: str


@router.post("", response=TaxNumberFacts, summary="Note your tax number in a country (seller)")
def note(request: HttpRequest, facts: TaxNumberFacts) -> TaxNumberFacts:
    """Another number takes the place of the one before; orders that were placed keep theirs."""
    by = actor(request)
    noted = actions.note_tax_number(parties.party(by.party), facts.country, facts.number, by=by)
    return TaxNumberFacts(country=noted.country, number=noted.number)


@router.get("", response=list[TaxNumberFacts], summary="The numbers that you noted")
def noted(request: HttpRequest) -> list[TaxNumberFacts]:
    found = queries.noted(actor(request).party)
    return [TaxNumberFacts(country=each.country, number=each.number) for each in found]


@router.delete("/{country}", response={204: None}, summary="End your tax number in a country (seller)")
def end(request: HttpRequest, country: str) -> Status[None]:
    """From here on you pay no tax at sale there; twice is harmless."""
    by = actor(request)
    actions.end_tax_number(parties.party(by.party), country.upper(), by=by)
    return Status(204, None)
