"""The numbers of trade: each is read as people write it, checked, and returned in its one canonical form.

A number that cannot be right is refused with a finding that says why and what to do.
"""

from __future__ import annotations

from entrepot.trade.code.country import COUNTRIES, EXPERIMENTAL, country
from entrepot.trade.code.gs1 import gs1_check, gtin, gtin14, make_sscc, sscc
from entrepot.trade.code.hs import hs_code
from entrepot.trade.code.identity import identity_number
from entrepot.trade.code.ucr import Ucr, is_ucr, parse_ucr, ucr
from entrepot.trade.code.upu import S10, is_s10, make_s10, parse_s10, s10, s10_check

__all__ = [
    "COUNTRIES",
    "EXPERIMENTAL",
    "S10",
    "Ucr",
    "country",
    "gs1_check",
    "gtin",
    "gtin14",
    "hs_code",
    "identity_number",
    "is_s10",
    "is_ucr",
    "make_s10",
    "make_sscc",
    "parse_s10",
    "parse_ucr",
    "s10",
    "s10_check",
    "sscc",
    "ucr",
]
