"""Tariff quotas: so much of some goods at a lower rate in a period; whether it is open follows from what happened.

Nobody writes down that a quota is exhausted or critical. It is derived from its volume and its events, as the day sees
them: suspended goes before blocked, blocked before exhausted, exhausted before critical.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from entrepot.trade.duty.ground import NO_GROUND, Ground

Mechanism = Literal["first-come", "licensed"]
EventKind = Literal["drawn", "balance", "transferred", "suspended", "unsuspended", "blocked", "unblocked"]
Status = Literal["open", "critical", "exhausted", "blocked", "suspended", "not in a period"]
NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Definition:
    """One period of a quota: how much of it there is, from one day to the last; both are included.

    From `critical` percent of the volume on the quota is critical: security may be asked for until it is allocated.
    """

    since: date
    last: date
    volume: Fraction
    critical: Fraction = Fraction(90)
    ground: Ground = NO_GROUND


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to a quota on a day, and when it became known.

    `drawn` takes an amount, `transferred` adds one (or takes it, if negative), `balance` says what is left.
    """

    on: date
    kind: EventKind
    amount: Fraction = NOTHING
    known_from: date | None = None


@dataclass(frozen=True, slots=True)
class State:
    """How a quota stands on a day: `balance` is what is left in the period that holds the day."""

    status: Status
    balance: Fraction = NOTHING
    definition: Definition | None = None

    @property
    def is_open(self) -> bool:
        return self.status in ("open", "critical")


@dataclass(frozen=True, slots=True)
class Quota:
    """A quota by its order number, counted in one unit (UN/ECE Recommendation 20)."""

    number: str
    title: str
    unit: str
    mechanism: Mechanism = "first-come"
    definitions: tuple[Definition, ...] = ()
    events: tuple[Event, ...] = ()

    def untold_since(self, on: date, known: date | None = None) -> date | None:
        """The first day of which the record says nothing yet: drawings from then on count besides; None if closed."""
        period = self.state(on, known).definition
        told = [each.on for each in self.events if each.on <= on and not _later(each.known_from, known)]
        last = max(told, default=None)
        if period is None:
            return None
        if last is None or last < period.since:
            return period.since
        return last + timedelta(days=1)

    def state(self, on: date, known: date | None = None, drawn: Fraction = NOTHING) -> State:
        """How it stands at the end of a day, seen with the knowledge of another.

        `drawn` is what was taken besides, which no event of the quota tells yet.
        """
        periods = [each for each in self.definitions if each.since <= on <= each.last and _known(each, known)]
        if not periods:
            return State("not in a period")
        period = periods[-1]
        balance, stopped = period.volume, set[str]()
        for event in sorted(self.events, key=lambda each: each.on):
            if not period.since <= event.on <= on or _later(event.known_from, known):
                continue
            match event.kind:
                case "drawn":
                    balance -= event.amount
                case "transferred":
                    balance += event.amount
                case "balance":
                    balance = event.amount
                case "suspended" | "blocked":
                    stopped.add(event.kind)
                case "unsuspended" | "unblocked":
                    stopped.discard(event.kind.removeprefix("un"))
        balance = max(balance - drawn, NOTHING)
        return State(_status(stopped, balance, period), balance, period)


def _status(stopped: set[str], balance: Fraction, period: Definition) -> Status:
    if "suspended" in stopped:
        return "suspended"
    if "blocked" in stopped:
        return "blocked"
    if not balance:
        return "exhausted"
    used = period.volume - balance
    return "critical" if used * 100 >= period.critical * period.volume else "open"


def _known(definition: Definition, known: date | None) -> bool:
    return not _later(definition.ground.known_from, known)


def _later(day: date | None, known: date | None) -> bool:
    """Whether something became known only after the day whose knowledge counts."""
    return known is not None and day is not None and day > known
