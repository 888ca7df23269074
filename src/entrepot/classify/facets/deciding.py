"""Words that settle the subheading once the heading is found: data for the headings that small sellers use most.

`deciding.tsv` has a subheading, words of which one must be said, and words of which none may be said. A rule acts
inside its heading alone: it puts a subheading before its sisters and never makes a heading stronger.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from entrepot.classify import nomenclature
from entrepot.classify.postings import Floats
from entrepot.classify.words import HAN, normal

STEP = 0.08
"""What a settled subheading gains over its sisters, of a whole of 1."""


@dataclass(frozen=True, slots=True)
class Settling:
    """One rule: the subheading, and what must and may not be said."""

    code: str
    said: re.Pattern[str]
    unsaid: re.Pattern[str] | None


@cache
def rules() -> tuple[Settling, ...]:
    """The rules that ship, by code."""
    text = files("entrepot.classify.facets").joinpath("deciding.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines()[1:] if line.strip()]
    return tuple(Settling(code, _any(said), _any(unsaid) if unsaid.strip() else None) for code, said, unsaid in rows)


def settled(text: str) -> Iterator[tuple[str, str]]:
    """Each subheading that a word of the text settles, with the word."""
    plain = normal(text)
    for rule in rules():
        if (match := rule.said.search(plain)) and not (rule.unsaid and rule.unsaid.search(plain)):
            yield rule.code, match.group()


def preferred(found: Floats, settled_codes: list[str], step: float = STEP) -> Floats:
    """The figures with settled subheadings put forward, at most a hair above the best of their heading."""
    if not settled_codes:
        return found
    moved = found.copy()
    for code in settled_codes:
        place, (first, last) = _place(code), _span(code[: nomenclature.HEADING])
        best = float(found[first:last].max())
        moved[place] = max(float(moved[place]), min(float(found[place]) + step, best + step / 10))
    return moved


@cache
def _span(heading: str) -> tuple[int, int]:
    """Where the subheadings of a heading begin and end."""
    codes = np.array(nomenclature.subheadings())
    return int(np.searchsorted(codes, heading)), int(np.searchsorted(codes, heading + "~"))


@cache
def _place(code: str) -> int:
    return nomenclature.subheadings().index(code)


def _any(words: str) -> re.Pattern[str]:
    """One of the words: Latin ones whole, with their plural; Chinese ones anywhere."""
    found = [normal(word) for word in words.split("|") if word.strip()]
    latin = "|".join(rf"{re.escape(word)}(?:s|es)?" for word in found if not HAN.search(word))
    han = "|".join(re.escape(word) for word in found if HAN.search(word))
    parts = [rf"(?<![\w-])(?:{latin})(?!\w)"] if latin else []
    return re.compile("|".join([*parts, han] if han else parts))
