"""Tables that become cards on a narrow page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from entrepot.hub.web.pieces.marks import Badge, Lane, Tally, Way
from entrepot.hub.web.pieces.opw import Opw


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column. A `drop` column is left out on a narrow page, a `wide` one takes a line of its own."""

    name: str
    number: bool = False
    drop: bool = False
    wide: bool = False
    labelled: bool = False
    note: str = ""

    @property
    def look(self) -> str:
        """The classes of a cell under this head."""
        looks = (("num", self.number), ("drop", self.drop), ("wide", self.wide))
        return " ".join(name for name, worn in looks if worn)


@dataclass(frozen=True, slots=True)
class Tick:
    """A box to choose the row with: the field, its value, and what it chooses for those who listen."""

    field: str
    value: str
    told: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place of a table; a second, quieter line may stand below."""

    text: str = ""
    sub: str = ""
    href: str = ""
    code: bool = False
    badge: Badge | None = None
    lane: Lane | None = None
    way: Way | None = None
    tally: Tally | None = None
    opw: Opw | None = None
    passage: bool = False
    strong: bool = False
    tick: Tick | None = None
    template: ClassVar[str] = "pieces/cell.html"


@dataclass(frozen=True, slots=True)
class Row:
    """One row; its first cell names it, and under its key a link on the page finds it."""

    cells: tuple[Cell, ...]
    look: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads, with a name for those who cannot see where it stands."""

    name: str
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    foot: Row | None = None
    fold: bool = True
    template: ClassVar[str] = "pieces/table.html"

    @property
    def body(self) -> tuple[tuple[Row, tuple[tuple[Head, Cell], ...]], ...]:
        """Each row, and its cells beside the heads they stand under."""
        return tuple((row, tuple(zip(self.heads, row.cells, strict=True))) for row in self.rows)

    @property
    def feet(self) -> tuple[tuple[Head, Cell], ...]:
        return tuple(zip(self.heads, self.foot.cells, strict=True)) if self.foot else ()
