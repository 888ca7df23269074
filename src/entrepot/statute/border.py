"""What customs asks for and looks for at the border: controls and risk profiles of a folder, on a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from entrepot.statute.desk import GROUND, Desk
from entrepot.statute.folder import Folder
from entrepot.statute.reading import Rows, Table, Text, Written
from entrepot.trade.finding import Refused
from entrepot.trade.permit import Control
from entrepot.trade.quantity import Quantity
from entrepot.trade.risk import Profile, profile
from entrepot.trade.wording import gettext_noop

Piece = TypeVar("Piece")
DIRECTIONS = ("import", "export", "both")
CONTROL = ("code", "sentence", "goods", "direction", "kind", "agency", "countries", "regimes", "free", "prohibited")
EXPORT = ("code", "name", "procedure")
PROFILE = ("code", "name", "when", "lane", "reason")


def in_order(read: Callable[[Folder, date, Desk], list[Piece]], folder: Folder, day: date) -> tuple[Piece, ...]:
    """The pieces of a folder on a day, or a refusal that names every fault in its files."""
    desk = Desk(folder.sources)
    found = read(folder, day, desk)
    if desk.findings:
        raise Refused(desk.findings)
    return tuple(found)


def controls(folder: Folder, day: date, desk: Desk) -> list[Control]:
    """The controls of controls.yaml, and those that the schedule names by code."""
    found = []
    names = _kind_names(folder)
    for at in desk.tables(folder.controls, "controls"):
        desk.known(at, (*CONTROL, *GROUND))
        ground = desk.ground(at)
        if _in_force(at, day, desk):
            found.append(
                Control(
                    desk.text(at, "code"),
                    desk.text(at, "sentence"),
                    desk.texts(at, "goods"),
                    desk.word(at, "direction", DIRECTIONS),  # type: ignore[arg-type]
                    desk.text(at, "kind", ""),
                    desk.text(at, "agency", ""),
                    ground.law,
                    desk.texts(at, "countries"),
                    desk.texts(at, "regimes"),
                    _free(at, desk),
                    desk.word(at, "prohibited", ("no", "yes"), "no") == "yes",
                    names.get(desk.text(at, "kind", ""), ""),
                )
            )
    for row in folder.schedule.controls:
        if (row.ground.since is None or row.ground.since <= day) and (
            row.ground.until is None or day < row.ground.until
        ):
            code = f"{folder.code.lower()}-{row.document}".lower()
            way = row.movement if row.movement in DIRECTIONS else "both"
            found.append(
                Control(code, row.text, (row.prefix,), way, row.document, row.authority, row.ground.law)  # type: ignore[arg-type]
            )
    return found


def _kind_names(folder: Folder) -> dict[str, str]:
    """The kinds of permits by code, as permits.yaml calls them; its faults are said where it is read for itself."""
    rows = folder.permits.get("permits")
    kinds = (row for row in rows if isinstance(row, Table)) if isinstance(rows, Rows) else ()
    return {str(kind["code"]): str(kind["name"]) for kind in kinds if "code" in kind and "name" in kind}


@dataclass(frozen=True, slots=True)
class WayOut:
    """What goods may leave a country under: its code, its name, and the procedure that it is declared by, if any."""

    code: str
    name: str
    procedure: str = ""

    @property
    def usual(self) -> str:
        """What it is declared as: the procedure, or the code where there is none."""
        return self.procedure or self.code


def ways_out(folder: Folder, day: date, desk: Desk) -> list[WayOut]:
    """The exports of regimes.yaml; a folder that names none leaves open what goods leave under."""
    found = []
    for at in desk.tables(folder.regimes, "exports"):
        desk.known(at, (*EXPORT, *GROUND))
        desk.ground(at)
        if _in_force(at, day, desk):
            found.append(WayOut(desk.text(at, "code"), desk.text(at, "name"), desk.text(at, "procedure", "")))
    return found


def profiles(folder: Folder, day: date, desk: Desk) -> list[Profile]:
    """The profiles of profiles.yaml."""
    found = []
    for at in desk.tables(folder.profiles, "profiles"):
        desk.known(at, (*PROFILE, *GROUND))
        desk.ground(at)
        if _in_force(at, day, desk):
            try:
                found.append(profile({name: _plain(each) for name, each in at.items() if name in (*PROFILE, "law")}))
            except Refused as refused:
                for finding in refused.findings:
                    sentence = gettext_noop("The profile cannot be read: {problem}")
                    desk.fault(at, "profile-wrong", sentence, problem=str(finding))
    return found


def profile_trees(folder: Folder, day: date, desk: Desk) -> list[dict[str, Any]]:
    """The profiles as they are written, with their ground: to be read, and to be changed by a hub."""
    written = [at for at in desk.tables(folder.profiles, "profiles") if _in_force(at, day, desk)]
    return [{name: _plain(each) for name, each in at.items()} for at in written]


def _in_force(at: Table, day: date, desk: Desk) -> bool:
    since, until = desk.day(at, "from"), desk.day(at, "until")
    return (since is None or since <= day) and (until is None or day < until)


def _free(at: Table, desk: Desk) -> Quantity | None:
    """How much passes without a permit: `2 KGM`."""
    written = desk.text(at, "free", "")
    if not written:
        return None
    amount, _, unit = written.partition(" ")
    try:
        return Quantity.of(amount, unit)
    except Refused as refused:
        desk.fault(at, "quantity-wrong", refused.findings[0].sentence, **refused.findings[0].params)
        return None


def _plain(written: Written) -> Any:
    """Plain values: a number that stands without quotes is a number, and so are true and false what they are."""
    match written:
        case Text("true" | "false") if not written.quoted:
            return written == "true"
        case Text():
            return int(written) if not written.quoted and written.isdigit() else str(written)
        case Rows():
            return [_plain(each) for each in written]
        case Table():
            return {name: _plain(each) for name, each in written.items()}
        case _:
            return None
