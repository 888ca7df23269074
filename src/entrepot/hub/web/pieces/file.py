"""The consignment file: one deed cut down its middle, origin to the left, destination to the right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from entrepot.hub.web.pieces.finding import FindingNote
from entrepot.hub.web.pieces.marks import Lane, Tally
from entrepot.hub.web.pieces.money import MoneyTree
from entrepot.hub.web.pieces.sheet import Facts

Side = Literal["origin", "dest"]
State = Literal["done", "now", "next"]


@dataclass(frozen=True, slots=True)
class Hub:
    """A hub that keeps one half; `sign` are the letters on its half of the seal."""

    name: str
    sign: str
    told: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened, on the side of the hub that says so, with its tally on the cut."""

    side: Side
    state: State
    title: str
    tally: Tally
    at: datetime | None = None
    clock: str = ""
    told: str = ""
    ids: tuple[str, ...] = ()
    lane: Lane | None = None
    passage: bool = False
    receipt: str = ""
    awaited: bool = False
    money: MoneyTree | None = None
    findings: tuple[FindingNote, ...] = ()
    record: Facts | None = None
    open: bool = False
    template: ClassVar[str] = "pieces/event.html"


@dataclass(frozen=True, slots=True)
class Day:
    """The entries of one day, in order."""

    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class DeedFile:
    """Both halves of the deed, and how far they are known to agree; `between` is the hub whose country is passed."""

    origin: Hub
    destination: Hub
    days: tuple[Day, ...]
    tally: Tally
    count: str
    agreement: str
    simulated: bool = False
    between: Hub | None = None
    template: ClassVar[str] = "pieces/file.html"
