"""Consequences: which functions follow which kind of event, in which order, and how long after.

The table itself stands above the apps (`hub/followers.py`) and is named in the settings, so that nothing here imports
what it means.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from entrepot.hub.events.actor import Actor

if TYPE_CHECKING:
    from entrepot.hub.events.models import Event


class Consequence(Protocol):
    """A function that follows an event; it is told the event and by whom it acts."""

    def __call__(self, event: Event, /, *, by: Actor) -> None: ...


@dataclass(frozen=True, slots=True)
class After:
    """A consequence that waits: due when `delay` has passed since the event."""

    delay: timedelta
    consequence: Consequence


Follower = Consequence | After
Table = Mapping[str, Sequence[Follower]]


@dataclass(frozen=True, slots=True)
class Named:
    """One line of the table: the name that is written into the queue, and what it stands for."""

    name: str
    consequence: Consequence
    delay: timedelta


def following(kind: str) -> tuple[Named, ...]:
    """The consequences of an event of this kind, in the order of the table."""
    return _lines(settings.ENTREPOT_FOLLOWERS).get(kind, ())


def consequence(name: str) -> Consequence | None:
    """What a name in the queue stands for, or None if the table names it no longer."""
    return next((line.consequence for line in _all() if line.name == name), None)


def _all() -> Iterator[Named]:
    for lines in _lines(settings.ENTREPOT_FOLLOWERS).values():
        yield from lines


@cache
def _lines(dotted: str) -> dict[str, tuple[Named, ...]]:
    table: Table = import_string(dotted) if dotted else {}
    return {kind: tuple(_named(follower) for follower in followers) for kind, followers in table.items()}


def _named(follower: Follower) -> Named:
    delay, function = (follower.delay, follower.consequence) if isinstance(follower, After) else (timedelta(), follower)
    return Named(f"{function.__module__}.{getattr(function, '__qualname__')}", function, delay)  # noqa: B009 - callables
