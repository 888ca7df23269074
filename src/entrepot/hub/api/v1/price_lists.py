"""Price lists: what products cost in a currency, for one destination or all, from a day until a day."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from ninja import Router, Schema

from entrepot.hub.api.caller import actor
from entrepot.hub.api.problem import Told, told
from entrepot.hub.catalogue import actions, queries
from entrepot.hub.catalogue.models import PriceList
from entrepot.trade.finding import Refused

router = Router(tags=["catalogue"])


class PriceListed(Schema):
    """What one product costs on the list; blank takes it off."""

    sku: str
    price: str


class PriceListStated(Schema):
    """A price list with prices on it; what is not named stays."""

    name: str
    currency: str
    destination: str = ""
    valid_from: date
    valid_until: date | None = None
    prices: list[PriceListed] = []


class PriceListAnswer(Schema):
    """What became of one price, in the place where it stood."""

    sku: str
    stated: bool
    findings: list[Told]


@router.post("", response=list[PriceListAnswer], summary="State a price list (seller)")
def state(request: HttpRequest, facts: PriceListStated) -> list[PriceListAnswer]:
    """A list under the same name is brought up to date; the same again changes nothing."""
    by = actor(request)
    plain = facts.model_dump(exclude={"prices"})
    batch = [actions.PriceFacts(sku=each.sku, price=each.price) for each in facts.prices]
    answers = actions.state_prices(by.party, actions.PriceListFacts(**plain), batch, by=by)
    return [
        PriceListAnswer(
            sku=each.sku,
            stated=not isinstance(answer, Refused),
            findings=[Told(**told(found)) for found in answer.findings] if isinstance(answer, Refused) else [],
        )
        for each, answer in zip(batch, answers, strict=True)
    ]


@router.get("", response=list[PriceListStated], summary="Your price lists")
def listed(request: HttpRequest) -> list[PriceListStated]:
    """With every price on them, those that began last first."""
    found = queries.price_lists(actor(request).party).prefetch_related("prices__product")
    return [_shown(each) for each in found]


def _shown(each: PriceList) -> PriceListStated:
    return PriceListStated(
        name=each.name,
        currency=each.currency,
        destination=each.destination,
        valid_from=each.valid_from,
        valid_until=each.valid_until,
        prices=[
            PriceListed(sku=price.product.sku, price=price.money_in(each.currency).text) for price in each.prices.all()
        ],
    )
