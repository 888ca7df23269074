"""Working a duty expression out: the amount with its working, or every reason why there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from entrepot.trade.duty import expression_findings as because
from entrepot.trade.duty.expression import (
    CUSTOMS_VALUE,
    Agri,
    AsLine,
    Between,
    Cap,
    Degree,
    Expression,
    Floor,
    Free,
    Gate,
    Minus,
    NoChange,
    NotApplied,
    OnPart,
    Pct,
    Specific,
    Sum,
    Text,
    When,
)
from entrepot.trade.duty.expression_answers import holds
from entrepot.trade.duty.expression_inputs import Answer, CannotSay, DoesNotApply, Inputs, Part, measured
from entrepot.trade.finding import Finding
from entrepot.trade.money import Money


@dataclass(frozen=True, slots=True)
class Worked:
    """One step of the working: the expression, its answer, what it was taken of, and the steps it rests on.

    `base` is the value that a percentage was taken of; `count` the number of units that an amount was charged for.
    """

    expression: Expression
    answer: Answer
    parts: tuple[Worked, ...] = ()
    base: Money | None = None
    count: Fraction | None = None


def evaluate(expression: Expression, inputs: Inputs) -> Answer:
    """The exact duty in the currency of the customs value, or why it cannot be said. Nothing is rounded here."""
    return worked(expression, inputs).answer


def worked(expression: Expression, inputs: Inputs) -> Worked:
    """The duty and how it was reached, step by step."""
    return _WORK[type(expression)](expression, inputs)


def _free(expression: Free, inputs: Inputs) -> Worked:
    return Worked(expression, Money(Fraction(0), inputs.customs_value.currency))


def _pct(expression: Pct, inputs: Inputs, on: Money | None = None) -> Worked:
    if on is None and expression.base == CUSTOMS_VALUE:
        on = inputs.customs_value
    elif on is None:
        given = inputs.bases.get(expression.base)
        if given is None:
            return Worked(expression, because.base_missing(expression.base))
        on = inputs.convert(given, inputs.customs_value.currency)
        if on is None:
            missing = because.rate_of_exchange_missing(given.currency, inputs.customs_value.currency)
            return Worked(expression, missing)
    return Worked(expression, Money(on.amount * expression.rate / 100, on.currency), base=on)


def _specific(expression: Specific, inputs: Inputs, part: str = "") -> Worked:
    quantities = inputs.parts.get(part, Part()).quantities if part else inputs.quantities
    count = measured(quantities, expression.unit, expression.qualifier)
    if count is None:
        return Worked(expression, because.quantity_missing(expression.unit, expression.qualifier, quantities, part))
    fixed = Money(expression.amount * count / expression.per, expression.currency)
    answer = inputs.convert(fixed, inputs.customs_value.currency)
    if answer is None:
        missing = because.rate_of_exchange_missing(expression.currency, inputs.customs_value.currency)
        return Worked(expression, missing, count=count)
    return Worked(expression, answer, count=count)


def _sum(expression: Sum, inputs: Inputs) -> Worked:
    def add(*amounts: Money) -> Money:
        return Money(sum((each.amount for each in amounts), Fraction(0)), inputs.customs_value.currency)

    return _joined(expression, expression.parts, add, inputs)


def _minus(expression: Minus, inputs: Inputs) -> Worked:
    return _joined(expression, (expression.whole, expression.less), lambda a, b: _at_least_nothing(a - b), inputs)


def _floor(expression: Floor, inputs: Inputs) -> Worked:
    return _chosen(expression, (expression.rate, expression.minimum), lambda a, b: b if a < b else a, inputs)


def _cap(expression: Cap, inputs: Inputs) -> Worked:
    return _chosen(expression, (expression.rate, expression.maximum), lambda a, b: b if b < a else a, inputs)


def _chosen(
    expression: Expression, parts: tuple[Expression, ...], join: Callable[..., Money], inputs: Inputs
) -> Worked:
    """One of two; where one of them is not for these goods, it is the other."""
    steps = [worked(part, inputs) for part in parts]
    open_to_them = tuple(step for step in steps if not isinstance(step.answer, DoesNotApply))
    if len(open_to_them) == 1:
        return Worked(expression, open_to_them[0].answer, open_to_them)
    return _together(expression, tuple(steps), join)


def _joined(
    expression: Expression, parts: tuple[Expression, ...], join: Callable[..., Money], inputs: Inputs
) -> Worked:
    return _together(expression, tuple(worked(part, inputs) for part in parts), join)


def _together(expression: Expression, steps: tuple[Worked, ...], join: Callable[..., Money]) -> Worked:
    silent = [step.answer for step in steps if isinstance(step.answer, CannotSay)]
    if silent:
        return Worked(expression, _all_reasons(silent), steps)
    return Worked(expression, join(*(step.answer for step in steps)), steps)


def _all_reasons(silent: list[CannotSay]) -> CannotSay:
    """Every reason once. If one part does not apply to the goods, the whole does not."""
    findings: list[Finding] = []
    for each in silent:
        findings += [finding for finding in each.findings if finding not in findings]
    kind = DoesNotApply if any(isinstance(each, DoesNotApply) for each in silent) else CannotSay
    return kind(tuple(findings))


def _on_part(expression: OnPart, inputs: Inputs) -> Worked:
    part = inputs.parts.get(expression.part, Part())
    if isinstance(expression.rate, Specific):
        step = _specific(expression.rate, inputs, expression.part)
    elif part.value is None:
        return Worked(expression, because.part_missing(expression.part))
    else:
        currency = inputs.customs_value.currency
        value = inputs.convert(part.value, currency)
        if value is None:
            return Worked(expression, because.rate_of_exchange_missing(part.value.currency, currency))
        step = _pct(expression.rate, inputs, value)
    return Worked(expression, step.answer, (step,), step.base, step.count)


def _as_line(expression: AsLine, inputs: Inputs) -> Worked:
    other = inputs.line(expression.line)
    if other is None:
        return Worked(expression, because.line_unresolved(expression.line))
    # A line that refers to itself, directly or round a corner, settles nothing.
    onward = replace(inputs, line=lambda line: None if line == expression.line else inputs.line(line))
    steps = (worked(other, onward), *([_pct(Pct(expression.plus), inputs)] if expression.plus else []))
    silent = [step.answer for step in steps if isinstance(step.answer, CannotSay)]
    if silent:
        return Worked(expression, _all_reasons(silent), steps)
    amounts = [step.answer.amount for step in steps if isinstance(step.answer, Money)]
    answer = _at_least_nothing(Money(sum(amounts, Fraction(0)), inputs.customs_value.currency))
    return Worked(expression, answer, steps)


def _no_change(expression: NoChange, inputs: Inputs) -> Worked:
    step = _as_line(AsLine(), inputs)
    return Worked(expression, step.answer, step.parts)


def _gate(expression: Gate, inputs: Inputs) -> Worked:
    currency = inputs.customs_value.currency
    count = measured(inputs.quantities, expression.unit)
    if count is None:
        return Worked(expression, because.quantity_missing(expression.unit, "", inputs.quantities))
    reference = inputs.convert(Money(expression.reference * count, expression.currency), currency)
    if reference is None:
        return Worked(expression, because.rate_of_exchange_missing(expression.currency, currency), count=count)
    answer = _at_least_nothing(reference - inputs.customs_value * expression.factor)
    return Worked(expression, answer, base=inputs.customs_value, count=count)


def _degree(expression: Degree, inputs: Inputs) -> Worked:
    reading = inputs.quantities.get(expression.measure)
    if reading is None:
        return Worked(expression, because.quantity_missing(expression.measure, "", ()))
    under = max(expression.below - reading, Fraction(0))
    fallen = replace(expression.start, amount=expression.start.amount - expression.step.amount * under)
    step = _specific(max(fallen, expression.floor, key=lambda rate: rate.amount), inputs)
    return Worked(expression, step.answer, (step,), count=step.count)


def _agri(expression: Agri, inputs: Inputs) -> Worked:
    component = inputs.component(expression)
    if component is None or component == expression:
        return Worked(expression, because.component_missing(expression.kind))
    step = worked(component, inputs)
    return Worked(expression, step.answer, (step,))


def _when(expression: When, inputs: Inputs) -> Worked:
    for case in expression.cases:
        answers = [holds(test, inputs) for test in case.tests]
        if any(answer is False for answer in answers):
            continue
        silent = [answer for answer in answers if isinstance(answer, CannotSay)]
        if silent:
            return Worked(expression, _all_reasons(silent))
        step = worked(case.expression, inputs)
        return Worked(expression, step.answer, (step,))
    return Worked(expression, because.no_case())


def _between(expression: Between, inputs: Inputs) -> Worked:
    steps = (worked(expression.low, inputs), worked(expression.high, inputs))
    low, high = (step.answer for step in steps)
    silent = [answer for answer in (low, high) if isinstance(answer, CannotSay)]
    if silent:
        return Worked(expression, _all_reasons(silent), steps)
    assert isinstance(low, Money)
    assert isinstance(high, Money)
    low, high = (low, high) if low <= high else (high, low)
    return Worked(expression, CannotSay((because.in_a_range(low, high),), low, high), steps)


def _not_applied(expression: NotApplied, inputs: Inputs) -> Worked:
    return Worked(expression, because.not_applied())


def _text(expression: Text, inputs: Inputs) -> Worked:
    return Worked(expression, because.in_words(expression.raw))


def _at_least_nothing(amount: Money) -> Money:
    return amount if amount.amount >= 0 else Money(Fraction(0), amount.currency)


_WORK: dict[type, Callable[[Any, Inputs], Worked]] = {
    Free: _free,
    Pct: _pct,
    Specific: _specific,
    Sum: _sum,
    Minus: _minus,
    Floor: _floor,
    Cap: _cap,
    OnPart: _on_part,
    AsLine: _as_line,
    NoChange: _no_change,
    Gate: _gate,
    Degree: _degree,
    Agri: _agri,
    When: _when,
    Between: _between,
    NotApplied: _not_applied,
    Text: _text,
}
