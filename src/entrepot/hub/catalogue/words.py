"""By which words a listing is found, and what a shopper's words ask for.

Chinese is cut into pairs of characters, so that 茶具 is found inside 青瓷茶具; Latin words lose case, accents and
plural; SKU, GTIN and brand are kept whole besides, without their signs, since people type them as they read them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from entrepot.classify.words import HAN, PIECE, normal, stem

LONGEST = 40
MOST_TERMS = 12
NAMED, TITLE, BRAND, SIGN, TEXT = 100, 12, 10, 5, 1
"""What a word weighs: one that names the very thing (SKU, GTIN), then title, brand, a single character, description."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is looked for. A *loose* one need not be there: of a long Chinese word some pairs are enough."""

    word: str
    prefix: bool = False
    loose: bool = False


def indexed(columns: Mapping[str, Any]) -> dict[str, int]:
    """The words of a listing, given its columns, each with the weight of the best place where it stands."""
    found: dict[str, int] = {}
    titles = {columns["title"], *(texts.get("title", "") for texts in columns["texts"].values())}
    for variant in columns["variants"]:
        _note(found, (squeezed(variant["sku"]), squeezed(variant["gtin"]).lstrip("0")), NAMED)
        _note(found, (squeezed(value) for value in variant["options"].values()), BRAND)
        titles.add(variant["title"])
    _note(found, (squeezed(columns["brand"]),), BRAND)
    _note(found, pieces(columns["brand"]), BRAND)
    for title in titles:
        _note(found, pieces(title), TITLE)
        _note(found, (sign for run in HAN.findall(normal(title)) for sign in run), SIGN)
    for texts in columns["texts"].values():
        _note(found, pieces(texts.get("description", "")), TEXT)
    return found


def terms(asked: str) -> list[Term]:
    """What a shopper's words ask for, in their order; the last one may be the beginning of a word."""
    found: dict[str, Term] = {}
    parts = PIECE.findall(normal(asked))
    for n, piece in enumerate(parts):
        last = n == len(parts) - 1
        if HAN.match(piece):
            pairs = list(_pairs(piece))
            for pair in pairs:
                found.setdefault(pair, Term(pair, loose=len(pairs) > 2))
        elif word := folded(piece):
            found.setdefault(word, Term(word, prefix=last and len(word) > 1))
    return list(found.values())[:MOST_TERMS]


def pieces(text: str) -> Iterator[str]:
    """The words of a text, folded."""
    for piece in PIECE.findall(normal(text)):
        if HAN.match(piece):
            yield from _pairs(piece)
        elif word := folded(piece):
            yield word


def folded(word: str) -> str:
    """One form for one Latin word: without accents, possessive and plural."""
    plain = "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))
    return stem(plain)[:LONGEST]


def squeezed(name: str) -> str:
    """A number or a name as one word, without spaces and signs: "TS-04 B" is "ts04b"."""
    plain = unicodedata.normalize("NFD", normal(name))
    return "".join(sign for sign in plain if sign.isalnum())[:LONGEST]


def _pairs(run: str) -> Iterator[str]:
    """The pairs of a run of characters; 的 only joins what stands around it."""
    for part in filter(None, run.split("的")):
        yield from (part[n : n + 2] for n in range(max(1, len(part) - 1)))


def _note(found: dict[str, int], words: Iterable[str], weight: int) -> None:
    for word in words:
        if word:
            found[word] = max(found.get(word, 0), weight)
