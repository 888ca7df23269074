"""Whether a permit holds at a moment, for whoever is shown one at a counter, a gate or a laboratory."""

from __future__ import annotations

import datetime
from typing import Literal

from entrepot.trade.permit.drawing import PermitFacts, left
from entrepot.trade.quantity import Quantity

Standing = Literal["holds", "not-yet", "ended", "revoked", "suspended", "used-up", "not-issued"]

NEVER_ISSUED = ("applied", "refused", "withdrawn")


def standing(permit: PermitFacts, state: str, used: Quantity | None, on: datetime.date) -> Standing:
    """How an issued permit stands on a day.

    What the agency decided comes before the calendar, and the calendar before the balance: a permit that was revoked
    is revoked for ever, and one whose last day has passed has ended even if no timer has said so yet.
    """
    if state in NEVER_ISSUED:
        return "not-issued"
    if state in ("revoked", "suspended"):
        return "revoked" if state == "revoked" else "suspended"
    if state == "expired" or on > permit.valid_to:
        return "ended"
    if on < permit.valid_from:
        return "not-yet"
    rest = left(permit, used)
    return "used-up" if rest is not None and rest.amount <= 0 else "holds"
