"""The reader's desk: takes typed values out of law files and gathers every fault with its file and line."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TypeVar, get_args

from entrepot.statute.reading import Rows, Table, Text, Written, fault
from entrepot.trade.duty.ground import Confidence, Ground
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import exact
from entrepot.trade.wording import gettext_noop

Word = TypeVar("Word", bound=str)
GROUND = ("law", "source", "confidence", "known_from", "from", "until", "note")


@dataclass
class Desk:
    """Where the files of one jurisdiction are read; `sources` are its citations by their short name."""

    sources: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def fault(self, at: Table | Rows | Text, code: str, sentence: str, remedy: str = "", /, **params: str) -> None:
        """Note a fault once."""
        found = fault(at.file, at.line, code, sentence, remedy, **params)
        if found not in self.findings:
            self.findings.append(found)

    def known(self, table: Table, names: Collection[str]) -> None:
        """A name that means nothing here is a fault: it may be a misspelt one."""
        for name in table:
            if name not in names:
                self.fault(
                    table,
                    "name-unknown",
                    gettext_noop("“{name}” means nothing here."),
                    gettext_noop("Use one of: {known}."),
                    name=name,
                    known=", ".join(sorted(names)),
                )

    def text(self, table: Table, name: str, default: str | None = None) -> str:
        value = table.get(name)
        if isinstance(value, Text):
            return str(value)
        if default is None or value is not None:
            self.fault(table, "value-missing", gettext_noop("“{name}” is missing, or is not a text."), name=name)
        return default or ""

    def word(self, table: Table, name: str, words: tuple[Word, ...], default: Word | None = None) -> Word:
        """One of a few words."""
        text = self.text(table, name, default)
        for each in words:
            if each == text:
                return each
        if text:
            self.fault(
                table,
                "word-unknown",
                gettext_noop("“{text}” is not a {name}."),
                gettext_noop("Use one of: {known}."),
                text=text,
                name=name,
                known=", ".join(words),
            )
        return words[0]

    def number(self, at: Table, name: str) -> Fraction | None:
        """An exact number, or None where `null` is written."""
        value = at.get(name)
        if value is None and name in at:
            return None
        try:
            return exact(str(value)) if isinstance(value, Text) else exact("missing")
        except Refused:
            self.fault(at, "number-wrong", gettext_noop("“{name}” is not a decimal number."), name=name)
            return Fraction(0)

    def day(self, at: Table, name: str) -> date | None:
        value = at.get(name)
        return None if value is None else self.as_day(value, at)

    def as_day(self, value: Written | str, at: Table) -> date | None:
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fault(
                at,
                "day-wrong",
                gettext_noop("“{text}” is not a day."),
                gettext_noop("Write the year, the month and the day, such as 2026-07-01."),
                text=str(value),
            )
            return None

    def texts(self, at: Table, name: str) -> tuple[str, ...]:
        """A list of texts; one text alone is a list of one."""
        value = at.get(name)
        if value is None:
            return ()
        rows = value if isinstance(value, Rows) else [value]
        if not all(isinstance(row, Text) for row in rows):
            self.fault(at, "list-wrong", gettext_noop("“{name}” is not a list of texts."), name=name)
            return ()
        return tuple(str(row) for row in rows)

    def tables(self, at: Table, name: str) -> list[Table]:
        """A list of tables."""
        value = at.get(name)
        rows = value if isinstance(value, Rows) else []
        if value is not None and (not isinstance(value, Rows) or not all(isinstance(row, Table) for row in rows)):
            self.fault(at, "list-wrong", gettext_noop("“{name}” is not a list of tables."), name=name)
        return [row for row in rows if isinstance(row, Table)]

    def table(self, at: Table, name: str) -> Table:
        """A table in a table; an empty one if there is none."""
        value = at.get(name)
        if isinstance(value, Table):
            return value
        if value is not None:
            self.fault(at, "table-wrong", gettext_noop("“{name}” is not a table."), name=name)
        empty = Table()
        empty.file, empty.line = at.file, at.line
        return empty

    def ground(self, at: Table, since: date | None = None, until: date | None = None) -> Ground:
        """On what a piece of law stands. A source may lack only where the confidence is `unverified`, with a note."""
        confidence: Confidence = self.word(at, "confidence", get_args(Confidence), "unverified")
        names = self.texts(at, "source")
        note = self.text(at, "note", "")
        if not names and (confidence != "unverified" or not note):
            self.fault(
                at,
                "source-missing",
                gettext_noop("No source is named."),
                gettext_noop(
                    "Name a source of sources.yaml, or mark it `confidence: unverified` with a note that says why."
                ),
            )
        for name in names:
            if name not in self.sources:
                self.fault(
                    at,
                    "source-unknown",
                    gettext_noop("“{name}” is not a source that sources.yaml names."),
                    name=name,
                )
        return Ground(
            self.text(at, "law", ""),
            tuple(self.sources.get(name, name) for name in names),
            confidence,
            since or self.day(at, "from"),
            until or self.day(at, "until"),
            self.day(at, "known_from"),
            note,
        )
