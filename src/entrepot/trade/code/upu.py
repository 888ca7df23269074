"""Numbers of the Universal Postal Union: the S10 identifier on a parcel."""

from __future__ import annotations

import re
from dataclasses import dataclass

from entrepot.trade.code.country import COUNTRIES, EXPERIMENTAL
from entrepot.trade.code.writing import is_digits, refusal, without
from entrepot.trade.finding import Refused
from entrepot.trade.wording import gettext_noop

_SHAPE = re.compile(r"([A-Z]{2})([0-9]{8})([0-9])([A-Z]{2})")
_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_PAIRS = tuple(
    {f"{n:02d}": n // 10 * first + n % 10 * second for n in range(100)}
    for first, second in zip(_WEIGHTS[::2], _WEIGHTS[1::2], strict=True)
)
"""What two digits weigh, by where they stand."""
_DIGITS = "50987654321"  # by the remainder: 11 less it, where 10 becomes 0 and 11 becomes 5


@dataclass(frozen=True, slots=True)
class S10:
    """The parts of an S10 identifier: `RR 12345678 5 MY`."""

    service: str
    serial: str
    check: str
    country: str

    def __str__(self) -> str:
        return self.service + self.serial + self.check + self.country


def s10(text: str) -> str:
    """The 13 characters without spaces, in capitals, once check digit and country are right."""
    return str(parse_s10(text))


def parse_s10(text: str) -> S10:
    """The parts of an S10 identifier, or a refusal."""
    shape = _SHAPE.fullmatch(text) or _SHAPE.fullmatch(without(text, " -\u00a0").upper())
    if shape is None:
        raise refusal(
            "s10-shape",
            gettext_noop("“{text}” is not a postal item number."),
            gettext_noop("Give two letters, nine digits and the two letters of the country, as in RR123456785MY."),
            law="UPU S10",
            text=text,
        )
    found = S10(*shape.groups())
    expected = s10_check(found.serial)
    if found.check != expected:
        raise refusal(
            "s10-check",
            gettext_noop("{number} has a wrong check digit: it is {found}, and {expected} is expected."),
            gettext_noop("Read or scan the label again; one digit is wrong or two have changed places."),
            law="UPU S10",
            number=found,
            found=found.check,
            expected=expected,
        )
    if found.country not in COUNTRIES and found.country not in EXPERIMENTAL:
        raise refusal(
            "s10-country",
            gettext_noop("{number} ends in “{country}”, which is no country."),
            gettext_noop("The last two letters name the country of the post that issued the number (ISO 3166-1)."),
            law="UPU S10",
            number=found,
            country=found.country,
        )
    return found


def is_s10(text: str) -> bool:
    """Whether the text is an S10 identifier, check digit and country right; a hub asks it of every parcel."""
    shape = _SHAPE.fullmatch(text)
    if shape and shape[4] in COUNTRIES and shape[3] == _check(shape[2]):
        return True
    try:
        return bool(parse_s10(text))
    except Refused:
        return False


def s10_check(serial8: str) -> str:
    """The check digit for the eight digits of the serial number.

    The digits are weighted; 11 less the remainder of 11 is the digit, where 10 becomes 0 and 11 becomes 5.
    """
    assert is_digits(serial8), serial8
    assert len(serial8) == len(_WEIGHTS), serial8
    return _check(serial8)


def _check(serial8: str) -> str:
    first, second, third, fourth = _PAIRS
    return _DIGITS[(first[serial8[:2]] + second[serial8[2:4]] + third[serial8[4:6]] + fourth[serial8[6:]]) % 11]


def make_s10(service: str, serial: int, country: str) -> str:
    """The identifier of a post's next item: `make_s10("RR", 12345678, "MY")`."""
    if not 0 <= serial <= 99_999_999:
        raise refusal(
            "s10-serial",
            gettext_noop("The serial number {serial} does not fit the eight digits of a postal item number."),
            gettext_noop("Start again at 0 under another service indicator."),
            law="UPU S10",
            serial=serial,
        )
    digits = f"{serial:08d}"
    return s10(service + digits + s10_check(digits) + country)
