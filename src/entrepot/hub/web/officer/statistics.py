"""The officer's statistics: charts drawn here, each with its table, and the tables as files for a spreadsheet."""

from __future__ import annotations

import csv
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from entrepot.hub.events import clock
from entrepot.hub.insight.looks import deadlines, looks
from entrepot.hub.insight.releases import releases
from entrepot.hub.parties import queries as parties
from entrepot.hub.web import wording
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.officer import statistics_sheets as sheets
from entrepot.hub.web.shell import show

SPANS = (7, 30, 90)


@at_desk("customs")
def statistics(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """How long release took, by which lane, and what looking was worth."""
    country, span = parties.party(sitting.party).country, _span(request)
    today = clock.now().date()
    first = today - timedelta(days=span - 1)
    found = releases(country, first, today)
    looked = looks(country, first, today)
    context = {
        "span": span,
        "spans": tuple((each, each == span) for each in SPANS),
        "lede": _("{country}, {first} to {last}, days of UTC").format(
            country=wording.country(country), first=wording.day(first), last=wording.day(today)
        ),
        "figures": sheets.figures(found),
        "chart": sheets.by_day_chart(found),
        "days": sheets.by_day(found),
        "times_chart": sheets.times_chart(found),
        "times": sheets.times(found),
        "profiles": sheets.profiles(looked),
        "inspections": sheets.inspections(looked),
        "deadlines": sheets.waiting(deadlines(country, today)),
    }
    return show(request, "officer/statistics.html", context, desk="customs", here="statistics")


@at_desk("customs")
def download(request: HttpRequest, sitting: Sitting, which: str) -> HttpResponse:
    """One of the tables as CSV; figures are plain, so that a spreadsheet counts with them."""
    country, span = parties.party(sitting.party).country, _span(request)
    today = clock.now().date()
    first = today - timedelta(days=span - 1)
    if which == "times":
        lines = sheets.time_lines(releases(country, first, today))
    elif which == "profiles":
        lines = sheets.profile_lines(looks(country, first, today))
    else:
        raise Http404
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{which}-{country}-{first}-{today}.csv"'
    csv.writer(answer).writerows(lines)
    return answer


def _span(request: HttpRequest) -> int:
    """The number of days that the address asks for, one of those offered."""
    told = request.GET.get("days", "")
    return int(told) if told in {str(each) for each in SPANS} else 30
