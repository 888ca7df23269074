"""The declared tariff format: act.csv, lines.csv, rates.csv, controls.csv, as a trade person can fill them in."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

from entrepot.statute.doors.quota_rows import quota, quota_event
from entrepot.statute.doors.rows import QuotaEventRow, QuotaRow
from entrepot.statute.reading import fault
from entrepot.trade.duty.expression import Expression, Text
from entrepot.trade.duty.grammar import parse
from entrepot.trade.duty.ground import Confidence, Ground
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

COLUMNS = {
    "act.csv": ("act_id", "title", "published", "valid_from", "valid_to", "url"),
    "lines.csv": ("code", "indent", "declarable", "unit1", "unit2", "text_en", "text_local"),
    "rates.csv": ("code", "column", "expression", "valid_from", "valid_to", "act_id", "remark"),
    "controls.csv": ("code", "movement", "document", "authority", "text", "act_id"),
    "quotas.csv": (
        "order_number",
        "title",
        "mechanism",
        "volume",
        "unit",
        "valid_from",
        "valid_to",
        "critical_percent",
        "area",
        "agreement",
        "act_id",
    ),
    "quota_events.csv": ("order_number", "on", "event", "amount", "act_id"),
}
"""The columns a file must have; act.csv may add `confidence`, rates.csv `area` and `confidence`."""


@dataclass(frozen=True, slots=True)
class RateRow:
    """One row of rates.csv, read: the measure's column, its prefix, its expression and its ground."""

    column: str
    prefix: str
    expression: Expression
    text: str
    ground: Ground
    area: str
    place: str


@dataclass(frozen=True, slots=True)
class ControlRow:
    """One row of controls.csv: goods of a code need a document from an authority."""

    prefix: str
    movement: str
    document: str
    authority: str
    text: str
    ground: Ground


@dataclass
class Loaded:
    """A schedule as read: declarable codes with their texts and units, rates, controls, and the rows themselves."""

    codes: list[str] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    local: dict[str, str] = field(default_factory=dict)
    units: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rates: list[RateRow] = field(default_factory=list)
    controls: list[ControlRow] = field(default_factory=list)
    quotas: list[QuotaRow] = field(default_factory=list)
    events: list[QuotaEventRow] = field(default_factory=list)
    acts: dict[str, Ground] = field(default_factory=dict)
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)


def load_schedule(folder: Path, name: str, findings: list[Finding]) -> Loaded:
    """The schedule in a folder, with every fault of its rows; an empty one if there is no folder."""
    loaded = Loaded()
    if not folder.exists():
        return loaded
    acts = {row["act_id"]: (row, place) for row, place in _rows(folder, name, "act.csv", loaded, findings)}
    for row, place in _rows(folder, name, "lines.csv", loaded, findings):
        code = row["code"].replace(".", "").replace(" ", "")
        if not code.isdigit():
            findings.append(_fault(place, "code-wrong", gettext_noop("“{text}” is not a code."), text=row["code"]))
        elif row["declarable"] != "0":
            loaded.codes.append(code)
        loaded.texts[code], loaded.local[code] = row["text_en"], row["text_local"]
        loaded.units[code] = tuple(unit for unit in (row["unit1"], row["unit2"]) if unit)
    for row, place in _rows(folder, name, "rates.csv", loaded, findings):
        code = row["code"].replace(".", "").replace(" ", "")
        ground = _ground(row, acts, place, findings)
        try:
            expression = parse(row["expression"])
        except Refused as refused:
            findings += [replace(finding, pointer=place) for finding in refused.findings]
            expression = Text(row["expression"])
        area = row.get("area") or ""
        loaded.rates.append(RateRow(row["column"], code, expression, row["expression"], ground, area, place))
    for row, place in _rows(folder, name, "controls.csv", loaded, findings):
        ground = _ground(row, acts, place, findings)
        code = row["code"].replace(".", "").replace(" ", "")
        loaded.controls.append(
            ControlRow(code, row["movement"], row["document"], row["authority"], row["text"], ground)
        )
    for row, place in _rows(folder, name, "quotas.csv", loaded, findings):
        loaded.quotas += quota(row, place, findings)
        _ground(row, acts, place, findings)
    for row, place in _rows(folder, name, "quota_events.csv", loaded, findings):
        loaded.events += quota_event(row, place, findings)
        _ground(row, acts, place, findings)
    loaded.acts = {act: _ground({"act_id": act}, acts, place, []) for act, (_, place) in acts.items()}
    return loaded


def _rows(
    folder: Path, name: str, file: str, loaded: Loaded, findings: list[Finding]
) -> Iterator[tuple[dict[str, str], str]]:
    path = folder / file
    if not path.exists():
        return
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        missing = [column for column in COLUMNS[file] if column not in (reader.fieldnames or ())]
        if missing:
            sentence = gettext_noop("The columns {missing} are missing.")
            findings.append(fault(f"{name}/{file}", 1, "columns-missing", sentence, missing=", ".join(missing)))
            return
        for row in reader:
            kept = {column: (value or "").strip() for column, value in row.items() if column is not None}
            loaded.rows.setdefault(file, []).append(kept)
            yield kept, f"{name}/{file}:{reader.line_num}"


def _ground(
    row: Mapping[str, str], acts: Mapping[str, tuple[dict[str, str], str]], place: str, findings: list[Finding]
) -> Ground:
    """The act's ground, narrowed by the row's own dates. `valid_to` is the last day on which a row holds."""
    if row["act_id"] not in acts:
        sentence = gettext_noop("The act “{act}” does not stand in act.csv.")
        findings.append(_fault(place, "act-unknown", sentence, act=row["act_id"]))
        return Ground()
    act, _ = acts[row["act_id"]]
    since = _day(row.get("valid_from", ""), place, findings) or _day(act["valid_from"], place, findings)
    last = _day(row.get("valid_to", ""), place, findings) or _day(act["valid_to"], place, findings)
    written = row.get("confidence") or act.get("confidence")
    confidence: Confidence = next((word for word in get_args(Confidence) if word == written), "unverified")
    return Ground(
        act["title"],
        (act["url"],) if act["url"] else (),
        confidence,
        since,
        last + timedelta(days=1) if last else None,
        _day(act["published"], place, findings),
        row.get("remark", ""),
    )


def _day(text: str, place: str, findings: list[Finding]) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        findings.append(_fault(place, "day-wrong", gettext_noop("“{text}” is not a day."), text=text))
        return None


def _fault(place: str, code: str, sentence: str, **params: str) -> Finding:
    file, _, line = place.rpartition(":")
    return fault(file, int(line), code, sentence, **params)
