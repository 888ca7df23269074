"""Finds the handler of a message in the table that the settings name; the inbox need not know what any of it means."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_noop

from entrepot.ehx.refusal import refusal
from entrepot.hub.events.actor import Actor
from entrepot.hub.network.message import Message

Handler = Callable[[Message, Actor], None]


def table() -> Mapping[str, Handler]:
    """The handlers that this hub was set up with."""
    found: Mapping[str, Handler] = import_string(settings.ENTREPOT_HANDLERS)
    return found


def handler(kind: str) -> Handler:
    """The handler of a kind, or a refusal that its sender will read."""
    try:
        return table()[kind]
    except KeyError:
        raise refusal(
            "unsupported-type",
            gettext_noop("This hub takes no messages of the kind “{kind}”."),
            gettext_noop("Compare with the kinds that it publishes at /capabilities."),
            kind=kind,
        ) from None
