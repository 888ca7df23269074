"""The forms in which rates of exchange are published, and how each row of them is read.

A *wide* list has one row a date and one column a currency; a *tall* list has one row a currency; a *plain* list says in
each row everything: from when, which currency, against which, how much.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

from entrepot.trade.currency import MINOR_DIGITS
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import exact
from entrepot.trade.wording import gettext_noop

Form = Literal["wide", "tall", "plain"]

DATE = ("from", "date", "day", "valid_from", "start date", "start_date", "effective_date", "日期")
CURRENCY = ("currency_code", "currency code", "code", "iso", "currency")
AGAINST = ("against", "base", "into")
UNIT = ("unit", "units", "per", "quantity")
RATE = ("rate", "middle_rate", "middle rate", "middle", "mid", "worth", "value", "中间价")
PER_BASE = re.compile(r"currency units per (?:£1|1 ?(?P<base>[a-z]{3})|(?P<pound>gbp))")
BLANK = frozenset({"", "-", "--", "N/A", "n/a", "NA", "ND", ".."})
_PAIR = re.compile(r"(?P<per>\d+)?(?P<currency>[A-Z]{3})(?:[/_ ](?P<against>[A-Z]{3}))?")
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%Y/%m/%d", "%d %b %Y", "%d %B %Y", "%Y%m%d", "%d.%m.%Y")


@dataclass(frozen=True, slots=True)
class Given:
    """What a person says that the file does not: against which currency, for which day, and which way round.

    `inverse`: the numbers say how many units of each currency one unit of the base buys.
    """

    against: str = ""
    on: date | None = None
    inverse: bool = False


@dataclass(frozen=True, slots=True)
class PublishedRate:
    """What one unit of a currency is worth in another, as published for a day, and the line of the file."""

    on: date
    currency: str
    against: str
    worth: Fraction
    line: int


@dataclass(frozen=True, slots=True)
class Read:
    """Everything that could be read of a file, and a finding for each row or cell that could not."""

    form: Form
    rates: tuple[PublishedRate, ...]
    findings: tuple[Finding, ...]


def read(text: Iterable[str], name: str, given: Given) -> Read:
    """The rates in a file; refuses a file whose columns say nothing, and tells of each row that cannot be read."""
    lines = list(text)
    skipped = next((n for n, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    reader = csv.DictReader(lines[skipped:])
    columns = {(column or "").strip().lstrip("\ufeff"): column for column in reader.fieldnames or ()}
    names = {shown.lower(): shown for shown in columns}
    form = _form(names, columns)
    if form is None:
        raise _unreadable(name, list(columns))
    found: list[PublishedRate] = []
    findings = _columns_unknown(name, skipped + 1, columns) if form == "wide" else []
    for row in reader:
        cells = {shown: (row.get(column) or "").strip() for shown, column in columns.items()}
        if not any(cells.values()) or next(iter(cells.values())).startswith("#"):
            continue
        desk = _Desk(name, skipped + reader.line_num, given, names)
        try:
            found += desk.wide(cells) if form == "wide" else desk.tall(cells)
        except Refused as refused:
            findings += refused.findings
        findings += desk.findings
    return Read(form, tuple(found), tuple(findings))


def _form(names: Mapping[str, str], columns: Iterable[str]) -> Form | None:
    def has(known: Iterable[str]) -> bool:
        return any(each in names for each in known)

    rate = has(RATE) or any(PER_BASE.search(each) for each in names)
    if has(CURRENCY) and rate:
        return "plain" if has(AGAINST) and has(DATE) else "tall"
    pairs = [match for each in columns if (match := _PAIR.fullmatch(each)) and match["currency"] in MINOR_DIGITS]
    return "wide" if has(DATE) and pairs else None


class _Desk:
    """Where one row is read."""

    def __init__(self, file: str, line: int, given: Given, names: Mapping[str, str]) -> None:
        self.file, self.line, self.given, self.names = file, line, given, names
        self.findings: list[Finding] = []

    def wide(self, cells: Mapping[str, str]) -> Iterator[PublishedRate]:
        """A row of a date: a rate in each column that is a currency, or a pair of two."""
        on = self._on(cells)
        for column, text in cells.items():
            pair = _PAIR.fullmatch(column)
            if pair is None or pair["currency"] not in MINOR_DIGITS or text in BLANK:
                continue
            against = pair["against"] or self.given.against
            try:
                yield self._rate(on, pair["currency"], against, text, pair["per"] or "1")
            except Refused as refused:
                self.findings += refused.findings

    def tall(self, cells: Mapping[str, str]) -> Iterator[PublishedRate]:
        """A row of a currency."""
        currency = self._cell(cells, CURRENCY).upper()
        inverse = next((match for name in self.names if (match := PER_BASE.search(name))), None)
        text = cells[self.names[inverse.string]] if inverse else self._cell(cells, RATE)
        if text in BLANK:
            return
        against = self._cell(cells, AGAINST).upper() or self.given.against
        if inverse and not against:
            against = (inverse["base"] or "gbp").upper()
        yield self._rate(
            self._on(cells), currency, against, text, self._cell(cells, UNIT) or "1", inverse=inverse is not None
        )

    def _rate(
        self, on: date, currency: str, against: str, text: str, per: str, *, inverse: bool = False
    ) -> PublishedRate:
        if not against:
            sentence = gettext_noop("It is not said in which currency the rate of {currency} is.")
            remedy = gettext_noop("Say it with --against, such as --against MYR.")
            raise self._refused("against-missing", sentence, remedy, currency=currency)
        for each in (currency, against):
            if each not in MINOR_DIGITS:
                sentence = gettext_noop("“{currency}” is not a currency in use.")
                remedy = gettext_noop("Give the three capital letters of ISO 4217, such as MYR, CNY or USD.")
                raise self._refused("currency-unknown", sentence, remedy, currency=each)
        worth, units = self._number(text), self._number(per)
        if inverse or self.given.inverse:
            worth, units = units, worth
        return PublishedRate(on, currency, against, worth / units, self.line)

    def _number(self, text: str) -> Fraction:
        try:
            number = exact(re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)) if len(text) <= 30 else Fraction(0)
        except Refused:
            number = Fraction(0)
        if number <= 0:
            sentence = gettext_noop("“{text}” is not a rate of exchange.")
            remedy = gettext_noop("Give what the currency is worth, as a decimal number above nothing.")
            raise self._refused("rate-not-positive", sentence, remedy, text=text)
        return number

    def _on(self, cells: Mapping[str, str]) -> date:
        text = self._cell(cells, DATE)
        if not text and self.given.on:
            return self.given.on
        for form in _DAYS:
            try:
                return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
        sentence = gettext_noop("“{text}” is not a day.")
        remedy = gettext_noop("Write the day as 2026-07-01, or give one day for the whole file with --on.")
        raise self._refused("day-wrong", sentence, remedy, text=text)

    def _cell(self, cells: Mapping[str, str], known: Iterable[str]) -> str:
        return next((cells[self.names[each]] for each in known if each in self.names), "")

    def _refused(self, code: str, sentence: str, remedy: str, **params: str) -> Refused:
        return Refused(Finding(code, sentence, f"{self.file}:{self.line}", remedy, params=params))


def _columns_unknown(name: str, line: int, columns: Iterable[str]) -> list[Finding]:
    """A column that looks like a currency and is none is refused whole."""
    return [
        Finding(
            "currency-unknown",
            gettext_noop("“{currency}” is not a currency in use."),
            f"{name}:{line}",
            gettext_noop("Give the three capital letters of ISO 4217, such as MYR, CNY or USD."),
            params={"currency": each},
        )
        for column in columns
        if (pair := _PAIR.fullmatch(column))
        for each in (pair["currency"], pair["against"])
        if each is not None and each not in MINOR_DIGITS
    ]


def _unreadable(name: str, columns: list[str]) -> Refused:
    return Refused(
        Finding(
            "rates-unreadable",
            gettext_noop("The columns of {file} ({columns}) are those of no list of rates."),
            remedy=gettext_noop(
                "Give one row a date with a column for each currency, one row a currency with its rate, "
                "or the columns from, currency, against, rate."
            ),
            params={"file": name, "columns": ", ".join(columns) or "none"},
        )
    )
