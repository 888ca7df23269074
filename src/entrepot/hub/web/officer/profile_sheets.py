"""What lies on the sheets of risk profiles: the list, one profile in sentences, a proposal with its test."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from entrepot.hub.customs.models import ProfileChange
from entrepot.hub.web import wording
from entrepot.hub.web.pieces import Badge, Cell, Head, Lane, Row, Stat, Stats, Table
from entrepot.trade.finding import fill
from entrepot.trade.risk import profile, told
from entrepot.trade.risk.told import Line

Tree = Mapping[str, Any]
WORDS = ("code", "name", "when", "lane", "reason", "law")
LANES = ("red", "yellow", "green")


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of a profile in the reader's language, and those that belong to it."""

    told: str
    parts: tuple[Said, ...] = ()


def profiles(trees: Mapping[str, Tree], changed: Iterable[str], counted: tuple[int, Mapping[str, int]]) -> Table:
    """Every profile in force: what it is called, where it leads, who wrote it, how often it was met of late."""
    own, (number, hits) = set(changed), counted
    rows = tuple(
        Row(
            (
                Cell(_(tree["name"]), code, reverse("officer-profile", args=[code]), strong=True),
                Cell(lane=Lane(tree["lane"])),
                Cell(_("this hub") if code in own else _("the law's files")),
                Cell(badge=_standing(tree) if code not in own else Badge(_("Approved by two"), "go", "check")),
                Cell(wording.number(hits.get(code, 0))),
            )
        )
        for code, tree in sorted(trees.items(), key=lambda pair: (LANES.index(pair[1]["lane"]), pair[0]))
    )
    heads = (
        Head(_("Profile"), wide=True),
        Head(_("Lane")),
        Head(_("Written by"), drop=True),
        Head(_("Standing"), drop=True),
        Head(_("Met, of the last {count}").format(count=number), number=True),
    )
    return Table(_("Risk profiles"), heads, rows)


def proposals(found: Iterable[ProfileChange]) -> Table | None:
    """What waits for a second officer."""
    rows = tuple(
        Row(
            (
                Cell(change.code, _kind(change), reverse("officer-profile-change", args=[change.pk]), strong=True),
                Cell(change.why),
                Cell(wording.moment(change.proposed_at)),
            )
        )
        for change in found
    )
    heads = (Head(_("Profile")), Head(_("Why"), wide=True), Head(_("Proposed")))
    return Table(_("Waiting for a second officer"), heads, rows) if rows else None


def history(found: Iterable[ProfileChange]) -> Table | None:
    """Every change that was proposed, and what became of it."""
    rows = tuple(
        Row(
            (
                Cell(_kind(change), "", reverse("officer-profile-change", args=[change.pk])),
                Cell(badge=state(change.state)),
                Cell(change.why, change.reason),
                Cell(wording.moment(change.decided_at or change.proposed_at)),
            )
        )
        for change in found
    )
    heads = (Head(_("Change")), Head(_("State")), Head(_("Why"), wide=True), Head(_("When"), drop=True))
    return Table(_("Changes at this hub"), heads, rows) if rows else None


def sentences(tree: Tree) -> tuple[Said, ...]:
    """What a profile looks for, sentence by sentence."""
    return tuple(_said(line) for line in told(profile({name: tree[name] for name in WORDS if name in tree}).when))


def tested(kept: Mapping[str, Any]) -> Stats:
    """What a change would have done to what was declared here."""
    looked, known = kept["looked_at"], kept["known"]
    right = _("{wrong} of {known} were wrong").format(wrong=kept["wrong"], known=known) if known else _("none known")
    lanes = wording.listed(_lane_change(name, count) for name, count in kept["lanes"].items())
    return Stats(
        (
            Stat(_("Tried on"), wording.number(looked), _("declarations lodged here, the newest first")),
            Stat(_("It would meet"), wording.number(kept["now"]), _("now it meets {n}").format(n=kept["before"])),
            Stat(_("Lanes that change"), wording.number(sum(kept["lanes"].values())), lanes or _("none")),
            Stat(_("Where an officer decided"), wording.number(known), right),
        )
    )


def state(name: str) -> Badge:
    return {
        "proposed": Badge(_("Waits for a second officer"), "wait", "hourglass"),
        "approved": Badge(_("Approved by two"), "go", "check"),
        "rejected": Badge(_("Rejected"), "stop", "x"),
    }.get(name, Badge(_("Taken back")))


def _kind(change: ProfileChange) -> str:
    if change.kind == "retire":
        return _("taken away")
    return _("changed") if change.against_id else _("written by this hub")


def _standing(tree: Tree) -> Badge:
    if tree.get("confidence") == "unverified":
        return Badge(_("Not verified"), "wait", "circle-help")
    return Badge(_("With its source"), "go", "check")


def _lane_change(name: str, count: int) -> str:
    before, after = (Lane(lane).told for lane in name.split(" "))  # type: ignore[arg-type]
    return _("{count} from {before} to {after}").format(count=count, before=before, after=after)


def _said(line: Line) -> Said:
    return Said(fill(_(line.sentence), line.params), tuple(_said(part) for part in line.parts))
