"""What an operator does about peers and keys: proposes, approves, lets one key follow another, mends a channel."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entrepot.ehx.keys import ROLES, Role
from entrepot.hub.network import actions, approving, queries
from entrepot.hub.web.desks import Sitting, at_desk


@at_desk("operator")
@require_POST
def propose(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Propose a step of a peering; where one operator suffices it is done at once."""
    said = {name: request.POST.get(name, "").strip() for name in ("move", "url", "thumbprint", "reason")}
    if approving.needed():
        actions.propose(said["move"], said["url"], thumbprint=said["thumbprint"], reason=said["reason"], by=sitting.by)
        messages.success(request, _("The proposal waits for another operator of this hub."))
    elif said["move"] == "connect":
        actions.peer_with(said["url"], said["thumbprint"], by=sitting.by)
        messages.success(request, _("The other hub is asked; the peering begins when its operator has agreed."))
    else:
        actions.move(queries.peer(said["url"]), said["move"], reason=said["reason"], by=sitting.by)
        messages.success(request, _("The peering is changed."))
    return redirect("operator-network")


@at_desk("operator")
@require_POST
def approve(request: HttpRequest, sitting: Sitting, number: int) -> HttpResponse:
    """Approve what another operator proposed."""
    found = queries.proposals().filter(pk=number).first()
    if found is None:
        raise Http404
    actions.approve(found, by=sitting.by)
    messages.success(request, _("The peering is changed."))
    return redirect("operator-network")


@at_desk("operator")
@require_POST
def key(request: HttpRequest, sitting: Sitting, role: str) -> HttpResponse:
    """Let a key be followed by another, replace a stolen one, or let an old one go."""
    if role not in ROLES:
        raise Http404
    which: Role = role
    do = request.POST.get("do")
    if do == "stolen":
        actions.replace_stolen_key(which, by=sitting.by)
        messages.success(request, _("The stolen key is replaced; every peer is told."))
    elif do == "finish":
        actions.finish_rotation(which, by=sitting.by)
        messages.success(request, _("The old key is gone."))
    else:
        actions.rotate_key(which, by=sitting.by)
        messages.success(request, _("A new key signs from now on; every peer is told."))
    return redirect("operator-network")


@at_desk("operator")
@require_POST
def channel(request: HttpRequest, sitting: Sitting, number: int) -> HttpResponse:
    """Let a stopped channel go on, send again what the peer lost, or begin one with two histories again."""
    found = queries.channels().filter(pk=number).first()
    if found is None:
        raise Http404
    do = request.POST.get("do")
    if do == "resend":
        actions.resend(found, by=sitting.by)
        messages.success(request, _("What the peer lost is sent again."))
    elif do == "restart":
        actions.restart(found, by=sitting.by)
        messages.success(request, _("The channel begins again as soon as both operators want it."))
    else:
        actions.reopen(found, by=sitting.by)
        messages.success(request, _("The channel goes on."))
    return redirect("operator-network")
