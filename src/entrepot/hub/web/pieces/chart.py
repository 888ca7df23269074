"""The chart of hubs: where each stands, and the corridors between them. Shapes are drawn, words are written beside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

CorridorLook = Literal["main", "on", "gap", "ask"]
Side = Literal["l", "r", "b"]


@dataclass(frozen=True, slots=True)
class Harbour:
    """One hub on the chart: its place in the units of the drawing, its words and on which side of it they stand."""

    x: float
    y: float
    look: Literal["me", "on", "gap", "ask"]
    name: str
    note: str
    href: str = ""
    side: Side = "r"

    @property
    def left(self) -> str:
        return f"{self.x / Chart.width:.2%}"

    @property
    def top(self) -> str:
        return f"{self.y / Chart.height:.2%}"


@dataclass(frozen=True, slots=True)
class Corridor:
    """A line between two hubs: solid in step, dashed while it waits, dotted when the other is only invited."""

    course: str
    look: CorridorLook


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole chart, and what it says in one sentence."""

    told: str
    harbours: tuple[Harbour, ...]
    corridors: tuple[Corridor, ...]
    beyond: str = ""
    template: ClassVar[str] = "pieces/chart.html"
    width: ClassVar[int] = 1000
    height: ClassVar[int] = 572
