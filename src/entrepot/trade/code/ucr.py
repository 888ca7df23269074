"""The unique consignment reference: one name for one consignment, at both borders and in every message.

The form is the World Customs Organization's: last digit of the year, country of the seller, the seller's national
number, and an internal number of the seller's own, here the order: `6CN91330100MA2A1B2C3D-1001`.
"""

from __future__ import annotations

import re
from base64 import b32encode
from dataclasses import dataclass
from hashlib import sha256

from entrepot.trade.code.country import COUNTRIES
from entrepot.trade.code.country import country as known_country
from entrepot.trade.code.writing import narrow, refusal
from entrepot.trade.finding import Refused
from entrepot.trade.wording import gettext_noop

LONGEST = 35
_SELLER_ROOM = 18  # a Chinese unified social credit code has 18 characters, the longest national number we know
_PREFIX = 3  # digit of the year, two letters of the country
_HASH = 11  # letters of five bits each; only too long or irregular numbers of one seller and year can ever meet

_SHAPE = re.compile(r"([0-9])([A-Z]{2})((?:[A-Z0-9/]++|--)+)-([A-Z0-9/][A-Z0-9/-]*)")
_FOREIGN = re.compile(r"([0-9])([A-Z]{2})([A-Z0-9/-]+)")
_ALPHABET = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-")
_SHORTENED = re.compile(rf".*-[A-Z2-7]{{{_HASH}}}")


@dataclass(frozen=True, slots=True)
class Ucr:
    """The parts of a reference. Another hub may name its sellers as it likes: then `order` can be empty."""

    year_digit: str
    country: str
    seller: str
    order: str

    def __str__(self) -> str:
        """The reference itself; a hyphen in the seller's number is doubled, since a single one ends it."""
        rest = f"{self.seller.replace('-', '--')}-{self.order}" if self.order else self.seller
        return self.year_digit + self.country + rest


def ucr(country: str, seller_id: str, order_number: str, year: int) -> str:
    """The reference of a seller's order: the same parts always give the same, other parts another.

    Letter case does not tell parts apart. A part that is too long, or has characters outside A-Z 0-9 and hyphen, is
    cut and ends in a hash of the whole, so that distinct orders stay distinct.
    """
    seller = _part(seller_id, _SELLER_ROOM, "seller", escaped=True)
    order = _part(order_number, LONGEST - _PREFIX - 1 - _length(seller, escaped=True), "order", escaped=False)
    return str(Ucr(str(year % 10), known_country(country), seller, order))


def parse_ucr(text: str) -> Ucr:
    """The parts of a reference, ours or another hub's, or a refusal."""
    code = text if _FOREIGN.fullmatch(text) else narrow(text).upper()
    if len(code) <= LONGEST:
        if shape := _SHAPE.fullmatch(code):
            year_digit, country, seller, order = shape.groups()
            return Ucr(year_digit, known_country(country), seller.replace("--", "-"), order)
        if shape := _FOREIGN.fullmatch(code):
            year_digit, country, rest = shape.groups()
            return Ucr(year_digit, known_country(country), rest, "")
    raise refusal(
        "ucr-shape",
        gettext_noop("“{text}” is not a unique consignment reference."),
        gettext_noop(
            "It has at most {longest} of the characters A-Z, 0-9, hyphen and slash: the last digit of the year, "
            "two letters of the seller's country, the seller's number, a hyphen and the order number."
        ),
        text=text,
        longest=LONGEST,
    )


def is_ucr(text: str) -> bool:
    """Whether the text is a reference just as it is written; a hub asks it of every declaration."""
    shape = _SHAPE.fullmatch(text)
    if shape and len(text) <= LONGEST and shape[2] in COUNTRIES:
        return True
    try:
        return str(parse_ucr(text)) == text
    except Refused:
        return False


def _part(text: str, room: int, name: str, *, escaped: bool) -> str:
    """The part as it goes into the reference: as written if it fits, else cut, with the hash of the whole."""
    whole = "".join(each.upper() if each.isascii() else each for each in narrow(text))
    if not whole:
        raise refusal(
            f"ucr-{name}-missing",
            gettext_noop("A consignment reference cannot be made without the {name}."),
            gettext_noop("Give the seller's national number or code, and the number of the order."),
            name=name,
        )
    plain = _ALPHABET.issuperset(whole) and "/" not in whole and not whole.startswith("-")
    if plain and _length(whole, escaped=escaped) <= room and not _SHORTENED.fullmatch(whole):
        return whole
    seal = b32encode(sha256(whole.encode(errors="surrogatepass")).digest()).decode()[:_HASH]
    head = "".join(each for each in whole if each.isascii() and each.isalnum())
    return f"{head[: room - _length('-' + seal, escaped=escaped)] or 'X'}-{seal}"


def _length(part: str, *, escaped: bool) -> int:
    return len(part) + part.count("-") * escaped
