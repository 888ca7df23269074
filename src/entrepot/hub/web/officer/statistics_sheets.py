"""What lies on the sheet of statistics: figures, charts and the tables that say the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from django.utils.translation import gettext as _

from entrepot.hub.insight.looks import Deadlines, Looks
from entrepot.hub.insight.releases import LANES, Releases
from entrepot.hub.insight.spread import Spread
from entrepot.hub.web import wording
from entrepot.hub.web.pieces import Cell, Fact, Facts, Head, Lane, Row, Stat, Stats, Table
from entrepot.hub.web.pieces.bars import percent
from entrepot.hub.web.pieces.columns import Columns, columns

Line = tuple[str | int, ...]


def figures(found: Releases) -> Stats:
    """The whole in a few figures."""
    spread, lodged = found.spread(), found.count()
    green = found.count(lambda key: key[1] == "green")
    return Stats(
        (
            Stat(_("Lodged"), wording.number(lodged), _("declarations")),
            Stat(
                _("On the green lane"), percent(Fraction(green, lodged)) if lodged else "–", _("released by rule alone")
            ),
            Stat(
                _("Median to release"),
                _length(spread.median if spread else None),
                _("of {count} released").format(count=wording.number(spread.count if spread else 0)),
            ),
            Stat(_("Nine of ten within"), _length(spread.p90 if spread else None), _("from lodging")),
        )
    )


def by_day_chart(found: Releases) -> Columns:
    """What was lodged on each day, by lane."""
    days = found.days
    sizes = [[(_lodged(found, day, lane), lane) for lane in LANES] for day in days]
    highest = max((sum(size for size, _ in each) for each in sizes), default=0)
    told = _("Declarations by day and lane; the most on one day were {count}.").format(count=wording.number(highest))
    first, last = (wording.day(date.fromisoformat(day)) for day in (days[0], days[-1]))
    return columns(told, sizes, first=first, last=last, top=_("highest: {count}").format(count=wording.number(highest)))


def by_day(found: Releases) -> Table:
    """The same in figures, with how long release took; days without a declaration are left out."""
    heads = (
        Head(_("Day")),
        *(Head(Lane(lane).told, number=True, labelled=True) for lane in LANES),  # type: ignore[arg-type]
        Head(_("Median"), number=True, labelled=True),
        Head(_("Nine of ten within"), number=True, labelled=True, drop=True),
    )
    rows = tuple(
        Row(
            (
                Cell(wording.day(date.fromisoformat(day))),
                *(Cell(wording.number(_lodged(found, day, lane))) for lane in LANES),
                *_spread(found.spread(lambda key, day=day: key[0] == day)),  # type: ignore[misc]
            )
        )
        for day in reversed(found.days)
        if found.count(lambda key, day=day: key[0] == day)  # type: ignore[misc]
    )
    return Table(_("By day"), heads, rows)


def times_chart(found: Releases) -> Columns:
    """For each lane and regime two columns: the median, and what nine of ten kept within."""
    pairs = [(lane, spread) for lane, _regime, spread in _times(found) if spread]
    sizes = [[(minutes, lane)] for lane, spread in pairs for minutes in (spread.median, spread.p90)]
    longest = max((size for [(size, _)] in sizes), default=0)
    told = _("Time from lodging to release by lane and regime, median and nine of ten; the longest is {time}.")
    first, last = (_("lane and regime in the order of the table"), _("left: median, right: nine of ten"))
    return columns(told.format(time=_length(longest)), sizes, first=first, last=last, top=_length(longest))


def times(found: Releases) -> Table:
    """How long release took, by lane and regime."""
    heads = (
        Head(_("Lane")),
        Head(_("Procedure")),
        Head(_("Lodged"), number=True, labelled=True),
        Head(_("Released"), number=True, labelled=True),
        Head(_("Median"), number=True, labelled=True),
        Head(_("Nine of ten within"), number=True, labelled=True),
    )
    rows = tuple(
        Row(
            (
                Cell(lane=Lane(lane)),  # type: ignore[arg-type]
                Cell(regime, code=True),
                Cell(wording.number(_of(found, lane, regime))),
                Cell(wording.number(spread.count if spread else 0)),
                *_spread(spread),
            )
        )
        for lane, regime, spread in _times(found)
    )
    return Table(_("Time from lodging to release"), heads, rows)


def profiles(found: Looks) -> Table | None:
    """How often looking found something, by profile; chance stands last, to be compared with."""
    heads = (
        Head(_("Profile"), wide=True),
        Head(_("Looked at"), number=True, labelled=True),
        Head(_("Wrong"), number=True, labelled=True),
        Head(_("Hit rate"), number=True, labelled=True),
    )
    rows = tuple(
        Row(
            (
                Cell(_(each.name), _("drawn by chance") if each.chance else each.code, strong=True),
                Cell(wording.number(each.looked)),
                Cell(wording.number(each.wrong)),
                Cell(percent(Fraction(each.wrong, each.looked))),
            )
        )
        for each in found.rates
    )
    return Table(_("Hit rate by profile"), heads, rows) if rows else None


def inspections(found: Looks) -> Facts:
    """Inspections by kind and result."""
    kinds = (("documents", _("Check of the papers")), ("goods", _("Inspection of the goods")))
    told = _("{conform} conform, {wrong} not conform")
    return Facts(
        tuple(
            Fact(
                name,
                told.format(
                    conform=wording.number(found.results.get((kind, "conform"), 0)),
                    wrong=wording.number(found.results.get((kind, "not-conform"), 0)),
                ),
            )
            for kind, name in kinds
        )
    )


def waiting(found: Deadlines) -> Facts:
    """What waits for a day, and what is late."""
    late = _("{count}, {late} of them late")
    return Facts(
        (
            Fact(_("Open questions"), late.format(count=found.open_questions, late=found.overdue_questions)),
            Fact(_("Goods held"), late.format(count=found.holds, late=found.holds_over)),
            Fact(_("Appeals that wait for a ruling"), wording.number(found.appeals)),
        )
    )


def time_lines(found: Releases) -> Iterator[Line]:
    """Day, lane and regime as lines of a file."""
    yield ("day", "lane", "regime", "lodged", "released", "median_minutes", "p90_minutes")
    for key in sorted(found.lodged):
        spread = Spread.of(found.minutes.get(key, {}))
        figures: Line = (spread.count, spread.median, spread.p90) if spread else (0, "", "")
        yield (*key, found.lodged[key], *figures)


def profile_lines(found: Looks) -> Iterator[Line]:
    """Profiles as lines of a file. A name that a spreadsheet would take for a formula is quoted."""
    yield ("code", "name", "by_chance", "inspected", "not_conform")
    for each in found.rates:
        name = f"'{each.name}" if each.name[:1] in "=+-@" else each.name
        yield (each.code, name, int(each.chance), each.looked, each.wrong)


def _times(found: Releases) -> list[tuple[str, str, Spread | None]]:
    return [
        (lane, regime, found.spread(lambda key, lane=lane, regime=regime: key[1:] == (lane, regime)))  # type: ignore[misc]
        for lane in LANES
        for regime in found.regimes
        if _of(found, lane, regime)
    ]


def _of(found: Releases, lane: str, regime: str) -> int:
    return found.count(lambda key: key[1:] == (lane, regime))


def _lodged(found: Releases, day: str, lane: str) -> int:
    return found.count(lambda key: key[:2] == (day, lane))


def _spread(spread: Spread | None) -> tuple[Cell, Cell]:
    if spread is None:
        return Cell("–"), Cell("–")
    return Cell(_length(spread.median)), Cell(_length(spread.p90))


def _length(minutes: int | None) -> str:
    """Minutes as a span; a release in the minute of its lodging is told so."""
    if minutes is None:
        return "–"
    return wording.span(timedelta(minutes=minutes)) if minutes else _("at once")
