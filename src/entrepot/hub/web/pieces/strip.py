"""The passage strip: where the hours went, drawn to scale over a neat line of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from fractions import Fraction
from typing import ClassVar, Literal

from entrepot.hub.web import wording
from entrepot.hub.web.pieces.bars import percent
from entrepot.hub.web.pieces.marks import LaneName

Kind = Literal["land", "site", "wait", "pass", "dest", "next"]


@dataclass(frozen=True, slots=True)
class Passage:
    """One stretch of the way, as it is known: from when to when, and what it is called."""

    kind: Kind
    begun: datetime
    ended: datetime
    name: str
    spent: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A border crossed: when, in which lane, and how long customs took."""

    at: datetime
    lane: LaneName
    words: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch as it is drawn."""

    kind: Kind
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Strip:
    """The strip, drawn; `told` is the same in one sentence for those who cannot see it."""

    headline: str
    told: str
    segments: tuple[Segment, ...]
    marks: tuple[tuple[str, Mark, str], ...]
    nights: tuple[Segment, ...]
    days: tuple[tuple[str, str, str], ...]
    key: tuple[Passage, ...]
    template: ClassVar[str] = "pieces/strip.html"


def strip(
    headline: str, told: str, passages: tuple[Passage, ...], marks: tuple[Mark, ...], day_names: dict[datetime, str]
) -> Strip:
    """Lay the stretches on one scale of time; the days alternate as on the frame of a chart."""
    begun = min(each.begun for each in passages)
    ended = max(each.ended for each in passages)
    whole = max(ended - begun, timedelta(seconds=1))

    def share(moment: datetime) -> Fraction:
        return Fraction((moment - begun) // timedelta(seconds=1), whole // timedelta(seconds=1) or 1)

    def laid(kind: Kind, start: datetime, stop: datetime) -> Segment:
        return Segment(kind, percent(share(start)), percent(share(stop) - share(start)))

    dawns = midnights(begun, ended)
    edges = [begun, *dawns, ended]
    days = tuple((edges[n], edges[n + 1]) for n in range(len(edges) - 1))
    return Strip(
        headline,
        told,
        tuple(laid(each.kind, each.begun, each.ended) for each in passages),
        tuple((percent(share(mark.at)), mark, _anchor(share(mark.at))) for mark in apart(marks, whole / 5)),
        tuple(laid("land", start, stop) for n, (start, stop) in enumerate(days) if n % 2),
        tuple((percent(share(start)), day_names.get(start, ""), _leaning(share(start))) for start, _ in days),
        passages,
    )


def apart(marks: tuple[Mark, ...], room: timedelta) -> tuple[Mark, ...]:
    """Marks whose words would lie on one another share one: the words of both, the graver lane."""
    order = ("green", "yellow", "red")
    found: list[Mark] = []
    for mark in sorted(marks, key=lambda each: each.at):
        if found and mark.at - found[-1].at < room:
            before = found.pop()
            mark = Mark(
                before.at, max(before.lane, mark.lane, key=order.index), wording.listed((before.words, mark.words))
            )
        found.append(mark)
    return tuple(found)


def midnights(begun: datetime, ended: datetime) -> list[datetime]:
    """Each midnight strictly between the two, in the zone of the first."""
    first = datetime.combine(begun.date() + timedelta(days=1), time(), begun.tzinfo)
    count = max((ended - first) // timedelta(days=1) + 1, 0)
    return [moment for n in range(count) if begun < (moment := first + timedelta(days=n)) < ended]


def _leaning(share: Fraction) -> str:
    """A day's name stands after its midnight; at the far edge before it."""
    return "end" if share > Fraction(3, 4) else "start"


def _anchor(share: Fraction) -> str:
    """Words near an edge lean inwards, so that they are never cut off."""
    if share < Fraction(1, 8):
        return "start"
    return "end" if share > Fraction(7, 8) else "middle"
