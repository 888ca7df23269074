"""Permits: which goods need one, and what one still covers.

A permit (licence, certificate, quota; the WCO's LPCO) is drawn down like an account: what is used is gone, and what is
wanted must be the holder's, of the goods, from the country and within the days that the permit names.
"""

from __future__ import annotations

from entrepot.trade.permit.control import Control, Requirement, concerns, missing, requirements, undrawn, wanted_by
from entrepot.trade.permit.drawing import PermitFacts, Wanted, draw, left
from entrepot.trade.permit.kind import Counting, Ending, Fee, PermitKind, called, kind_of
from entrepot.trade.permit.standing import NEVER_ISSUED, Standing, standing

__all__ = [
    "NEVER_ISSUED",
    "Control",
    "Counting",
    "Ending",
    "Fee",
    "PermitFacts",
    "PermitKind",
    "Requirement",
    "Standing",
    "Wanted",
    "called",
    "concerns",
    "draw",
    "kind_of",
    "left",
    "missing",
    "requirements",
    "standing",
    "undrawn",
    "wanted_by",
]
