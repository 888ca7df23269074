"""What forms ask for that nobody states, since it follows from what was stated: totals, values, prices, places."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from entrepot.trade.declaration.facts import DeclarationFacts, GoodsItem
from entrepot.trade.money import Money

OfDeclaration = Callable[[DeclarationFacts], Fraction]
OfItem = Callable[[DeclarationFacts, GoodsItem], Fraction]


def _pieces(facts: DeclarationFacts) -> Fraction:
    return sum((item.amount.amount for item in facts.items), Fraction(0))


def _number(money: Money) -> Fraction:
    return Fraction(money.amount)


DECLARATION: dict[str, OfDeclaration] = {
    "net_mass_kg": lambda facts: facts.net_mass,
    "gross_mass_kg": lambda facts: facts.gross_mass,
    "goods_value": lambda facts: _number(facts.goods_value),
    "fob_value": lambda facts: _number(facts.value_at("fob")),
    "cif_value": lambda facts: _number(facts.value_at("cif")),
    "item_count": lambda facts: Fraction(len(facts.items)),
    "piece_count": _pieces,
}
ITEM: dict[str, OfItem] = {
    "unit_price": lambda facts, item: _number(facts.value_of(item)) / item.amount.amount,
    "share_of_freight": lambda facts, item: (
        _number(facts.freight_paid) * _number(facts.value_of(item)) / _number(facts.goods_value)
    ),
}
