"""Whether a permit holds on a day: the agency's word first, then the calendar, then the balance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from entrepot.trade.permit import PermitFacts, standing
from entrepot.trade.quantity import Quantity

PERMIT = PermitFacts("MY-1", "health-permit", "kl-snacks", "02", "", "50", "KGM", date(2026, 3, 1), date(2026, 8, 31))
IN_TIME = date(2026, 5, 1)


@pytest.mark.parametrize(
    ("state", "used", "on", "told"),
    [
        ("applied", "0", IN_TIME, "not-issued"),
        ("refused", "0", IN_TIME, "not-issued"),
        ("withdrawn", "0", IN_TIME, "not-issued"),
        ("issued", "0", date(2026, 2, 28), "not-yet"),
        ("issued", "0", date(2026, 3, 1), "holds"),
        ("issued", "49.999", date(2026, 8, 31), "holds"),
        ("issued", "50", IN_TIME, "used-up"),
        ("exhausted", "50", IN_TIME, "used-up"),
        ("exhausted", "50", date(2026, 9, 1), "ended"),
        ("issued", "0", date(2026, 9, 1), "ended"),
        ("expired", "0", IN_TIME, "ended"),
        ("suspended", "0", IN_TIME, "suspended"),
        ("suspended", "0", date(2026, 9, 1), "suspended"),
        ("revoked", "50", date(2026, 9, 1), "revoked"),
        ("revoked", "0", date(2026, 2, 1), "revoked"),
    ],
)
def test_how_a_permit_stands(state: str, used: str, on: date, told: str) -> None:
    assert standing(PERMIT, state, Quantity.of(used, "KGM"), on) == told


def test_a_permit_without_a_limit_is_never_used_up() -> None:
    assert standing(replace(PERMIT, quantity="", unit=""), "issued", Quantity.of("900", "KGM"), IN_TIME) == "holds"
