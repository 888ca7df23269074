"""What would it cost to land these goods there?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from entrepot.hub.api.amounts import AmountShown, kept
from entrepot.hub.api.caller import actor
from entrepot.hub.api.problem import Told, told
from entrepot.hub.events import Actor
from entrepot.hub.parties import queries as parties
from entrepot.hub.reading import described, read_batch
from entrepot.hub.tariffs import actions, queries, reckoning
from entrepot.hub.tariffs.facts import QuoteFacts, asked
from entrepot.hub.tariffs.models import StoredQuote
from entrepot.trade.duty.facts import Consignment
from entrepot.trade.finding import Refused

router = Router(tags=["tariffs"])

MOST = 1000  # of one batch
AMOUNTS = ("duty", "tax", "fees", "total", "landed")
BODY = described(list[QuoteFacts])


class OptionShown(Schema):
    """One lawful way in: what it costs, and what must be true or be shown for it. Its working stands in `result`."""

    regime: str
    name: str
    agreements: list[str] = []
    goods: AmountShown | None = None
    carriage: AmountShown | None = None
    duty: AmountShown | None = None
    tax: AmountShown | None = None
    fees: AmountShown | None = None
    total: AmountShown | None = None
    landed: AmountShown | None = None
    proofs: list[str] = []
    findings: list[Told] = []


class QuoteShown(Schema):
    """A quote with its working: every way in, cheapest first, and why others are closed.

    `options` have a price, the cheapest first; `unpriced` and `closed` say in their findings why not. An amount is
    `{"amount", "currency"}`, or `{"min", "max"}` of two such where the code leaves several national lines open.
    `regime`, `duty_minor` and `tax_minor` are of the way that an order would take; they are empty if none is exact.
    With `findings` of level error there is no quote: the question could not be read, or not be answered.
    """

    id: UUID | None = None
    destination: str = ""
    currency: str = ""
    on: date | None = None
    known: date | None = None
    options: list[OptionShown] = []
    unpriced: list[OptionShown] = []
    closed: list[OptionShown] = []
    regime: str = ""
    duty_minor: int | None = None
    tax_minor: int | None = None
    law_digest: str = ""
    tariff: list[dict[str, Any]] = []
    rates: dict[str, Any] = {}
    result: dict[str, Any] = {}
    made_at: datetime | None = None
    findings: list[Told] = []


class Recomputed(Schema):
    """The quote as given, whether it comes out the same by its own law, tariff and rates, and the answer of today."""

    same: bool
    law_digest: str
    given: dict[str, Any]
    now: dict[str, Any]


@router.post("", response=list[QuoteShown], openapi_extra=BODY, summary="Quote a batch of consignments")
def quote(request: HttpRequest) -> list[QuoteShown]:
    """Answer every question in the order given; each answer is kept with all it rests on."""
    batch, by = read_batch(request.body, QuoteFacts, most=MOST), actor(request)
    questions = [_question(facts, by) for facts in batch]
    answers = iter(actions.quote([each for each in questions if isinstance(each, Consignment)], by=by))
    return [_refused(each) if isinstance(each, Refused) else _shown(next(answers)) for each in questions]


@router.get("/{number}", response=QuoteShown, summary="A quote that was given")
def one(request: HttpRequest, number: UUID) -> QuoteShown:
    return _shown(_visible(number, actor(request)))


@router.get("/{number}/again", response=Recomputed, summary="The same question, answered again")
def again(request: HttpRequest, number: UUID) -> Recomputed:
    """By the law, tariff and rates that the quote names; and beside it by the law and tariff held now."""
    stored = _visible(number, actor(request))
    same = reckoning.again(stored) == stored.result
    now = reckoning.by_law_held_now(stored)
    return Recomputed(same=same, law_digest=now["law_digest"], given=stored.result, now=now)


def _visible(number: UUID, by: Actor) -> StoredQuote:
    """The quote, for whoever asked for it and for the operator; for others there is none."""
    stored = queries.quote(number)
    if stored.made_by != f"{by.kind}:{by.ref}" and not parties.may(by, "operator"):
        raise StoredQuote.DoesNotExist
    return stored


def _question(facts: QuoteFacts, by: Actor) -> Consignment | Refused:
    try:
        return asked(facts, by.at.date())
    except Refused as refused:
        return refused


def _shown(stored: StoredQuote) -> QuoteShown:
    result = stored.result
    open_ones = [_option(each, stored.currency) for each in result.get("options", [])]
    return QuoteShown(
        id=stored.pk,
        destination=stored.destination,
        currency=stored.currency,
        on=result.get("on"),
        known=result.get("known"),
        options=[each for each in open_ones if each.total is not None],
        unpriced=[each for each in open_ones if each.total is None],
        closed=[_option(each, stored.currency) for each in result.get("closed", [])],
        regime=stored.regime,
        duty_minor=stored.duty_minor,
        tax_minor=stored.tax_minor,
        law_digest=stored.law_digest,
        tariff=result.get("tariff", []),
        rates=stored.rates,
        result=result,
        made_at=stored.made_at,
        findings=[Told(**each) for each in result.get("findings", [])],
    )


def _option(told: Mapping[str, Any], currency: str) -> OptionShown:
    amounts = {name: kept(told[name], currency) for name in ("goods", "carriage", *AMOUNTS)}
    found = [Told(**each) for name in ("requires", "unknown", "why_not") for each in told[name]]
    return OptionShown(
        regime=told["regime"],
        name=told["name"],
        agreements=told["agreements"],
        proofs=told["proofs"],
        findings=found,
        **amounts,
    )


def _refused(refused: Refused) -> QuoteShown:
    return QuoteShown(findings=[Told(**told(found)) for found in refused.findings])
