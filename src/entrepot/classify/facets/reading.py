"""What a text says of the facets, by the words in `values.tsv`, `implied.tsv` and `places.tsv`.

`values.tsv` says which words state a value, and which broader value holds too (polyester is man-made, and textile).
`implied.tsv` has words that suggest a value without stating it: a hoodie is knitted unless something else is said.
`places.tsv` says what a chapter, heading or subheading is confined to where its wording does not: chapter 62 is woven.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from entrepot.classify.words import HAN, normal

STATED, IMPLIED = 1.0, 0.5


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words by what they say; Chinese ones are found anywhere, others as whole words."""

    values: Mapping[str, list[tuple[str, str]]]
    pattern: re.Pattern[str]

    def found(self, text: str) -> Iterator[tuple[str, str, str]]:
        """Facet, value and the word that says it, from left to right; the longest word counts."""
        for match in self.pattern.finditer(text):
            for facet, value in self.values[match.group()]:
                yield facet, value, match.group()


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of a facet, the word that says it, and how surely (1 stated, 0.5 implied)."""

    facet: str
    value: str
    word: str
    sure: float


def _table(name: str) -> list[list[str]]:
    text = files("entrepot.classify.facets").joinpath(name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()[1:] if line.strip()]


def _vocabulary(rows: list[tuple[str, str, str]]) -> Vocabulary:
    values: dict[str, list[tuple[str, str]]] = {}
    for facet, value, words in rows:
        for word in words.split("|"):
            values.setdefault(normal(word), []).append((facet, value))
    longest_first = sorted(values, key=len, reverse=True)
    latin = "|".join(re.escape(word) for word in longest_first if not HAN.search(word))
    han = "|".join(re.escape(word) for word in longest_first if HAN.search(word))
    return Vocabulary(values, re.compile(rf"(?<![\w-])(?:{latin})(?![\w])|(?:{han})"))


@cache
def stated() -> Vocabulary:
    return _vocabulary([(facet, value, words) for facet, value, _, words in _table("values.tsv")])


@cache
def implied() -> Vocabulary:
    return _vocabulary([(facet, value, words) for facet, value, words in _table("implied.tsv")])


@cache
def broader() -> dict[tuple[str, str], tuple[str, ...]]:
    """For each value, itself and all that is broader."""
    above = {(facet, value): wider for facet, value, wider, _ in _table("values.tsv")}
    found = {}
    for facet, value in above:
        chain, at = [value], above[facet, value]
        while at:
            chain.append(at)
            at = above.get((facet, at), "")
        found[facet, value] = tuple(chain)
    return found


@cache
def places() -> dict[str, dict[str, tuple[str, ...]]]:
    """By code, facet and the values to which the place is confined."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for code, facet, values in _table("places.tsv"):
        if values.strip():
            found.setdefault(code, {})[facet] = tuple(values.split())
    return found


def facts(text: str) -> list[Fact]:
    """Everything that a text says of the facets, each value once; what is stated hides what is implied."""
    plain = normal(text)
    found: dict[tuple[str, str], Fact] = {}
    for facet, value, word in stated().found(plain):
        found.setdefault((facet, value), Fact(facet, value, word, STATED))
    told = {facet for facet, _ in found}
    for facet, value, word in implied().found(plain):
        if facet not in told:
            found.setdefault((facet, value), Fact(facet, value, word, IMPLIED))
    return list(found.values())
