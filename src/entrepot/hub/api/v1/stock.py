"""Stock: the sites that a keeper runs, and the goods received there."""

from __future__ import annotations

from typing import Any, Literal

import pydantic
from django.http import HttpRequest
from ninja import Router, Schema

from entrepot.hub.api.caller import actor
from entrepot.hub.api.problem import Told, told
from entrepot.hub.parties import queries as parties
from entrepot.hub.reading import read_batch
from entrepot.hub.stock import actions, queries
from entrepot.hub.stock.models import Lot
from entrepot.trade.finding import Refused
from entrepot.trade.stock import Balance

router = Router(tags=["stock"])

MOST = 1000  # of one batch


def _body(batch: Any) -> dict[str, Any]:
    schema = pydantic.TypeAdapter(batch).json_schema()
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


BODY, OWN, COUNTS = _body(list[actions.Receipt]), _body(list[actions.Arrived]), _body(list[actions.Counted])


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
    return _lots(actions.receive(read_batch(request.body, actions.Receipt, most=MOST), by=actor(request)))


class CountAnswer(Schema):
    """What became of one count, in the place where it stood: pieces there and free, or why it was refused."""

    sku: str
    on_hand: int | None = None
    free: int | None = None
    findings: list[Told] = []


@router.post("/own/receipts", response=list[LotShown], openapi_extra=OWN, summary="Receive goods of your own (seller)")
def receive_own(request: HttpRequest) -> list[LotShown]:
    """At your own site, which the first receipt opens: all of the batch or nothing; a reference is received once."""
    by = actor(request)
    return _lots(actions.receive_own(by.party, read_batch(request.body, actions.Arrived, most=MOST), by=by))


@router.post("/own/counts", response=list[CountAnswer], openapi_extra=COUNTS, summary="Put your book right (seller)")
def count(request: HttpRequest) -> list[CountAnswer]:
    """How many pieces of each SKU lie there, promised ones included; each is answered for in its place."""
    by = actor(request)
    batch = read_batch(request.body, actions.Counted, most=MOST)
    answers = actions.count(by.party, batch, by=by)
    return [_counted(facts.sku, answer) for facts, answer in zip(batch, answers, strict=True)]


def _counted(sku: str, answer: Balance | Refused) -> CountAnswer:
    if isinstance(answer, Refused):
        return CountAnswer(sku=sku, findings=[Told(**told(each)) for each in answer.findings])
    return CountAnswer(sku=sku, on_hand=answer.on_hand, free=answer.available)


def _lots(lots: list[Lot]) -> list[LotShown]:
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
