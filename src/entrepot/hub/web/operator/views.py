"""The operator's pages: whether the hub is well, its peers, its book, its firms; and what waits for a hand."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from entrepot.hub.customs import queries as customs
from entrepot.hub.events import actions as happenings
from entrepot.hub.events import clock
from entrepot.hub.events import queries as events
from entrepot.hub.ledger import queries as book
from entrepot.hub.network import actions as network_actions
from entrepot.hub.network import logbook, own
from entrepot.hub.network import queries as links
from entrepot.hub.network.directory import directory
from entrepot.hub.orders import queries as orders
from entrepot.hub.parties import queries as parties
from entrepot.hub.web import peers, wording
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.network import chart
from entrepot.hub.web.network import sheets as directory_sheets
from entrepot.hub.web.operator import links as links_sheets
from entrepot.hub.web.operator import log_sheets, sheets
from entrepot.hub.web.pieces import Empty, FindingNote, Stat, Stats
from entrepot.hub.web.shell import show

SHOWN = 50
LOGGED = 10


@at_desk("operator")
def overview(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Whether the hub is well: in step, nothing parked, the book balanced."""
    runs, inbox = list(events.parked()[:SHOWN]), list(links.parked()[:SHOWN])
    trial, link = book.trial(), peers.in_step()
    parked, unbalanced = len(runs) + len(inbox), [currency for currency, minor in trial.items() if minor]
    stale = customs.stale_lists(clock.now(), timedelta(days=settings.ENTREPOT_NAMES_STALE_DAYS))
    well = not parked and not unbalanced and not stale and not (link and link.behind)
    counts = orders.counts()
    context = {
        "headline": (_("{name} is well") if well else _("{name} needs you")).format(name=settings.ENTREPOT_NAME),
        "lede": _("Every consequence is carried out, the peers are in step, the book balances.")
        if well
        else _("What waits for a person stands below, each with its reason."),
        "stats": Stats(
            (
                Stat(
                    _("Consignments"),
                    wording.number(sum(counts.values())),
                    _("{count} settled").format(count=wording.number(counts.get("settled", 0))),
                ),
                Stat(
                    _("Parked for a person"),
                    wording.number(parked),
                    ngettext("{count} is a message of a peer", "{count} are messages of peers", len(inbox)).format(
                        count=len(inbox)
                    ),
                    href="#parked",
                ),
                Stat(
                    _("Peer hubs"),
                    wording.number(len(links.standing())),
                    link.told if link else _("no peer yet"),
                    href=reverse("operator-network"),
                ),
                Stat(
                    _("Currencies in balance"),
                    wording.number(len(trial) - len(unbalanced)),
                    _("of {count} in the book").format(count=len(trial)),
                    href=reverse("operator-ledger"),
                ),
            )
        ),
        "stale": tuple(FindingNote.of(each) for each in stale),
        "runs": sheets.runs(runs),
        "received": sheets.received(inbox),
        "incidents": sheets.incidents(links.incidents()[:SHOWN]),
        "nothing": Empty(
            _("Nothing waits for a person"),
            _("A consequence or a message that fails too often is parked and appears here with its error."),
        ),
    }
    return show(
        request, "operator/overview.html", context, desk="operator", here="overview", counts={"overview": parked}
    )


@at_desk("operator")
def network(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Peers and the channels to and from them, and what was said last."""
    known = directory(clock.wall(), everybody=True)
    channels = list(links.channels())
    context = {
        "directory": directory_sheets.directory(known),
        "chart": chart.drawn(known),
        "log": log_sheets.rows(logbook.latest()[:LOGGED]),
        "channels": sheets.channels(channels),
        "standing": links_sheets.standing(channels, links.incidents()),
        "proposals": links_sheets.proposals(links.proposals(), sitting.by.ref),
        "keys": links_sheets.keys(own.keys()),
        "documents": links_sheets.documents(links.documents()[:SHOWN]),
        "incidents": sheets.incidents(links.incidents()[:SHOWN]),
        "nothing": Empty(
            _("This hub has no peer yet"),
            _("Two operators compare their root keys and connect the hubs; each then appears at the other."),
        ),
    }
    return show(request, "operator/network.html", context, desk="operator", here="network")


@at_desk("operator")
def ledger(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The trial balance."""
    trial = book.trial()
    names = {
        **dict(parties.everyone().values_list("code", "name")),
        **dict(links.peers().values_list("host", "name")),
    }
    context = {
        "table": sheets.book(book.balances(), names),
        "balanced": not any(trial.values()),
        "nothing": Empty(_("Nothing has been posted"), _("The first payment opens the book.")),
        "at": wording.moment(clock.now()),
    }
    return show(request, "operator/ledger.html", context, desk="operator", here="ledger")


@at_desk("operator")
@require_POST
def run(request: HttpRequest, sitting: Sitting, place: int) -> HttpResponse:
    """Try a parked consequence again, or let it be."""
    found = events.parked().filter(place=place).first()
    if found is None:
        raise Http404
    if request.POST.get("do") == "dismiss":
        happenings.dismiss(found, reason=request.POST.get("reason", "").strip(), by=sitting.by)
        messages.success(request, _("The consequence is dismissed; what waited behind it goes on."))
    else:
        happenings.retry(found, by=sitting.by)
        messages.success(request, _("The consequence is tried again."))
    return redirect("operator")


@at_desk("operator")
@require_POST
def message(request: HttpRequest, sitting: Sitting, leaf: int) -> HttpResponse:
    """Try a parked message again, or give it up."""
    found = links.parked().filter(pk=leaf).first()
    if found is None:
        raise Http404
    if request.POST.get("do") == "reject":
        network_actions.reject(found, request.POST.get("reason", "").strip(), by=sitting.by)
        messages.success(request, _("The message is given up; its sender is told."))
    else:
        network_actions.retry(found, by=sitting.by)
        messages.success(request, _("The message is tried again."))
    return redirect("operator")
