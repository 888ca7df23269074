"""Whether a test of a conditional rate holds for the goods: yes, no, or a question to be asked."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction

from entrepot.trade.duty import expression_findings as because
from entrepot.trade.duty.expression_inputs import CannotSay, Inputs, measured
from entrepot.trade.duty.expression_questions import (
    Certificate,
    Fact,
    InForce,
    Origin,
    Quota,
    Season,
    Test,
    Valued,
    answer_key,
)
from entrepot.trade.money import Money

_RELATIONS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def holds(test: Test, inputs: Inputs) -> bool | CannotSay:
    """The answer to the test, or what to ask first."""
    match test:
        case InForce(start, end):
            if start is None and end is None:
                return True
            if inputs.on is None:
                return because.day_missing()
            return (start is None or start <= inputs.on) and (end is None or inputs.on <= end)
        case Season(start=opens, end=closes):
            if inputs.on is None:
                return because.day_missing()
            today = (inputs.on.month, inputs.on.day)
            return opens <= today <= closes if opens <= closes else today >= opens or today <= closes
        case Origin(countries):
            return inputs.origin in countries if inputs.origin else because.origin_missing()
        case Quota(inside=inside):
            answer = inputs.facts.get(answer_key(test))
            return because.answer_missing(answer_key(test)) if answer is None else answer is inside
        case Certificate() | Fact():
            answer = inputs.facts.get(answer_key(test))
            return because.answer_missing(answer_key(test)) if answer is None else answer
        case Valued():
            return _valued(test, inputs)


def _valued(test: Valued, inputs: Inputs) -> bool | CannotSay:
    """Compares the whole line's value with the amount for its whole quantity, so that nothing is divided."""
    count = measured(inputs.quantities, test.unit)
    if count is None:
        return because.quantity_missing(test.unit, "", inputs.quantities)
    currency = inputs.customs_value.currency
    limit = inputs.convert(Money(test.amount * count, test.currency), currency)
    if limit is None:
        return because.rate_of_exchange_missing(test.currency, currency)
    return _RELATIONS[test.relation](inputs.customs_value.amount, limit.amount)
