"""The declared format: small files that a trade person can fill from any official tariff, and write back out.

`act.csv`, `lines.csv`, `rates.csv` and `controls.csv`, and for quotas `quotas.csv` and `quota_events.csv`, have the
columns of `entrepot.statute.schedule.COLUMNS`. A rate that cannot be read is kept as text and left to the examination;
what is no code, no day or no act is refused with its place.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import cast, get_args

from entrepot.statute.doors.files import table
from entrepot.statute.doors.quota_rows import quota, quota_event
from entrepot.statute.doors.rows import (
    Act,
    CommodityRow,
    ControlRow,
    Movement,
    QuotaEventRow,
    QuotaRow,
    RateRow,
    Row,
    digits,
)
from entrepot.statute.schedule import COLUMNS
from entrepot.trade.duty.expression import Text
from entrepot.trade.duty.grammar import parse_or_text, render
from entrepot.trade.duty.ground import plain
from entrepot.trade.finding import Finding, refuse_if_any
from entrepot.trade.wording import gettext_noop

_YES = frozenset({"1", "yes", "true", "y", "是"})
_TEXTS = {"text_en": "en", "text_local": "local"}


def read(folder: Path) -> Iterator[Row]:
    """The rows of the files in the folder; all that cannot be taken is refused at once."""
    findings: list[Finding] = []
    found = [row for file in COLUMNS for row in _file(folder / file, file, findings)]
    known = {row.id for row in found if isinstance(row, Act)}
    findings += [
        _fault("act-unknown", gettext_noop("The act “{text}” does not stand in act.csv."), "", row.act)
        for row in {
            row.act: row for row in found if isinstance(row, RateRow | ControlRow | QuotaRow | QuotaEventRow)
        }.values()
        if row.act not in known
    ]
    refuse_if_any(findings)
    yield from found


def written(rows: Iterable[Row]) -> dict[str, str]:
    """The rows of any door as the files of the declared format."""
    out: dict[str, list[dict[str, str]]] = {file: [] for file in COLUMNS}
    for row in rows:
        match row:
            case Act():
                out["act.csv"].append(
                    {
                        "act_id": row.id,
                        "title": row.title,
                        "published": _iso(row.published),
                        "valid_from": _iso(row.valid_from),
                        "valid_to": _iso(row.valid_to),
                        "url": row.url,
                    }
                )
            case CommodityRow():
                local = next((text for language, text in row.texts.items() if language != "en"), "")
                unit1, unit2 = (*row.units, "", "")[:2]
                out["lines.csv"].append(
                    {
                        "code": row.code,
                        "indent": str(row.indent),
                        "declarable": "1" if row.declarable else "0",
                        "unit1": unit1,
                        "unit2": unit2,
                        "text_en": row.texts.get("en", ""),
                        "text_local": local,
                    }
                )
            case RateRow():
                out["rates.csv"].append(
                    {
                        "code": row.code,
                        "column": row.column,
                        "expression": row.original if isinstance(row.expression, Text) else render(row.expression),
                        "valid_from": _iso(row.valid_from),
                        "valid_to": _iso(row.valid_to),
                        "act_id": row.act,
                        "remark": row.remark,
                        "area": " ".join(row.areas),
                    }
                )
            case ControlRow():
                out["controls.csv"].append(
                    {
                        "code": row.code,
                        "movement": row.movement,
                        "document": row.document,
                        "authority": row.authority,
                        "text": row.text,
                        "act_id": row.act,
                    }
                )
            case QuotaRow():
                out["quotas.csv"].append(
                    {
                        "order_number": row.number,
                        "title": row.title,
                        "mechanism": row.mechanism,
                        "volume": plain(row.volume),
                        "unit": row.unit,
                        "valid_from": row.since.isoformat(),
                        "valid_to": row.last.isoformat(),
                        "critical_percent": plain(row.critical),
                        "area": row.area,
                        "agreement": row.agreement,
                        "act_id": row.act,
                    }
                )
            case QuotaEventRow():
                out["quota_events.csv"].append(
                    {
                        "order_number": row.number,
                        "on": row.on.isoformat(),
                        "event": row.kind,
                        "amount": plain(row.amount) if row.amount else "",
                        "act_id": row.act,
                    }
                )
            case _:
                pass  # a pointer says where to look; it is no law of its own
    return {
        file: _csv((*COLUMNS[file], *(("area",) if file == "rates.csv" else ())), rows) for file, rows in out.items()
    }


def _file(path: Path, name: str, findings: list[Finding]) -> Iterator[Row]:
    if not path.exists():
        if name in ("act.csv", "rates.csv"):
            findings.append(_fault("file-missing", gettext_noop("The file {text} is missing."), f"/{name}", name))
        return
    for line, record in enumerate(table(path), start=2):
        pointer = f"/{name}/{line}"
        missing = [column for column in COLUMNS[name] if column not in record]
        if missing:
            sentence = gettext_noop("The columns {text} are missing.")
            findings.append(_fault("columns-missing", sentence, f"/{name}", ", ".join(missing)))
            return
        yield from _READERS[name]({key: value.strip() for key, value in record.items()}, pointer, findings)


def _act(record: Mapping[str, str], pointer: str, findings: list[Finding]) -> Iterator[Row]:
    published, valid_from, valid_to = (
        _day(record[column], f"{pointer}/{column}", findings) for column in ("published", "valid_from", "valid_to")
    )
    yield Act(record["act_id"], record["title"], published, valid_from, valid_to, record["url"])


def _line(record: Mapping[str, str], pointer: str, findings: list[Finding]) -> Iterator[Row]:
    code = _code(record["code"], pointer, findings)
    if code:
        yield CommodityRow(
            code,
            int(record["indent"]) if record["indent"].isdigit() else 0,
            record["declarable"].lower() in _YES,
            tuple(unit for unit in (record["unit1"], record["unit2"]) if unit),
            {language: record[column] for column, language in _TEXTS.items() if record[column]},
        )


def _rate(record: Mapping[str, str], pointer: str, findings: list[Finding]) -> Iterator[Row]:
    code = _code(record["code"], pointer, findings)
    since, until = (_day(record[column], f"{pointer}/{column}", findings) for column in ("valid_from", "valid_to"))
    if code:
        yield RateRow(
            code,
            record["column"],
            parse_or_text(record["expression"]),
            record["expression"],
            since,
            until,
            record["act_id"],
            tuple(record.get("area", "").split()),
            record["remark"],
        )


def _control(record: Mapping[str, str], pointer: str, findings: list[Finding]) -> Iterator[Row]:
    code = _code(record["code"], pointer, findings)
    if record["movement"] not in get_args(Movement):
        sentence = gettext_noop("“{text}” is not import, export or both.")
        findings.append(_fault("movement-unknown", sentence, f"{pointer}/movement", record["movement"]))
    elif code:
        movement = cast("Movement", record["movement"])
        yield ControlRow(code, movement, record["document"], record["authority"], record["text"], record["act_id"])


_READERS: dict[str, Callable[[Mapping[str, str], str, list[Finding]], Iterator[Row]]] = {
    "act.csv": _act,
    "lines.csv": _line,
    "rates.csv": _rate,
    "controls.csv": _control,
    "quotas.csv": quota,
    "quota_events.csv": quota_event,
}


def _code(text: str, pointer: str, findings: list[Finding]) -> str:
    code = digits(text)
    if not 2 <= len(code) <= 12 or text.replace(".", "").replace(" ", "") != code:
        findings.append(_fault("code-wrong", gettext_noop("“{text}” is not a tariff code."), f"{pointer}/code", text))
        return ""
    return code


def _day(text: str, pointer: str, findings: list[Finding]) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        findings.append(_fault("day-wrong", gettext_noop("“{text}” is not a day such as 2026-07-01."), pointer, text))
        return None


def _fault(code: str, sentence: str, pointer: str, text: str) -> Finding:
    remedy = gettext_noop("Correct the file and load it again.")
    return Finding(code, sentence, pointer, remedy, params={"text": text})


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _csv(columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
