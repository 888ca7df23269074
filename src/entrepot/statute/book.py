"""The statute: the law of every jurisdiction, kept by folder and asked by day."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import entrepot
from entrepot.statute.border import WayOut, controls, in_order, profile_trees, profiles, ways_out
from entrepot.statute.draft import Draft
from entrepot.statute.folder import Folder
from entrepot.statute.parameters import check_parameter
from entrepot.statute.permits import check as faults_of_permits
from entrepot.statute.permits import permit_kinds
from entrepot.statute.reading import Table, Text, read, texts_in
from entrepot.statute.shelf import Shelf
from entrepot.statute.tariff import overlaps
from entrepot.trade.duty.law import Law
from entrepot.trade.duty.measure import Tariff
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.permit import Control, PermitKind
from entrepot.trade.risk import Profile
from entrepot.trade.wording import gettext_noop

SHIPPED = Path(entrepot.__file__).parent / "law"
MOST_DAYS = 1000
"""How many days of a jurisdiction are kept in mind; any other is drafted again when it is asked for."""


@dataclass
class Jurisdiction:
    """One jurisdiction's law with all its dates. A member of a union has the union's folder, and its own values."""

    folder: Folder
    member: str = ""
    shelf: Shelf | None = None
    _days: dict[tuple[date, date | None], Law] = field(default_factory=dict)

    def controls(self, day: date) -> tuple[Control, ...]:
        """Which goods need which permit on a day, and which may not pass at all."""
        return in_order(controls, self.folder, day)

    def permit_kinds(self, day: date) -> tuple[PermitKind, ...]:
        """The kinds of document that the agencies grant on a day, with their fees."""
        return permit_kinds(self.folder, day)

    def profiles(self, day: date) -> tuple[Profile, ...]:
        """What is looked for at the border on a day."""
        return in_order(profiles, self.folder, day)

    def profile_trees(self, day: date) -> tuple[dict[str, Any], ...]:
        """The same as it is written, with ground and note."""
        return in_order(profile_trees, self.folder, day)

    def ways_out(self, day: date) -> tuple[WayOut, ...]:
        """What goods may leave under on a day; none where the law here does not say."""
        return in_order(ways_out, self.folder, day)

    @property
    def code(self) -> str:
        return self.member or self.folder.code

    @property
    def digest(self) -> str:
        """The name of this very content: what a stored quote is recomputed by."""
        return self.folder.digest

    def on(self, day: date, known: date | None = None) -> Law:
        """The law in force on a day, seen with the knowledge of another (None: all that is known)."""
        if (day, known) not in self._days:
            self._held(day)
            self._held(known or day)
            draft = Draft(self.folder, day, known, self.member)
            law = draft.law()
            findings = (*self.folder.findings, *draft.desk.findings)
            if findings:
                raise Refused(findings)
            if self.shelf is not None:
                schedule = self.shelf.over(self.folder, law.tariff.schedule, day, known)
                law = replace(law, tariff=Tariff(schedule, day, known))
            if len(self._days) >= MOST_DAYS:
                self._days.pop(next(iter(self._days)))
            self._days[day, known] = law
        return self._days[day, known]

    def _held(self, day: date) -> None:
        """Refuse a day from before our records: what is not held then would be taken for nothing."""
        first = date.fromisoformat(str(self.folder.jurisdiction.get("held_from") or date.min))
        if day < first:
            raise Refused(
                Finding(
                    "day-before-records",
                    gettext_noop("The law of {code} is held from {first} on, not for {day}."),
                    "/on",
                    gettext_noop("Ask for a later day, or add the older law to the folder."),
                    params={"code": self.code, "first": first.isoformat(), "day": day.isoformat()},
                )
            )


@dataclass(eq=False)
class Statute:
    """A folder of law, read one jurisdiction at a time as it is asked for, with the tariffs that were loaded."""

    place: Path
    shelf: Shelf | None = None
    _open: dict[str, Jurisdiction] = field(default_factory=dict)
    _folders: dict[str, Folder] = field(default_factory=dict)
    _unions: dict[str, str] | None = None

    def over(self, shelf: Shelf) -> Statute:
        """The same law with other tariffs on it; files of law that were read are not read again."""
        return Statute(self.place, shelf, _folders=self._folders)

    @property
    def codes(self) -> tuple[str, ...]:
        """Every destination whose law is held, members of a union included."""
        own = {path.parent.name.upper() for path in self.place.glob("*/jurisdiction.yaml")}
        return tuple(sorted(own | set(self._members())))

    @property
    def destinations(self) -> tuple[str, ...]:
        """Every place that goods can be sent to: a union is none, its members are."""
        return tuple(code for code in self.codes if code not in self._members().values())

    @property
    def unions(self) -> frozenset[str]:
        """The jurisdictions that have members."""
        return frozenset(self._members().values())

    def members(self, union: str) -> tuple[str, ...]:
        """The members of a union; none for any other place."""
        return tuple(member for member, of in self._members().items() if of == union)

    def jurisdiction(self, code: str) -> Jurisdiction:
        """The law of a place; a member of a union is answered by the union."""
        if code not in self._open:
            union = self._members().get(code)
            folder = self.place / (union or code).lower()
            if not (code.isalpha() and (folder / "jurisdiction.yaml").exists()):
                raise Refused(
                    Finding(
                        "law-not-held",
                        gettext_noop("The law of “{code}” is not held here."),
                        "/destination",
                        gettext_noop("Choose one of {known}, or add a folder of law for it."),
                        params={"code": code, "known": ", ".join(self.codes)},
                    )
                )
            if folder.name not in self._folders:
                self._folders[folder.name] = Folder.open(folder)
            self._open[code] = Jurisdiction(self._folders[folder.name], code if union else "", self.shelf)
        return self._open[code]

    def law(self, destination: str, on: date, known: date | None = None) -> Law:
        """The law of a destination on a day: a statute is a law book."""
        return self.jurisdiction(destination).on(on, known)

    def _members(self) -> dict[str, str]:
        if self._unions is None:
            self._unions = {}
            for path in self.place.glob("*/jurisdiction.yaml"):
                members = read(path, path.name, []).get("members")
                if isinstance(members, Table):
                    self._unions |= dict.fromkeys(members, path.parent.name.upper())
        return self._unions


def load(place: Path = SHIPPED, shelf: Shelf | None = None) -> Statute:
    """The statute in a folder; the shipped one if none is named. `shelf` holds tariffs that were loaded."""
    return Statute(place, shelf)


def check(place: Path = SHIPPED) -> list[Finding]:
    """Every fault in a folder of law, with file and line by drafting it for every day of change."""
    found: dict[str, Finding] = {}
    statute = load(place)
    for code in statute.codes:
        jurisdiction = statute.jurisdiction(code)
        folder = jurisdiction.folder
        faults = list(folder.findings)
        draft = Draft(folder, date.max, None, jurisdiction.member)
        for name, table in folder.parameters.items():
            check_parameter(draft.desk, name, table)
        overlaps(folder, draft.desk)
        if draft.desk.day(folder.jurisdiction, "held_from") is None:
            sentence = gettext_noop("The first day for which the law is held (`held_from`) is missing.")
            draft.desk.fault(folder.jurisdiction, "held-from-missing", sentence)
        faults += draft.desk.findings
        for day in days_of_change(folder):
            draft = Draft(folder, day, None, jurisdiction.member)
            draft.law()
            controls(folder, day, draft.desk)
            profiles(folder, day, draft.desk)
            ways_out(folder, day, draft.desk)
            faults += [*draft.desk.findings, *faults_of_permits(folder, day)]
        found |= {str(fault): fault for fault in faults}
    return list(found.values())


def days_of_change(folder: Folder) -> list[date]:
    """Every day on which a value or a piece of the folder begins or ends, and a day before the first."""
    days = set()
    for table in folder.parameters.values():
        days |= _days_in(table)
    for piece in (folder.levies, folder.regimes, folder.types, folder.permits):
        days |= {day for text in texts_in(piece) if (day := _day(text))}
    for row in folder.schedule.rates:
        days |= {day for day in (row.ground.since, row.ground.until) if day is not None}
    for period in folder.schedule.quotas:
        days |= {period.since, period.last + timedelta(days=1)}
    return sorted(days | {min(days, default=date(2000, 1, 1)) - timedelta(days=1)})


def _days_in(table: object) -> set[date]:
    days = set()
    if isinstance(table, dict):
        for key, value in table.items():
            days |= {day for day in [_day(key)] if day} | _days_in(value)
    return days


def _day(text: str | Text) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
