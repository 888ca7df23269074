"""Groups of countries with dated membership."""

from __future__ import annotations

from datetime import date

from entrepot.statute.desk import Desk
from entrepot.statute.folder import Folder
from entrepot.statute.reading import Table, Text
from entrepot.trade.duty.measure import Area
from entrepot.trade.wording import gettext_noop


def area_of(folder: Folder, desk: Desk, code: str, at: Table) -> Area:
    """An area by its code: a group of areas.yaml, a country, or all countries but one (`not CN`)."""
    if len(code) == 2 and code.isalpha() and code.isupper():
        return Area(code, code, ((code, None, None),))
    if code not in folder.areas:
        desk.fault(at, "area-unknown", gettext_noop("“{code}” is not an area of areas.yaml."), code=code)
        return Area(code, code, ())
    table = desk.table(folder.areas, code)
    members: list[tuple[str, date | None, date | None]] = []
    listed = desk.table(table, "members")
    for country, written in listed.items():
        dates = written if isinstance(written, Table) else listed
        if isinstance(written, Text) or written is None:
            since = desk.as_day(written, listed) if written is not None else None
            members.append((country, since, None))
        else:
            members.append((country, desk.day(dates, "from"), desk.day(dates, "until")))
    return Area(code, desk.text(table, "name"), tuple(members))
