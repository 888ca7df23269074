"""A consignment seen by one law: its values in the law's currency, and the answer to each of the law's conditions.

Answers have three values: yes, no, and None for "it depends on a fact that nobody stated".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from entrepot.trade.duty.condition import (
    AreaTest,
    Condition,
    Either,
    Every,
    FactTest,
    GoodsTest,
    Otherwise,
    ValueTest,
)
from entrepot.trade.duty.facts import Consignment
from entrepot.trade.duty.law import Law
from entrepot.trade.duty.quota import State
from entrepot.trade.duty.rates import Day
from entrepot.trade.duty.result import Amounts
from entrepot.trade.duty.valuation import Parts, added, value_lines
from entrepot.trade.finding import Finding
from entrepot.trade.money import Money

NOTHING = Fraction(0)


@dataclass(frozen=True)
class Situation:
    """One consignment under one law.

    `before` and `before_today` are what the same buyer is said to have had already, this year and this day;
    `before_known` whether the year's was said at all. `earlier` and `earlier_today` are the parts of the buyer's other
    consignments of the same batch. `charges` is what levies came to, once reckoned; `reckoned` is kept by `Working`.
    """

    consignment: Consignment
    law: Law
    day: Day
    lines: tuple[Parts, ...]
    origins: tuple[str, ...]
    before: Fraction = NOTHING
    before_known: bool = False
    before_today: Fraction = NOTHING
    earlier: Mapping[str, Fraction] = field(default_factory=dict)
    earlier_today: Mapping[str, Fraction] = field(default_factory=dict)
    charges: Mapping[str, Fraction] = field(default_factory=dict)
    answers: dict[tuple[int, int | None], bool | None] = field(default_factory=dict, repr=False)
    findings: dict[tuple[int, bool | None, int | None, bool], Finding] = field(default_factory=dict, repr=False)
    sums: dict[str, Money] = field(default_factory=dict, repr=False)
    shown: dict[int, tuple[Fraction, str]] = field(default_factory=dict, repr=False)
    quotas: dict[str, State] = field(default_factory=dict, repr=False)
    reckoned: dict[object, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls,
        consignment: Consignment,
        law: Law,
        day: Day,
        earlier: Mapping[str, Fraction] | None = None,
        earlier_today: Mapping[str, Fraction] | None = None,
    ) -> Situation:
        """The situation of a consignment; `day` gives the rates of exchange."""
        rounding = law.value_rounding.rounding if law.value_rounding else None
        year, today = (
            None if money is None else day.convert(money, law.currency).amount
            for money in (consignment.year_to_date, consignment.same_day)
        )
        return cls(
            consignment,
            law,
            day,
            tuple(value_lines(consignment, law.customs_value, law.currency, day, rounding)),
            tuple(line.origin or consignment.dispatch for line in consignment.lines),
            year or NOTHING,
            year is not None,
            today or NOTHING,
            earlier or {},
            earlier_today or {},
        )

    def quota(self, number: str) -> State:
        """How a quota of the tariff stands on the day; one that is not held is in no period."""
        if number not in self.quotas:
            quota = self.law.tariff.schedule.quotas.get(number)
            drawn = self.consignment.drawn.get(number, NOTHING)
            self.quotas[number] = quota.state(self.law.on, self.law.known, drawn) if quota else State("not in a period")
        return self.quotas[number]

    @property
    def counts_with_others(self) -> bool:
        """Whether the same person is known to have had anything before."""
        return bool(self.before or self.before_today or self.earlier or self.earlier_today)

    @cached_property
    def amounts(self) -> Amounts:
        """The amounts of the answer, each made once."""
        return Amounts(self.law.currency)

    def with_charge(self, levy: str, amount: Fraction) -> Situation:
        """The same situation once a levy has been reckoned, so that a condition may ask what it comes to."""
        return replace(self, charges={**self.charges, levy: amount}, answers={}, findings={})

    def together(self, part: str) -> Fraction:
        """A part summed over all lines."""
        if part.startswith("charge:"):
            return self.charges[part.removeprefix("charge:")]
        if part == "pieces":
            return sum((line.pieces for line in self.consignment.lines), Fraction(0))
        return added([parts[part] for parts in self.lines])

    def settled(self, part: str) -> Money:
        """A part summed over all lines, in whole minor units."""
        if part not in self.sums:
            self.sums[part] = Money(self.together(part), self.law.currency).settle()
        return self.sums[part]

    def answer(self, condition: Condition, line: int | None = None) -> bool | None:
        """Whether a condition holds; for one line of goods if one is named, else for the consignment."""
        key = id(condition), line
        if key not in self.answers:
            self.answers[key] = self._answer(condition, line)
        return self.answers[key]

    def _answer(self, condition: Condition, line: int | None) -> bool | None:
        match condition:
            case ValueTest():
                return self._value(condition, line)
            case FactTest():
                fact = self.fact(condition.fact)
                return None if fact == "" else fact in condition.one_of
            case GoodsTest():
                return self._reach(condition.reach, line, lambda n: self._goods(condition, n))
            case AreaTest():
                if condition.of == "dispatch":
                    return condition.area.holds(self.consignment.dispatch, self.law.on)
                return self._reach(condition.reach, line, lambda n: condition.area.holds(self.origins[n], self.law.on))
            case Every(tests=tests):
                return all_of(self.answer(test, line) for test in tests)
            case Either(tests=tests):
                return any_of(self.answer(test, line) for test in tests)
            case Otherwise(test=test):
                answer = self.answer(test, line)
                return None if answer is None else not answer

    def fact(self, name: str) -> str:
        """A fact of the consignment as the law's files write it: `yes`, `no`, a word; empty if not known."""
        value = getattr(self.consignment, name, None) if name in _FACTS else self.consignment.facts.get(name)
        if isinstance(value, bool):
            return "yes" if value else "no"
        return value or ""

    def measured(self, test: ValueTest, line: int | None = None) -> str:
        """The value that a test looks at, in the law's currency or in pieces, to be shown beside the limit."""
        number = max(self._numbers(test, line), default=NOTHING)
        if test.value == "pieces":
            return str(number)
        kept = self.shown.get(id(number))
        if kept is None:
            kept = self.shown[id(number)] = number, str(Money(number, self.law.currency))
        return kept[1]

    def is_split(self, test: ValueTest) -> bool:
        """Whether the consignment alone would pass, and fails for what the same person has had already."""
        if test.of not in ("person-day", "person-year") or self.answer(test) is not False:
            return False
        return self._value(replace(test, of="consignment"), None) is True

    def _value(self, test: ValueTest, line: int | None) -> bool | None:
        limit = test.limit.amount
        if limit is None:
            return False
        currency = test.limit.currency
        if currency and currency != self.law.currency:
            limit *= self.day.factor(currency, self.law.currency)
        holds = [_RELATIONS[test.relation](number, limit) for number in self._numbers(test, line)]
        answer = any(holds) if test.reach == "any" else all(holds)
        if test.of == "person-year" and not self.before_known and answer == (test.relation in ("at-most", "under")):
            return None
        return answer

    def _numbers(self, test: ValueTest, line: int | None) -> list[Fraction]:
        if test.of in ("item", "line"):
            chosen = range(len(self.lines)) if line is None else (line,)
            goods = self.consignment.lines
            if test.value == "pieces":
                return [goods[n].pieces for n in chosen]
            if test.of == "line":
                return [self.lines[n][test.value] for n in chosen]
            return [self.lines[n][test.value] / goods[n].pieces for n in chosen]
        number = self.together(test.value)
        if test.of == "person-day":
            number += self.before_today + self.earlier_today.get(test.value, NOTHING)
        if test.of == "person-year":
            number += self.before + self.earlier.get(test.value, NOTHING)
        return [number]

    def _goods(self, test: GoodsTest, line: int) -> bool | None:
        code = self.consignment.lines[line].hs
        if code.startswith(test.prefixes):
            return True
        if any(prefix.startswith(code) for prefix in test.prefixes):
            return None
        return False if test.complete else None

    def _reach(self, reach: str, line: int | None, of_line: Callable[[int], bool | None]) -> bool | None:
        if line is not None:
            return of_line(line)
        answers = [of_line(n) for n in range(len(self.lines))]
        return any_of(answers) if reach == "any" else all_of(answers)


def all_of(answers: Iterable[bool | None]) -> bool | None:
    """No if one is no; otherwise open if one is open."""
    seen = list(answers)
    return False if False in seen else None if None in seen else True


def any_of(answers: Iterable[bool | None]) -> bool | None:
    """Yes if one is yes; otherwise open if one is open."""
    seen = list(answers)
    return True if True in seen else None if None in seen else False


_FACTS = frozenset({"channel", "seller_registered", "consumer", "dispatch", "incoterm", "registration"})
_RELATIONS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "at-most": lambda a, b: a <= b,
    "under": lambda a, b: a < b,
    "at-least": lambda a, b: a >= b,
    "over": lambda a, b: a > b,
}
