"""How the working tariff of Australia writes a rate, with preferences and phases glued into one cell.

`5% DCS4% DCT5% From1July2018 2.5% From1July2019 Free` is three phases; in the first, two groups of countries have rates
of their own.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache

from entrepot.trade.duty.expression import Cap, Expression, Free, Minus, Pct, Specific, Sum, Text

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PHASE = re.compile(r"From\s*(\d{1,2})\s*([A-Z][a-z]+)\s*(\d{4})\s*:?")
_TAGS = ("LDC", "DCS", "DCT", "DTC", "DC", "FI", "NZ", "PG", "SG", "CA", "MY")
_TAG = "|".join(_TAGS)
_TAGGED = re.compile(rf"((?:{_TAG})(?:\s*/\s*(?:{_TAG}))*)\s*;?\s*(?=Free|\$|\d)")
_MISPRINTS = {"DTC": "DCT"}
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_PCT = re.compile(rf"({_NUMBER})%")
_SPECIFIC = re.compile(rf"\$?({_NUMBER})(?:\s*/\s*(L|kg|stick)| (each))(.*)", re.DOTALL)
_STRONG = "of alcohol, calculated on that alcohol content by which the percentage by volume of alcohol of the goods exceeds 1.15"  # noqa: E501 - the tariff's sentence
_MEASURES = {
    ("L", "of alcohol"): ("LPA", ""),
    ("L", _STRONG): ("LPA", "over-1-15-percent"),
    ("kg", "of tobacco content"): ("KGM", "tobacco-content"),
    ("kg", "TSS"): ("KGM", "total-soluble-solids"),
    ("stick", ""): ("C62", "stick"),
    ("each", ""): ("C62", ""),
}
_BLEND = re.compile(r"of (?!.* plus$)([a-z ]+?)(?: \(if any\))?(?: in the blend)?")
_PAGE = re.compile(r"View TCOs for [\d.]+")


@dataclass(frozen=True, slots=True)
class Phase:
    """What a cell says for a time: who (empty: everybody), how much, from when until when."""

    tag: str
    expression: Expression
    original: str
    valid_from: date | None
    valid_to: date | None


@cache
def australian_phases(cell: str) -> tuple[Phase, ...]:
    """The phases of a cell, each with the rates of the groups that have one of their own; none for a blank cell."""
    words = tidy(cell)
    if not words or _PAGE.fullmatch(words):
        return ()
    starts = list(_PHASE.finditer(words))
    edges: list[tuple[date | None, int, int]] = [(None, 0, starts[0].start() if starts else len(words))]
    for place, start in enumerate(starts):
        following = starts[place + 1].start() if place + 1 < len(starts) else len(words)
        edges.append((_day(start), start.end(), following))
    phases: list[Phase] = []
    for place, (since, begin, end) in enumerate(edges):
        until = edges[place + 1][0] if place + 1 < len(edges) else None
        last = until - timedelta(days=1) if until else None
        for tag, rate in _by_tag(words[begin:end]):
            phases.append(Phase(tag, australian_rate(rate), rate, since, last))
    return tuple(phases)


def tidy(cell: str) -> str:
    """The cell without entities, invisible signs and doubled blanks."""
    words = html.unescape(html.unescape(cell)).replace("\u200b", "").replace("\u2011", "-")
    return " ".join(words.split())


@cache
def australian_rate(words: str) -> Expression:
    """One rate of a cell; `Text` if it is cut off or in words."""
    words = words.strip()
    for sign, join in ((", or, if lower,", Cap), (", less ", Minus), (", and ", lambda a, b: Sum((a, b)))):
        first, found, second = words.partition(sign)
        if found:
            left, right = _single(first), _single(second.strip())
            return join(left, right) if left is not None and right is not None else Text(words)
    parts = [_single(part.strip()) for part in words.split(" plus ")]
    read = [part for part in parts if part is not None]
    if len(read) < len(parts):
        return Text(words)
    return read[0] if len(read) == 1 else Sum(tuple(read))


def _by_tag(words: str) -> list[tuple[str, str]]:
    """Who pays what: the part before the first tag is for everybody."""
    found = list(_TAGGED.finditer(words))
    pieces = [("", words[: found[0].start() if found else len(words)].strip())]
    for place, match in enumerate(found):
        end = found[place + 1].start() if place + 1 < len(found) else len(words)
        rate = words[match.end() : end].strip()
        tags = dict.fromkeys(_MISPRINTS.get(tag.strip(), tag.strip()) for tag in match[1].split("/"))
        pieces += [(tag, rate) for tag in tags]
    return [(tag, rate) for tag, rate in pieces if rate]


def _single(words: str) -> Expression | None:
    if words == "Free":
        return Free()
    match = _PCT.fullmatch(words)
    if match:
        return Pct(_number(match[1]))
    match = _SPECIFIC.fullmatch(words)
    if match is None:
        return None
    amount, unit, each, rest = match.groups()
    unit, rest = unit or each, rest.strip()
    blend = _BLEND.fullmatch(rest)
    if (unit, rest) in _MEASURES:
        code, qualifier = _MEASURES[unit, rest]
    elif not rest:
        code, qualifier = ("LTR" if unit == "L" else "KGM"), ""
    elif unit == "L" and blend:
        code, qualifier = "LTR", blend[1].replace(" ", "-")
    else:
        return None
    return Specific(_number(amount), "AUD", Fraction(1), code, qualifier)


def _day(start: re.Match[str]) -> date:
    return date(int(start[3]), _MONTHS.index(start[2][:3].lower()) + 1, int(start[1]))


def _number(text: str) -> Fraction:
    return Fraction(text.replace(",", ""))
