"""The working tariff of Australia: schedule 3, and the schedules of its trade agreements.

Schedule 3 gives the general rate (`mfn`) and preferences in one cell. An agreement's schedule lists only the lines that
are not free, so for a member everything that is absent from it is free: that is handed over as a free rate on every
chapter, which a listed line overrides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from entrepot.statute.doors.australia_words import australian_phases, tidy
from entrepot.statute.doors.files import table
from entrepot.statute.doors.rows import Act, CommodityRow, RateRow, Row, digits
from entrepot.trade.duty.expression import Case, Expression, Free, Text, When
from entrepot.trade.duty.expression_questions import Fact

_ASEAN = ("BN", "ID", "KH", "LA", "MM", "MY", "PH", "SG", "TH", "VN")
MEMBERS: dict[str, tuple[str, ...]] = {
    "SAFTA": ("SG",),
    "AUSFTA": ("US",),
    "TAFTA": ("TH",),
    "Peru": ("PE",),
    "ACI-FTA": ("CL",),
    "AANZFTA": (*_ASEAN, "NZ"),
    "PACER": ("CK", "KI", "NR", "NZ", "NU", "WS", "SB", "TO", "TV", "VU"),
    "CPTPP": ("BN", "CA", "CL", "GB", "JP", "MX", "MY", "NZ", "PE", "SG", "VN"),
    "MAFTA": ("MY",),
    "IA-CEPA": ("ID",),
    "KAFTA": ("KR",),
    "AI-ECTA": ("IN",),
    "JAEPA": ("JP",),
    "ChAFTA": ("CN",),
    "HK-FTA": ("HK",),
    "RCEP": (*_ASEAN, "CN", "JP", "KR", "NZ"),
    "A-UKFTA": ("GB",),
    "UAE-CEPA": ("AE",),
}
"""The partners by agreement, as it stands by its name; dates of entry into force are the tariff's business."""

CHAPTERS = tuple(f"{number:02d}" for number in range(1, 98) if number != 77)
_CUT_OFF = re.compile(r"/L of (gasoline|diesel|biodiesel)( plus)?$")
_COUNTRY_TAGS = frozenset({"CA", "MY", "NZ", "PG", "SG"})


def read(path: Path, act: Act) -> Iterator[Row]:
    """The rows of schedule 3."""
    yield act
    yield from rows(table(path), act.id)


def rows(schedule: Iterable[Mapping[str, str]], act: str) -> Iterator[Row]:
    seen: set[tuple[str, str]] = set()
    lines: set[str] = set()
    for record in schedule:
        code, statistical = digits(record["reference_number"]), digits(record["stat_code"])
        if code + statistical not in lines:
            lines.add(code + statistical)
            description = tidy(record["description"])
            yield CommodityRow(
                code + statistical,
                len(description) - len(description.lstrip("-")),
                declarable=statistical != "" and len(code) == 8,
                units=tuple(unit for unit in (tidy(record["unit"]),) if unit not in ("", "..")),
                texts={"en": description.lstrip("- ")},
            )
        cell = tidy(record["duty_rate"])
        if (code, cell) not in seen:  # the rate stands beside each statistical line of a code
            seen.add((code, cell))
            for phase in australian_phases(cell):
                column = f"preference:{phase.tag}" if phase.tag else "mfn"
                areas = (phase.tag,) if phase.tag in _COUNTRY_TAGS else ()
                yield RateRow(code, column, phase.expression, cell, phase.valid_from, phase.valid_to, act, areas=areas)


def read_agreements(path: Path, act: Act, chapters: Iterable[str] = CHAPTERS) -> Iterator[Row]:
    """The rows of the agreements' schedules; `chapters` are those of the edition that is loaded with them."""
    yield act
    yield from agreement_rows(table(path), act.id, chapters)


def agreement_rows(
    schedules: Iterable[Mapping[str, str]], act: str, chapters: Iterable[str] = CHAPTERS
) -> Iterator[RateRow]:
    """Free for members on every chapter, and the listed exceptions."""
    held = tuple(chapters)
    freed: set[str] = set()
    listed: dict[tuple[str, str, date | None], RateRow] = {}
    for record in schedules:
        name = record["fta"]
        members = MEMBERS.get(name)
        if members is None:  # schedule 4 lists concessions, not an agreement
            continue
        column = f"agreement:{name}"
        if name not in freed:
            freed.add(name)
            for chapter in held:
                yield RateRow(chapter, column, Free(), "", act=act, areas=members, remark="not listed, therefore free")
        for rate in _listed(record, column, members, act):
            place = rate.code, rate.column, rate.valid_from
            listed[place] = _narrowed(listed[place], rate) if place in listed else rate
    yield from listed.values()


def _listed(record: Mapping[str, str], column: str, members: tuple[str, ...], act: str) -> Iterator[RateRow]:
    written, _, goods = record["hs_code"].partition("(")
    code, cell, about = digits(written), tidy(record["duty_rate"]), tidy(record["description"])
    remark = about.removeprefix(record["hs_code"]).strip()
    dated = cell if cell.startswith("From") or "From" not in remark else f"{remark} {cell}"
    if _CUT_OFF.search(cell) or not cell:
        yield RateRow(code, column, Text(cell), cell, act=act, areas=members, remark="cut off in the file")
        return
    for phase in australian_phases(_from_its_date(dated)):
        expression: Expression = phase.expression
        if goods:  # 3808.59.90*(*prescribed goods only): a rate for some of the goods of the line
            expression = When((Case((Fact(goods.strip("*)")),), expression),))
        yield RateRow(code, column, expression, cell, phase.valid_from, phase.valid_to, act, members, remark)


def _narrowed(general: RateRow, narrower: RateRow) -> RateRow:
    """Two rates of one line as one: the rate for some of its goods first, then the rate for the others."""
    cases = narrower.expression.cases if isinstance(narrower.expression, When) else ()
    both = When((*cases, Case((), general.expression)))
    return replace(general, expression=both, original=f"{general.original} | {narrower.original}")


def _from_its_date(words: str) -> str:
    """The words from the first date on: what stands before it is a remark."""
    place = words.find("From")
    return words[place:] if place >= 0 else words
