"""What is the code of these goods?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from ninja import Router, Schema

from entrepot.classify import Goods
from entrepot.classify.goods import checked
from entrepot.hub.api.caller import actor
from entrepot.hub.api.problem import Told, told
from entrepot.hub.catalogue import classifying
from entrepot.hub.catalogue.classifying import DecisionFacts
from entrepot.hub.parties import queries as parties
from entrepot.hub.reading import described, read_batch
from entrepot.trade.finding import Refused

router = Router(tags=["catalogue"])

MOST = 100  # of one batch


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsFacts:
    """A description of goods, its language if known (`en`, `zh`, `ms`), and attributes by name."""

    text: str
    lang: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


class Classified(Schema):
    """The subheadings that the goods may belong to, best first; none if the words are not enough."""

    lang: str = ""
    suggestions: list[dict[str, Any]] = []
    questions: list[dict[str, Any]] = []
    findings: list[Told] = []


class Decided(Schema):
    """What became of one decision, in the place where it stood."""

    text: str
    recorded: bool
    findings: list[Told]


@router.post(
    "", response=list[Classified], openapi_extra=described(list[GoodsFacts]), summary="Suggest codes for goods"
)
def suggest(request: HttpRequest) -> list[Classified]:
    """Answer every description in the order given."""
    actor(request)
    asked = [_goods(facts) for facts in read_batch(request.body, GoodsFacts, most=MOST)]
    answers = iter(classifying.suggest([each for each in asked if isinstance(each, Goods)]))
    return [_refused(each) if isinstance(each, Refused) else _classified(next(answers)) for each in asked]


@router.post(
    "/decisions", response=list[Decided], openapi_extra=described(list[DecisionFacts]), summary="Decide codes of goods"
)
def decide(request: HttpRequest) -> list[Decided]:
    """Record what you decided, with the highest authority you have; the same again changes nothing."""
    batch, by = read_batch(request.body, DecisionFacts, most=MOST), actor(request)
    answers = classifying.decide(batch, by=by)
    return [
        Decided(text=facts.text, recorded=not isinstance(answer, Refused), findings=_findings(answer))
        for facts, answer in zip(batch, answers, strict=True)
    ]


@router.get("/decisions", summary="Every decision, a JSON line each; for customs and the operator")
def export(request: HttpRequest) -> StreamingHttpResponse:
    by = actor(request)
    if not parties.may(by, "customs"):
        parties.require(by, "operator")
    lines = (f"{line}\n" for line in classifying.exported())
    return StreamingHttpResponse(lines, content_type="application/x-ndjson")


def _goods(facts: GoodsFacts) -> Goods | Refused:
    try:
        return checked(Goods(facts.text, facts.lang, facts.attributes))
    except Refused as refused:
        return refused


def _classified(answer: Any) -> Classified:
    return Classified(
        lang=answer.lang,
        suggestions=[each.plain() for each in answer.suggestions],
        questions=[each.plain() for each in answer.questions],
    )


def _refused(refused: Refused) -> Classified:
    return Classified(findings=[Told(**told(found)) for found in refused.findings])


def _findings(answer: object) -> list[Told]:
    return [Told(**told(found)) for found in answer.findings] if isinstance(answer, Refused) else []
