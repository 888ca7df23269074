"""The conditions of a regime, asked of many parcels at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from entrepot.trade.currency import minor_digits
from entrepot.trade.duty.column import Answers, Column, compared, either, every, opposite, together
from entrepot.trade.duty.condition import Condition, Either, Every, Otherwise, ValueTest
from entrepot.trade.duty.ground import Value
from entrepot.trade.duty.situation import Situation
from entrepot.trade.finding import Refused


class TooIntricate(Exception):  # noqa: N818 - it is no fault
    """The columns cannot hold this; the full reckoning can."""


def in_minor(situation: Situation, value: Value) -> Fraction:
    """A sum of the law in minor units of its currency."""
    if value.amount is None:
        raise TooIntricate
    return value.amount * worth_of(situation, value.currency) * scale_of(situation)


def worth_of(situation: Situation, currency: str) -> Fraction:
    """What one unit of a currency is worth in the law's."""
    try:
        return situation.day.factor(currency, situation.law.currency)
    except Refused:
        raise TooIntricate from None


def scale_of(situation: Situation) -> int:
    """How many minor units make one of the law's currency."""
    scale: int = 10 ** minor_digits(situation.law.currency)
    return scale


class Asked:
    """What does not depend on amounts is asked of the one situation; amounts are compared in columns."""

    def __init__(self, situation: Situation, parts: Mapping[str, Column], pieces: Sequence[int]) -> None:
        self.situation, self.parts, self.pieces, self.count = situation, parts, pieces, len(pieces)
        self.made: dict[int, Answers] = {}

    def answer(self, condition: Condition) -> Answers:
        key = id(condition)
        if key not in self.made or not isinstance(condition, ValueTest) or condition.value.startswith("charge:"):
            self.made[key] = self._asked(condition)
        return self.made[key]

    def _asked(self, condition: Condition) -> Answers:
        match condition:
            case ValueTest():
                return self._compared(condition)
            case Every(tests=tests):
                return every([self.answer(test) for test in tests], self.count)
            case Either(tests=tests):
                return either([self.answer(test) for test in tests], self.count)
            case Otherwise(test=test):
                return opposite(self.answer(test))
            case _:
                return self.situation.answer(condition)

    def _compared(self, test: ValueTest) -> Answers:
        if test.limit.amount is None:
            return False
        if test.value == "pieces":
            return compared(Column(list(self.pieces)), test.relation, test.limit.amount)
        limit, column = in_minor(self.situation, test.limit), self.parts[test.value]
        if test.of == "item":
            return compared(column, test.relation, limit, self.pieces)
        before = Fraction(0)
        if test.of == "person-day":
            before = self.situation.before_today
        if test.of == "person-year":
            before = self.situation.before
        if before:
            column = together([column, Column([1] * self.count).times(before * scale_of(self.situation))])
        answers = compared(column, test.relation, limit)
        if test.of == "person-year" and not self.situation.before_known:
            sure = test.relation in ("at-least", "over")  # what is known already decides
            return [answer if answer is sure else None for answer in answers]
        return answers
