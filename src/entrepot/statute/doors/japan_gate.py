"""Gate prices of the Japanese tariff: formulas in which the duty falls as the customs value rises."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from entrepot.trade.duty.expression import Gate

_VALUE = "課税価格"
_WORD = re.compile(r"\d[\d,]*(?:\.\d+)?|[V+\-*/()]")


@dataclass(frozen=True, slots=True)
class _Linear:
    """A number, and a multiple of the customs value of one unit."""

    number: Fraction
    value: Fraction


def gate(words: str, units: dict[str, str]) -> Gate | None:
    """`((500円-課税価格)×10/16)/kg` as a gate price, or None if the words are no such formula."""
    found = set(re.findall(r"/(" + "|".join(units) + r")", words))
    if _VALUE not in words or len(found) != 1:
        return None
    unit = found.pop()
    formula = words.replace(f"/{unit}", "").replace("円", "").replace("×", "*").replace(_VALUE, "V")
    tokens = _WORD.findall(formula)
    if "".join(tokens) != formula:
        return None
    try:
        linear, rest = _sum(tokens)
    except (IndexError, ValueError, ZeroDivisionError):
        return None
    return None if rest else Gate(linear.number, "JPY", units[unit], -linear.value)


def _sum(tokens: list[str]) -> tuple[_Linear, list[str]]:
    left, tokens = _product(tokens)
    while tokens and tokens[0] in "+-":
        sign = 1 if tokens[0] == "+" else -1
        right, tokens = _product(tokens[1:])
        left = _Linear(left.number + sign * right.number, left.value + sign * right.value)
    return left, tokens


def _product(tokens: list[str]) -> tuple[_Linear, list[str]]:
    left, tokens = _single(tokens)
    while tokens and tokens[0] in "*/":
        times = tokens[0] == "*"
        right, tokens = _single(tokens[1:])
        if right.value:
            left, right = right, left
            if not times or right.value:
                raise ValueError
        factor = right.number if times else 1 / right.number
        left = _Linear(left.number * factor, left.value * factor)
    return left, tokens


def _single(tokens: list[str]) -> tuple[_Linear, list[str]]:
    word, rest = tokens[0], tokens[1:]
    if word == "(":
        inner, rest = _sum(rest)
        if rest[0] != ")":
            raise ValueError
        return inner, rest[1:]
    if word == "V":
        return _Linear(Fraction(0), Fraction(1)), rest
    return _Linear(Fraction(word.replace(",", "")), Fraction(0)), rest
