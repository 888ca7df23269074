"""The place where one failure is injected: hubs of its own in process, or the one hub at an address."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from entrepot.conform.hubs.two import Two
from entrepot.conform.outside import Outside
from entrepot.conform.verdict import NotTestable
from entrepot.conform.world import World

HUBS_OF_ITS_OWN = "needs the inside of both hubs: deaths, clocks and databases cannot be reached from outside"
NO_PEERING = "the hub's operator has not approved the kit's peer, so that the hub tells it nothing"


class Trial:
    """Gives a failure what it needs, and takes it away when it is over."""

    def __init__(self, world: World | None = None, there: Outside | None = None, *, soak_seconds: float = 60) -> None:
        self._world, self._there = world, there
        self._stack = ExitStack()
        self.soak_seconds = soak_seconds

    def __enter__(self) -> Trial:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def has_hubs(self) -> bool:
        """Whether it can raise hubs of its own."""
        return self._world is not None

    def two(self) -> Two:
        """Two hubs that exchange."""
        return self._stack.enter_context(self._own().two())

    def strangers(self) -> Two:
        """Two hubs that do not know each other."""
        return self._stack.enter_context(self._own().strangers())

    def outside(self) -> Outside:
        """The hub under test, and a peer of ours that it exchanges with."""
        if self._world is None and self._there is None:
            raise NotTestable(NO_PEERING)
        return self._there or self._stack.enter_context(self._own().outside())

    def unmet(self) -> Outside:
        """A hub, and a peer of ours that it has never heard of."""
        return self._stack.enter_context(self._own().unmet())

    def _own(self) -> World:
        if self._world is None:
            raise NotTestable(HUBS_OF_ITS_OWN)
        return self._world


@dataclass(frozen=True, slots=True)
class Failure:
    """One failure by its number: what is injected, and the function that injects it and says what it saw."""

    number: int
    injected: str
    run: Callable[[Trial], str]


def failure(number: int, injected: str) -> Callable[[Callable[[Trial], str]], Failure]:
    """Make a failure of the function that follows."""
    return lambda run: Failure(number, injected, run)
