"""Price lists: what products cost in a currency, for one destination or all, from a day until a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.catalogue import queries
from entrepot.hub.catalogue.facts import asked, minor, price_findings
from entrepot.hub.catalogue.models import Price, PriceList, Product
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.trade import code
from entrepot.trade.currency import MINOR_DIGITS
from entrepot.trade.finding import Finding, Refused, refuse_if_any


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceListFacts:
    """A price list as its seller states it; without a destination it holds for all of them."""

    name: str
    currency: str
    destination: str = ""
    valid_from: date
    valid_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceFacts:
    """What one product costs on a list; blank takes it off the list."""

    sku: str
    price: str


@transaction.atomic
def state_prices(
    seller: Party | str, stated: PriceListFacts, batch: Sequence[PriceFacts], *, by: Actor
) -> list[Price | Refused | None]:
    """State a price list and the prices on it; answer for every price, in the order given. What is not named stays."""
    party = parties.party(queries.code_of(seller))
    parties.require(by, "seller", party)
    refuse_if_any(_wrong_list(stated))
    price_list = _list(party, stated)
    products = queries.by_sku(party, (facts.sku for facts in batch))
    standing = {price.product_id: price for price in price_list.prices.select_for_update()}
    answers: list[Price | Refused | None] = []
    changed: list[Product] = []
    for n, facts in enumerate(batch):
        found = [replace(each, pointer=f"/{n}{each.pointer}") for each in _wrong(facts, stated.currency, products)]
        if found:
            answers.append(Refused(found))
            continue
        product = products[facts.sku]
        answer, new = _priced(price_list, product, facts, standing.get(product.pk))
        answers.append(answer)
        if new:
            changed.append(product)
    body = {"list": price_list.name, "currency": price_list.currency, "destination": price_list.destination}
    events.record_many("catalogue.price.changed", [(product.subject, body) for product in changed], by=by)
    return answers


def _list(seller: Party, stated: PriceListFacts) -> PriceList:
    """The list under this name, holding as it is stated now."""
    wanted = {
        "currency": stated.currency,
        "destination": code.country(stated.destination) if stated.destination else "",
        "valid_from": stated.valid_from,
        "valid_until": stated.valid_until,
    }
    found, fresh = PriceList.objects.get_or_create(seller=seller, name=stated.name.strip(), defaults=wanted)
    if not fresh and found.currency != stated.currency and found.prices.exists():
        raise Refused(_currency_stands(found))
    for field, value in wanted.items():
        setattr(found, field, value)
    found.save(update_fields=list(wanted))
    return found


def _priced(
    price_list: PriceList, product: Product, facts: PriceFacts, standing: Price | None
) -> tuple[Price | None, bool]:
    """The price as it stands now, and whether that is new."""
    if not facts.price.strip():
        if standing is not None:
            standing.delete()
        return None, standing is not None
    amount = minor(facts.price, price_list.currency)
    if standing is not None and standing.price_minor == amount:
        return standing, False
    kept, _ = Price.objects.update_or_create(price_list=price_list, product=product, defaults={"price_minor": amount})
    return kept, True


def _wrong_list(stated: PriceListFacts) -> Iterator[Finding]:
    if not stated.name.strip() or len(stated.name) > 60:
        yield Finding(
            "price-list-name",
            gettext_noop("The price list has no name, or one longer than 60 characters."),
            "/name",
            gettext_noop("Name it after what it is for, such as “Malaysia, spring”."),
        )
    if stated.currency not in MINOR_DIGITS:
        yield Finding(
            "currency-unknown",
            gettext_noop("“{currency}” is not a currency in use."),
            "/currency",
            gettext_noop("Give the three capital letters of ISO 4217, such as MYR, CNY or USD."),
            params={"currency": stated.currency},
        )
    if stated.destination:
        yield from asked(code.country, stated.destination, "/destination")
    if stated.valid_until is not None and stated.valid_until < stated.valid_from:
        yield Finding(
            "price-list-days",
            gettext_noop("The price list ends on {until}, before it begins on {begins}."),
            "/valid_until",
            gettext_noop("Correct one of the two days, or leave the last one out."),
            params={"until": stated.valid_until.isoformat(), "begins": stated.valid_from.isoformat()},
        )


def _wrong(facts: PriceFacts, currency: str, products: Mapping[str, Product]) -> Iterator[Finding]:
    if facts.sku not in products:
        yield queries.unknown(facts.sku)
    if facts.price.strip():
        yield from price_findings(facts.price, currency, "/price")


def _currency_stands(price_list: PriceList) -> Finding:
    return Finding(
        "price-list-currency",
        gettext_noop("Price list “{name}” holds prices in {currency}."),
        "/currency",
        gettext_noop("Make a list of another name for another currency."),
        params={"name": price_list.name, "currency": price_list.currency},
    )
