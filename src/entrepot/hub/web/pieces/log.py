"""The log between hubs, as rows: when, which way, what was said, about what, its place, and who has signed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from entrepot.hub.web.pieces.marks import Tally


@dataclass(frozen=True, slots=True)
class Said:
    """One message in its place. `about` opens the consignment where the message tells of one, `proof` its proof."""

    key: str
    clock: str
    way: Literal["in", "out"]
    told: str
    kind: str
    about: str
    about_href: str
    place: str
    proof: str
    tally: Tally
    signed: str
    peer: str


@dataclass(frozen=True, slots=True)
class Log:
    """Messages, the newest first."""

    rows: tuple[Said, ...]
    template: ClassVar[str] = "pieces/log.html"


@dataclass(frozen=True, slots=True)
class Node:
    """One hash on the way from the message to the root, by its first letters and its side."""

    hash: str
    side: Literal["L", "R", "leaf", "root"]
    word: str
