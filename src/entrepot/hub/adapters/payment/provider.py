"""What every payment provider does for the hub: takes payment orders, says what came of them, and pays out.

A provider is a module (named by `ENTREPOT_PAYMENT`) with these names. `tests/hub/adapters/test_payment_providers.py`
holds each of them to the same conduct.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from entrepot.trade.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A payment order as the provider gets it: who is to be paid, how much, and under which reference."""

    end_to_end_id: str
    creditor: str
    amount: Money
    qr: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a provider says of a payment order: the money came, or it will not come, with the provider's reference."""

    end_to_end_id: str
    provider_ref: str
    paid: bool
    amount: Money | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayOutLine:
    """One line of a payout file."""

    key: str
    creditor: str
    amount: Money


class Provider(Protocol):
    """A payment provider. `SIMULATED` says whether real money moves.

    `BUYER_TAKES` is how long it waits before it is asked: nothing, but for a simulator that plays the buyer too.
    """

    NAME: str
    SIMULATED: bool
    BUYER_TAKES: timedelta

    def request(self, asked: Asked) -> Notice | None:
        """Hand a payment order over; a provider that knows at once what came of it says so. Asking twice is harmless.

        Raises `Unavailable` when the provider is silent.
        """

    def notify(self, body: bytes, headers: Mapping[str, str]) -> Notice:
        """Read what the provider sent by itself; raises `Refused` unless it can only have come from there."""

    def pay_out(self, lines: Sequence[PayOutLine]) -> str:
        """Hand a payout file over; the answer is the provider's reference. The same lines twice are paid once."""
