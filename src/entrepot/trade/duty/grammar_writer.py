"""Writing a duty expression in its canonical form."""

from __future__ import annotations

import json
import re
from fractions import Fraction

from entrepot.trade.duty.expression import (
    CUSTOMS_VALUE,
    Agri,
    AsLine,
    Between,
    Cap,
    Case,
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
from entrepot.trade.duty.expression_questions import (
    Certificate,
    Fact,
    InForce,
    Origin,
    Quota,
    Season,
    Test,
    Valued,
)

_NAME = re.compile(r"[^\W\d_][^\W_]*(-[^\W_]+)*")


def written(expression: Expression) -> str:
    match expression:
        case Free():
            return "FREE"
        case Pct(rate, base):
            return f"{number(rate)}%" + ("" if base == CUSTOMS_VALUE else f" OF {name(base)}")
        case Specific(amount, currency, per, unit, qualifier):
            many = "" if per == 1 else f"{number(per)} "
            return f"{number(amount)} {currency}/{many}{unit}" + (f"/{name(qualifier)}" if qualifier else "")
        case Sum(parts):
            first = _within(parts[0], Sum, Floor, Cap, When, AsLine)
            return " + ".join([first, *(_within(part, Sum, Minus, Floor, Cap, When, AsLine) for part in parts[1:])])
        case Minus(whole, less):
            return f"{_within(whole, Floor, Cap, When, AsLine)} - {_within(less, Sum, Minus, Floor, Cap, When, AsLine)}"
        case Floor(rate, minimum):
            return f"{_within(rate, When)} MIN {_within(minimum, Floor, Cap, When)}"
        case Cap(rate, maximum):
            return f"{_within(rate, When)} MAX {_within(maximum, Floor, Cap, When)}"
        case OnPart(rate, part):
            return f"{written(rate)} ON {name(part)}"
        case AsLine(line, plus):
            points = f" {'-' if plus < 0 else '+'} {number(abs(plus))}%" if plus else ""
            return f"AS {_line(line)}{points}"
        case NoChange():
            return "NOCHANGE"
        case Gate(reference, currency, unit, factor):
            times = "" if abs(factor) == 1 else f"{number(abs(factor))} x "
            return f"GATE({number(reference)} {currency} {'+' if factor < 0 else '-'} {times}VALUE)/{unit}"
        case Degree(start, step, below, floor, measure):
            degree = f"PER DEGREE OF {name(measure)} BELOW {number(below)}"
            return f"{written(start)} LESS {written(step)} {degree} FLOOR {written(floor)}"
        case Agri(kind, reduced):
            return f"{kind} REDUCED" if reduced else kind
        case When(cases):
            return "WHEN " + "; ".join(_case(case) for case in cases)
        case Between(low, high):
            return f"BETWEEN({written(low)}, {written(high)})"
        case NotApplied(rate):
            return f"NOTAPPLIED({written(rate)})"
        case Text(raw):
            return f"TEXT({quoted(raw)})"


def number(value: Fraction) -> str:
    """The shortest exact way to write a number: 6.5 as a decimal, a third as 1/3."""
    sign, value = ("-", -value) if value < 0 else ("", value)
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return f"{sign}{value.numerator}/{value.denominator}"
    digits = max(twos, fives)
    whole, decimals = divmod(value.numerator * 10**digits // value.denominator, 10**digits)
    return f"{sign}{whole}" + (f".{decimals:0{digits}d}" if digits else "")


def name(text: str) -> str:
    """A plain name as it is, anything else in quotation marks."""
    return text if _NAME.fullmatch(text) else quoted(text)


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _within(expression: Expression, *needing_brackets: type) -> str:
    text = written(expression)
    return f"({text})" if isinstance(expression, needing_brackets) else text


def _line(line: str) -> str:
    if line == "":
        return "SUBHEADING"
    if line.isascii() and line.isdigit():
        return line
    return name(line) if "-" in line else quoted(line)


def _case(case: Case) -> str:
    tests = " AND ".join(_test(test) for test in case.tests) if case.tests else "ELSE"
    return f"{tests}: {_within(case.expression, When)}"


def _test(test: Test) -> str:
    match test:
        case InForce(start, end):
            parts = [f"FROM {start}" if start else "", f"TO {end}" if end else ""]
            return " ".join(part for part in parts if part) or "ALWAYS"
        case Season((m1, d1), (m2, d2)):
            return f"SEASON {m1:02d}-{d1:02d} .. {m2:02d}-{d2:02d}"
        case Quota(inside, order):
            return f"QUOTA {'IN' if inside else 'OUT'}" + (f" {quoted(order)}" if order else "")
        case Origin(countries):
            return "ORIGIN " + " ".join(countries)
        case Certificate(code):
            return f"CERTIFICATE {quoted(code)}"
        case Valued(relation, amount, currency, unit):
            return f"VALUE {relation} {number(amount)} {currency}/{unit}"
        case Fact(question):
            return f"FACT {quoted(question)}"
