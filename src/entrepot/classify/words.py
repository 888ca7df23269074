"""Text as it is compared: one spelling for one word, without sizes, years and the noise of shop windows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

LATIN = re.compile(r"[a-z][a-z']*[a-z]|[a-z]")
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
PIECE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+|[^\W_]+(?:'[^\W_]+)?", re.UNICODE)
BRACKETED_EXCLUSION = re.compile(r"\((?:excl|other than)\.?[^()]*(?:\([^()]*\)[^()]*)*\)", re.IGNORECASE)


def normal(text: str) -> str:
    """One form for one text: compatibility forms folded, lower case, accents kept, spaces single."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@cache
def noise() -> frozenset[str]:
    """Words that say nothing about what the goods are: of grammar, of selling, of sizes and colours."""
    text = files("entrepot.classify").joinpath("noise.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def words(text: str) -> Iterator[str]:
    """The words that are compared: Latin ones by their stem, Chinese ones as pairs of characters.

    Figures, sizes and model numbers are left out, since they tell goods apart that belong to one subheading.
    """
    for piece in PIECE.findall(normal(text)):
        if HAN.match(piece):
            yield from (piece[n : n + 2] for n in range(max(1, len(piece) - 1)))
        elif not any(sign.isdigit() for sign in piece):
            word = stem(piece)
            if len(word) > 1 and word not in noise() and piece not in noise():
                yield word


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The word without its plural and possessive: boxes, dishes, batteries, knives, shoes."""
    word = word.removesuffix("'s").replace("'", "")
    if len(word) < 4 or word.endswith(("ss", "us", "is")) or not word.isascii():
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    if word.endswith("ves") and len(word) > 4:
        return word[:-3] + "f"
    return word[:-1] if word.endswith("s") else word


def without_exclusions(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without its “(excl. …)”, and what these exclude.

    What a line excludes is the worst of matches: a hat is not found where hats are excluded.
    """
    excluded = tuple(found[1:-1].strip() for found in BRACKETED_EXCLUSION.findall(text))
    return " ".join(BRACKETED_EXCLUSION.sub(" ", text).split()), excluded
