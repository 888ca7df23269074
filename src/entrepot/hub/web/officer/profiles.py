"""The pages of risk profiles: read, tried, proposed by one officer and decided by another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from entrepot.hub.customs import actions, backtest, drafts, law, queries
from entrepot.hub.customs.models import ProfileChange
from entrepot.hub.parties import queries as parties
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.officer import profile_form as form
from entrepot.hub.web.officer import profile_sheets as sheets
from entrepot.hub.web.pieces import FindingNote, Lane
from entrepot.hub.web.shell import show
from entrepot.trade.finding import Finding, NotYours, Refused
from entrepot.trade.risk import profile as law_of_profiles
from entrepot.trade.risk.reading import DECLARED, OF_ITEM
from entrepot.trade.wording import gettext_noop

NEW = "new"


@at_desk("customs")
def listed(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Every profile in force, and what waits for a second officer."""
    country = parties.party(sitting.party).country
    trees = queries.profiles_in_force(country, sitting.by.at.date())
    approved = queries.profile_changes(country).filter(state="approved", kind="put").values_list("code", flat=True)
    context = {
        "proposals": sheets.proposals(queries.profile_proposals(country)),
        "by_chance": drafts.draws_by_chance(trees),
        "table": sheets.profiles(trees, approved, queries.hits_by_profile(country)),
    }
    return show(request, "officer/profiles.html", context, desk="customs", here="profiles")


@at_desk("customs")
def profile(request: HttpRequest, sitting: Sitting, code: str) -> HttpResponse:
    """One profile: what it looks for, how it came about, and a change to propose."""
    country = parties.party(sitting.party).country
    tree = _tree(country, code, sitting)
    if code == NEW and request.GET.get("draft") == "chance":
        tree = drafts.by_chance(country)
    if request.method != "POST":
        return _page(request, country, code, tree, dict(tree, when=form.written(tree)))
    try:
        return _deed(request, sitting, country, code, tree)
    except NotYours:
        raise
    except Refused as refused:
        notes = tuple(FindingNote.of(each) for each in refused.findings)
        return _page(request, country, code, tree, request.POST.dict(), refusals=notes, status=422)


@at_desk("customs")
def change(request: HttpRequest, sitting: Sitting, number: int) -> HttpResponse:
    """One proposal: before and after, what it would have done, and the second officer's decision."""
    country = parties.party(sitting.party).country
    found = ProfileChange.objects.filter(pk=number, country=country).first()
    if found is None:
        raise Http404
    if request.method != "POST":
        return _proposal(request, sitting, found)
    reason = request.POST.get("reason", "")
    try:
        match request.POST.get("decision"):
            case "approve":
                actions.approve_profile(found, by=sitting.by, reason=reason)
                messages.success(request, _("Profile {code} is in force as proposed.").format(code=found.code))
            case "reject":
                actions.reject_profile(found, reason, by=sitting.by)
                messages.success(request, _("Profile {code} stays as it is.").format(code=found.code))
            case _:
                raise Refused(Finding("nothing-chosen", gettext_noop("Nothing was chosen."), "/decision"))
    except NotYours:
        raise
    except Refused as refused:
        notes = tuple(FindingNote.of(each) for each in refused.findings)
        return _proposal(request, sitting, found, notes, status=422)
    return redirect("officer-profiles")


def _deed(request: HttpRequest, sitting: Sitting, country: str, code: str, tree: Mapping[str, Any]) -> HttpResponse:
    why = request.POST.get("why", "")
    if request.POST.get("deed") == "retire":
        proposed = actions.propose_retirement(country, code, why=why, by=sitting.by)
        return redirect("officer-profile-change", proposed.pk)
    written = form.read(request.POST)
    if code != NEW:
        written["code"] = code
    if request.POST.get("deed") == "try":
        law_of_profiles(written)
        on = sitting.by.at.date()
        answer = backtest.tried(country, written["code"], written, on, law.seed(country, on))
        return _page(request, country, code, tree, request.POST.dict(), tested=answer.kept)
    proposed = actions.propose_profile(country, written, why=why, by=sitting.by)
    messages.success(request, _("Proposed. Another officer decides."))
    return redirect("officer-profile-change", proposed.pk)


def _tree(country: str, code: str, sitting: Sitting) -> Mapping[str, Any]:
    if code == NEW:
        blank = {"direction": "import", "an-item": {"goods": ["9101"], "value-over": f"{_currency(country)} 1000"}}
        return {"code": f"{country}-", "name": "", "lane": "yellow", "reason": "", "law": "", "when": blank}
    trees = queries.profiles_in_force(country, sitting.by.at.date())
    if code not in trees:
        raise Http404
    return trees[code]


def _currency(country: str) -> str:
    from entrepot.hub.law import statute

    return str(statute().jurisdiction(country).folder.jurisdiction["currency"])


def _page(
    request: HttpRequest,
    country: str,
    code: str,
    tree: Mapping[str, Any],
    given: Mapping[str, Any],
    *,
    refusals: tuple[FindingNote, ...] = (),
    tested: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    new = code == NEW
    context = {
        "new": new,
        "code": "" if new else code,
        "title": _("A new profile") if new else _(tree["name"]),
        "lane": None if new else Lane(tree["lane"]),
        "reason": "" if new else _(tree["reason"]),
        "law": tree.get("law", ""),
        "note": "" if new else _(str(tree.get("note", ""))) if tree.get("note") else "",
        "unverified": tree.get("confidence") == "unverified",
        "sentences": () if new else sheets.sentences(tree),
        "given": given,
        "lanes": tuple((Lane(name), name) for name in ("green", "yellow", "red")),
        "words": ", ".join(DECLARED),
        "item_words": ", ".join(OF_ITEM),
        "refusals": refusals,
        "tested": sheets.tested(tested) if tested is not None else None,
        "history": None if new else sheets.history(queries.profile_changes(country, code)),
    }
    return show(request, "officer/profile.html", context, desk="customs", here="profiles", status=status)


def _proposal(
    request: HttpRequest,
    sitting: Sitting,
    found: ProfileChange,
    refusals: tuple[FindingNote, ...] = (),
    *,
    status: int = 200,
) -> HttpResponse:
    now = queries.profiles_in_force(found.country, sitting.by.at.date()).get(found.code)
    own = found.author == f"{sitting.by.kind}:{sitting.by.ref}"
    context = {
        "code": found.code,
        "retires": found.kind == "retire",
        "state": sheets.state(found.state),
        "why": found.why,
        "reason": found.reason,
        "now": sheets.sentences(now) if now is not None else (),
        "now_lane": Lane(now["lane"]) if now is not None else None,
        "then": sheets.sentences(found.tree) if found.tree else (),
        "then_lane": Lane(found.tree["lane"]) if found.tree else None,
        "then_name": found.tree.get("name", ""),
        "then_reason": found.tree.get("reason", ""),
        "tested": sheets.tested(found.tested),
        "examples": tuple(found.tested["examples"]),
        "open": found.state == "proposed",
        "own": own,
        "refusals": refusals,
        "given": request.POST.get("reason", ""),
    }
    return show(request, "officer/profile-change.html", context, desk="customs", here="profiles", status=status)
