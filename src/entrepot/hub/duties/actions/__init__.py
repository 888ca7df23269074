"""Every write about what is owed over time: statements drawn up, filed and paid, and goods that come back."""

from __future__ import annotations

from entrepot.hub.duties.actions.returning import apply_for_return, lapse, take_back
from entrepot.hub.duties.actions.stating import confirm_payment, draw_up, file

__all__ = ["apply_for_return", "confirm_payment", "draw_up", "file", "lapse", "take_back"]
