"""How a fact is written in an element, and read back; and what is lost or lacking in between."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from fractions import Fraction

from entrepot.trade.finding import Refused
from entrepot.trade.money import Rounding, exact
from entrepot.trade.papers.form import Writing

HALF_UP = Rounding()


@dataclass(frozen=True, slots=True)
class Written:
    """A fact as it stands in the form; `whole` is False where the form could not hold all of it."""

    text: str
    whole: bool = True
    unknown: bool = False
    """The form has no code for it, so nothing is written."""
    short: bool = False
    """The form asks for more digits than are known."""


def write(fact: str, how: Writing) -> Written:
    """The fact in the form's own writing."""
    if not fact:
        return Written("")
    if how.codes is not None:
        code = how.codes.get(fact)
        return Written("", whole=False, unknown=True) if code is None else Written(code)
    if how.date:
        return Written(datetime.date.fromisoformat(fact).strftime(how.date))
    if how.digits is not None:
        digits = "".join(filter(str.isdigit, fact))
        return Written(digits[: how.digits], whole=len(digits) <= how.digits, short=len(digits) < how.digits)
    if how.decimals is not None:
        return _number(fact, how.decimals)
    if how.longest is not None:
        return Written(fact[: how.longest], whole=len(fact) <= how.longest)
    return Written(fact)


def read(text: str, how: Writing) -> str:
    """The fact that an element tells; what cannot be one is told as it stands."""
    if not text:
        return ""
    if how.codes is not None:
        return next((ours for ours, theirs in how.codes.items() if theirs == text), text)
    if how.date:
        try:
            return datetime.datetime.strptime(text, how.date).date().isoformat()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            return text
    return text


def same(fact: str, told: str, how: Writing) -> bool:
    """Whether what was read back is the fact, as far as the form holds it."""
    if how.decimals is not None:
        return exact(told) == exact(fact)
    if how.digits is not None:
        return told == "".join(filter(str.isdigit, fact))
    return fact == told


def _number(fact: str, decimals: int) -> Written:
    """A number with so many decimals, rounded half up where it has more."""
    try:
        number = exact(fact)
    except Refused:
        return Written(fact)
    return Written(fixed(number, decimals), whole=(number * 10**decimals).denominator == 1)


def fixed(number: Fraction, decimals: int) -> str:
    """A number with exactly so many decimals."""
    scaled = HALF_UP.of_ratio(number.numerator * 10**decimals, number.denominator)
    sign, digits = "-" * (scaled < 0), f"{abs(scaled):0{decimals + 1}d}"
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else f"{sign}{digits}"
