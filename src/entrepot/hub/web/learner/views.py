"""A learner's pages: the shelf, a course to read, an exam to sit, a certificate to show."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entrepot.hub.events import Actor, clock
from entrepot.hub.parties import queries as parties
from entrepot.hub.training import actions, queries
from entrepot.hub.web import desks
from entrepot.hub.web.learner import sheets
from entrepot.hub.web.pieces import QrCode
from entrepot.hub.web.shell import show


def shelf(request: HttpRequest) -> HttpResponse:
    """Every course on offer, and what this person has shown already. Anyone may read."""
    now, held = clock.now(), {}
    if request.user.is_authenticated:
        held = {each.course_id: each for each in queries.certificates_of(request.user)}
    cards = tuple(sheets.card(course, held.get(course.slug), now) for course in queries.courses())
    return show(request, "learner/shelf.html", {"cards": cards}, desk=_desk(request), here="lessons")


def course(request: HttpRequest, slug: str) -> HttpResponse:
    """The lessons of one course, and the way to its exam."""
    found = queries.course(slug)
    context = {"card": sheets.card(found, None, clock.now()), "lessons": sheets.lessons(found)}
    return show(request, "learner/course.html", context, desk=_desk(request), here="lessons")


@login_required
@require_POST
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a sitting, or go on with the one that is open."""
    return redirect("exam", actions.sit(slug, by=_learner(request)).pk)


@login_required
def exam(request: HttpRequest, number: int) -> HttpResponse:
    """The questions of a sitting; once handed in, how each was answered and why."""
    by = _learner(request)
    sitting = queries.sitting(number, by=by)
    if request.method == "POST" and sitting.state == "open":
        given = {name[2:]: request.POST.getlist(name) for name in request.POST if name.startswith("q-")}
        if len(given) < len(sitting.paper) and "anyway" not in request.POST:
            left = len(sitting.paper) - len(given)
            return _exam(request, "learner/exam.html", {"number": number, "left": left}, sheets.put(sitting, given))
        actions.answer(sitting, given, by=by)
        return redirect("exam", number)
    if sitting.state == "open":
        return _exam(request, "learner/exam.html", {"number": number}, sheets.put(sitting, {}))
    questions = sheets.marked(sitting)
    earned = getattr(sitting, "certificate", None)
    context = {
        "passed": sitting.passed,
        "headline": _("{right} of {count} right").format(right=sitting.right, count=len(questions)),
        "certificate": earned.number if earned else "",
        "slug": sitting.course_id,
    }
    return _exam(request, "learner/result.html", context, questions)


def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """A certificate, for whoever is shown it, with its verdict today."""
    found = queries.certificate(number)
    address = settings.ENTREPOT_URL.rstrip("/") + reverse("certificate", args=[number])
    context = {
        "sheet": sheets.certificate(found, clock.now()),
        "qr": QrCode.of(address, _("Opens the verification page of this certificate")),
    }
    return show(request, "learner/certificate.html", context, desk=_desk(request), here="lessons")


def credential(request: HttpRequest, number: str) -> HttpResponse:
    """The signed credential itself, for a machine to check."""
    found = queries.certificate(number)
    return HttpResponse(
        found.credential,
        content_type="application/vc+jwt",
        headers={"Content-Disposition": f'attachment; filename="{found.number}.jwt"'},
    )


def _exam(
    request: HttpRequest, template: str, context: dict[str, object], questions: tuple[sheets.QuestionSheet, ...]
) -> HttpResponse:
    return show(request, template, {**context, "questions": questions}, desk=_desk(request), here="lessons")


def _learner(request: HttpRequest) -> Actor:
    """The person, acting for the business whose seat they took last, else for any of theirs."""
    assert request.user.is_authenticated
    seats = desks.seats(request)
    return parties.actor_for(request.user, seats[0].party if seats else None, clock.now())


def _desk(request: HttpRequest) -> str:
    """Lessons are read at the desk where one sits already."""
    keys = [seat.key for seat in desks.seats(request)]
    return next((key for key in ("seller", "learner") if key in keys), "")
