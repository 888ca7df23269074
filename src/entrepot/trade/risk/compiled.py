"""Profiles compiled together to one Python function: what a hub asks thousands of times a second.

The source is written from the closed vocabulary alone: no text of a profile enters it, every constant is bound by name.
What two profiles ask of the same goods is looked up once, items are gone through once, and chance is drawn once. A word
that is not known here is asked through its own `compiled()`, so a new word works before it is fast; tests prove that
both ways of asking agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast

from entrepot.trade.declaration.reading import MILLION
from entrepot.trade.risk import combined as c
from entrepot.trade.risk import of_items as i
from entrepot.trade.risk import vocabulary as v
from entrepot.trade.risk.chance import number
from entrepot.trade.risk.look import Condition, ItemCondition, Look, amount, item_value_in, value_in
from entrepot.trade.risk.marks import KEPT, alone, guarded, is_of_marks, needs, of_code, of_text

Met = Callable[[Look], int]
"""Which profiles a declaration meets: the bit of each profile is its place in the list."""


def together(whens: Iterable[Sequence[Condition]]) -> Met:
    """One function for the conditions of all profiles."""
    writer, tests, of_marks = _Writer(), [], []
    for n, when in enumerate(whens):
        test = writer.all_of([writer.of_declaration(each) for each in when])
        line, needs_item = f"if {test}: met |= {1 << n}", any(needs(each, (i.AnItem,)) for each in when)
        if needs_item and all(map(is_of_marks, when)):
            of_marks.append(line)
        else:
            tests.append((line, needs_item))
    lines = [*writer.prelude(), *writer.loop(), "met = 0", *guarded(tests, "items")]
    if of_marks:
        lines.append("if items: met |= by_marks(facts.direction, items)")
    source = _function("met(look)", lines) + _function("by_marks(direction, items)", ["met = 0", *of_marks])
    names = dict(writer.constants)
    exec(compile(source, "<risk profiles>", "exec"), names)  # noqa: S102 - words of ours only, see above
    names["by_marks"] = lru_cache(maxsize=KEPT)(names["by_marks"])
    return cast("Met", names["met"])


def _function(name: str, lines: Iterable[str]) -> str:
    return f"def {name}:\n" + "".join(f"    {line}\n" for line in [*lines, "return met"])


@dataclass
class _Writer:
    """Writes the conditions as Python expressions; what several of them need is worked out before."""

    constants: dict[str, Any] = field(default_factory=lambda: {"item_value_in": item_value_in})
    before: dict[str, str] = field(default_factory=dict)
    of_items: dict[str, int] = field(default_factory=dict)
    marked: dict[str, bool] = field(default_factory=dict)
    alone: dict[str, dict[int, int]] = field(default_factory=dict)
    goods: list[tuple[str, ...]] = field(default_factory=list)
    words: list[tuple[str, ...]] = field(default_factory=list)

    def prelude(self) -> Iterable[str]:
        yield "read = look.read"
        yield "facts = read.facts"
        yield from (f"{name} = {source}" for name, source in self.before.items())

    def loop(self) -> Iterable[str]:
        """Goes through the items once, and marks which of the asked things one of them is."""
        if self.of_items:
            yield "items = 0"
            yield "for item in read.items:"
            yield "    goods = item.item"
            if self.goods:
                self.constants["kinds_of"] = of_code(tuple(self.goods))
                yield "    kinds = kinds_of(item.commodity)"
            if self.words:
                self.constants["told_in"] = of_text(tuple(self.words))
                yield "    told = told_in(goods.description)"
            tests = [*self._of_one_mark()]
            for test, bit in self.of_items.items():
                if test in self.marked:
                    tests.append((f"if {test}: items |= {bit}", self.marked[test]))
            marks = " or ".join([*["kinds"] * bool(self.goods), *["told"] * bool(self.words)])
            yield from (f"    {line}" for line in guarded(tests, marks))

    def _of_one_mark(self) -> Iterator[tuple[str, bool]]:
        """What follows from one mark is looked up for all marks of an item together."""
        for marks, things in self.alone.items():
            self.constants[f"{marks}_alone"] = alone(things)
            yield f"items |= {marks}_alone({marks})", True

    def all_of(self, tests: Sequence[str]) -> str:
        return f"({' and '.join(tests)})"

    def any_of(self, tests: Sequence[str]) -> str:
        return f"({' or '.join(tests)})"

    def of_declaration(self, condition: Condition | ItemCondition) -> str:
        match condition:
            case v.Direction(way):
                self.before["direction"] = "facts.direction"
                return f"direction == {self._bound(way)}"
            case v.Regime(codes):
                return f"facts.regime in {self._bound(frozenset(codes))}"
            case v.From(countries):
                return f"facts.consignor.country in {self._bound(frozenset(countries))}"
            case v.To(countries):
                return f"facts.consignee.country in {self._bound(frozenset(countries))}"
            case v.Declarant(codes):
                return f"facts.declarant in {self._bound(frozenset(codes))}"
            case v.Party(ids):
                known = self._bound(frozenset(ids) - {""})
                return f"(facts.consignor.id in {known} or facts.consignee.id in {known})"
            case v.Term(codes):
                return f"facts.incoterm in {self._bound(frozenset(codes))}"
            case v.Unregistered():
                return "not facts.registration"
            case v.ItemCountOver(count):
                return f"len(read.items) > {self._bound(count)}"
            case v.MassOver(kg):
                return f"read.gross > {self._bound(amount(kg))}"
            case v.ValueOver(currency, most):
                value = self._value(currency)
                return f"({value} is None or {value} > {self._bound(amount(most))})"
            case v.ValueBelow(currency, least):
                value = self._value(currency)
                return f"({value} is None or {value} < {self._bound(amount(least))})"
            case v.OneIn(n):
                self.constants["number"] = number
                self.before["chance"] = "number(look.seed, facts.ucr)"
                return f"chance % {self._bound(n)} == 0"
            case v.ScoreFrom(points, card):
                rows = [f"({self.of_declaration(each)}) * {self._bound(worth)}" for each, worth in card]
                scored = " + ".join(["0", *(f"bool{row}" for row in rows)])
                return f"{scored} >= {self._bound(points)}"
            case i.AnItem(conditions):
                test = self.all_of([self.of_item(each) for each in conditions])
                thing = self.of_items.setdefault(test, 1 << len(self.of_items))
                if len(conditions) == 1 and isinstance(conditions[0], i.Goods | i.Words):
                    marks, mark = test.strip("()").split(" & ")
                    self.alone.setdefault(marks, {})[int(mark)] = thing
                else:
                    self.marked[test] = needs(condition, (i.Goods, i.Words))
                return f"items & {thing}"
            case c.AllOf(conditions):
                return self.all_of([self.of_declaration(each) for each in conditions])
            case c.AnyOf(conditions):
                return self.any_of([self.of_declaration(each) for each in conditions])
            case c.Not(inner):
                return f"(not {self.of_declaration(inner)})"
            case _:
                assert hasattr(condition, "compiled"), f"{condition} is said of an item: put it into AnItem"
                return f"{self._bound(condition.compiled())}(look)"

    def of_item(self, condition: Condition | ItemCondition) -> str:
        match condition:
            case i.Goods(prefixes):
                digits = tuple("".join(each for each in prefix if each.isdigit()) for prefix in prefixes)
                return self._marked(self.goods, "kinds", digits)
            case i.Origin(countries):
                return f"goods.origin in {self._bound(frozenset(countries))}"
            case i.Words(words):
                return self._marked(self.words, "told", tuple(word.casefold() for word in words))
            case i.ItemValueOver(currency, most):
                return f"((worth := {self._worth(currency)}) is None or worth > {self._bound(amount(most))})"
            case i.ItemMassOver(kg):
                return f"(item.net is None or item.net > {self._bound(amount(kg))})"
            case i.ValuePerKgBelow(currency, least):
                return self._per_kg(currency, "<", least)
            case i.ValuePerKgOver(currency, most):
                return self._per_kg(currency, ">", most)
            case c.AllOf(conditions):
                return self.all_of([self.of_item(each) for each in conditions])
            case c.AnyOf(conditions):
                return self.any_of([self.of_item(each) for each in conditions])
            case c.Not(inner):
                return f"(not {self.of_item(inner)})"
            case _:
                assert hasattr(condition, "of_item"), f"{condition} is said of a declaration, not of an item"
                return f"{self._bound(condition.of_item())}(item, look)"

    def _marked(self, asked: list[tuple[str, ...]], marks: str, texts: tuple[str, ...]) -> str:
        """Whether the mark of these texts is set among the marks of a code or a description."""
        if texts not in asked:
            asked.append(texts)
        return f"{marks} & {1 << asked.index(texts)}"

    def _per_kg(self, currency: str, relation: str, limit: str) -> str:
        worth, bound = self._worth(currency), self._bound(amount(limit))
        return f"((worth := {worth}) is None or item.net is None or worth * {MILLION} {relation} {bound} * item.net)"

    def _worth(self, currency: str) -> str:
        return f"item_value_in(item, look, {self._bound(currency)})"

    def _value(self, currency: str) -> str:
        """The value of all goods in a currency, worked out once."""
        name = f"value_in_{self._bound(currency)}"
        self.constants["value_in"] = value_in
        self.before[name] = f"value_in(look, {self._bound(currency)})"
        return name

    def _bound(self, constant: object) -> str:
        """The name under which a constant is known to the function; equal ones share it."""
        for name, known in self.constants.items():
            if type(known) is type(constant) and known == constant:
                return name
        name = f"c{len(self.constants)}"
        self.constants[name] = constant
        return name
