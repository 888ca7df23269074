"""What a source of lists of names must be able to do; conformance of each is tested alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Published:
    """One list as its publisher has it out now; an empty code or title leaves it to the form."""

    content: bytes
    code: str = ""
    title: str = ""
    aliases: bytes = b""


class Source(Protocol):
    """Somewhere that lists are out. `SIMULATED` says that nobody real publishes them."""

    NAME: str
    SIMULATED: bool

    def published(self) -> Iterator[Published]:
        """Every list that is out now, whole; raises `Unavailable` where nobody answers."""
        ...
