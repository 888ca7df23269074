"""One folder's law on one day: its values in force, and whether a piece of it holds. Faults gather on the desk."""

from __future__ import annotations

from datetime import date

from entrepot.statute.desk import Desk
from entrepot.statute.folder import Folder
from entrepot.statute.parameters import value_on
from entrepot.statute.reading import Table
from entrepot.trade.duty.ground import Value
from entrepot.trade.wording import gettext_noop


class Day:
    """A folder read for a day, seen with the knowledge of another, for a member of a union if one is named."""

    def __init__(self, folder: Folder, on: date, known: date | None, member: str = "") -> None:
        self.folder, self.on, self.known, self.member = folder, on, known, member
        self.desk = Desk(folder.sources)
        self.values: dict[str, Value] = {}
        for name, table in folder.parameters.items():
            if "members" not in table or member in self.desk.table(table, "members"):
                value = value_on(self.desk, name, table, on, known, member)
                if value is not None:
                    self.values[name] = value

    def value(self, at: Table, name: str) -> Value | None:
        """The value that a piece of law names; None if it is not (or no longer) in force."""
        wanted = self.desk.text(at, name)
        if wanted and wanted not in self.folder.parameters:
            self.desk.fault(
                at, "parameter-unknown", gettext_noop("“{name}” is not a parameter of this folder."), name=wanted
            )
        value = self.values.get(wanted)
        return value if value is not None and value.amount is not None else None

    def holds(self, at: Table) -> bool:
        """Whether a piece of law is in force on the day, and was known by the other."""
        since, until = self.desk.day(at, "from"), self.desk.day(at, "until")
        known_from = self.desk.day(at, "known_from")
        return (
            (since is None or since <= self.on)
            and (until is None or self.on < until)
            and (self.known is None or known_from is None or known_from <= self.known)
        )
