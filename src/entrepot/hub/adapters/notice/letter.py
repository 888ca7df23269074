"""What a carrier of letters must be able to do; conformance of each is tested alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter to one person; `farewell` is the address at which such letters end."""

    to: str
    subject: str
    text: str
    farewell: str


class Post(Protocol):
    """Somewhere that takes letters. `SIMULATED` says that nobody will receive them."""

    NAME: str
    SIMULATED: bool

    def deliver(self, letters: Sequence[Letter]) -> None:
        """Take the letters, all or none; raises `Unavailable` where nobody takes them now."""
        ...
