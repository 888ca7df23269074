"""How many requests a peer may make: a hundred at once, and twenty more every second."""

from __future__ import annotations

from entrepot.hub.allowance import Allowance

BURST, RATE = 100, 20.0

REQUESTS = Allowance(burst=BURST, pause=1 / RATE)
"""By the peer's host."""
