"""One declaration for who declared it: how it stands, what customs asks, and the way to say it anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entrepot.hub.attachment import attachment
from entrepot.hub.customs import actions, queries, snapshot
from entrepot.hub.customs.models import Decision, Declaration, Enclosure, InformationRequest
from entrepot.hub.events import clock
from entrepot.hub.web import filled, inquiries, stored
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.file import known
from entrepot.hub.web.officer import inspections, parts, seizures, sheets
from entrepot.hub.web.pieces import FindingNote
from entrepot.hub.web.seller import appeals, standing
from entrepot.hub.web.shell import show
from entrepot.trade.declaration import DeclarationFacts, GoodsItem
from entrepot.trade.finding import NotAllowedNow, NotYours, Refused

HEAD = ("regime", "transport_document", "registration", "freight", "insurance")
ITEM = ("description", "hs", "origin", "quantity", "net_mass_kg", "gross_mass_kg", "value")


@at_desk("seller", "declarant")
def declaration(request: HttpRequest, sitting: Sitting, number: str) -> HttpResponse:
    """How it stands and what is asked."""
    return page(request, sitting, mine(sitting, number))


@at_desk("seller", "declarant")
@require_POST
def reply(request: HttpRequest, sitting: Sitting, number: int) -> HttpResponse:
    """Answer a question, with documents."""
    try:
        found = queries.request(number, by=sitting.by)
    except InformationRequest.DoesNotExist:
        raise Http404 from None
    try:
        actions.reply(found, request.POST.get("answer", ""), inquiries.handed(request), by=sitting.by)
    except (NotYours, NotAllowedNow):
        raise
    except Refused as refused:
        return page(request, sitting, found.declaration, refused, deed="answer", of=found.pk)
    messages.success(request, _("Your answer is with customs."))
    return redirect("seller-declaration", found.declaration.mrn)


@at_desk("seller", "declarant")
@require_POST
def amend(request: HttpRequest, sitting: Sitting, number: str) -> HttpResponse:
    """Say the declaration anew."""
    found = mine(sitting, number)
    try:
        actions.amend(found, _stated(request, queries.facts(found)), request.POST.get("reason", ""), by=sitting.by)
    except (NotYours, NotAllowedNow):
        raise
    except Refused as refused:
        return page(request, sitting, found, refused, deed="amend")
    messages.success(request, _("{mrn} is amended.").format(mrn=found.mrn))
    return redirect("seller-declaration", found.mrn)


@at_desk("seller", "declarant")
@require_POST
def take_back(request: HttpRequest, sitting: Sitting, number: str) -> HttpResponse:
    """Have it treated as never lodged; under control, an officer decides."""
    found = mine(sitting, number)
    try:
        found = actions.ask_to_invalidate(found, request.POST.get("why", "").strip(), by=sitting.by)
    except (NotYours, NotAllowedNow):
        raise
    except Refused as refused:
        return page(request, sitting, found, refused, deed="back")
    told = (
        _("{mrn} is invalidated.")
        if found.state == "invalidated"
        else _("Customs decides whether {mrn} is taken back.")
    )
    messages.success(request, told.format(mrn=found.mrn))
    return redirect("seller-declaration", found.mrn)


@at_desk("seller", "declarant")
def form(request: HttpRequest, sitting: Sitting, number: str, code: str) -> HttpResponse:
    """A form filled from the declaration, with what it has no place for."""
    return filled.answered(request, sitting, mine(sitting, number), code, "seller-declaration")


@at_desk("seller", "declarant")
def enclosure(request: HttpRequest, sitting: Sitting, number: int) -> HttpResponse:
    """A file that was handed in, to be saved."""
    try:
        kept = queries.enclosure(number, by=sitting.by)
    except Enclosure.DoesNotExist:
        raise Http404 from None
    return attachment(kept.name, kept.media_type, actions.open_enclosure(kept, by=sitting.by))


def page(
    request: HttpRequest,
    sitting: Sitting,
    found: Declaration,
    refused: Refused | None = None,
    *,
    deed: str = "",
    of: int | None = None,
) -> HttpResponse:
    """The declaration; what was refused of a `deed` stands beside its form, with what was written.

    Where the form is there no more, because things went on meanwhile, it stands at the top.
    A deed is `answer` (to request `of`), `appeal` (against decision `of`), `amend` or `back`.
    """
    notes = tuple(FindingNote.of(each) for each in refused.findings) if refused else ()
    made = queries.decisions(found)
    requests = inquiries.to_you(found, clock.now().date(), lambda kept: reverse("seller-enclosure", args=[kept.pk]))
    open_amendment = any(each.open and each.amend for each in requests)
    amendable = found.LIFECYCLE.allows(found.state, "amend") and (found.state != "under-control" or open_amendment)
    written = request.POST if refused else QueryDict()
    context = {
        "title": sheets.goods(found),
        "declaration": found.mrn,
        "file": (file := known.address(found.ucr)),
        "state": sheets.state_badge(found.state),
        "told": standing.told(
            found,
            asked=any(each.open for each in requests),
            unwanted=queries.asked_to_invalidate(found, made) is not None,
            appealable=bool(open_to_appeal := appeals.appealable(found, clock.now().date())),
        ),
        "stated": sheets.stated(found, file),
        "goods": sheets.items(found),
        "findings": stored.notes(snapshot.findings_back(found.differences)),
        "money": stored.assessed(
            snapshot.assessment_back(found.assessment), found.assessment.get("lines", ()), found.country, found.date
        )
        if found.assessment
        else None,
        "decisions": sheets.decisions(made, {}, without=queries.OF_OFFICERS),
        "requests": requests,
        "looks": inspections.of(found),
        "hold": seizures.standing(found, clock.now().date()),
        "seizure": seizures.of(found),
        "parts": parts.of(found),
        "appeals": appeals.of(found),
        "appealable": open_to_appeal,
        "forms": filled.serving(found, "seller-form"),
        "deed": deed,
        "of": of,
        "written": written,
        "refusals": notes,
        "accepted": inquiries.ACCEPTED,
        "fields": _fields(queries.facts(found), written if deed == "amend" else None) if amendable else (),
        "returnable": (returnable := _returnable(found, made)),
        "astray": bool(refused)
        and not {
            "answer": any(each.open and not each.amend and each.number == of for each in requests),
            "appeal": any(number == of for number, _told, _last in open_to_appeal),
            "amend": amendable,
            "back": returnable,
        }[deed],
    }
    status = 422 if refused else 200
    return show(request, "seller/declaration.html", context, desk=sitting.seat.key, here="declarations", status=status)


def _returnable(found: Declaration, made: Sequence[Decision]) -> bool:
    """Whether it may still be taken back, and nobody has asked for that."""
    return found.LIFECYCLE.allows(found.state, "invalidate") and not queries.asked_to_invalidate(found, made)


def _fields(facts: DeclarationFacts, stated: object) -> tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]:
    """The groups of the form: a heading, and for each field its name, its label and what stands in it."""
    given = stated if stated is not None else {}
    labels = _labels()

    def field(name: str, label: str, value: str) -> tuple[str, str, str]:
        return name, labels[label], given.get(name, value)  # type: ignore[attr-defined]

    head = tuple(field(name, name, getattr(facts, name)) for name in HEAD)
    items = tuple(
        (
            _("Item {number}").format(number=item.number),
            tuple(field(f"{item.number}-{name}", name, getattr(item, name)) for name in ITEM),
        )
        for item in facts.items
    )
    return ((_("The declaration"), head), *items)


def _labels() -> dict[str, str]:
    return {
        "regime": _("Procedure"),
        "transport_document": _("Transport document"),
        "registration": _("Tax registration"),
        "freight": _("Freight"),
        "insurance": _("Insurance"),
        "description": _("Description"),
        "hs": _("Code"),
        "origin": _("Origin"),
        "quantity": _("Quantity"),
        "net_mass_kg": _("Net mass, kg"),
        "gross_mass_kg": _("Gross mass, kg"),
        "value": _("Value"),
    }


def _stated(request: HttpRequest, facts: DeclarationFacts) -> DeclarationFacts:
    """The facts as the form states them; what it does not name stays as it was."""

    def told(name: str, before: str) -> str:
        return request.POST.get(name, before).strip()

    def item(each: GoodsItem) -> GoodsItem:
        stated = {name: told(f"{each.number}-{name}", getattr(each, name)) for name in ITEM}
        return replace(each, **stated)  # type: ignore[arg-type]

    head = {name: told(name, getattr(facts, name)) for name in HEAD}
    return replace(facts, items=tuple(item(each) for each in facts.items), **head)  # type: ignore[arg-type]


def mine(sitting: Sitting, number: str) -> Declaration:
    found = queries.by_mrn(number)
    if found is None or found.declarant_id != sitting.party:
        raise Http404
    return found
