"""What an officer asks and a declarant answers, as both of them see it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from entrepot.hub.customs import queries
from entrepot.hub.customs.models import Declaration, Enclosure, InformationRequest
from entrepot.hub.customs.models_of_file import SealedFile
from entrepot.hub.web import wording
from entrepot.hub.web.pieces import Badge, Law
from entrepot.trade.enclosure import EXTENSIONS, Handed

Href = Callable[[Enclosure], str]
"""Where a file is to be had from, for whoever looks."""
Kept = TypeVar("Kept", bound=SealedFile)

ACCEPTED = ",".join((*EXTENSIONS, *EXTENSIONS.values()))
"""What a browser's file chooser offers."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to be saved."""

    name: str
    size: str
    href: str
    digest: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: who is to answer until when, and what was answered."""

    number: int
    heading: str
    question: str
    badge: Badge
    when: str
    law: Law | None
    open: bool
    overdue: bool
    amend: bool
    answer: str
    files: tuple[File, ...]
    last: str


def about(declaration: Declaration, today: date, href: Href) -> tuple[Asked, ...]:
    """Everything that was asked about a declaration, the newest first."""
    return tuple(_one(each, today, href) for each in reversed(queries.requests_of(declaration)))


def to_you(declaration: Declaration, today: date, href: Href) -> tuple[Asked, ...]:
    """The same to the declarant, who is the one to answer."""
    return tuple(_yours(each) if each.open else each for each in about(declaration, today, href))


def files(kept: Iterable[Kept], href: Callable[[Kept], str]) -> tuple[File, ...]:
    """Files as they are offered; `href` says where each is to be had from, for whoever looks."""
    return tuple(File(each.name, filesizeformat(each.size), href(each), each.digest[:12]) for each in kept)


def handed(request: HttpRequest, name: str = "documents") -> list[Handed]:
    """The files that a form brought."""
    return [Handed(each.name or "", each.read()) for each in request.FILES.getlist(name)]


def _one(asked: InformationRequest, today: date, href: Callable[[Enclosure], str]) -> Asked:
    overdue = asked.state == "open" and asked.answer_by < today
    return Asked(
        asked.pk,
        _("An amendment is asked for") if asked.wanted == "amendment" else _("Information is asked for"),
        asked.question,
        _badge(asked.state, overdue=overdue),
        _when(asked, overdue=overdue),
        Law(asked.law) if asked.law else None,
        asked.state == "open",
        overdue,
        asked.wanted == "amendment",
        asked.answer,
        files(asked.enclosures.all(), href),
        wording.day(asked.answer_by),
    )


def _yours(asked: Asked) -> Asked:
    if asked.overdue:
        return replace(asked, when=_("Your answer was due by {day}; it is still taken.").format(day=asked.last))
    badge = Badge(_("Waits for you"), "wait", "hourglass")
    return replace(asked, badge=badge, when=_("Answer by {day}.").format(day=asked.last))


def _badge(state: str, *, overdue: bool) -> Badge:
    if overdue:
        return Badge(_("Overdue"), "stop", "triangle-alert")
    return {
        "open": Badge(_("Waits for the declarant"), "wait", "hourglass"),
        "answered": Badge(_("Answered"), "go", "check"),
        "withdrawn": Badge(_("Withdrawn"), "", "x"),
        "lapsed": Badge(_("Never answered"), "stop", "octagon-x"),
    }[state]


def _when(asked: InformationRequest, *, overdue: bool) -> str:
    last = wording.day(asked.answer_by)
    if asked.state == "answered" and asked.closed_at is not None:
        return _("Answered {moment}; the last day was {day}.").format(moment=wording.moment(asked.closed_at), day=last)
    if overdue:
        return _("The declarant was to answer by {day}.").format(day=last)
    return _("The declarant answers by {day}.").format(day=last)
