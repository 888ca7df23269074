"""What a seller lists."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Body, Router, Schema

from entrepot.hub.api.amounts import AmountShown, amount, money
from entrepot.hub.api.caller import actor
from entrepot.hub.api.problem import Told, told
from entrepot.hub.catalogue import actions, queries
from entrepot.hub.catalogue.facts import ProductFacts
from entrepot.hub.catalogue.models import Product
from entrepot.hub.reading import described, read_batch
from entrepot.hub.tariffs import preview
from entrepot.trade.finding import Refused

router = Router(tags=["catalogue"])

MOST = 5000  # of one batch
MOST_PLACES = 30
BODY = described(list[ProductFacts])


class ProductAnswer(Schema):
    """What became of one product of a batch, in the place where it stood."""

    sku: str
    listed: bool
    findings: list[Told]


class ProductShown(Schema):
    """A product as its seller listed it; `state` is draft, offered or withdrawn, `family` whose variant it is."""

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
    family: str
    options: dict[str, str]
    brand: str
    materials: str
    gross_mass_kg: str
    size_mm: list[int]
    traits: list[str]
    state: str


@router.post("", response=list[ProductAnswer], openapi_extra=BODY, summary="List a batch of products")
def list_products(request: HttpRequest) -> list[ProductAnswer]:
    """List what is in order, in the name of your party; the same again changes nothing.

    What is new is offered; what is there stays offered or withdrawn as it is, and keeps the facts that are left out.
    """
    batch, by = read_batch(request.body, ProductFacts, most=MOST), actor(request)
    answers = actions.list_products(by.party, batch, by=by)
    return [_answer(facts, answer) for facts, answer in zip(batch, answers, strict=True)]


@router.get("", response=list[ProductShown], summary="What you list")
def listed(request: HttpRequest, limit: int = 100, after: str = "") -> list[ProductShown]:
    """Your products by SKU; `after` is the last SKU of the page before."""
    found = queries.products(actor(request).party).select_related("family").filter(sku__gt=after).order_by("sku")
    return [_shown(product) for product in found[: max(1, min(limit, 1000))]]


class PlaceShown(Schema):
    """What a buyer in one place would pay for one piece, all in; or in `findings` why nobody can say, or may not send.

    `prohibited` goods may not go there; other findings name the permit that is needed, or what the way in requires.
    """

    destination: str
    currency: str = ""
    regime: str = ""
    goods: AmountShown | None = None
    carriage: AmountShown | None = None
    duty: AmountShown | None = None
    tax: AmountShown | None = None
    fees: AmountShown | None = None
    landed: AmountShown | None = None
    prohibited: bool = False
    findings: list[Told] = []


@router.get("/{path:sku}/landed-cost", response=list[PlaceShown], summary="What buyers pay for a product, by country")
def landed_cost(
    request: HttpRequest,
    sku: str,
    price: str = "",
    currency: str = "",
    freight: str = "",
    by: str = "post",
    to: str = "",
) -> list[PlaceShown]:
    """One piece sent to a consumer in each of some countries (`to=MY,SG`), by the law of today, in the order given.

    Without a price the one at which the product is listed counts, and without a freight your table of carriage. `by` is
    post or express.
    """
    found = queries.products(actor(request).party).select_related("seller").get(sku=sku)
    stated = currency.upper() or found.currency
    sale = preview.sale(price or found.price_text, stated, freight, by)
    wanted = [place.strip().upper() for place in to.split(",") if place.strip()][:MOST_PLACES]
    return [_place(each) for each in preview.preview(found, sale, wanted or preview.places(), actor(request).at.date())]


class MovedAnswer(Schema):
    """The products whose state changed."""

    moved: list[str]


@router.post("/offer", response=MovedAnswer, summary="Let buyers have products again, or a draft for the first time")
def offer(request: HttpRequest, skus: Body[list[str]]) -> MovedAnswer:
    """All of them or none; what is offered already stays so."""
    by = actor(request)
    return MovedAnswer(moved=[product.sku for product in actions.offer(by.party, skus[:MOST], by=by)])


@router.post("/withdraw", response=MovedAnswer, summary="Let nobody buy products until they are offered again")
def withdraw(request: HttpRequest, skus: Body[list[str]]) -> MovedAnswer:
    """All of them or none; orders that were placed stand."""
    by = actor(request)
    return MovedAnswer(moved=[product.sku for product in actions.withdraw(by.party, skus[:MOST], by=by)])


@router.get("/{path:sku}", response=ProductShown, summary="One of your products")
def one(request: HttpRequest, sku: str) -> ProductShown:
    return _shown(queries.products(actor(request).party).get(sku=sku))


def _answer(facts: ProductFacts, answer: Product | Refused) -> ProductAnswer:
    findings = answer.findings if isinstance(answer, Refused) else ()
    return ProductAnswer(sku=facts.sku, listed=not findings, findings=[Told(**told(found)) for found in findings])


def _place(found: preview.Previewed) -> PlaceShown:
    option = None if found.prohibited or found.unsent else found.answer.chosen or found.answer.cheapest
    told_of = [*found.restrictions, *(option.requires if option else found.unsent or found.answer.obstacles)]
    shown = PlaceShown(
        destination=found.destination,
        currency=found.answer.quote.currency,
        prohibited=found.prohibited,
        findings=[Told(**told(each)) for each in told_of],
    )
    if option is not None:
        shown.regime = option.regime
        shown.goods, shown.carriage = (money(each) if each else None for each in (option.goods, option.carriage))
        shown.duty, shown.tax, shown.fees = (amount(each) for each in (option.duty, option.tax, option.fees))
        shown.landed = amount(option.landed)
    return shown


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
        family=product.family.handle,
        options=dict(product.options),
        brand=product.brand,
        materials=product.materials,
        gross_mass_kg=facts.gross_mass_kg or "",
        size_mm=list(product.size_mm or ()),
        traits=list(product.traits),
        state=product.state,
    )
