"""How the peer hubs stand: in one line for the mast, and as rows for the operator."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entrepot.hub.network import queries as network
from entrepot.hub.web.pieces import Tally


@dataclass(frozen=True, slots=True)
class LinkState:
    """Whether the peer hubs are in step; everything else depends on it."""

    tally: Tally
    told: str
    behind: int = 0


def in_step() -> LinkState | None:
    """How the peers stand, in one line; nothing where this hub has none."""
    peers = network.standing()
    if not peers:
        return None
    broken = [peer for peer in peers if peer.halted]
    waiting = [peer for peer in peers if peer.behind and not peer.halted]
    if broken:
        told = ngettext("{count} peer hub has stopped", "{count} peer hubs have stopped", len(broken))
        return LinkState(Tally("broken", _("Stopped")), told.format(count=len(broken)), len(broken))
    if waiting:
        told = ngettext("{count} peer hub is behind", "{count} peer hubs are behind", len(waiting))
        return LinkState(Tally("a", _("Countersignatures awaited")), told.format(count=len(waiting)), len(waiting))
    if len(peers) == 1:
        return LinkState(Tally("both", _("In step")), _("In step with {name}").format(name=peers[0].name))
    told = ngettext("{count} peer hub in step", "{count} peer hubs in step", len(peers)).format(count=len(peers))
    return LinkState(Tally("both", _("In step")), told)
