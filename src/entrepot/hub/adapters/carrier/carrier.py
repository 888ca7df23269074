"""What every carrier does for the hub: takes parcels, and says how they go on.

A carrier is a module (named by `ENTREPOT_CARRIER`) with these names. One that reports by itself leaves its timetable
empty and speaks at the door for parcel reports; the simulator has a timetable, and the hub's clock reports for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """A parcel as the carrier gets it."""

    ucr: str
    number: str
    origin: str
    destination: str
    gross_mass_g: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One step of a parcel, as the carrier tells it; without a number, of the first parcel of the consignment."""

    ucr: str
    step: str
    at: datetime
    place: str = ""
    number: str = ""


class Carrier(Protocol):
    """A carrier. `TIMETABLE` says how long after each step the next one is reported, where that is known beforehand."""

    NAME: str
    SIMULATED: bool
    TIMETABLE: Mapping[str, tuple[timedelta, str]]

    def collect(self, handed: Handed) -> str:
        """Hand a parcel over; the answer is the carrier's reference. The same parcel twice is collected once."""

    def place(self, handed: Handed, step: str) -> str:
        """Where a step takes place, for a carrier with a timetable."""

    def report(self, body: bytes, headers: Mapping[str, str]) -> list[Report]:
        """Read what the carrier sent by itself; raises `Refused` unless it can only have come from there."""
