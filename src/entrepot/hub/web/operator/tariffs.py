"""The operator's page of tariffs and rates: which versions are held, which count, and what each changes."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entrepot.hub.events import clock
from entrepot.hub.tariffs import held as shelf
from entrepot.hub.tariffs import shipped
from entrepot.hub.tariffs.held import RatesInUse, Version
from entrepot.hub.web import wording
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.pieces import Badge, Cell, Empty, Fact, Facts, FindingNote, Head, Row, Table
from entrepot.hub.web.shell import show
from entrepot.statute.doors.examine import Difference
from entrepot.trade.duty.edition import Edition
from entrepot.trade.duty.grammar import render
from entrepot.trade.duty.ground import Confidence

SHOWN = 12


@at_desk("operator")
def held(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Every version of a tariff on the shelf, and the rates of exchange in use."""
    context = {
        "versions": _versions(shelf.versions(clock.now().date())),
        "rates": _rates(shelf.rates()),
        "nothing": Empty(
            _("No tariff was loaded into this hub"),
            _("Quotes use the schedules that ship. `entrepot tariff load` brings an official one, without a restart."),
        ),
    }
    return show(request, "operator/tariffs.html", context, desk="operator", here="tariffs")


@at_desk("operator")
def version(request: HttpRequest, sitting: Sitting, code: str) -> HttpResponse:
    """One version, and the page of what it changes against the one before it."""
    edition, before, difference = shelf.difference(code)
    today = clock.now().date()
    context = {
        "title": edition.title,
        "lede": _takes_effect(edition, today),
        "facts": _facts(edition, before, difference),
        "changed": _changed(difference),
        "more": max(len(difference.rates_changed) - SHOWN, 0),
        "lines": _lines(difference),
        "notes": tuple(FindingNote.of(each) for each in difference.findings),
    }
    return show(request, "operator/tariff.html", context, desk="operator", here="tariffs")


def _versions(found: list[Version]) -> Table | None:
    heads = (
        Head(_("Tariff"), wide=True),
        Head(_("Country"), drop=True),
        Head(_("Counts"), labelled=True),
        Head(_("Published"), labelled=True),
        Head(_("Lines"), number=True, labelled=True),
        Head(_("State")),
        Head(_("Confidence")),
    )
    rows = tuple(
        Row(
            (
                Cell(each.edition.title, each.edition.code, reverse("operator-tariff", args=[each.edition.code])),
                Cell(each.edition.jurisdiction),
                Cell(_days(each.edition)),
                Cell(_day(each.edition.published), _("loaded {day}").format(day=_loaded(each.loaded))),
                Cell(wording.number(each.lines), "" if each.edition.whole else _("a part")),
                Cell(badge=_state(each)),
                Cell(badge=_sure(each.confidence), sub=each.edition.source),
            )
        )
        for each in found
    )
    return Table(_("Tariffs held"), heads, rows) if rows else None


def _rates(found: list[RatesInUse]) -> Table:
    heads = (
        Head(_("Rates of exchange"), wide=True),
        Head(_("Used in"), labelled=True),
        Head(_("Currencies"), number=True, labelled=True),
        Head(_("Last used from"), labelled=True),
        Head(_("Published"), labelled=True),
        Head(_("Confidence")),
    )
    rows = tuple(
        Row(
            (
                Cell(_("A demonstration set, which no bank publishes") if each.source == shipped.NAME else each.source),
                Cell(wording.country(each.country) if each.country else _("every country")),
                Cell(wording.number(each.currencies)),
                Cell(wording.day(each.since)),
                Cell(_day(each.published)),
                Cell(badge=_sure(each.confidence)),
            )
        )
        for each in found
    )
    return Table(_("Rates of exchange"), heads, rows)


def _facts(edition: Edition, before: Edition | None, difference: Difference) -> Facts:
    changed = ngettext("{count} rate changed", "{count} rates changed", len(difference.rates_changed))
    return Facts(
        (
            Fact(_("Version"), edition.code, code=True),
            Fact(_("Source"), edition.source or _("not said; its rates are shown as unverified")),
            Fact(_("Published"), _day(edition.published)),
            Fact(_("Counts"), _days(edition)),
            Fact(
                _("Held against"),
                before.code if before else _("nothing; no version was held before"),
                code=bool(before),
            ),
            Fact(
                _("Lines"),
                _("{new} new, {gone} gone").format(new=len(difference.lines_new), gone=len(difference.lines_gone)),
            ),
            Fact(
                _("Rates"),
                _("{new} new, {gone} gone").format(new=difference.rates_new, gone=difference.rates_gone),
                changed.format(count=len(difference.rates_changed)),
            ),
        )
    )


def _changed(difference: Difference) -> Table | None:
    """The first rates that change."""
    heads = (Head(_("Tariff line")), Head(_("Column")), Head(_("Before"), number=True), Head(_("After"), number=True))
    rows = tuple(
        Row(
            (
                Cell(wording.hs(after.code), code=True),
                Cell(after.column),
                Cell(render(before.expression)),
                Cell(render(after.expression)),
            )
        )
        for before, after in difference.rates_changed[:SHOWN]
    )
    return Table(_("Rates that change"), heads, rows, fold=False) if rows else None


def _lines(difference: Difference) -> tuple[tuple[str, tuple[str, ...], int], ...]:
    """The first lines that are new, and the first that are gone; with how many more there are."""
    told = ((_("New lines"), difference.lines_new), (_("Lines that are gone"), difference.lines_gone))
    return tuple(
        (name, tuple(wording.hs(code) for code in codes[:SHOWN]), max(len(codes) - SHOWN, 0))
        for name, codes in told
        if codes
    )


def _takes_effect(edition: Edition, today: date) -> str:
    if edition.since is not None and edition.since > today:
        return _("Takes effect on {day}; until then the version before it counts.").format(
            day=wording.day(edition.since)
        )
    return _("What this version changed when it took effect.")


def _days(edition: Edition) -> str:
    if edition.since and edition.until:
        return _("from {since} until {until}").format(
            since=wording.day(edition.since), until=wording.day(edition.until)
        )
    return _("from {since}").format(since=wording.day(edition.since)) if edition.since else _("for any day")


def _day(day: date | None) -> str:
    return wording.day(day) if day else _("not said")


def _loaded(moment: str) -> str:
    try:
        return wording.day(datetime.fromisoformat(moment))
    except ValueError:
        return moment


def _state(each: Version) -> Badge:
    return {
        "counts": Badge(_("Counts today"), "go"),
        "later": Badge(_("Counts later"), "wait"),
        "replaced": Badge(_("Replaced")),
        "ended": Badge(_("Ended")),
    }[each.state]


def _sure(confidence: Confidence) -> Badge:
    return Badge(_("Sourced"), "go") if confidence == "sourced" else Badge(_("Unverified"), "wait", "circle-help")
