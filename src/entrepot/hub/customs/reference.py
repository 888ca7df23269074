"""References that customs gives: made of what they stand for, so that the same lodgement always gets the same one."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from operator import mul

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

# ISO 6346 counts letters from 10 and leaves out the multiples of 11.
_WEIGHT = bytes.maketrans(DIGITS.encode(), bytes(n for n in range(39) if n < 10 or n % 11))

_PLACES = tuple(2**place % 11 for place in range(35))
"""What a character counts by its place, of which only the rest after division by 11 matters."""

_LETTERS = bytes(DIGITS.encode()[n % len(DIGITS)] for n in range(256))
"""The character that a byte of a hash becomes."""


_ALIKE = 3
"""Local references that differ in their last characters only, up to so many, are neighbours."""


def mrn(country: str, year: int, declarant: str, lrn: str) -> str:
    """A movement reference number of 18 characters: year, country, thirteen of our choice, check digit (ISO 6346).

    Neighbours have three of the thirteen in common and stand together in the book's index, so that a file of numbered
    declarations is entered at a few places of it instead of all over. The other ten tell them apart.
    """
    together = _neighbourhood(declarant, lrn[:-_ALIKE], year)
    body = f"{year % 100:02d}{country}{together}{_name(f'{declarant}/{lrn}/{year}', 10)}"
    return body + check_digit(body)


def permit_number(country: str, year: int, holder: str, reference: str) -> str:
    """The number of a permit: country, year, and ten characters that follow from holder and reference."""
    return f"{country}-{year}-{_name(f'{holder}/{reference}', 10)}"


def check_digit(body: str) -> str:
    """The check digit by which a mistyped reference is noticed."""
    return str(sum(map(mul, body.encode().translate(_WEIGHT), _PLACES)) % 11 % 10)


@lru_cache(1000)
def _neighbourhood(declarant: str, begins: str, year: int) -> str:
    return _name(f"{declarant}/{begins}…/{year}", 3)


def _name(text: str, length: int) -> str:
    """So many characters that follow from the text: some five bits of its hash each."""
    return sha256(text.encode()).digest()[:length].translate(_LETTERS).decode()
