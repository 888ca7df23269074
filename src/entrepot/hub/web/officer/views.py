"""The officer's pages: what waits for a person, and one declaration to decide on."""

from __future__ import annotations

from typing import Literal

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from entrepot.hub.customs import actions, queries, snapshot
from entrepot.hub.customs.models import Declaration
from entrepot.hub.events import clock
from entrepot.hub.parties import queries as parties
from entrepot.hub.web import filled, stored, wording
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.file import known
from entrepot.hub.web.officer import advice, appeals, inspections, papers, parts, requests, seizures, sheets
from entrepot.hub.web.officer import queue as queue_sheets
from entrepot.hub.web.pieces import Cell, Empty, FindingNote, Head, Lane, Row, Table
from entrepot.hub.web.shell import show
from entrepot.trade.finding import Refused

SHOWN = 60


@at_desk("customs")
def queue(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """What waits for a person: red first, then the oldest."""
    country = parties.party(sitting.party).country
    lanes = queries.waiting_by_lane(country)
    lane = request.GET.get("lane", "")
    waiting = queries.queue(country).select_related("declarant")
    if lane in lanes:
        waiting = waiting.filter(lane=lane)
    due = request.GET.get("due", "")
    if due in queries.DUE:
        waiting = queries.due(waiting, due, clock.now().date())
    rows = list(waiting[:SHOWN])
    received = queries.papers(each.ucr for each in rows)
    now, at = clock.now(), request.GET.get("at", "")
    chosen = next((each for each in rows if each.mrn == at), rows[0] if rows else None)
    count = sum(lanes.values())
    context = {
        "headline": ngettext("{count} waits for a person", "{count} wait for a person", count).format(count=count),
        "lanes": tuple((Lane(name), lanes[name], name == lane) for name in ("red", "yellow", "green")),
        "lane": lane,
        "dues": queue_sheets.dues(country, clock.now().date(), due),
        "count": wording.number(count),
        "rows": tuple(
            queue_sheets.waiting(each, received.get(each.ucr, {}), now, selected=each is chosen) for each in rows
        ),
        "shown": _("{shown} of {count}").format(shown=len(rows), count=waiting.count()),
        "peek": queue_sheets.peek(chosen) if chosen else None,
        "nothing": Empty(
            _("The queue is empty"),
            _("Declarations on the green lane are released without a person. What needs one appears here."),
        ),
    }
    return show(request, "officer/queue.html", context, desk="customs", here="queue", counts=_counts(country, count))


def _counts(country: str, waiting: int) -> dict[str, int]:
    """What waits for an officer besides: appeals to rule on, and profiles that a second officer decides on."""
    return {
        "queue": waiting,
        "appeals": queries.appeals_waiting(country).count(),
        "profiles": queries.profile_proposals(country).count(),
    }


@at_desk("customs")
def declaration(request: HttpRequest, sitting: Sitting, number: str) -> HttpResponse:
    """One declaration: what was found, what three papers say, why it stopped, and the decision."""
    found = declared(number)
    queries.require_officer(found, by=sitting.by)
    if request.method != "POST":
        return page(request, sitting, found)
    try:
        told = _decide(request, sitting, found)
    except Refused as refused:
        notes = tuple(FindingNote.of(each) for each in refused.findings)
        return page(request, sitting, found, notes, status=422)
    messages.success(request, told)
    following = queries.queue(found.country).exclude(pk=found.pk).first()
    return redirect("officer-declaration", following.mrn) if following else redirect("officer")


@at_desk("customs")
@require_POST
def desk(request: HttpRequest, sitting: Sitting, number: str) -> HttpResponse:
    """Take a declaration to one's desk, or put it back."""
    found = declared(number)
    if request.POST.get("put") == "back":
        actions.unclaim(found, by=sitting.by)
    else:
        actions.claim(found, by=sitting.by)
    return redirect("officer-declaration", found.mrn)


@at_desk("customs")
def decided(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """What was released or refused last."""
    country = parties.party(sitting.party).country
    done: QuerySet[Declaration] = queries.decided(country)[:SHOWN]
    heads = (
        Head(_("Declaration")),
        Head(_("Goods"), wide=True),
        Head(_("Lane")),
        Head(_("Outcome")),
        Head(_("When"), drop=True),
    )
    rows = tuple(
        Row(
            (
                Cell(each.mrn, each.ucr, reverse("officer-declaration", args=[each.mrn]), code=True),
                Cell(sheets.goods(each), each.facts["consignor"]["name"]),
                Cell(lane=Lane(each.lane)),  # type: ignore[arg-type]
                Cell(badge=sheets.state_badge(each.state)),
                Cell(wording.moment(each.decided_at) if each.decided_at else ""),
            )
        )
        for each in done
    )
    context = {
        "table": Table(_("Decided declarations"), heads, rows) if rows else None,
        "nothing": Empty(_("Nothing has been decided yet"), _("What is released or refused appears here.")),
    }
    return show(request, "officer/decided.html", context, desk="customs", here="decided")


def _names(sitting: Sitting, found: Declaration) -> dict[str, str]:
    """What the parties of a declaration are called: who declared it, and the office that decides."""
    return {found.declarant_id: found.declarant.name, sitting.party: sitting.seat.party_name}


def _decide(request: HttpRequest, sitting: Sitting, found: Declaration) -> str:
    """Carry the decision out; answers with the sentence that reports it."""
    reason, law = (request.POST.get(name, "").strip() for name in ("reason", "law"))
    choice = request.POST.get("decision", "")
    if choice == "release":
        actions.release(found, by=sitting.by, reason=reason, law=law)
        return _("{mrn} is released.").format(mrn=found.mrn)
    if choice in ("ask", "ask-to-amend"):
        wanted: Literal["amendment", "information"] = "amendment" if choice == "ask-to-amend" else "information"
        last = requests.day_told(request, "answer_by")
        actions.ask(found, reason, by=sitting.by, wanted=wanted, answer_by=last, law=law)
        return _("The declarant of {mrn} is asked.").format(mrn=found.mrn)
    if choice == "hold":
        held = actions.hold(found, reason, until=requests.day_told(request, "until"), by=sitting.by, law=law)
        return _("{mrn} is held until {day}.").format(mrn=found.mrn, day=wording.day(held.until))
    if choice == "lift":
        actions.lift(found, reason, by=sitting.by, law=law)
        return _("The hold on {mrn} is lifted.").format(mrn=found.mrn)
    if choice == "refuse":
        actions.refuse(found, reason, by=sitting.by, law=law)
        return _("{mrn} is refused; the declarant is told the reason.").format(mrn=found.mrn)
    if choice == "invalidate":
        actions.invalidate(found, reason, by=sitting.by, law=law)
        return _("{mrn} is invalidated.").format(mrn=found.mrn)
    raise Refused(sheets.nothing_chosen())


def page(
    request: HttpRequest,
    sitting: Sitting,
    found: Declaration,
    refusals: tuple[FindingNote, ...] = (),
    *,
    deed: str = "",
    status: int = 200,
) -> HttpResponse:
    """One declaration to an officer; what was refused of a `deed` stands beside its form, with what was written."""
    written = {name.replace("-", "_"): str(value) for name, value in request.POST.items()} if deed else {}
    kept = snapshot.findings_back(found.findings)
    received = queries.papers([found.ucr]).get(found.ucr, {})
    held = found.claimed_by == f"{sitting.by.kind}:{sitting.by.ref}"
    hits = snapshot.hits_back(found.hits)
    apart = snapshot.findings_back(found.differences)
    before, after = queries.beside(found)
    [quality] = queries.qualities([queries.facts(found)], texts=False)
    context = {
        "title": sheets.titled(found),
        "declaration": found.mrn,
        "lane": Lane(found.lane),  # type: ignore[arg-type]
        "state": sheets.state_badge(found.state),
        "ucr": found.ucr,
        "file": (file := known.address(found.ucr)),
        "quality": wording.number(quality.score),
        "waits": wording.span(clock.now() - found.lodged_at),
        "findings": stored.notes((*kept, *(each for each in apart if each.level != "note"), *quality.findings)),
        "match": papers.compared(
            {kind: sheets.as_plain(paper) for kind, paper in received.items()}, queries.senders(found.ucr), apart
        )
        if received or found.match_required
        else None,
        "goods": sheets.items(found),
        "money": stored.assessed(
            snapshot.assessment_back(found.assessment), found.assessment.get("lines", ()), found.country, found.date
        )
        if found.assessment
        else None,
        "stated": sheets.stated(found, file),
        "reasons": sheets.reasons(hits),
        "advice": advice.of(queries.facts(found)) if found.state in queries.OPEN else None,
        "requests": requests.of(found, clock.now().date()),
        "answer_by": queries.answer_by(found, clock.now().date()).isoformat(),
        "looks": (looks := inspections.of(found)),
        "officer": True,
        "orderable": found.state in ("under-control", "held") and not any(each.open for each in looks),
        "hold": seizures.standing(found, clock.now().date()),
        "seizure": seizures.of(found),
        "seizable": seizures.lines(found, request.POST) if found.LIFECYCLE.allows(found.state, "seize") else (),
        "parts": parts.of(found),
        "appeals": appeals.of(found, sitting.by),
        "forms": filled.serving(found, "officer-form"),
        "partible": parts.partible(found),
        "version": found.version,
        "lines": parts.lines(found, request.POST),
        "decisions": sheets.decisions(made := queries.decisions(found), _names(sitting, found)),
        "choices": (choices := sheets.choices(found)),
        "offered": {value for _key, value, _name, _told in choices},
        "refusals": () if deed else refusals,
        "deed": deed,
        "against": refusals if deed else (),
        "written": written,
        "held": held,
        "elsewhere": bool(found.claimed_by) and not held,
        "open": found.state in queries.OPEN,
        "chosen": request.POST.get("decision", ""),
        "reason": request.POST.get("reason", ""),
        "law": request.POST.get("law", ""),
        "until": request.POST.get("until", ""),
        "unwanted": queries.asked_to_invalidate(found, made),
        "before": before,
        "after": after,
    }
    return show(request, "officer/declaration.html", context, desk="customs", here="queue", status=status)


def declared(number: str) -> Declaration:
    """The declaration of a number in an address."""
    found = queries.by_mrn(number)
    if found is None:
        raise Http404
    return found
