"""How the Harmonized Tariff Schedule of the United States writes a rate."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from entrepot.statute.doors.rows import digits
from entrepot.trade.duty.expression import (
    AsLine,
    Cap,
    Case,
    Degree,
    Expression,
    Free,
    NoChange,
    OnPart,
    Pct,
    Specific,
    Sum,
    Text,
    When,
)
from entrepot.trade.duty.expression_questions import Fact

_NUMBER = r"(\d[\d,]*(?:\.\d+)?|\.\d+)"
_MONEY = re.compile(rf"(?:\$\s*{_NUMBER}|{_NUMBER}\s*¢)\s*(.*)", re.DOTALL)
_PCT = re.compile(rf"{_NUMBER}(?:\s+(\d+)/(\d+))?\s*(?:%|percent)\s*(.*)", re.DOTALL)
_UNITS = {
    "each": "C62", "article": "C62", "head": "C62", "kg": "KGM", "g": "GRM", "t": "TNE", "liter": "LTR", "m": "MTR",
    "lin. m": "MTR", "m2": "MTK", "m3": "MTQ", "bbl": "BLL", "doz.": "DZN", "gross": "GRO", "thousand": "MIL",
    "pr.": "PR", "pf.liter": "PFL", "jewel": "JWL", "1000": "MIL", "1,000": "MIL",
}  # fmt: skip
_QUALIFIED_UNITS = {
    "clean kg": ("KGM", "clean"),
    "pack": ("C62", "pack"),
    "line/gross": ("GRO", "line"),
    "1,000 pins": ("MIL", "pins"),
}
_UNIT = re.compile(
    "(?:/|(?=each))("
    + "|".join(re.escape(u) for u in sorted([*_UNITS, *_QUALIFIED_UNITS], key=len, reverse=True))
    + ")"
    r"(?![\w²³])\s*(.*)",
    re.DOTALL,
)
_QUALIFIERS = {
    "": "",
    "on drained weight": "drained-weight",
    "on drained weght": "drained-weight",
    "of total sugars": "total-sugars",
    "on contents and container": "contents-and-container",
    "on entire contents of container": "entire-contents",
    ", including weight of container": "including-container",
    "of recording surface": "recording-surface",
    "of immediate containers": "immediate-containers",
    "on ethyl alcohol content": "ethyl-alcohol",
    "over 7": "over-7",
    "for each other piece or part": "other-part",
}
_BASES = {
    "of the fair retail value": "fair-retail-value",
    "of the cost of such goods or repairs": "cost-of-goods-or-repairs",
    "of the cost of such parts or materials": "cost-of-parts-or-materials",
    "of the cost of such parts": "cost-of-parts",
}
_WHOLE = {"", "on the entire set"}
_LINES = [
    (r"the duty (?:rate )?provided (?:for )?in ?(?:the applicable|such) subheading", ""),
    (r"the rate applicable to the natural juice in heading 2009", "natural-juice"),
    (r"the rate applicable to each garment in the (?:in the )?ensemble if (?:separately entered|entered separately)",
     "each-garment"),
    (r"the rate of duty applicable to that article in the set subject to the highest rate of duty", "highest-in-set"),
    (r"the rate applicable to the article of which it is (?:a part or|an) accessory", "article-it-belongs-to"),
    (r"the rate applicable to the complete, assembled(?: movement)?", "complete-movement"),
    (r"the rate applicable,? (?:to each article )?in the absence of this (?:sub)?heading", "without-this-line"),
    (r"the duty rate provided for originating goods of korea in such subheading", "korea-originating"),
]  # fmt: skip
_AS = [(re.compile(rf"{words}\s*(?:(\+|plus|minus)\s*{_NUMBER}\s*%)?", re.IGNORECASE), line) for words, line in _LINES]
_DEGREE = re.compile(
    r"(?P<start>.+?/kg) less (?P<step>.+?/kg) for each degree under (?P<below>\d+) degrees "
    r"\(and fractions of a degree in proportion\) but not less (?:than )?(?P<floor>.+?/kg)"
)
_PLATES = ", but if consisting in part of a plate or a set of plates the total duty shall not exceed the duty for the complete movement"  # noqa: E501 - the tariff's sentence
_PLATES_FACT = "consisting in part of a plate or a set of plates"


@cache
def us_rate(cell: str) -> Expression:
    """The rate that a cell of the general, special or other column says; `Text` if it says it in words."""
    words = _tidy(cell)
    if words == "Free":
        return Free()
    if words == "No change":
        return NoChange()
    if words.startswith("Free, "):
        return When((Case((Fact(words.removeprefix("Free, ")),), Free()),))
    if words.endswith(_PLATES):
        rate = us_rate(words.removesuffix(_PLATES))
        capped = Case((Fact(_PLATES_FACT),), Cap(rate, AsLine("complete-movement")))
        return Text(cell) if isinstance(rate, Text) else When((capped, Case((), rate)))
    return _another_line(words) or _degree(words) or _terms(words) or Text(cell)


def _tidy(cell: str) -> str:
    """The cell without the accidents of printing: broken words, missing blanks, two ways to write a unit."""
    words = " ".join(cell.replace("²", "2").replace("³", "3").split())
    words = re.sub(r"([a-z])- ([a-z])", r"\1\2", words).strip("[] ")
    words = re.sub(r"\s*/\s*(?=[a-z])", "/", words).replace("pf. liter", "pf.liter").replace("¢ /", "¢/")
    words = words.replace("m2of ", "m2 of ").replace("thebattery", "the battery").replace("inthe", "in the")
    return re.sub(r"%\s*/$", "%", words)


def _another_line(words: str) -> Expression | None:
    for pattern, line in _AS:
        match = pattern.fullmatch(words)
        if match:
            sign, points = match.groups()
            plus = _number(points) if points else Fraction(0)
            return AsLine(line, -plus if sign == "minus" else plus)
    return None


def _degree(words: str) -> Expression | None:
    match = _DEGREE.fullmatch(words)
    if match is None:
        return None
    start, step, floor = (_term(match[part]) for part in ("start", "step", "floor"))
    if isinstance(start, Specific) and isinstance(step, Specific) and isinstance(floor, Specific):
        return Degree(start, step, Fraction(match["below"]), floor)
    return None


def _terms(words: str) -> Expression | None:
    terms = [_term(part.strip()) for part in words.split("+")]
    read = [term for term in terms if term is not None]
    if len(read) < len(terms):
        return None
    return read[0] if len(read) == 1 else Sum(tuple(read))


def _term(words: str) -> Expression | None:
    return _pct(words) or _specific(words)


def _pct(words: str) -> Expression | None:
    match = _PCT.fullmatch(words)
    if match is None:
        return None
    whole, over, under, rest = match.groups()
    rate = _number(whole) + (Fraction(int(over), int(under)) if over else 0)
    if rest in _WHOLE:
        return Pct(rate)
    if rest in _BASES:
        return Pct(rate, _BASES[rest])
    part = re.fullmatch(r"on (?:the )?(?:value of the )?(.+)", rest)
    return OnPart(Pct(rate), slug(part[1])) if part else None


def _specific(words: str) -> Expression | None:
    match = _MONEY.fullmatch(words)
    if match is None:
        return None
    dollars, cents, rest = match.groups()
    amount = _number(dollars) if dollars else _number(cents) / 100
    if rest in _QUALIFIERS and rest:
        return Specific(amount, "USD", Fraction(1), "C62", _QUALIFIERS[rest])
    found = _UNIT.fullmatch(rest)
    if found is None:
        return None
    unit, rest = found.groups()
    code, narrowed = _QUALIFIED_UNITS.get(unit) or (_UNITS[unit], "")
    if rest in _QUALIFIERS:
        return Specific(amount, "USD", Fraction(1), code, narrowed or _QUALIFIERS[rest])
    part = re.fullmatch(r"(?:on|of) (.+ content)", rest)
    return OnPart(Specific(amount, "USD", Fraction(1), code, narrowed), slug(part[1])) if part else None


def _number(text: str) -> Fraction:
    return Fraction(text.replace(",", ""))


def slug(words: str) -> str:
    """A part's name as one word: `strap, band or bracelet` becomes `strap-band-or-bracelet`."""
    return "-".join(re.findall(r"[a-z0-9]+", words.removesuffix(", if any").lower()))


_PROGRAMME = r"\.?[A-Z]{1,2}[*+]?"
_SEGMENT = re.compile(rf"(.*?)\(\s*({_PROGRAMME}(?:[\s,]+{_PROGRAMME})*)[\s,]*\)", re.DOTALL)
_POINTER = re.compile(r"see\s+([\d.,;\s–-]+?)\s*", re.IGNORECASE)
_LINE = re.compile(r"\d{4}(?:\.\d{2}){1,3}")


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a cell of the special column: a rate, and the programmes that give it (none: whoever qualifies)."""

    expression: Expression
    programmes: tuple[str, ...]
    original: str


@cache
def us_special(cell: str) -> tuple[Segment, ...]:
    """The segments of a cell of the special column, such as `Free (A+,AU,S) 3.2% (JP) See 9822.04.05 (P)`."""
    segments, end = [], 0
    for match in _SEGMENT.finditer(cell):
        rate, programmes = match.groups()
        names = tuple(each.lstrip(".") for each in re.split(r"[\s,]+", programmes) if each)
        segments.append(Segment(special_rate(rate), names, " ".join(match.group().split())))
        end = match.end()
    rest = " ".join(cell[end:].split())
    if rest:
        segments.append(Segment(special_rate(rest), (), rest))
    return tuple(segments)


@cache
def special_rate(words: str) -> Expression:
    """A rate of the special column. `See 9822.04.05` points to a line; it is no rate, so the line is named."""
    pointer = _POINTER.fullmatch(words.strip())
    return AsLine(referred(pointer[1])) if pointer else us_rate(words)


def referred(words: str) -> str:
    """The lines that words point to, as one name: `9823.09.01-9823.09.09` becomes `98230901..98230909`."""
    found = [digits(line) for line in _LINE.findall(words)]
    return found[0] if len(found) == 1 else (".." if re.search(r"[-–]", words) else " ").join(found)


def pointed_lines(note: str) -> tuple[str, ...]:
    """The lines of chapters 98 and 99 that a footnote points to."""
    return tuple(dict.fromkeys(digits(line) for line in _LINE.findall(note) if line.startswith(("98", "99"))))
