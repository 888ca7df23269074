"""The one clock of a trial: it stands until it is moved, so that thirty days pass in a moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


class Hands:
    """Shows a moment; each hub may read it with an error of its own."""

    def __init__(self, shows: datetime = MORNING) -> None:
        self.shows = shows
        self._passed = 0.0

    def move(self, seconds: float) -> None:
        """Let time pass; a negative number is a step back of the time shown, while the ticks go on."""
        self.shows += timedelta(seconds=seconds)
        self._passed += max(seconds, 0.0)

    def jump(self, moment: datetime) -> None:
        """Show this moment."""
        self.move((moment - self.shows).total_seconds())

    def ticks(self) -> float:
        """Seconds that passed, from no particular moment."""
        return self._passed

    def off_by(self, seconds: float) -> Callable[[], datetime]:
        """The clock of someone whose clock is wrong by so many seconds."""
        return lambda: self.shows + timedelta(seconds=seconds)
