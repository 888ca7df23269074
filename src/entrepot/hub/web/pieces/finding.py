"""Findings and the law they stand on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Literal

from django.utils.translation import gettext as _

from entrepot.hub.web import wording
from entrepot.trade.finding import Finding

Level = Literal["error", "warn", "note", "good"]
ICONS = {"error": "octagon-x", "warn": "triangle-alert", "note": "info", "good": "circle-check"}
LEVELS: dict[str, Level] = {"error": "error", "warning": "warn", "note": "note"}


@dataclass(frozen=True, slots=True)
class Law:
    """One clause of law, and since when. A question mark instead of § where the rule is open or was not verified."""

    clause: str
    since: str = ""
    url: str = ""
    open: bool = False
    template: ClassVar[str] = "pieces/law.html"


@dataclass(frozen=True, slots=True)
class FindingNote:
    """A finding as it is told: code, sentence, remedy, law."""

    level: Level
    say: str
    code: str = ""
    do: str = ""
    law: Law | None = None
    anchor: str = ""
    template: ClassVar[str] = "pieces/finding.html"

    @property
    def icon(self) -> str:
        return ICONS[self.level]

    @classmethod
    def of(cls, finding: Finding, *, anchor: str = "") -> FindingNote:
        """The finding in the reader's language."""
        law = Law(finding.law) if finding.law else None
        finding = replace(finding, params={name: wording.quantity(value) for name, value in finding.params.items()})
        return cls(
            LEVELS[finding.level],
            finding.told(_),
            finding.code,
            finding.cure(_translated) if finding.remedy else "",
            law,
            anchor,
        )


def _translated(sentence: str) -> str:
    """gettext answers an empty sentence with the catalogue's head; an empty one stays empty."""
    return _(sentence) if sentence else ""
