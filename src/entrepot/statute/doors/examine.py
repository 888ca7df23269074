"""Looking at a load before it takes effect: what would change, and what speaks against it.

The answer fits on one page and is shown for approval. A load with an error is not taken; nothing is repaired silently.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import pairwise

from entrepot.statute.doors.rows import PRODUCT_LINE, Act, CommodityRow, RateRow, Row
from entrepot.trade.duty.expression import Expression, is_text
from entrepot.trade.duty.grammar import render
from entrepot.trade.finding import Finding
from entrepot.trade.wording import gettext_noop

EXAMPLES = 5
"""How many examples of each fault are shown: enough to see the pattern, few enough for one page."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What is taken without a question: the share of rates in words, and of rates that change without a new act."""

    in_words: Fraction = Fraction(1, 100)
    changed_without_act: Fraction = Fraction(5, 100)


@dataclass(frozen=True, slots=True)
class Difference:
    """One page: counts, what is new, gone and changed, and the findings."""

    counts: Mapping[str, int]
    lines_new: tuple[str, ...]
    lines_gone: tuple[str, ...]
    rates_changed: tuple[tuple[RateRow, RateRow], ...]
    rates_new: int
    rates_gone: int
    findings: tuple[Finding, ...] = ()

    @property
    def may_take_effect(self) -> bool:
        return not any(finding.level == "error" for finding in self.findings)

    def page(self) -> str:
        """The difference as a page of text for the person who approves it."""
        out = [f"{name}: {count}" for name, count in self.counts.items()]
        out.append(f"lines: {len(self.lines_new)} new, {len(self.lines_gone)} gone")
        out += [f"  new {code}" for code in self.lines_new[:EXAMPLES]]
        out += [f"  gone {code}" for code in self.lines_gone[:EXAMPLES]]
        out.append(f"rates: {self.rates_new} new, {self.rates_gone} gone, {len(self.rates_changed)} changed")
        for before, after in self.rates_changed[:EXAMPLES]:
            out.append(f"  {after.code} {after.column}: {render(before.expression)} -> {render(after.expression)}")
        out += [f"{finding.level}: {finding}" for finding in self.findings]
        return "\n".join(out)


@dataclass
class _Seen:
    """A load by kind."""

    acts: set[str] = field(default_factory=set)
    lines: dict[str, CommodityRow] = field(default_factory=dict)
    groupings: set[str] = field(default_factory=set)
    rates: list[RateRow] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, rows: Iterable[Row]) -> _Seen:
        seen = cls()
        for row in rows:
            seen.counts[_NAMES.get(type(row).__name__, "others")] += 1
            if isinstance(row, Act):
                seen.acts.add(row.id)
            elif isinstance(row, RateRow):
                seen.rates.append(row)
            elif isinstance(row, CommodityRow) and row.suffix == PRODUCT_LINE:
                seen.lines[row.code] = row
            elif isinstance(row, CommodityRow):
                seen.groupings.add(row.code)
        return seen


_NAMES = {
    "Act": "acts",
    "CommodityRow": "lines",
    "RateRow": "rates",
    "ControlRow": "controls",
    "PointerRow": "pointers",
}


def examine(
    rows: Iterable[Row],
    previous: Iterable[Row] = (),
    *,
    correlation: Mapping[str, tuple[str, ...]] | None = None,
    limits: Limits | None = None,
) -> Difference:
    """What the load would change against the previous one, and what speaks against it.

    `correlation` names, for a code that is gone, the codes that took its place.
    """
    new, old = _Seen.of(rows), _Seen.of(previous)
    limits = limits or Limits()
    before, after = _by_place(old.rates), _by_place(new.rates)
    changed = tuple(
        (before[place], after[place])
        for place in after
        if place in before and before[place].expression != after[place].expression
    )
    gone = tuple(sorted(set(old.lines) - set(new.lines)))
    findings = [
        *_outside_the_edition(new),
        *_on_a_grouping(new),
        *_in_words(new, limits),
        *_overlapping(new),
        *_wrong_way_round(new),
        *_unexplained(gone, correlation or {}),
        *_without_an_act(changed, len(before), old.acts, limits),
    ]
    return Difference(
        dict(new.counts),
        tuple(sorted(set(new.lines) - set(old.lines))),
        gone,
        changed,
        len(after.keys() - before.keys()),
        len(before.keys() - after.keys()),
        tuple(findings),
    )


Place = tuple[str, str, tuple[str, ...], date | None, str]


def _by_place(rates: Iterable[RateRow]) -> dict[Place, RateRow]:
    return {(row.code, row.column, row.areas, row.valid_from, row.suffix): row for row in rates}


def _outside_the_edition(seen: _Seen) -> Iterator[Finding]:
    """A rate must stand on a code of the edition, or on the first digits of one."""
    if not seen.lines:
        return
    prefixes = {code[:length] for code in seen.lines for length in range(2, len(code) + 1)}
    for row in _few(row for row in seen.rates if row.code not in prefixes and row.suffix == PRODUCT_LINE):
        yield _finding(
            "code-not-in-edition",
            gettext_noop("{count} rates stand on codes that are not in this edition, such as {examples}."),
            gettext_noop("Load the lines of the same edition, or correct the codes."),
            row,
        )


def _on_a_grouping(seen: _Seen) -> Iterator[Finding]:
    """A line in between carries words for the lines below it; goods are not declared under it (ME7)."""
    wrong = (row for row in seen.rates if row.suffix != PRODUCT_LINE or _only_a_grouping(row.code, seen))
    for row in _few(wrong):
        yield _finding(
            "rate-on-a-grouping",
            gettext_noop("{count} rates stand on intermediate lines, such as {examples}."),
            gettext_noop("Put the rate on the lines below, which goods are declared under."),
            row,
            law="ME7",
        )


def _only_a_grouping(code: str, seen: _Seen) -> bool:
    return code in seen.groupings and code not in seen.lines


def _in_words(seen: _Seen, limits: Limits) -> Iterator[Finding]:
    distinct = {id(row.expression): row.expression for row in seen.rates}  # many rows share one
    wordy = {key for key, expression in distinct.items() if is_text(expression)}
    words = [row for row in seen.rates if id(row.expression) in wordy]
    if not words:
        return
    too_many = len(words) > limits.in_words * len(seen.rates)
    for few in _few(words):
        yield _finding(
            "rates-in-words",
            gettext_noop("{count} rates could not be read and will block a quote, such as {examples}."),
            gettext_noop("Write them as expressions; more than the agreed share is not taken."),
            few,
            level="error" if too_many else "note",
        )


def _overlapping(seen: _Seen) -> Iterator[Finding]:
    """Two rates of one column for the same goods on the same day are an error, not a choice (ME32)."""
    places: dict[tuple[str, str, tuple[str, ...]], list[RateRow]] = {}
    for row in seen.rates:
        places.setdefault((row.code, row.column, row.areas), []).append(row)
    double: list[RateRow] = []
    for same in places.values():
        if len(same) == 1:
            continue
        same.sort(key=lambda row: row.valid_from or date.min)
        double += [
            later
            for earlier, later in pairwise(same)
            if (earlier.valid_to or date.max) >= (later.valid_from or date.min)
        ]
    for few in _few(double):
        yield _finding(
            "rates-overlap",
            gettext_noop("{count} rates overlap another of the same column in time, such as {examples}."),
            gettext_noop("End the earlier rate the day before the later one begins."),
            few,
            law="ME32",
        )


def _wrong_way_round(seen: _Seen) -> Iterator[Finding]:
    wrong = (row for row in seen.rates if row.valid_from and row.valid_to and row.valid_to < row.valid_from)
    for row in _few(wrong):
        yield _finding(
            "rate-ends-before-it-begins",
            gettext_noop("{count} rates end before they begin, such as {examples}."),
            gettext_noop("Correct the dates."),
            row,
            law="ME25",
        )


def _unexplained(gone: tuple[str, ...], correlation: Mapping[str, tuple[str, ...]]) -> Iterator[Finding]:
    for few in _few(code for code in gone if not correlation.get(code)):
        yield _finding(
            "lines-gone-unexplained",
            gettext_noop("{count} lines of the previous edition are gone without a successor, such as {examples}."),
            gettext_noop("Give the correlation table of the new edition, or the missing lines."),
            few,
        )


def _without_an_act(
    changed: tuple[tuple[RateRow, RateRow], ...], before: int, acts: set[str], limits: Limits
) -> Iterator[Finding]:
    """Many rates do not change by themselves: without a new act it is the reading that changed."""
    silent = [after for _, after in changed if after.act in acts or not after.act]
    if before and len(silent) > limits.changed_without_act * before:
        for few in _few(silent):
            yield _finding(
                "changed-without-an-act",
                gettext_noop("{count} rates change although no new act is named, such as {examples}."),
                gettext_noop("Name the act that changes them in act.csv."),
                few,
            )


@dataclass(frozen=True, slots=True)
class _Few:
    count: int
    examples: tuple[str, ...]


def _few(found: Iterable[RateRow | str]) -> Iterator[_Few]:
    """One heap of what was found, with some examples; nothing if nothing was found."""
    names = [each if isinstance(each, str) else f"{each.code} {each.column}" for each in found]
    if names:
        yield _Few(len(names), tuple(names[:EXAMPLES]))


def _finding(code: str, sentence: str, remedy: str, few: _Few, *, law: str = "", level: str = "error") -> Finding:
    params = {"count": str(few.count), "examples": ", ".join(few.examples)}
    return Finding(code, sentence, "", remedy, law, "note" if level == "note" else "error", params)


def expression_share(expressions: Iterable[Expression]) -> Fraction:
    """The share of expressions that hold no words: what the coverage of a door is measured by."""
    found = [not is_text(each) for each in expressions]
    return Fraction(sum(found), len(found)) if found else Fraction(1)
