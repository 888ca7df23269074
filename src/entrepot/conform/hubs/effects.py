"""What messages bring about on a hub of the kit: a row each, in the transaction that marks the message taken.

Nothing keeps a row from being written twice but the hub under test, so that a double effect shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

from entrepot.hub.events import Actor
from entrepot.hub.network.handlers import HANDLERS as HUBS_OWN
from entrepot.hub.network.handling import Handler
from entrepot.hub.network.message import Message

OF_THE_NETWORK = ("receipt.v1", "identity.statement.v1")
TABLE = "CREATE TABLE conform_effect (number INTEGER PRIMARY KEY, hash BLOB, subject TEXT, total TEXT)"
KINDS = (
    "order.placed.v1",
    "declaration.exported.v1",
    "declaration.imported.v1",
    "tracking.events.v1",
    "catalogue.item.v1",
    "document.issued.v1",
)


@dataclass(frozen=True, slots=True)
class Effect:
    """One message that took effect."""

    hash: bytes
    subject: str
    total: str


class Effects:
    """How a hub of the kit takes a message: as it is, unless a trial has put something in the way."""

    def __init__(self) -> None:
        self.first: Callable[[Message, Actor], None] | None = None
        """Done before the effect; what it raises is what the handler raises."""
        self.kinds: set[str] = set(KINDS)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Within, the handlers of the settings are these."""
        before = dict(HANDLERS)
        HANDLERS.clear()
        HANDLERS.update(dict.fromkeys(sorted(self.kinds), self._take))
        HANDLERS.update({kind: HUBS_OWN[kind] for kind in OF_THE_NETWORK})
        try:
            yield
        finally:
            HANDLERS.clear()
            HANDLERS.update(before)

    def _take(self, message: Message, by: Actor) -> None:
        if self.first is not None:
            self.first(message, by)
        with connection.cursor() as cursor:
            row: list[bytes | str] = [message.hash, message.subject, str(message.data.get("total", ""))]
            cursor.execute("INSERT INTO conform_effect (hash, subject, total) VALUES (%s, %s, %s)", row)


def found() -> list[Effect]:
    """Every effect on the hub that this process now is, in the order in which they came."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT hash, subject, total FROM conform_effect ORDER BY number")
        return [Effect(bytes(digest), subject, total) for digest, subject, total in cursor.fetchall()]


HANDLERS: dict[str, Handler] = {}
