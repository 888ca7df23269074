"""Terms of carriage: what a buyer pays to have a parcel brought, as a seller or a carrier states it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from entrepot.hub.api.caller import actor
from entrepot.hub.catalogue import freight
from entrepot.hub.parties import queries as parties

router = Router(tags=["catalogue"])


class StepStated(Schema):
    """A parcel of up to so many grams, packing included, for so many minor units; a blank destination is everywhere."""

    channel: str
    destination: str = ""
    up_to_g: int
    amount_minor: int
    currency: str
    days_least: int
    days_most: int
    source: str


@router.post("", response=list[StepStated], summary="State your whole table of carriage (seller, carrier)")
def state(request: HttpRequest, steps: list[StepStated]) -> list[dict[str, Any]]:
    """It takes the place of the table before, also in the shops of other hubs; orders placed keep their price."""
    by = actor(request)
    owner = parties.party(by.party)
    freight.state(owner, [freight.Step(**each.model_dump()) for each in steps], by=by)
    return [asdict(each) for each in freight.table(owner)]


@router.get("", response=list[StepStated], summary="The table of carriage that holds for you")
def listed(request: HttpRequest) -> list[dict[str, Any]]:
    """Your own, else that of your country's carrier; none at all means that carriage is part of your prices."""
    return freight.terms(parties.party(actor(request).party))
