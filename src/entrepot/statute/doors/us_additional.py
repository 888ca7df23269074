"""Additional duties of the United States: lists of products, each with the chapter 99 line that it is subject to.

A list says which goods; the line of chapter 99 says how much, and whether it is added to the rate or takes its place.
The columns of the lists are called hts8, hts10 or hts_prefix, and all hold prefixes of any length: the longest counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from entrepot.statute.doors.files import opened, table
from entrepot.statute.doors.rows import Act, RateRow, Row, digits
from entrepot.trade.duty.expression import AsLine, Expression, Free, NoChange, NotApplied, Pct, Text

_PREFIX_COLUMNS = ("hts8", "hts10", "hts_prefix")
SUSPENDED_LISTS = {"4B": "list 4B: its duty was suspended in December 2019 (unverified)"}
"""Lists that are printed but not charged. A suspended duty is bound, not applied."""


@dataclass(frozen=True, slots=True)
class ProductList:
    """How one published list is to be read: its authority, for whose goods, from when, and its line if it has none."""

    authority: str
    areas: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    line: str = ""
    exempt: bool = False
    rates: Mapping[str, Expression] = field(default_factory=dict)
    """What each part of the list adds, where a person said it."""


def read(path: Path, listed: ProductList, act: Act) -> Iterator[Row]:
    """The rates of one list."""
    yield act
    records: Iterable[Mapping[str, str]] = table(path) if "csv" in path.suffixes[0] else _plain(path)
    yield from rows(records, listed, act.id)


def rows(records: Iterable[Mapping[str, str]], listed: ProductList, act: str) -> Iterator[RateRow]:
    """One rate for each product of the list; goods that a list exempts are free of that additional duty."""
    for record in records:
        prefix = digits(next(record[column] for column in _PREFIX_COLUMNS if column in record))
        line = digits(record.get("ch99_code", "") or listed.line)
        name = record.get("list") or record.get("annex") or record.get("category") or ""
        expression = _added(listed, name, line)
        if name in SUSPENDED_LISTS:
            expression = NotApplied(expression)
        written = record.get("effective_date", "")
        yield RateRow(
            prefix,
            f"additional:{listed.authority}" + (f":{line}" if line and not listed.exempt else ""),
            expression,
            record.get("ch99_code", ""),
            date.fromisoformat(written) if written else listed.valid_from,
            listed.valid_to,
            act,
            listed.areas,
            SUSPENDED_LISTS.get(name, name),
        )


def _added(listed: ProductList, part: str, line: str) -> Expression:
    """What a part of the list adds: what a person said of it, or what its line of chapter 99 says."""
    if listed.exempt:
        return Free()
    if part in listed.rates:
        return listed.rates[part]
    return AsLine(line) if line else Text("the list names no line")


Effect = Literal["adds", "replaces", "keeps"]


def effect(rate: Expression) -> tuple[Effect, Expression]:
    """What the rate of a chapter 99 line does to the rate of the goods, and the rate by which it does so.

    `The duty provided in the applicable subheading + 25%` adds 25 %; a rate of its own replaces.
    """
    match rate:
        case AsLine(line="", plus=plus) if plus:
            return "adds", Pct(plus)
        case AsLine(line="") | NoChange():
            return "keeps", NoChange()
        case _:
            return "replaces", rate


def in_several_lists(rates: Iterable[RateRow]) -> dict[str, tuple[str, ...]]:
    """Codes that stand in more than one list of one authority, with the lines named: a person must say which counts."""
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for rate in rates:
        _, authority, *line = rate.column.split(":")
        if line and not isinstance(rate.expression, NotApplied) and line[0] not in found[rate.code, authority]:
            found[rate.code, authority].append(line[0])
    return {code: tuple(lines) for (code, _), lines in found.items() if len(lines) > 1}


def longest(rates: Mapping[str, RateRow], code: str) -> RateRow | None:
    """The rate of the longest prefix that the code begins with."""
    return next((rates[code[:n]] for n in range(len(code), 0, -1) if code[:n] in rates), None)


def _plain(path: Path) -> Iterator[Mapping[str, str]]:
    """A list without columns: one prefix a line."""
    with opened(path) as text:
        for line in text:
            if line.strip() and not line.startswith("#"):
                yield {"hts_prefix": line.strip()}
