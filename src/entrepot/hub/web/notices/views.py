"""Notices: what concerns a party, in the reader's language, and whether letters come of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt

from entrepot.hub.events import Actor, clock
from entrepot.hub.notices import actions, queries, telling
from entrepot.hub.notices.models import Notice
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party, Person
from entrepot.hub.web import desks, wording
from entrepot.hub.web.pieces import Empty, Law
from entrepot.hub.web.shell import show

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One notice in words, with when it was written and whether it is new."""

    number: int
    said: telling.Told
    law: Law | None
    when: str
    fresh: bool


@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    """The notices to one party of this person, the newest first."""
    person = request.user
    assert isinstance(person, Person)
    theirs = list(parties.parties_of(person))
    wanted = request.POST.get("party") or request.GET.get("party") or (theirs[0].code if theirs else "")
    by = parties.actor_for(person, wanted or None, clock.now())
    party = next((each for each in theirs if each.code == by.party), None)
    if request.method == "POST" and party is not None:
        _done(request, person, party, by)
        return redirect(f"{reverse('notices')}?party={party.code}")
    found = list(queries.visible(by)[:SHOWN]) if party else []
    unread = queries.unread_by_party([each.code for each in theirs])
    count = unread.get(party.code, 0) if party else 0
    context = {
        "headline": _headline(count),
        "lines": tuple(_line(each) for each in found),
        "unread": [each.pk for each in found if each.read_at is None],
        "theirs": tuple((each, unread.get(each.code, 0), each == party) for each in theirs),
        "party": party,
        "languages": settings.LANGUAGES,
        "language": queries.language_of(party) if party else "",
        "letters": bool(party and queries.wants_letters(person, party)),
        "nothing": Empty(_("No notices yet"), _("What customs and agencies decide about your goods appears here.")),
    }
    return show(request, "notices/inbox.html", context, desk=desks.last(request))


def _headline(count: int) -> str:
    if not count:
        return _("No new notices")
    return ngettext("{count} new notice", "{count} new notices", count).format(count=wording.number(count))


@csrf_exempt  # a mail program follows the link by itself (RFC 8058); the word in it is what gives the right
def farewell(request: HttpRequest, word: str) -> HttpResponse:
    """End letters by the link that stood in one; asked first, since programs follow links too."""
    if request.method != "POST":
        return show(request, "notices/farewell.html", {"ended": None})
    by = Actor("visitor", "letters", "", clock.now())
    return show(request, "notices/farewell.html", {"ended": actions.unsubscribe(word, by=by).name})


def _done(request: HttpRequest, person: Person, party: Party, by: Actor) -> None:
    """What one of the forms of the page asks for."""
    do = request.POST.get("do", "")
    if do == "language":
        actions.choose_language(party, request.POST.get("language", ""), by=by)
        messages.success(request, _("Letters to {party} are written in this language.").format(party=party.name))
    elif do == "letters":
        actions.want_letters(person, party, request.POST.get("letters") == "on", by=by)
        messages.success(request, _("That is noted; this page keeps every notice all the same."))
    else:
        actions.read([int(each) for each in request.POST.getlist("notice") if each.isdecimal()], by=by)


def _line(notice: Notice) -> Line:
    law = Law(notice.law) if notice.law else None
    return Line(notice.pk, telling.told(notice), law, wording.moment(notice.written_at), notice.read_at is None)
