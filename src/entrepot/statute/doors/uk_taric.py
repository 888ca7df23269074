"""A tariff in the record form of TARIC: one file of measures, one of their components."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from entrepot.statute.doors.files import table
from entrepot.statute.doors.rows import Act, RateRow, Row
from entrepot.statute.doors.taric_words import Component, day, duty, prefix, sentence
from entrepot.trade.duty.expression import Text

WORLD = "1011"
_COLUMNS = {"103": "mfn", "105": "mfn:authorised-use", "305": "vat", "306": "excise", "VTS": "vat", "VTZ": "vat:VTZ"}
_SUSPENSIONS = frozenset({"112", "115", "117", "119", "141"})
_PREFERENCES = frozenset({"106", "142", "145"})
_QUOTAS = frozenset({"122", "123", "143", "146", "147"})
_REMEDIES = frozenset({"551", "552", "553", "554", "695", "696"})


@dataclass(frozen=True, slots=True)
class MeasureRecord:
    """One measure as the file states it. Two files name the same columns differently."""

    sid: str
    type: str
    area: str
    code: str
    valid_from: date | None
    valid_to: date | None
    order_number: str
    act: str


def read(measures: Path, components: Path, act: Act) -> Iterator[Row]:
    """The rates of the measures in one file with the components in the other."""
    yield act
    yield from rows(table(measures), table(components), act.id)


def rows(measures: Iterable[Mapping[str, str]], components: Iterable[Mapping[str, str]], act: str) -> Iterator[RateRow]:
    """A rate for each measure that states a duty.

    Components belong to a measure by its number and its code together: some measures have no number, and by number
    alone they would all share one heap of components.
    """
    parts: dict[tuple[str, str], list[Component]] = {}
    for record in components:
        key = record["measure_sid"], record["goods_nomenclature_item_id"]
        parts.setdefault(key, []).append(_component(record))
    for measure in measure_records(measures):
        stated = parts.get((measure.sid, measure.code), [])
        expression = duty(stated) if stated else Text("no component")
        if expression is not None:
            yield RateRow(
                prefix(measure.code),
                column(measure.type, measure.area, measure.order_number),
                expression,
                sentence(stated),
                measure.valid_from,
                measure.valid_to,
                act,
                areas=() if measure.area == WORLD else (measure.area,),
                remark=measure.act,
            )


def measure_records(records: Iterable[Mapping[str, str]]) -> Iterator[MeasureRecord]:
    """The measures of a file, whichever of the two sets of names it uses."""
    for record in records:
        yield MeasureRecord(
            sid=_named(record, "measure_sid", "Measure SID"),
            type=_named(record, "measure_type_id", "Measure type"),
            area=_named(record, "geographical_area_id", "Geo"),
            code=_named(record, "goods_nomenclature_item_id", "Commodity"),
            valid_from=day(_named(record, "validity_start_date", "Start date")),
            valid_to=day(_named(record, "validity_end_date", "End date")),
            order_number=_named(record, "ordernumber", "Order number"),
            act=record["measure_generating_regulation_id"],
        )


def column(kind: str, area: str, order_number: str = "") -> str:
    """Our column for a measure type: what it is an alternative to, or added on top of."""
    if kind in _COLUMNS:
        return _COLUMNS[kind]
    if kind in _QUOTAS:
        return f"quota:{order_number or kind}"
    if kind in _PREFERENCES:
        return f"preference:{area}"
    if kind in _SUSPENSIONS:
        return f"suspension:{kind}"
    return f"additional:{kind}" if kind in _REMEDIES else f"taric:{kind}"


def _named(record: Mapping[str, str], *names: str) -> str:
    return next((record[name] for name in names if name in record), "")


def _component(record: Mapping[str, str]) -> Component:
    amount = record["duty_amount"]
    return Component(
        record["duty_expression_id"],
        Fraction(amount) if amount else None,
        record["monetary_unit_code"],
        record["measurement_unit_code"],
        record["measurement_unit_qualifier_code"],
    )
