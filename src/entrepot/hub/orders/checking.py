"""What may be wrong with an order before anything is asked of the law: pure, and complete."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from django.utils.translation import gettext_noop

from entrepot.hub.catalogue import queries as catalogue
from entrepot.hub.catalogue.facts import LARGEST_MINOR, asked, minor, price_findings
from entrepot.hub.catalogue.models import Product
from entrepot.hub.orders.facts import LineFacts, OrderFacts
from entrepot.trade import code
from entrepot.trade.currency import MINOR_DIGITS
from entrepot.trade.duty.valuation import apportion
from entrepot.trade.finding import Finding
from entrepot.trade.money import Money

MOST_LINES = 999
MOST_PIECES = 1_000_000


@dataclass(frozen=True, slots=True)
class Amounts:
    """The amounts of an order in order, in minor units; `values` are the lines less their share of the discount."""

    prices: tuple[int, ...]
    values: tuple[int, ...]
    goods: int
    freight: int
    discount: int

    @property
    def before_charges(self) -> int:
        return self.goods - self.discount + self.freight


def check(facts: OrderFacts, products: Mapping[str, Product]) -> list[Finding]:
    """Everything that is wrong with one order."""
    found = list(_of_order(facts))
    for n, line in enumerate(facts.lines):
        found += [replace(each, pointer=f"/lines/{n}{each.pointer}") for each in _of_line(line, facts, products)]
    if not any(each.level == "error" for each in found):
        found += _of_sum(facts)
    return found


def amounts(facts: OrderFacts) -> Amounts:
    """The amounts of an order that was checked."""
    prices = tuple(minor(line.unit_price, facts.currency) for line in facts.lines)
    gross = [price * line.quantity for price, line in zip(prices, facts.lines, strict=True)]
    discount = minor(facts.discount, facts.currency)
    values = tuple(whole - share for whole, share in zip(gross, _shares(discount, gross, facts.currency), strict=True))
    return Amounts(prices, values, sum(gross), minor(facts.freight, facts.currency), discount)


def _shares(discount: int, gross: list[int], currency: str) -> list[int]:
    """The discount shared among the lines by their worth, to the minor unit."""
    shared = apportion(Money.from_minor(discount, currency).amount, [Fraction(each) for each in gross], currency)
    return [Money(share, currency).minor for share in shared]


def _of_order(facts: OrderFacts) -> Iterator[Finding]:
    if not facts.number.strip() or len(facts.number) > 30 or not facts.number.isprintable():
        yield Finding(
            "order-number-missing",
            gettext_noop("The order has no number, or one longer than 30 characters."),
            "/number",
            gettext_noop("Give the number under which the shop keeps the order."),
        )
    yield from asked(code.country, facts.destination, "/destination")
    if facts.currency not in MINOR_DIGITS:
        yield Finding(
            "currency-unknown",
            gettext_noop("“{currency}” is not a currency in use."),
            "/currency",
            gettext_noop("Give the three capital letters of ISO 4217, such as MYR, CNY or USD."),
            params={"currency": facts.currency},
        )
    else:
        yield from price_findings(facts.freight, facts.currency, "/freight")
        yield from price_findings(facts.discount, facts.currency, "/discount")
    if not 1 <= len(facts.lines) <= MOST_LINES:
        yield Finding(
            "lines-missing",
            gettext_noop("The order has {count} lines."),
            "/lines",
            gettext_noop("Give 1 to {most} lines; split a larger order."),
            params={"count": str(len(facts.lines)), "most": str(MOST_LINES)},
        )


def _of_line(line: LineFacts, facts: OrderFacts, products: Mapping[str, Product]) -> Iterator[Finding]:
    if line.sku not in products:
        yield catalogue.unknown(line.sku)
    if not 0 < line.quantity <= MOST_PIECES:
        yield Finding(
            "quantity-not-positive",
            gettext_noop("The quantity is {quantity}; an order is for at least one piece, and at most {most}."),
            "/quantity",
            gettext_noop("Give the quantity that was sold."),
            params={"quantity": str(line.quantity), "most": str(MOST_PIECES)},
        )
    if not line.unit_price.strip():
        yield Finding(
            "price-missing",
            gettext_noop("{sku} has no price."),
            "/unit_price",
            gettext_noop("Give the price of one piece in the currency of the order."),
            params={"sku": line.sku},
        )
    elif facts.currency in MINOR_DIGITS:
        found = list(price_findings(line.unit_price, facts.currency, "/unit_price"))
        yield from found
        if not found and minor(line.unit_price, facts.currency) == 0:
            yield Finding(
                "price-not-positive",
                gettext_noop("{sku} is priced at nothing."),
                "/unit_price",
                gettext_noop("Give the price paid; goods given away are declared with what they would cost."),
                params={"sku": line.sku},
            )


def _of_sum(facts: OrderFacts) -> Iterator[Finding]:
    found = amounts(facts)
    if any(value <= 0 for value in found.values):
        yield Finding(
            "discount-too-large",
            gettext_noop("The discount {discount} leaves nothing of the price of the goods."),
            "/discount",
            gettext_noop(
                "Give the discount on the goods alone; goods given away are declared with what they would cost."
            ),
            params={"discount": facts.discount},
        )
    if found.goods + found.freight > LARGEST_MINOR:
        yield Finding(
            "order-too-large",
            gettext_noop("The order is worth more than the hub can keep."),
            "/lines",
            gettext_noop("Check quantities and prices, or split the order."),
        )
