"""A profile told in sentences: what it looks for, line by line, in the words of whoever reads it.

A line is a source sentence with its parameters, so that a face can translate it whole; lines below it are its parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from entrepot.trade.risk import combined as c
from entrepot.trade.risk import of_items as i
from entrepot.trade.risk import vocabulary as v
from entrepot.trade.risk.look import Condition, ItemCondition
from entrepot.trade.wording import gettext_noop


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a profile, and the sentences that belong to it."""

    sentence: str
    params: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[Line, ...] = ()


def told(conditions: Iterable[Condition | ItemCondition]) -> tuple[Line, ...]:
    """The conditions as lines, in their order."""
    return tuple(_line(each) for each in conditions)


SENTENCES: Mapping[type, str] = {
    v.Regime: gettext_noop("The procedure is {any_of}."),
    v.From: gettext_noop("The consignor is in {any_of}."),
    v.To: gettext_noop("The consignee is in {any_of}."),
    v.Declarant: gettext_noop("The declarant is {any_of}."),
    v.Party: gettext_noop("Consignor or consignee has the number {any_of}."),
    v.Term: gettext_noop("The delivery term is {any_of}."),
    v.Unregistered: gettext_noop("The seller's tax scheme is not named."),
    v.ItemCountOver: gettext_noop("There are more than {number} items."),
    v.MassOver: gettext_noop("All goods weigh more than {kg} kg with their packing."),
    v.ValueOver: gettext_noop("The goods are worth more than {money}, or nobody can say in that currency."),
    v.ValueBelow: gettext_noop("The goods are worth less than {money}, or nobody can say in that currency."),
    v.DueOver: gettext_noop("More than {money} is due, or nobody can say in that currency."),
    v.OneIn: gettext_noop("Chance draws it: one consignment in {number}."),
    i.Goods: gettext_noop("Its code begins with {any_of}."),
    i.Origin: gettext_noop("Its origin is {any_of}."),
    i.Words: gettext_noop("Its description has one of these words: {any_of}."),
    i.ItemValueOver: gettext_noop("It is worth more than {money}."),
    i.ItemMassOver: gettext_noop("It weighs more than {kg} kg without its packing."),
    i.ValuePerKgBelow: gettext_noop("A kilogram of it is worth less than {money}."),
    i.ValuePerKgOver: gettext_noop("A kilogram of it is worth more than {money}."),
    i.AnItem: gettext_noop("There is an item of which all of this holds:"),
    c.AllOf: gettext_noop("All of this holds:"),
    c.AnyOf: gettext_noop("One of these holds:"),
    c.Not: gettext_noop("This does not hold:"),
}
WAYS = {"export": gettext_noop("The goods leave."), "import": gettext_noop("The goods enter.")}
SCORE = gettext_noop("The points of what holds come to {number} or more:")
POINTS = gettext_noop("{number} points:")


def _line(condition: Condition | ItemCondition) -> Line:
    match condition:
        case v.Direction(way):
            return Line(WAYS[way])
        case v.ScoreFrom(points, card):
            rows = (Line(POINTS, {"number": str(each)}, (_line(what),)) for what, each in card)
            return Line(SCORE, {"number": str(points)}, tuple(rows))
        case c.Not(inner):
            return Line(SENTENCES[c.Not], parts=(_line(inner),))
        case c.AllOf(parts) | c.AnyOf(parts) | i.AnItem(parts):
            return Line(SENTENCES[type(condition)], parts=told(parts))
        case _:
            return Line(SENTENCES[type(condition)], dict(_params(condition)))


def _params(condition: Condition | ItemCondition) -> Iterator[tuple[str, str]]:
    """The values of a condition, under the names that its sentence uses."""
    for name in condition.__slots__:  # type: ignore[union-attr]
        value = getattr(condition, name)
        if isinstance(value, tuple):
            yield "any_of", ", ".join(map(str, value))
        elif name == "amount":
            yield "money", f"{getattr(condition, 'currency', '')} {value}"
        else:
            yield {"count": "number", "n": "number"}.get(name, name), str(value)
