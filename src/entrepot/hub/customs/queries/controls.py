"""What can be asked about controls: questions open and overdue, files handed in, and the days the law gives."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_noop

from entrepot.hub.customs.models import (
    INSPECTING,
    OPEN,
    Decision,
    Declaration,
    Enclosure,
    Hold,
    InformationRequest,
    Inspection,
)
from entrepot.hub.customs.queries.declarations import declaration
from entrepot.hub.customs.queries.rights import may_see
from entrepot.hub.events.actor import Actor
from entrepot.hub.law import statute
from entrepot.statute.time_limits import Act, time_limit
from entrepot.trade.duty.ground import Value
from entrepot.trade.finding import Finding, NotYours

USUAL_DAYS = 10
"""What an officer leaves a declarant where the law names no days: a custom of this hub, not of any law."""
USUAL_APPEAL_DAYS = 30
"""What a declarant has for an appeal where the law names no days: a custom of this hub, not of any law."""


def time_given(country: str, act: Act, on: date) -> Value | None:
    """The days that the law of a country gives for an act, with their ground; None where it names none."""
    return time_limit(statute().jurisdiction(country).folder, act, on)


def answer_by(asked: Declaration, on: date) -> date:
    """The last day for an answer to what is asked about a declaration on a day."""
    given = time_given(asked.country, "answer", on)
    days = int(given.amount) if given is not None and given.amount is not None else USUAL_DAYS
    return on + timedelta(days=days)


def appeal_by(country: str, on: date) -> date:
    """The last day for an appeal against what was decided on a day."""
    given = time_given(country, "appeal", on)
    days = int(given.amount) if given is not None and given.amount is not None else USUAL_APPEAL_DAYS
    return on + timedelta(days=days)


def requests_of(asked: Declaration) -> QuerySet[InformationRequest]:
    """Everything that was asked about a declaration, oldest first, with the files of each answer."""
    return asked.requests.prefetch_related("enclosures")


def seen(reference: str, *, by: Actor) -> Declaration:
    """The declaration of this MRN, or of the caller's own LRN, if the caller may read it."""
    found = Declaration.objects.filter(mrn=reference).first() or declaration(reference, by.party)
    _seen(found, by)
    return found


def request(number: int, *, by: Actor) -> InformationRequest:
    """A request that somebody may read: the declarant or an officer of the country. Raises if there is none."""
    found = InformationRequest.objects.select_related("declaration").get(pk=number)
    _seen(found.declaration, by)
    return found


def asked_to_invalidate(declared: Declaration, made: Sequence[Decision] | None = None) -> Decision | None:
    """That the declarant wants to take it back, and why; None if nobody said so, or an officer has decided.

    `made` are its decisions where they were asked for already.
    """
    if declared.state not in OPEN:
        return None
    moves = declared.decisions.all() if made is None else made
    return next((each for each in moves if each.move == "ask-to-invalidate"), None)


def inspecting(declared: Declaration) -> bool:
    """Whether an inspection is ordered and not concluded."""
    return declared.inspections.filter(state__in=INSPECTING).exists()


def inspections_of(declared: Declaration) -> QuerySet[Inspection]:
    """Every inspection of a declaration, oldest first, with what came out."""
    return declared.inspections.prefetch_related("checks", "samples", "seals", "enclosures")


def inspection(number: int, *, by: Actor) -> Inspection:
    """An inspection that somebody may read. Raises if there is none."""
    found = Inspection.objects.select_related("declaration").get(pk=number)
    _seen(found.declaration, by)
    return found


def results(declarations: Collection[int]) -> dict[int, str]:
    """By declaration, what its last concluded inspection came to."""
    found = Inspection.objects.filter(declaration__in=declarations, state="concluded").order_by("id")
    return dict(found.values_list("declaration", "result"))


def enclosure(number: int, *, by: Actor) -> Enclosure:
    """A file that somebody may open. Raises if there is none."""
    found = Enclosure.objects.select_related("declaration").get(pk=number)
    _seen(found.declaration, by)
    return found


DUE = ("overdue", "asked", "answered", "inspection", "hold-over", "taken-back")
"""By which deadlines and wishes a queue can be narrowed."""


def due(waiting: QuerySet[Declaration], which: str, today: date) -> QuerySet[Declaration]:
    """Those of a queue for which a day matters: questions late, open or answered, an inspection by now, a hold over,
    and those that their declarant wants to take back."""
    asked = InformationRequest.objects.filter(declaration=OuterRef("pk"))
    looks = Inspection.objects.filter(declaration=OuterRef("pk"), state="scheduled")
    holds = Hold.objects.filter(declaration=OuterRef("pk"), ended_at=None)
    tomorrow = datetime.combine(today + timedelta(days=1), time(), UTC)
    wanted = {
        "overdue": asked.filter(state="open", answer_by__lt=today),
        "asked": asked.filter(state="open"),
        "answered": asked.filter(state="answered"),
        "inspection": looks.filter(takes_place_at__lt=tomorrow),
        "hold-over": holds.filter(until__lt=today),
        "taken-back": Decision.objects.filter(declaration=OuterRef("pk"), move="ask-to-invalidate"),
    }
    return waiting.filter(Exists(wanted[which]))


def waiting_for_answer(country: str) -> QuerySet[InformationRequest]:
    """Open requests of a country's customs, the most pressing first."""
    found = InformationRequest.objects.filter(state="open", declaration__country=country, declaration__state__in=OPEN)
    return found.select_related("declaration").order_by("answer_by", "id")


def asked_of(declarant: str) -> QuerySet[InformationRequest]:
    """Open requests that a declarant is to answer, the most pressing first."""
    found = InformationRequest.objects.filter(state="open", declaration__declarant__code=declarant)
    return found.select_related("declaration").order_by("answer_by", "id")


def _seen(found: Declaration, by: Actor) -> None:
    if not may_see(found, by=by):
        raise NotYours(Finding("not-your-declaration", gettext_noop("This declaration is not yours to see.")))
