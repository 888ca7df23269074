"""What a seller lists."""

from __future__ import annotations

import pydantic
from django.http import HttpRequest
from ninja import Router, Schema

from entrepot.hub.api.caller import actor
from entrepot.hub.api.problem import Told, told
from entrepot.hub.api.reading import read_batch
from entrepot.hub.catalogue import actions, queries
from entrepot.hub.catalogue.facts import ProductFacts
from entrepot.hub.catalogue.models import Product
from entrepot.trade.finding import Refused

router = Router(tags=["catalogue"])

MOST = 5000  # of one batch
BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": pydantic.TypeAdapter(list[ProductFacts]).json_schema()}},
    }
}


class Answer(Schema):
    """What became of one product of a batch, in the place where it stood."""

    sku: str
    listed: bool
    findings: list[Told]


class ProductShown(Schema):
    """A product as its seller listed it."""

    sku: str
    title: str
    hs: str
    codes: dict[str, str]
    origin: str
    net_mass_kg: str
    gtin: str
    price: str
    currency: str
    texts: dict[str, str]


@router.post("", response=list[Answer], openapi_extra=BODY, summary="List a batch of products")
def list_products(request: HttpRequest) -> list[Answer]:
    """List what is in order, in the name of your party; the same again changes nothing."""
    batch, by = read_batch(request.body, ProductFacts, most=MOST), actor(request)
    answers = actions.list_products(by.party, batch, by=by)
    return [_answer(facts, answer) for facts, answer in zip(batch, answers, strict=True)]


@router.get("", response=list[ProductShown], summary="What you list")
def listed(request: HttpRequest, limit: int = 100, after: str = "") -> list[ProductShown]:
    """Your products by SKU; `after` is the last SKU of the page before."""
    found = queries.products(actor(request).party).filter(sku__gt=after).order_by("sku")
    return [_shown(product) for product in found[: max(1, min(limit, 1000))]]


@router.get("/{path:sku}", response=ProductShown, summary="One of your products")
def one(request: HttpRequest, sku: str) -> ProductShown:
    return _shown(queries.products(actor(request).party).get(sku=sku))


def _answer(facts: ProductFacts, answer: Product | Refused) -> Answer:
    findings = answer.findings if isinstance(answer, Refused) else ()
    return Answer(sku=facts.sku, listed=not findings, findings=[Told(**told(found)) for found in findings])


def _shown(product: Product) -> ProductShown:
    facts = queries.facts_of(product)
    return ProductShown(
        sku=facts.sku,
        title=facts.title,
        hs=facts.hs,
        codes=dict(facts.codes),
        origin=facts.origin,
        net_mass_kg=facts.net_mass_kg,
        gtin=facts.gtin,
        price=facts.price,
        currency=facts.currency,
        texts=dict(facts.texts),
    )
