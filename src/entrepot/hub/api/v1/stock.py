"""Stock: the sites that a keeper runs, and the goods received there."""

from __future__ import annotations

from typing import Literal

import pydantic
from django.http import HttpRequest
from ninja import Router, Schema

from entrepot.hub.api.caller import actor
from entrepot.hub.api.reading import read_batch
from entrepot.hub.parties import queries as parties
from entrepot.hub.stock import actions, queries

router = Router(tags=["stock"])

MOST = 1000  # of one batch
BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": pydantic.TypeAdapter(list[actions.Receipt]).json_schema()}},
    }
}


class SiteFacts(Schema):
    """A place for goods: a warehouse, or one under customs control."""

    code: str
    name: str
    kind: Literal["warehouse", "bonded"]
    territory: str
    place: str = ""


class LotShown(Schema):
    """Goods received together, and how many of them are there and free."""

    site: str
    seller: str
    sku: str
    lot: str
    on_hand: int
    free: int


@router.post("/sites", response=SiteFacts, summary="Open a site (warehouse)")
def open_site(request: HttpRequest, facts: SiteFacts) -> SiteFacts:
    by = actor(request)
    operator = parties.party(by.party)
    wanted = facts.model_dump(exclude={"code"})
    actions.open_site(facts.code, **wanted, operator=operator, by=by)
    return facts


@router.post("/receipts", response=list[LotShown], openapi_extra=BODY, summary="Receive goods (warehouse)")
def receive(request: HttpRequest) -> list[LotShown]:
    """All of the batch or nothing; a receipt under the same reference is received once."""
    lots = actions.receive(read_batch(request.body, actions.Receipt, most=MOST), by=actor(request))
    standing = queries.balances(lots)
    return [
        LotShown(
            site=lot.site_id,
            seller=lot.seller_id,
            sku=lot.sku,
            lot=lot.number,
            on_hand=standing[lot.pk].on_hand,
            free=standing[lot.pk].available,
        )
        for lot in lots
    ]
