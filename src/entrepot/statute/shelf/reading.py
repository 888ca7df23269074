"""Reading one version of a tariff: heading by heading, as goods are asked about."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import Any

from entrepot.statute.doors.rows import Act, CommodityRow, ControlRow, PointerRow, QuotaEventRow, QuotaRow, RateRow, Row
from entrepot.statute.shelf.writing import FORM
from entrepot.trade.duty.edition import Edition
from entrepot.trade.duty.expression import Expression
from entrepot.trade.duty.grammar import parse_or_text
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

_DAYS = ("published", "since", "until")


@dataclass
class Volume:
    """One version, open for reading. It is never written again, so any number of threads and processes may read it."""

    path: Path
    _lock: RLock = field(default_factory=RLock)
    _duties: dict[int, tuple[Expression, str]] = field(default_factory=dict)

    @cached_property
    def edition(self) -> Edition:
        told: dict[str, Any] = json.loads(self._fact("edition"))
        told |= {name: _day(told[name]) for name in _DAYS}
        told["complete"] = tuple(told.get("complete", ()))
        return Edition(**told)

    @cached_property
    def loaded(self) -> str:
        """When it was loaded, as an ISO time: of two versions alike in all else the later counts."""
        return self._fact("loaded")

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The lines that goods can be declared under, in order."""
        return tuple(self._fact("codes").split())

    @cached_property
    def acts(self) -> dict[str, Act]:
        """The acts of law that the rows come from, by their short name."""
        return {
            row[0]: Act(row[0], row[1], _day(row[2]), _day(row[3]), _day(row[4]), row[5])
            for row in self._all("select * from act")
        }

    @cached_property
    def quotas(self) -> tuple[QuotaRow | QuotaEventRow, ...]:
        """The periods of quotas and what happened to them; none in a version of before quotas were kept."""
        if not self._all("select 1 from sqlite_master where name = 'quota'"):
            return ()
        periods = (_period(row) for row in self._all("select * from quota"))
        events = (
            QuotaEventRow(row[0], date.fromisoformat(row[1]), row[2], Fraction(row[3]), row[4])
            for row in self._all("select * from quota_event")
        )
        return *periods, *events

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns of rates it has."""
        return tuple(row[0] for row in self._all("select distinct column_ from rate order by 1"))

    @cached_property
    def lengths(self) -> tuple[tuple[str, int], ...]:
        """How long the codes are that stand in each column: (column, digits)."""
        return tuple(self._all("select distinct column_, length(code) from rate"))

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The headings that rates stand under; an empty one for those above the headings."""
        return tuple(row[0] for row in self._all("select distinct heading from rate order by 1"))

    def rates(self, heading: str) -> list[RateRow]:
        """The rates on a heading and under it; those above the headings for an empty text."""
        return [self._rate(row) for row in self._all("select * from rate where heading = ?", heading)]

    def description(self, code: str) -> str:
        """The words of a line: in English where it has them."""
        found = self._all("select texts from line where code = ? order by suffix desc limit 1", code)
        texts = json.loads(found[0][0]) if found else {}
        return str(texts.get("en") or next(iter(texts.values()), ""))

    def rows(self) -> Iterator[Row]:
        """Everything in it, as the door handed it over."""
        yield from self.acts.values()
        for row in self._all("select * from line"):
            units = tuple(row[3].split("\t")) if row[3] else ()
            yield CommodityRow(
                row[0], row[1], bool(row[2]), units, json.loads(row[4]), row[5], _day(row[6]), _day(row[7])
            )
        self._read_duties()
        for row in self._all("select * from rate"):
            yield self._rate(row)
        for row in self._all("select * from control"):
            yield ControlRow(*row)
        yield from self.quotas
        for row in self._all("select * from pointer"):
            yield PointerRow(row[0], row[1], tuple(row[2].split()), row[3])

    def _rate(self, row: tuple[Any, ...]) -> RateRow:
        _, code, column, number, since, until, act, areas, remark, suffix = row
        expression, original = self._duty(int(number))
        return RateRow(
            code, column, expression, original, _day(since), _day(until), act, tuple(areas.split()), remark, suffix
        )

    def _duty(self, number: int) -> tuple[Expression, str]:
        if number not in self._duties:
            [(written, original)] = self._all("select written, original from duty where id = ?", number)
            self._duties[number] = parse_or_text(written), original
        return self._duties[number]

    def _read_duties(self) -> None:
        for number, written, original in self._all("select id, written, original from duty"):
            if number not in self._duties:
                self._duties[number] = parse_or_text(written), original

    def _fact(self, name: str) -> str:
        found = self._all("select value from fact where name = ?", name)
        return str(found[0][0]) if found else ""

    def _all(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._open.execute(question, values).fetchall()

    @cached_property
    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(f"{self.path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        try:
            found = connection.execute("select value from fact where name = 'form'").fetchone()
        except sqlite3.DatabaseError:
            found = None
        if found is None or found[0] != str(FORM):
            connection.close()
            raise Refused(
                Finding(
                    "tariff-file-unreadable",
                    gettext_noop("{file} is not a tariff that this release can read."),
                    remedy=gettext_noop("Take it out of the folder, and load the tariff again."),
                    params={"file": self.path.name},
                )
            )
        return connection


def _period(row: tuple[Any, ...]) -> QuotaRow:
    number, title, mechanism, volume, unit, since, last, critical, area, agreement, act = row
    days = date.fromisoformat(since), date.fromisoformat(last)
    return QuotaRow(number, title, mechanism, Fraction(volume), unit, *days, Fraction(critical), area, agreement, act)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
