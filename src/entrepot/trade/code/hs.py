"""Commodity codes: six digits of the Harmonized System, and up to six more of a national tariff."""

from __future__ import annotations

from entrepot.trade.code.writing import is_digits, refusal, without
from entrepot.trade.wording import gettext_noop

SHORTEST, LONGEST = 6, 12

_RESERVED = 77  # kept free by the World Customs Organization
_NATIONAL = (98, 99)  # left to each country for its own purposes


def hs_code(text: str) -> str:
    """The code as digits only: `"6912.00 10"` is `"69120010"`.

    Chapters run from 01 to 97 without 77; 98 and 99 are national and let through.
    """
    digits = without(text, " .-\u00a0")
    if not is_digits(digits) or not SHORTEST <= len(digits) <= LONGEST:
        raise refusal(
            "hs-shape",
            gettext_noop("“{text}” is not a commodity code."),
            gettext_noop("Give 6 to 12 digits; dots and spaces do not matter, as in 6912.00."),
            text=text,
        )
    chapter = int(digits[:2])
    if chapter == 0 or chapter == _RESERVED:
        raise refusal(
            "hs-chapter",
            gettext_noop("The Harmonized System has no chapter {chapter}, so “{text}” is not a commodity code."),
            gettext_noop("Chapters run from 01 to 97 without 77, and 98 and 99 are national; look the goods up again."),
            text=text,
            chapter=digits[:2],
        )
    return digits
