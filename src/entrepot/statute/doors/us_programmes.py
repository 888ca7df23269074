"""The symbols of the special column of the United States tariff (general note 3(c)(i)) and who is meant by them.

Countries stand only where the symbol itself names them by agreement; groups whose members the President designates are
named, not listed, and their members must come from a dated list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Programme:
    """A preference of the United States: whom or what it favours.

    `least_developed` is the plus sign: only least-developed members. `some_excluded` is the star: some members are
    excluded for this line (general note 4(d)), so the symbol alone proves nothing.
    """

    symbol: str
    name: str
    of: Literal["country", "group", "sector"]
    countries: tuple[str, ...] = ()
    least_developed: bool = False
    some_excluded: bool = False


_CAFTA = ("CR", "DO", "GT", "HN", "NI", "SV")
_USMCA = ("CA", "MX")

PROGRAMMES: dict[str, Programme] = {
    each.symbol: each
    for each in (
        Programme("A", "Generalized System of Preferences", "group"),
        Programme("A*", "Generalized System of Preferences", "group", some_excluded=True),
        Programme("A+", "Generalized System of Preferences, least-developed", "group", least_developed=True),
        Programme("AU", "Australia", "country", ("AU",)),
        Programme("B", "Automotive products", "sector", ("CA",)),
        Programme("BH", "Bahrain", "country", ("BH",)),
        Programme("C", "Trade in civil aircraft", "sector"),
        Programme("CA", "North American agreement, goods of Canada", "country", ("CA",)),
        Programme("CL", "Chile", "country", ("CL",)),
        Programme("CO", "Colombia", "country", ("CO",)),
        Programme("D", "African Growth and Opportunity Act", "group"),
        Programme("E", "Caribbean Basin Economic Recovery Act", "group"),
        Programme("E*", "Caribbean Basin Economic Recovery Act", "group", some_excluded=True),
        Programme("IL", "Israel", "country", ("IL",)),
        Programme("J", "Andean Trade Preference Act", "group"),
        Programme("J*", "Andean Trade Preference Act", "group", some_excluded=True),
        Programme("JO", "Jordan", "country", ("JO",)),
        Programme("JP", "Japan", "country", ("JP",)),
        Programme("K", "Trade in pharmaceutical products", "sector"),
        Programme("KR", "Korea", "country", ("KR",)),
        Programme("L", "Intermediate chemicals for dyes", "sector"),
        Programme("MA", "Morocco", "country", ("MA",)),
        Programme("MX", "North American agreement, goods of Mexico", "country", ("MX",)),
        Programme("NP", "Nepal", "country", ("NP",)),
        Programme("OM", "Oman", "country", ("OM",)),
        Programme("P", "Dominican Republic and Central America", "group", _CAFTA),
        Programme("P+", "Dominican Republic and Central America, by chapter 98 or 99", "group", _CAFTA),
        Programme("PA", "Panama", "country", ("PA",)),
        Programme("PE", "Peru", "country", ("PE",)),
        Programme("R", "Caribbean Basin Trade Partnership Act", "group"),
        Programme("S", "United States, Mexico and Canada", "group", _USMCA),
        Programme("S+", "United States, Mexico and Canada, by chapter 98 or 99", "group", _USMCA),
        Programme("SG", "Singapore", "country", ("SG",)),
    )
}
