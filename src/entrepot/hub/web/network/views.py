"""The public page of the network."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entrepot.hub.events import clock
from entrepot.hub.network import own
from entrepot.hub.network.directory import directory
from entrepot.hub.web.network import chart, sheets
from entrepot.hub.web.pieces import Empty, Fact, Facts
from entrepot.hub.web.shell import show


def network(request: HttpRequest) -> HttpResponse:
    """The hubs with which this one trades, for anybody: who they are, and whether their logs are in step."""
    known = directory(clock.wall())
    said = own.statement()
    count = len(known) + 1
    context = {
        "headline": ngettext("{count} hub, no centre", "{count} hubs, no centre", count).format(count=count),
        "chart": chart.drawn(known),
        "directory": sheets.directory(known),
        "ours": Facts(
            (
                Fact(_("This hub"), settings.ENTREPOT_NAME),
                Fact(_("Address"), own.entity(), code=True),
                Fact(_("Root key"), said.thumbprint, code=True),
                Fact(_("Root key for a verifier"), str(said.root_key), code=True),
            )
        ),
        "nothing": Empty(
            _("This hub has no peer yet"),
            _("Two operators compare their root keys and connect the hubs; each then appears at the other."),
        ),
    }
    return show(request, "network/network.html", context)
