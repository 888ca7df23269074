"""Stock by lot: what is there, what is promised, and which lot leaves first.

Arithmetic only. A lot's balance is the sum of its movements; nothing is promised twice, and what expires first leaves
first (FEFO).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from entrepot.trade.code.writing import refusal
from entrepot.trade.wording import gettext_noop

Kind = Literal["receive", "reserve", "release", "dispatch", "withdraw", "return", "adjust", "destroy"]

# what one piece of each movement does: (to the pieces on hand, to the pieces reserved)
EFFECTS: Mapping[str, tuple[int, int]] = {
    "receive": (1, 0),
    "reserve": (0, 1),  # promised to an order
    "release": (0, -1),  # promised no longer
    "dispatch": (-1, -1),  # leaves for the order it was promised to
    "withdraw": (-1, 0),  # leaves without a promise, as for an inspection
    "return": (1, 0),
    "adjust": (1, 0),  # after a count; may be negative
    "destroy": (-1, 0),
}


@dataclass(frozen=True, slots=True)
class Movement:
    """Pieces of one lot that came, went or were promised. Only an adjustment may be negative."""

    lot: str
    kind: Kind
    pieces: int


@dataclass(frozen=True, slots=True)
class Balance:
    """The pieces of a lot on hand, and how many of them are promised."""

    on_hand: int = 0
    reserved: int = 0

    @property
    def available(self) -> int:
        """Pieces that may still be promised."""
        return self.on_hand - self.reserved

    def after(self, kind: Kind, pieces: int, lot: str = "") -> Balance:
        """The balance after a movement, or a refusal if the lot does not hold so many."""
        held = {"on_hand": str(self.on_hand), "reserved": str(self.reserved)}
        told = held | {"lot": lot or "—", "kind": kind, "pieces": str(pieces)}
        if pieces < 0 and kind != "adjust":
            raise refusal(
                "stock-negative",
                gettext_noop("{pieces} pieces cannot “{kind}”."),
                gettext_noop("Give a number of pieces, without a sign."),
                **told,
            )
        on_hand, reserved = EFFECTS[kind]
        found = Balance(self.on_hand + on_hand * pieces, self.reserved + reserved * pieces)
        if found.on_hand < 0 or found.reserved < 0 or found.available < 0:
            raise refusal(
                "stock-short",
                gettext_noop(
                    "Lot {lot} has {on_hand} pieces, of which {reserved} are promised; {pieces} cannot “{kind}”."
                ),
                gettext_noop("Count the lot, take another, or ask for fewer pieces."),
                **told,
            )
        return found


def reserve(balance: Balance, pieces: int, lot: str = "") -> Balance:
    """The balance once so many pieces are promised."""
    return balance.after("reserve", pieces, lot)


def release(balance: Balance, pieces: int, lot: str = "") -> Balance:
    """The balance once a promise is taken back."""
    return balance.after("release", pieces, lot)


def balances(movements: Iterable[Movement], opening: Mapping[str, Balance] | None = None) -> dict[str, Balance]:
    """Each lot's balance after these movements, in their order; refuses the first that a lot cannot bear."""
    found = dict(opening or {})
    for movement in movements:
        before = found.get(movement.lot, Balance())
        found[movement.lot] = before.after(movement.kind, movement.pieces, movement.lot)
    return found


@dataclass(frozen=True, slots=True)
class Lot:
    """Pieces of one article that came in together."""

    code: str
    received: date
    expires: date | None
    balance: Balance


@dataclass(frozen=True, slots=True)
class Pick:
    lot: str
    pieces: int


@dataclass(frozen=True, slots=True)
class Allocation:
    """Which lots serve a demand, and how many pieces are lacking."""

    picks: tuple[Pick, ...]
    short: int


def allocate(lots: Iterable[Lot], pieces: int, on: date, *, shelf_days: int = 0) -> Allocation:
    """Serve a demand from the lots that expire first; what would expire within `shelf_days` stays.

    A lot that never expires leaves last; among equals the older leaves first. The order in which the lots are given
    does not matter.
    """
    picks: list[Pick] = []
    lacking = pieces
    for lot in sorted(lots, key=_first_expired):
        if lacking <= 0:
            break
        taken = min(lot.balance.available, lacking)
        if taken > 0 and keeps(lot, on, shelf_days):
            picks.append(Pick(lot.code, taken))
            lacking -= taken
    return Allocation(tuple(picks), max(lacking, 0))


def keeps(lot: Lot, on: date, shelf_days: int = 0) -> bool:
    """Whether the lot is still good so many days after the day; it is good on the day it expires."""
    return lot.expires is None or lot.expires >= on + timedelta(days=shelf_days)


def _first_expired(lot: Lot) -> tuple[date, date, str]:
    return lot.expires or date.max, lot.received, lot.code
