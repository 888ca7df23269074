"""Which statements of duty and tax a law asks for, and until when goods may come back: `statements.yaml`."""

from __future__ import annotations

from datetime import date
from typing import get_args

from entrepot.statute.day import Day
from entrepot.statute.folder import Folder
from entrepot.statute.reading import Table, read
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.statement import By, Due, Gathers, Terms

NAMES = ("code", "title", "direction", "regimes", "gathers", "by", "due", "law", "source", "confidence", "note")
DAYS = ("due_day", "from_day", "until_day", "return_days", "back_days")


def statements(folder: Folder, on: date) -> tuple[Terms, ...]:
    """What the folder asks for on a day; a country without the file asks for nothing. A fault refuses."""
    terms, faults = _read(folder, on)
    if faults:
        raise Refused(faults)
    return terms


def check(folder: Folder, on: date) -> list[Finding]:
    """Every fault in the file, with its line."""
    return _read(folder, on)[1]


def _read(folder: Folder, on: date) -> tuple[tuple[Terms, ...], list[Finding]]:
    path = folder.place / "statements.yaml"
    if not path.exists():
        return (), []
    found: list[Finding] = []
    table = read(path, f"{folder.place.name}/{path.name}", found)
    day = Day(folder, on, None)
    terms = tuple(_terms(day, row) for row in day.desk.tables(table, "statements"))
    return terms, [*found, *day.desk.findings]


def _terms(day: Day, at: Table) -> Terms:
    desk = day.desk
    desk.known(at, (*NAMES, *DAYS))
    days = {name: _days(day, at, name) for name in DAYS}
    return Terms(
        code=desk.text(at, "code"),
        title=desk.text(at, "title"),
        direction=desk.word(at, "direction", ("export", "import")),
        regimes=desk.texts(at, "regimes"),
        gathers=desk.word(at, "gathers", get_args(Gathers)),
        by=desk.word(at, "by", get_args(By), "declarant"),
        due=desk.word(at, "due", get_args(Due), "end-of-next-month"),
        ground=desk.ground(at),
        **days,
    )


def _days(day: Day, at: Table, name: str) -> int:
    """A number of days by the name of its parameter; none where it is not in force."""
    value = day.value(at, name) if name in at else None
    return int(value.amount) if value is not None and value.amount is not None else 0
