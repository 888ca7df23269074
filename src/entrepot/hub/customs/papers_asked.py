"""Where a country's law asks that order, payment and waybill agree before goods are released: `papers.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from entrepot.statute.desk import GROUND, Desk
from entrepot.statute.folder import Folder
from entrepot.statute.reading import Table, read
from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.finding import Finding, Refused

NAMES = ("direction", "regimes")


@dataclass(frozen=True, slots=True)
class Asked:
    """In which direction and regimes, and between which days, the three documents are asked for."""

    direction: str
    regimes: tuple[str, ...]
    since: date | None
    until: date | None

    def of(self, facts: DeclarationFacts) -> bool:
        begun = self.since is None or self.since <= facts.date
        ended = self.until is not None and self.until <= facts.date
        return begun and not ended and self.direction == facts.direction and facts.regime in self.regimes


def asked(folder: Folder) -> tuple[Asked, ...]:
    """What the folder's `papers.yaml` says; a country without one asks for no papers."""
    found: list[Finding] = []
    table = _table(folder.place / "papers.yaml", found)
    desk = Desk(folder.sources, found)
    rows = desk.tables(table, "papers") if table else []
    pieces = tuple(_asked(desk, row) for row in rows)
    if found:
        raise Refused(found)
    return pieces


def _asked(desk: Desk, at: Table) -> Asked:
    desk.known(at, (*NAMES, *GROUND))
    desk.ground(at)
    direction = desk.word(at, "direction", ("export", "import"))
    return Asked(direction, desk.texts(at, "regimes"), desk.day(at, "from"), desk.day(at, "until"))


def _table(path: Path, found: list[Finding]) -> Table:
    return read(path, f"{path.parent.name}/{path.name}", found) if path.exists() else Table()
