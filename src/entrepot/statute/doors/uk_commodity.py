"""One commodity of the United Kingdom's trade tariff with all its measures, as its open service answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from entrepot.statute.doors.files import document
from entrepot.statute.doors.rows import PRODUCT_LINE, Act, CommodityRow, ControlRow, RateRow, Row
from entrepot.statute.doors.taric_words import Component, Requirement, conditional, day, duty
from entrepot.statute.doors.uk_taric import WORLD, column
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

Record = Mapping[str, Any]


def read(path: Path, act: Act, expected: str = "") -> Iterator[Row]:
    """The line and its measures. The code is the one inside; if another was expected, the file is refused."""
    found: Record = document(path)
    code = str(found["goods_nomenclature_item_id"])
    if expected and code != expected:
        raise Refused(
            Finding(
                "file-of-another-commodity",
                gettext_noop("The file should describe {expected}, but it describes {found}."),
                remedy=gettext_noop("Fetch the file again, or load it under the code it describes."),
                params={"expected": expected, "found": code},
            )
        )
    yield act
    yield from rows(found, act.id)


def rows(found: Record, act: str) -> Iterator[Row]:
    code, suffix = str(found["goods_nomenclature_item_id"]), str(found["producline_suffix"])
    yield CommodityRow(
        code,
        int(found["number_indents"]),
        declarable=bool(found["declarable"]) and suffix == PRODUCT_LINE,
        texts={"en": str(found["description_plain"])},
        suffix=suffix,
    )
    for measure in found["import_measures"]:
        yield from _measure(measure, code, act)


def _measure(measure: Record, code: str, act: str) -> Iterator[Row]:
    kind, area = str(measure["measure_type"]["id"]), str(measure["geographical_area"]["id"])
    order = (measure.get("order_number") or {}).get("number", "")
    requirements = [_requirement(each) for each in measure["measure_conditions"]]
    rate = conditional(duty([_component(each) for each in measure["measure_components"]]), requirements)
    additional = (measure.get("additional_code") or {}).get("code", "")
    excluded = " ".join(str(each["geographical_area_id"]) for each in measure["excluded_countries"])
    if rate is not None:
        yield RateRow(
            code,
            column(kind, area, order) + (f":{additional}" if additional else ""),
            rate,
            str(measure["duty_expression"]["base"]),
            day(measure["effective_start_date"] or ""),
            day(measure["effective_end_date"] or ""),
            act,
            areas=() if area == WORLD else (area,),
            remark=f"not for {excluded}" if excluded else "",
        )
        return
    for each in requirements:
        if each.document:
            yield ControlRow(code, "import", each.document, kind, str(measure["measure_type"]["description"]), act)


def _component(record: Record) -> Component:
    amount = record.get("duty_amount")
    return Component(
        str(record["duty_expression_id"]),
        None if amount is None else Fraction(str(amount)),
        record.get("monetary_unit_code") or "",
        record.get("measurement_unit_code") or "",
        record.get("measurement_unit_qualifier_code") or "",
    )


def _requirement(record: Record) -> Requirement:
    amount = record.get("condition_duty_amount")
    return Requirement(
        str(record["condition_code"]),
        str(record.get("action_code") or ""),
        record.get("document_code") or "",
        None if amount is None else Fraction(str(amount)),
        record.get("condition_monetary_unit_code") or "",
        record.get("condition_measurement_unit_code") or "",
        tuple(_component(each) for each in record.get("measure_condition_components") or ()),
    )
