"""What a buyer paid for a consignment, as it is given back: by the order and the quote that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from entrepot.hub.orders.models import Consignment, Order
from entrepot.hub.tariffs.models import StoredQuote
from entrepot.trade.refund import Sale, Sold


def sale(consignment: Consignment) -> Sale:
    """The sale of a consignment whose order is kept here; duty and tax weigh on each line as its quote says."""
    order = consignment.order
    assert order is not None, "amounts are worked out where the order is kept"
    lines = list(order.lines.all())
    values = [line.value_minor for line in lines]
    weights = _charged(consignment.quote, values) if consignment.quote else [Fraction(0)] * len(values)
    return Sale(
        tuple(Sold(line.quantity, value, weight) for line, value, weight in zip(lines, values, weights, strict=True)),
        order.freight_minor,
        _charges(order),
        order.currency,
    )


def _charges(order: Order) -> int:
    """Duty and tax as the buyer paid them: the total less goods and freight."""
    return order.total_minor - order.freight_minor - (order.goods_minor - order.discount_minor)


def _charged(quote: StoredQuote, values: Sequence[int]) -> list[Fraction]:
    """What each line owed in duty, tax and fees; what was levied on the whole weighs by value."""
    weights = [Fraction(0)] * len(values)
    option = next((each for each in quote.result["options"] if each["regime"] == quote.regime), None)
    for leaf in _leaves(option["lines"] if option else ()):
        amount = Fraction(leaf["amount"]) if isinstance(leaf["amount"], str) else Fraction(0)
        if leaf["item"] is not None and leaf["item"] < len(weights):
            weights[leaf["item"]] += amount
        else:
            together = sum(values)
            weights = [weight + amount * value / together for weight, value in zip(weights, values, strict=True)]
    return weights


def _leaves(lines: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for line in lines:
        if line.get("parts"):
            yield from _leaves(line["parts"])
        else:
            yield line
