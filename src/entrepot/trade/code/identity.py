"""Identity numbers that a border asks of a buyer: their form and their check digit."""

from __future__ import annotations

from datetime import date

from entrepot.trade.code.writing import is_digits, narrow, refusal, without
from entrepot.trade.wording import gettext_noop

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def identity_number(text: str, country: str) -> str:
    """The number as the country writes it, or a refusal; of a country whose form is not known here only that it is one.

    China: the citizen identity number of GB 11643-1999, 18 characters whose last is a check by ISO 7064 MOD 11-2.
    """
    if country == "CN":
        return _citizen_of_china(text)
    number = narrow(text)
    if not 4 <= len(number) <= 40 or not number.isprintable():
        raise refusal(
            "identity-number-form",
            gettext_noop("“{text}” is no identity number."),
            gettext_noop("Give the number as it stands on the identity card or passport."),
            text=number[:40],
        )
    return number


def _citizen_of_china(text: str) -> str:
    number = without(text, " -").upper()
    if len(number) != 18 or not is_digits(number[:17]) or not _is_day(number[6:14]):
        raise refusal(
            "identity-number-form",
            gettext_noop("“{text}” is no identity number."),
            gettext_noop("Give the 18 characters of the resident identity card."),
            law="GB 11643-1999",
            text=number[:40],
        )
    check = _CHECKS[sum(weight * int(figure) for weight, figure in zip(_WEIGHTS, number, strict=False)) % 11]
    if number[17] != check:
        raise refusal(
            "identity-number-check",
            gettext_noop("The last character of the identity number does not agree with the others."),
            gettext_noop("Compare each figure with the card; one of them is mistyped."),
            law="GB 11643-1999",
        )
    return number


def _is_day(figures: str) -> bool:
    """Whether eight figures are a day, as the date of birth in the number is."""
    try:
        date(int(figures[:4]), int(figures[4:6]), int(figures[6:]))
    except ValueError:
        return False
    return True
