"""Where lists of names come from, and what follows when they are fetched: each is taken up, or said to be unchanged.

The adapter that `ENTREPOT_NAMES` names answers with what publishers have out now. The one that comes with the hub looks
into a folder, where the operator's own scheduled download puts the files.
"""

from __future__ import annotations

from importlib import import_module
from typing import cast

import structlog
from django.conf import settings

from entrepot.hub.adapters.names.source import Published, Source
from entrepot.hub.customs import actions
from entrepot.hub.events.actor import Actor
from entrepot.trade.finding import Refused, Unavailable

__all__ = ["Published", "Source", "refresh", "source"]

log = structlog.get_logger(__name__)


def source() -> Source:
    """The source named in the settings."""
    return cast("Source", import_module(settings.ENTREPOT_NAMES))


def refresh(*, by: Actor) -> list[str]:
    """Take up every list that is out now; answers their codes. One that cannot be read leaves the others alone.

    A list that stays away or is refused keeps its last day, so that after a while the operator is told that it is
    stale.
    """
    taken = []
    try:
        for each in source().published():
            try:
                edition, _ = actions.load_list(
                    each.content, by=by, code=each.code, title=each.title, aliases=each.aliases
                )
                taken.append(edition.code)
            except Refused as refused:
                log.warning("a list of names is refused", list=each.code, why=str(refused))
    except Unavailable as silent:
        log.warning("the lists of names are not reached", why=str(silent))
    return taken
