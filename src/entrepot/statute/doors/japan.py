"""The customs tariff of Japan: 27 columns of rates on a tree of lines, read into one row a line and column.

A rate stands on a line or on one above it and is resolved down the tree. Beside the printed columns each line gets its
`mfn` rate: the lower of the World Trade Organization's and the national one, which is the temporary rate while there is
one. Where one statistical code is printed twice for two seasons, its rates become one with the seasons as cases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from entrepot.statute.doors.files import records
from entrepot.statute.doors.japan_columns import BASIC, COLUMNS, TEMPORARY, WTO
from entrepot.statute.doors.japan_words import japan_rate, japan_tests
from entrepot.statute.doors.rows import Act, CommodityRow, RateRow, Row, digits
from entrepot.trade.duty.expression import Cap, Case, Expression, Free, NotApplied, Pct, Specific, When

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the tariff with the cells that count for it, its own or those above."""

    code: str
    level: int
    record: Record
    cells: Mapping[str, str]

    @property
    def declarable(self) -> bool:
        return bool(self.record["suffix"])


def read(path: Path, act: Act) -> Iterator[Row]:
    """The rows of the tariff in one file of records."""
    yield act
    yield from rows(records(path), act.id)


def rows(schedule: Iterable[Record], act: str) -> Iterator[Row]:
    """Every line, and every rate of the lines that can be declared."""
    by_code: dict[str, list[Line]] = {}
    for line in lines(schedule):
        if line.code:
            by_code.setdefault(line.code + ("" if line.declarable else "·"), []).append(line)
    for same in by_code.values():
        first = same[0]
        record = first.record
        yield CommodityRow(
            first.code,
            first.level,
            first.declarable,
            units=tuple(unit for unit in (record["unit1"], record["unit2"]) if unit),
            texts={"ja": record["desc"]},
        )
        if first.declarable:
            yield from _rates(same, act)


def lines(schedule: Iterable[Record]) -> Iterator[Line]:
    """The lines in order, each with the cells it inherits."""
    above: list[Line] = []
    for record in schedule:
        level = int(record["level"])
        while above and above[-1].level >= level:
            above.pop()
        inherited = above[-1].cells if above else {}
        own = {column: cell for column, cell in record["rates"].items() if cell.strip()}
        line = Line(digits(record["stat_code"]) + record["suffix"], level, record, {**inherited, **own})
        above.append(line)
        yield line


def mfn(basic: Expression | None, temporary: Expression | None, wto: Expression | None) -> Expression | None:
    """What goods of a member pay: the lower of the national rate and the bound one; one in brackets is not in use."""
    national = temporary if temporary is not None else basic
    used = [each for each in (national, wto) if each is not None and not isinstance(each, NotApplied)]
    if len(used) < 2:
        return used[0] if used else None
    first, second = used
    if Free() in used:
        return Free()
    if isinstance(first, Pct) and isinstance(second, Pct):
        return min(first, second, key=lambda each: each.rate)
    if isinstance(first, Specific) and isinstance(second, Specific) and replace(first, amount=second.amount) == second:
        return min(first, second, key=lambda each: each.amount)
    return first if first == second else Cap(first, second)


def _rates(same: list[Line], act: str) -> Iterator[RateRow]:
    columns = dict.fromkeys(column for line in same for column in line.cells)
    found: dict[str, Expression] = {}
    for column in columns:
        seasons = [(line, line.cells[column]) for line in same if column in line.cells]
        original = " | ".join(cell for _, cell in seasons)
        found[column] = expression = _by_season(seasons) if len(same) > 1 else japan_rate(original)
        named = COLUMNS[column]
        yield RateRow(same[0].code, named.name, expression, original, act=act, areas=named.areas)
    paid = mfn(found.get(BASIC), found.get(TEMPORARY), found.get(WTO))
    if paid is not None:
        cells = same[0].cells
        original = " · ".join(f"{column} {cells[column]}" for column in (BASIC, TEMPORARY, WTO) if column in cells)
        yield RateRow(same[0].code, "mfn", paid, original, act=act)


def _by_season(seasons: list[tuple[Line, str]]) -> Expression:
    """One rate of a code that is printed once a season; in brackets only if it is so in each."""
    cases = [(japan_tests(line.record["desc"]), japan_rate(cell)) for line, cell in seasons]
    if all(isinstance(rate, NotApplied) for _, rate in cases):
        return NotApplied(When(tuple(Case(tests, rate.rate) for tests, rate in cases if isinstance(rate, NotApplied))))
    return When(tuple(Case(tests, rate) for tests, rate in cases))
