"""The schedule of a folder as the reckoning takes it: its columns become measure types, its rows measures."""

from __future__ import annotations

from typing import get_args

from entrepot.statute.areas import area_of
from entrepot.statute.desk import GROUND, Desk
from entrepot.statute.folder import Folder
from entrepot.statute.quotas import gathered
from entrepot.statute.reading import fault
from entrepot.statute.schedule import RateRow
from entrepot.trade.duty.ground import Ground
from entrepot.trade.duty.measure import Measure, MeasureType, Schedule, Stack
from entrepot.trade.wording import gettext_noop


def schedule_of(folder: Folder, desk: Desk) -> Schedule:
    """The schedule with all its dates, made once for a folder."""
    if folder.made is None:
        loaded = folder.schedule
        quotas, kinds = gathered(
            [*loaded.quotas, *loaded.events],
            lambda act: loaded.acts.get(act, Ground()),
            lambda code: area_of(folder, desk, code, folder.types) if code else None,
        )
        types = {type_.code: type_ for type_ in measure_types(folder, desk)} | kinds
        measures = []
        for row in loaded.rates:
            if row.column not in types:
                file, _, line = row.place.rpartition(":")
                sentence = gettext_noop("The column “{column}” does not stand in measure_types.yaml.")
                desk.findings.append(fault(file, int(line), "column-unknown", sentence, column=row.column))
                continue
            area = area_of(folder, desk, row.area, folder.types) if row.area else None
            measures.append(Measure(row.column, row.prefix, row.expression, row.text, row.ground, area))
        folder.made = Schedule.of(types.values(), loaded.codes, measures, loaded.texts, quotas)
    return folder.made


def overlaps(folder: Folder, desk: Desk) -> None:
    """Two rates of a column on one code and area may not hold together; one that was known later corrects the other."""
    seen: dict[tuple[str, str, str], list[RateRow]] = {}
    for row in folder.schedule.rates:
        among = seen.setdefault((row.column, row.prefix, row.area), [])
        for other in among:
            if other.ground.known_from == row.ground.known_from and _together(other.ground, row.ground):
                file, _, line = row.place.rpartition(":")
                sentence = gettext_noop("The rate of {code} in “{column}” overlaps the one in {other}.")
                remedy = gettext_noop("End the one before the other begins, or name an act published later.")
                params = {"code": row.prefix, "column": row.column, "other": other.place}
                desk.findings.append(fault(file, int(line), "rates-overlap", sentence, remedy, **params))
        among.append(row)


def _together(one: Ground, other: Ground) -> bool:
    return (one.until is None or other.since is None or other.since < one.until) and (
        other.until is None or one.since is None or one.since < other.until
    )


def measure_types(folder: Folder, desk: Desk) -> list[MeasureType]:
    """What the columns of the tariff mean."""
    made = []
    for at in desk.tables(folder.types, "types"):
        desk.known(at, ("code", "columns", "name", "levy", "stack", "area", "proof", "order", *GROUND))
        area = area_of(folder, desk, desk.text(at, "area"), at) if "area" in at else None
        made.append(
            MeasureType(
                desk.text(at, "code"),
                desk.text(at, "name"),
                desk.text(at, "levy"),
                desk.word(at, "stack", get_args(Stack)),
                area,
                desk.text(at, "proof", ""),
                desk.texts(at, "order"),
            )
        )
    return made


def columns_of(folder: Folder, desk: Desk) -> dict[str, str]:
    """Which type of measure a column of a loaded tariff is: the one of its name, or the one that lists it."""
    named: dict[str, str] = {}
    for at in desk.tables(folder.types, "types"):
        code = desk.text(at, "code")
        named |= dict.fromkeys((code, *desk.texts(at, "columns")), code)
    return named
