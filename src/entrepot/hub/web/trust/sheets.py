"""Notices and measures as pieces of a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext as _

from entrepot.hub.events.models import Event
from entrepot.hub.trust import notices, queries
from entrepot.hub.trust.models import KINDS, Measure, Notice
from entrepot.hub.web import wording
from entrepot.hub.web.pieces import Badge, Cell, Fact, Facts, Head, Row, Table


@dataclass(frozen=True, slots=True)
class Said:
    """One notice, opened."""

    kind: str
    when: str
    who: str
    told: str
    contact: str
    badge: Badge | None


@dataclass(frozen=True, slots=True)
class Decided:
    """One measure with its statement of reasons."""

    number: str
    title: str
    badge: Badge
    facts: Facts
    found: str
    appeal: str
    reasons: str
    appealable: bool
    appealed: bool


def kinds() -> dict[str, str]:
    """What may be wrong with goods."""
    return {
        "unsafe": _("Unsafe"),
        "counterfeit": _("Counterfeit"),
        "prohibited": _("Prohibited"),
        "other": _("Against the terms in another way"),
    }


def grounds() -> dict[str, str]:
    """What a measure rests on."""
    return {"law": _("Law"), "terms": _("Terms of this hub")}


def waiting(found: Iterable[Notice]) -> Table | None:
    """Notices that wait for an operator."""
    rows = tuple(
        Row(
            (
                Cell(each.title, each.seller_code, about(each.key)),
                Cell(kinds()[each.kind]),
                Cell(wording.moment(each.received_at)),
                Cell(badge=_of_trust(each)),
            )
        )
        for each in found
    )
    heads = (
        Head(_("Goods"), wide=True),
        Head(_("Notice"), labelled=True),
        Head(_("Received"), labelled=True),
        Head(_("From")),
    )
    return Table(_("Notices that wait"), heads, rows) if rows else None


def measures(found: Iterable[Measure]) -> Table | None:
    """Measures as rows."""
    rows = tuple(
        Row(
            (
                Cell(each.title, each.number, about(each.key)),
                Cell(kinds()[each.kind]),
                Cell(wording.day(each.decided_at)),
                Cell(badge=state(each)),
            )
        )
        for each in found
    )
    heads = (
        Head(_("Goods"), wide=True),
        Head(_("Notice"), labelled=True),
        Head(_("Decided on"), labelled=True),
        Head(_("State")),
    )
    return Table(_("Measures"), heads, rows) if rows else None


def about(key: str) -> str:
    """The operator's page about a listing."""
    return f"{reverse('operator-listing')}?about={quote(key, safe='')}"


def state(measure: Measure) -> Badge:
    """The state of a measure in a word."""
    if measure.outcome == "kept":
        return Badge(_("Kept"), "go", "check")
    return {
        "standing": Badge(_("Taken down"), "stop", "octagon-x"),
        "appealed": Badge(_("Appealed"), "wait", "hourglass"),
        "upheld": Badge(_("Taken down, appeal refused"), "stop", "octagon-x"),
        "reversed": Badge(_("Shown again after an appeal"), "go", "undo-2"),
    }[measure.state]


def said(notice: Notice) -> Said:
    """A notice, opened for an operator."""
    told, contact = notices.opened(notice)
    when = wording.moment(notice.received_at)
    return Said(kinds()[notice.kind], when, notice.party or notice.peer, told, contact, _of_trust(notice))


def decided(measure: Measure) -> Decided:
    """A measure with everything that both sides read."""
    facts = [
        Fact(_("Number"), measure.number, code=True),
        Fact(_("Notice"), kinds()[measure.kind]),
        Fact(grounds()[measure.ground], measure.clause),
        Fact(_("Decided on"), wording.moment(measure.decided_at)),
    ]
    if measure.peer:
        facts.append(Fact(_("Decided by"), measure.peer))
    may = measure.outcome == "taken-down" and measure.state == "standing" and not measure.peer
    if may:
        facts.append(Fact(_("Appeal by"), wording.day(measure.appeal_by)))
    return Decided(
        measure.number,
        measure.title,
        state(measure),
        Facts(tuple(facts)),
        measure.facts,
        measure.appeal,
        measure.reasons,
        may,
        measure.state == "appealed",
    )


def audit(found: Iterable[Event]) -> Table | None:
    """Everything that was done about a listing, by whom and when."""
    told = {
        "trust.notice.received": _("Notice received"),
        "trust.measure.taken": _("Measure taken"),
        "trust.measure.appealed": _("Appealed"),
        "trust.measure.upheld": _("Appeal refused"),
        "trust.measure.reversed": _("Appeal granted"),
        "trust.measure.told": _("Taken down at a peer"),
    }
    rows = tuple(
        Row(
            (
                Cell(told.get(each.kind, each.kind), str(each.body.get("number", ""))),
                Cell(each.by.party or each.by.name or each.by.kind, each.by.ref),
                Cell(wording.moment(each.at)),
            )
        )
        for each in found
    )
    heads = (Head(_("What"), wide=True), Head(_("Who"), labelled=True), Head(_("When"), labelled=True))
    return Table(_("Audit"), heads, rows) if rows else None


def counts() -> Table:
    """The counts that anyone may read."""
    told = queries.told_publicly()
    columns = ("notices", "trusted", "taken-down", "kept", "appealed", "reversed")
    names = kinds()
    rows = tuple(
        Row((Cell(names[kind], strong=True), *(Cell(wording.number(told[column][kind])) for column in columns)))
        for kind in KINDS
    )
    heads = (
        Head(_("Notice"), wide=True),
        Head(_("Received"), number=True, labelled=True),
        Head(_("From authorities"), number=True, labelled=True),
        Head(_("Taken down"), number=True, labelled=True),
        Head(_("Kept"), number=True, labelled=True),
        Head(_("Appealed"), number=True, labelled=True),
        Head(_("Shown again after an appeal"), number=True, labelled=True),
    )
    return Table(_("Notices and what was done about them"), heads, rows)


def _of_trust(notice: Notice) -> Badge | None:
    if notice.peer:
        return Badge(_("Another hub"), "wait", "waypoints")
    return Badge(_("Authority"), "wait", "stamp") if notice.trusted else Badge(_("Somebody"))
