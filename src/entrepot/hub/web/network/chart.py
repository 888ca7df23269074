"""Draws the chart: Mercator, from the Atlantic to Japan; a hub stands at a place of its country (`places.csv`).

The places are for a drawing, rounded to a tenth of a degree. A country without a row, or beyond the edge, is in the
table only, and the chart says so.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import log, pi, radians, tan
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entrepot.hub.network.directory import Known
from entrepot.hub.web import wording
from entrepot.hub.web.pieces import Chart, Corridor, CorridorLook, Harbour

LEFT, EQUATOR, DEGREE = 76.4, 477.8, 6.944
EDGE, CROWDED = 760, 60
LOOKS: Mapping[str, CorridorLook] = {"step": "on", "waiting": "gap", "stopped": "gap", "invited": "ask"}

Point = tuple[float, float]


def drawn(known: Sequence[Known]) -> Chart | None:
    """The chart of these hubs around ours; nothing where ours itself lies beyond it."""
    home = _placed(settings.ENTREPOT_COUNTRY, ())
    if home is None:
        return None
    found: dict[int, Point] = {}
    for each in known:
        if each.standing in LOOKS and (point := _placed(each.country, (home, *found.values()))):
            found[each.key] = point
    shown = [each for each in known if each.key in found]
    busiest = max((each.week for each in shown if each.standing == "step"), default=0) if len(shown) > 1 else 0
    ours = Harbour(*home, "me", settings.ENTREPOT_NAME, _("this hub"), side="l" if home[0] > EDGE else "r")
    harbours = [ours]
    for each in shown:
        harbours.append(_harbour(each, found[each.key], harbours))
    corridors = tuple(Corridor(_course(home, found[each.key]), _look(each, busiest)) for each in shown)
    beyond = len([each for each in known if each.standing in LOOKS]) - len(shown)
    edge = ngettext("{count} hub lies beyond the chart", "{count} hubs lie beyond the chart", beyond)
    return Chart(_told(known), tuple(harbours), corridors, edge.format(count=beyond) if beyond else "")


def _told(known: Sequence[Known]) -> str:
    joined = wording.listed(each.name for each in known if each.standing == "step")
    late = wording.listed(each.name for each in known if each.standing in ("waiting", "stopped"))
    parts = [_("Chart of {name} and the hubs that it trades with.").format(name=settings.ENTREPOT_NAME)]
    if joined:
        parts.append(_("In step: {names}.").format(names=joined))
    if late:
        parts.append(_("Not in step: {names}.").format(names=late))
    return " ".join(parts)


def _look(each: Known, busiest: int) -> CorridorLook:
    return "main" if busiest and each.week == busiest and each.standing == "step" else LOOKS[each.standing]


def _harbour(each: Known, point: Point, others: Iterable[Harbour]) -> Harbour:
    look = LOOKS[each.standing]
    near = any(abs(point[0] - other.x) < CROWDED and abs(point[1] - other.y) < CROWDED / 2 for other in others)
    side = "b" if near else "l" if point[0] > EDGE else "r"
    notes = {
        "step": _("{count} in a day").format(count=wording.number(each.day)),
        "waiting": _("{count} waiting").format(count=wording.number(each.waiting)),
        "stopped": _("stopped"),
        "invited": _("invited"),
    }
    assert look != "main"
    return Harbour(*point, look, each.name, notes[each.standing], f"#hub-{each.key}", side)  # type: ignore[arg-type]


def _course(one: Point, other: Point) -> str:
    """A bowed line, as courses are drawn."""
    middle = ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)
    bow = (middle[0] + (other[1] - one[1]) / 6, middle[1] - (other[0] - one[0]) / 6)
    points = (f"{x:.1f} {y:.1f}" for x, y in (one, bow, other))
    return "M{} Q{} {}".format(*points)


def _placed(country: str, taken: Iterable[Point]) -> Point | None:
    """Where a hub of this country stands; a second one stands a little beside the first."""
    if (at := _places().get(country)) is None:
        return None
    x, y = at
    while (x, y) in taken:
        x = round(x + 16, 1)
    return (x, y)


@cache
def _places() -> Mapping[str, Point]:
    with (Path(__file__).parent / "places.csv").open(encoding="utf-8") as file:
        rows = [(row["country"], float(row["longitude"]), float(row["latitude"])) for row in csv.DictReader(file)]
    return {country: _projected(longitude, latitude) for country, longitude, latitude in rows}


def _projected(longitude: float, latitude: float) -> Point:
    north = log(tan(pi / 4 + radians(latitude) / 2)) * DEGREE * 180 / pi
    return round(LEFT + longitude * DEGREE, 1), round(EQUATOR - north, 1)
