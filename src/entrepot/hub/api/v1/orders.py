"""Orders are placed, and their consignments followed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Body, Router, Schema

from entrepot.hub.api.caller import actor
from entrepot.hub.api.problem import Told, told
from entrepot.hub.events import Actor
from entrepot.hub.network import queries as network
from entrepot.hub.orders import actions, queries
from entrepot.hub.orders.facts import OrderFacts
from entrepot.hub.orders.models import Consignment
from entrepot.hub.parties import queries as parties
from entrepot.hub.reading import described, read_batch
from entrepot.hub.stock import queries as stock
from entrepot.trade.finding import Refused

router = Router(tags=["orders"])
consignments = Router(tags=["orders"])

EVERYBODY_S = ("operator", "customs", "carrier", "payment")  # rights with which any consignment may be looked at
MOST = 1000  # of one batch
BODY = described(list[OrderFacts])


class OrderAnswer(Schema):
    """What became of one order of a batch, in the place where it stood."""

    number: str
    placed: bool
    ucr: str = ""
    state: str = ""
    findings: list[Told] = []


class StateReached(Schema):
    """A state of a consignment, and when it was reached; on a simulated clock that time is simulated."""

    state: str
    at: datetime


class ConsignmentShown(Schema):
    """A consignment as both hubs know it. Who receives it is not told here."""

    ucr: str
    home: bool
    peer: str
    order_number: str
    seller: str
    seller_name: str
    origin: str
    destination: str
    via: str
    onward: str
    passage: str
    regime: str
    import_regime: str
    state: str
    lane: str
    currency: str
    goods_minor: int
    freight_minor: int
    total_minor: int
    tax_currency: str
    duty_minor: int
    tax_minor: int
    settled_minor: int
    items: list[dict[str, Any]]
    placed_at: datetime
    imported_at: datetime | None
    delivered_at: datetime | None
    settled_at: datetime | None
    parcel: str
    history: list[StateReached]


class Cancelled(Schema):
    """Why an order is cancelled."""

    reason: str


@router.post("", response=list[OrderAnswer], openapi_extra=BODY, summary="Place a batch of orders")
def place(request: HttpRequest) -> list[OrderAnswer]:
    """Place what is in order, in the name of your party; the same order again is answered with its consignment."""
    batch, by = read_batch(request.body, OrderFacts, most=MOST), actor(request)
    outcomes = actions.place(batch, seller=parties.party(by.party), by=by)
    return [_answer(facts, outcome) for facts, outcome in zip(batch, outcomes, strict=True)]


@consignments.get("", response=list[ConsignmentShown], summary="Your consignments, newest first")
def listed(request: HttpRequest, state: str = "", ucr: str = "", limit: int = 100) -> list[ConsignmentShown]:
    """`state` picks those in one state, `ucr` those named, with commas between."""
    by = actor(request)
    found = queries.consignments(None if _sees_all(by) else by.party)
    found = found.filter(state=state) if state else found
    found = found.filter(ucr__in=ucr.split(",")) if ucr else found
    return _all_shown(found[: max(1, min(limit, MOST))])


@consignments.post("/hand-over", response=list[ConsignmentShown], summary="Hand parcels to the carrier")
def hand_over(request: HttpRequest, ucrs: Body[list[str]]) -> list[ConsignmentShown]:
    """All of them or none: said by the seller, or by the keeper of the site that holds the goods."""
    by = actor(request)
    actions.hand_over(ucrs, by=by)
    return _all_shown(queries.consignments().filter(ucr__in=ucrs))


@consignments.get("/{path:ucr}/file", summary="The consignment file, with its proofs")
def file(request: HttpRequest, ucr: str) -> HttpResponse:
    """Everything that both hubs hold of the consignment, sealed by this one; `entrepot verify` checks it offline."""
    by = actor(request)
    found = queries.consignments(None if _sees_all(by) else by.party).get(ucr=ucr)
    return HttpResponse(network.export_file(found.ucr), content_type="application/json")


@consignments.post("/{path:ucr}/cancel", response=ConsignmentShown, summary="Cancel an order that has not left")
def cancel(request: HttpRequest, ucr: str, why: Cancelled) -> ConsignmentShown:
    return _all_shown([actions.cancel(ucr, why.reason, by=actor(request))])[0]


@consignments.get("/{path:ucr}", response=ConsignmentShown, summary="One consignment")
def one(request: HttpRequest, ucr: str) -> ConsignmentShown:
    by = actor(request)
    return _all_shown([queries.consignments(None if _sees_all(by) else by.party).get(ucr=ucr)])[0]


def _sees_all(by: Actor) -> bool:
    return any(parties.may(by, right) for right in EVERYBODY_S)


def _answer(facts: OrderFacts, outcome: actions.Outcome) -> OrderAnswer:
    if isinstance(outcome, Refused):
        findings = [Told(**told(found)) for found in outcome.findings]
        return OrderAnswer(number=facts.number, placed=False, findings=findings)
    return OrderAnswer(number=facts.number, placed=True, ucr=outcome.ucr, state=outcome.state)


def _all_shown(found: Iterable[Consignment]) -> list[ConsignmentShown]:
    """Each with its parcel and its history, asked for in one question each."""
    rows = list(found)
    ucrs = [row.ucr for row in rows]
    parcels = stock.states(ucrs)
    reached = queries.history(ucrs)
    return [_shown(row, parcels.get(row.ucr, ""), reached.get(row.ucr, [])) for row in rows]


def _shown(found: Consignment, parcel: str, reached: Sequence[tuple[str, datetime]]) -> ConsignmentShown:
    return ConsignmentShown(
        ucr=found.ucr,
        home=found.home,
        peer=found.peer,
        order_number=found.order_number,
        seller=found.seller_code,
        seller_name=found.seller_name,
        origin=found.origin,
        destination=found.destination,
        via=found.via,
        onward=found.onward,
        passage=found.passage,
        regime=found.regime,
        import_regime=found.import_regime,
        state=found.state,
        lane=found.lane,
        currency=found.currency,
        goods_minor=found.goods_minor,
        freight_minor=found.freight_minor,
        total_minor=found.total_minor,
        tax_currency=found.tax_currency,
        duty_minor=found.duty_minor,
        tax_minor=found.tax_minor,
        settled_minor=found.settled_minor,
        items=found.items,
        placed_at=found.placed_at,
        imported_at=found.imported_at,
        delivered_at=found.delivered_at,
        settled_at=found.settled_at,
        parcel=parcel,
        history=[StateReached(state=state, at=at) for state, at in reached],
    )
