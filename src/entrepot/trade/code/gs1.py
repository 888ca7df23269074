"""Numbers of GS1: the trade item (GTIN) and the logistic unit (SSCC)."""

from __future__ import annotations

from entrepot.trade.code.writing import is_digits, refusal, without
from entrepot.trade.wording import gettext_noop

_GTIN_LENGTHS = (8, 12, 13, 14)
_SSCC_LENGTH = 18
_SEPARATORS = " -.\u00a0"


def gs1_check(digits: str) -> str:
    """The check digit that follows these digits: from the right they weigh 3 and 1 in turn."""
    assert is_digits(digits), digits
    return str(-sum(int(digit) * (3 - 2 * (n % 2)) for n, digit in enumerate(reversed(digits))) % 10)


def gtin(text: str) -> str:
    """The GTIN-8, -12, -13 or -14 as digits, once its check digit is right."""
    digits = without(text, _SEPARATORS)
    if not is_digits(digits) or len(digits) not in _GTIN_LENGTHS:
        raise refusal(
            "gtin-shape",
            gettext_noop("“{text}” is not a GTIN."),
            gettext_noop("Give the 8, 12, 13 or 14 digits under the bar code."),
            text=text,
        )
    if not digits.strip("0"):
        raise refusal(
            "gtin-nought",
            gettext_noop("A GTIN of noughts names no article."),
            gettext_noop("Leave it out if the article has none."),
        )
    return _checked("gtin-check", "GTIN", digits)


def gtin14(text: str) -> str:
    """The GTIN with noughts before it to 14 digits, the form in which two of them compare."""
    return gtin(text).zfill(14)


def sscc(text: str) -> str:
    """The 18 digits of a logistic unit, with or without the “(00)” that a label prints before them."""
    digits = without(text, _SEPARATORS)
    digits = digits.removeprefix("(00)")
    if len(digits) == _SSCC_LENGTH + 2:
        digits = digits.removeprefix("00")
    if not is_digits(digits) or len(digits) != _SSCC_LENGTH:
        raise refusal(
            "sscc-shape",
            gettext_noop("“{text}” is not an SSCC."),
            gettext_noop("Give the 18 digits that follow (00) on the label of the pallet, bag or case."),
            text=text,
        )
    return _checked("sscc-check", "SSCC", digits)


def make_sscc(extension: int, company_prefix: str, serial: int) -> str:
    """The SSCC of a company's next logistic unit: extension digit, GS1 company prefix, serial number, check digit."""
    room = _SSCC_LENGTH - 2 - len(company_prefix)
    if not (is_digits(company_prefix) and 4 <= len(company_prefix) <= 12):
        raise refusal(
            "company-prefix-shape",
            gettext_noop("“{prefix}” is not a GS1 company prefix."),
            gettext_noop("Give the 4 to 12 digits that GS1 has assigned to the company."),
            prefix=company_prefix,
        )
    if not (0 <= extension <= 9 and 0 <= serial < 10**room):
        raise refusal(
            "sscc-serial",
            gettext_noop("The extension digit {extension} or the serial number {serial} does not fit an SSCC."),
            gettext_noop("Use one digit from 0 to 9, and a serial number of at most {room} digits."),
            extension=extension,
            serial=serial,
            room=room,
        )
    body = f"{extension}{company_prefix}{serial:0{room}d}"
    return body + gs1_check(body)


def _checked(code: str, name: str, digits: str) -> str:
    expected = gs1_check(digits[:-1])
    if digits[-1] != expected:
        raise refusal(
            code,
            gettext_noop("{name} {digits} has a wrong check digit: it ends in {found}, and {expected} is expected."),
            gettext_noop("Read or scan the number again; one digit is wrong or two have changed places."),
            name=name,
            digits=digits,
            found=digits[-1],
            expected=expected,
        )
    return digits
