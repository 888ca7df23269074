"""The same parcel on two days, side by side, and what changed in the law between them, each change with its act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from entrepot.hub.law import statute
from entrepot.hub.tariffs import comparing
from entrepot.hub.tariffs.comparing import Answered
from entrepot.hub.web import wording, workings
from entrepot.hub.web.pieces import FindingNote, Law
from entrepot.hub.web.quote import trees
from entrepot.hub.web.quote.asking import Question
from entrepot.statute.changes import Change
from entrepot.trade.duty import plain
from entrepot.trade.duty.facts import Consignment
from entrepot.trade.duty.law import Law as LawOfDay
from entrepot.trade.finding import Refused

REACH = timedelta(days=3 * 366)
MOST = 6  # days that are offered


@dataclass(frozen=True, slots=True)
class ChangeNote:
    """One thing that changed: what it is, what it was and what it became, and the act that did it."""

    name: str
    before: str
    after: str
    law: Law | None
    unverified: bool


@dataclass(frozen=True, slots=True)
class TwoDays:
    """Two answers to one question, row by row; a row that differs is marked."""

    heads: tuple[str, str]
    rows: tuple[tuple[str, str, str, bool], ...]
    foot: tuple[str, str, str, bool]
    obstacles: tuple[FindingNote, ...]
    concerning: tuple[ChangeNote, ...]
    others: tuple[ChangeNote, ...]


@dataclass(frozen=True, slots=True)
class Offered:
    """A day on which the law changes for these goods, to compare with."""

    day: str
    what: str
    address: str


def two(facts: Consignment, first: Answered, second: Answered) -> TwoDays:
    """Both answers, the earlier day first."""
    early, late = sorted((first, second), key=lambda each: each.on)
    pair = early, late
    options = [each.cheapest for each in pair]
    between = comparing.between(facts, early, late)

    def row(label: str, *cells: str) -> tuple[str, str, str, bool]:
        before, after = cells
        return label, before, after, before != after

    def figures(name: str) -> list[str]:
        return [trees.figure(getattr(option, name)) if option else "–" for option in options]

    laws = [_law_on(facts.destination, each.on) for each in pair]
    ways = [trees.named(option, law) if option else _("not quoted") for option, law in zip(options, laws, strict=True)]
    return TwoDays(
        (wording.day(early.on), wording.day(late.on)),
        (
            row(_("Cheapest way"), *ways),
            row(_("Customs duty"), *figures("duty")),
            row(_("Tax"), *figures("tax")),
            row(_("Fees"), *figures("fees")),
        ),
        row(_("At the buyer's door"), *figures("landed")),
        trees.told(finding for each in pair if each.cheapest is None for finding in each.obstacles),
        _changes(between.concerning, laws),
        _changes(between.others, laws),
    )


def offered(facts: Consignment, question: Question) -> tuple[Offered, ...]:
    """The nearest days on which the law of the destination changes for these goods."""
    try:
        found = comparing.calendar(facts, facts.on - REACH, facts.on + REACH)
    except Refused:
        return ()
    nearest = sorted(sorted(found, key=lambda each: abs(each.on - facts.on))[:MOST], key=lambda each: each.on)
    return tuple(
        Offered(wording.day(each.on), _what(each.changes, facts), question.address(then=_beside(each.on, facts.on)))
        for each in nearest
    )


def _beside(change: date, on: date) -> str:
    """The day on the other side of a change: the day before it for whoever asks from after it."""
    return (change - timedelta(days=1) if change <= on else change).isoformat()


def _what(found: Sequence[Change], facts: Consignment) -> str:
    """The first thing that changes, and how many more."""
    notes = _changes(found, [_law_on(facts.destination, facts.on)])
    first = notes[0].name
    return _("{first}, and {more} more").format(first=first, more=len(notes) - 1) if len(notes) > 1 else first


def _changes(found: Sequence[Change], laws: Sequence[LawOfDay | None]) -> tuple[ChangeNote, ...]:
    return tuple(_change(each, laws) for each in found)


def _change(change: Change, laws: Sequence[LawOfDay | None]) -> ChangeNote:
    ground = plain.ground(change.ground)
    return ChangeNote(
        _name(change, laws),
        change.before if change.kind in ("value", "rate") else _("in force") if change.before else "",
        change.after if change.kind in ("value", "rate") else _("in force") if change.after else "",
        workings.law(ground),
        change.ground.confidence != "sourced",
    )


def _name(change: Change, laws: Sequence[LawOfDay | None]) -> str:
    """What changed, as the law calls it."""
    if change.kind in ("levy", "regime"):
        return _(change.after or change.before)
    if change.kind == "rate":
        column, _space, code = change.name.partition(" ")
        return _("Rate “{column}” of {code}").format(column=column, code=wording.hs(code))
    known = [law.values[change.name] for law in laws if law is not None and change.name in law.values]
    return _(known[0].description) if known else change.name


def _law_on(destination: str, on: date) -> LawOfDay | None:
    try:
        return statute().law(destination, on)
    except Refused:
        return None
