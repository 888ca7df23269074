"""What a door makes of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from entrepot.classify import nomenclature
from entrepot.classify.row import Exclusion, Row
from entrepot.classify.words import without_exclusions
from entrepot.trade.finding import Finding
from entrepot.trade.wording import gettext_noop


@dataclass
class Known:
    """The rows and exclusions of one file; what could not be used, counted and, where it is wrong, told."""

    source: str
    rows: list[Row] = field(default_factory=list)
    exclusions: list[Exclusion] = field(default_factory=list)
    unknown_codes: int = 0
    findings: list[Finding] = field(default_factory=list)

    def add(self, code: str, text: str, lang: str) -> None:
        """One text: what it excludes is kept apart; a code that the edition has not is counted and left out."""
        six = code.replace(".", "").replace(" ", "")[: nomenclature.SUBHEADING]
        if not nomenclature.exists(six):
            self.unknown_codes += 1
            return
        said, excluded = without_exclusions(text)
        if said:
            self.rows.append(Row(six, " ".join(said.split()), lang, self.source))
        self.exclusions += [Exclusion(six, each, self.source) for each in excluded]

    def wrong(self, line: int, why: str) -> None:
        """A line that cannot be read."""
        self.findings.append(
            Finding("texts-unreadable", gettext_noop("Line {line}: {why}."), params={"line": str(line), "why": why})
        )


Door = Callable[[Iterable[str], Known], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its name, what it is, its encoding, and who reads it."""

    code: str
    title: str
    encoding: str
    read: Door
