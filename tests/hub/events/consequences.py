"""A small table of followers, and what they did, for the tests of the worker."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from entrepot.hub import ledger
from entrepot.hub.events import Actor, After
from entrepot.hub.events.models import Event
from entrepot.trade.finding import Finding, NotAllowedNow, Unavailable
from entrepot.trade.ledger import move
from entrepot.trade.money import Money

DONE: list[tuple[str, str, datetime, str]] = []
TROUBLE: list[Exception] = []


def first(event: Event, by: Actor) -> None:
    DONE.append(("first", event.subject, by.at, by.ref))


def second(event: Event, by: Actor) -> None:
    DONE.append(("second", event.subject, by.at, by.ref))


def departs(event: Event, by: Actor) -> None:
    DONE.append(("departs", event.subject, by.at, by.ref))


def fee(event: Event, by: Actor) -> None:
    """Moves a fee, then meets whatever trouble the test prepared."""
    ledger.post([move(f"fee:{event.id}", "", "escrow", "fees", Money.from_minor(100, "MYR"))], by=by)
    if TROUBLE:
        raise TROUBLE.pop(0)


def silence(until: datetime | None = None) -> Unavailable:
    return Unavailable("The bank", until)


def not_yet() -> NotAllowedNow:
    return NotAllowedNow(Finding("not-yet", "Not yet."))


FOLLOWERS = {
    "tests.two": [first, second],
    "tests.parcel.dispatched": [After(timedelta(hours=6), departs)],
    "tests.sale": [fee],
}
MIDNIGHT = datetime(2026, 3, 3, tzinfo=UTC)
