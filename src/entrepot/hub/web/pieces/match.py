"""Three documents by three senders, field by field; worst first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from django.utils.translation import gettext as _

from entrepot.hub.web.pieces.table import Head

Verdict = Literal["differs", "near", "agrees"]
LOOKS = {"differs": ("m-no", "equal-not"), "near": ("m-near", "equal-approximately"), "agrees": ("m-yes", "equal")}


@dataclass(frozen=True, slots=True)
class MatchRow:
    """One field as each of the three says it, and whether they agree."""

    field: str
    order: str
    payment: str
    waybill: str
    verdict: Verdict
    note: str = ""
    template: ClassVar[str] = "pieces/match-row.html"

    @property
    def row_class(self) -> str:
        return LOOKS[self.verdict][0]

    @property
    def icon(self) -> str:
        return LOOKS[self.verdict][1]

    @property
    def told(self) -> str:
        return {"differs": _("Differs"), "near": _("Near"), "agrees": _("Agrees")}[self.verdict]


@dataclass(frozen=True, slots=True)
class Match:
    """The comparison; rows that agree fold away behind their number."""

    heads: tuple[Head, ...]
    rows: tuple[MatchRow, ...]
    summary: str
    agreeing: tuple[MatchRow, ...] = ()
    folded: str = ""
    template: ClassVar[str] = "pieces/match.html"
