"""A copy of a hub's database, put back later as after a fire."""

from __future__ import annotations

from collections.abc import Callable

from entrepot.conform.hubs import sqlite
from entrepot.conform.hubs.hub import Hub
from entrepot.hub.network import recovery


def backup(hub: Hub) -> Callable[[], None]:
    """Copy the database as it is now; called, the copy is the database, and the hub starts anew."""
    hub.connection.close()  # the last connection folds the log of writes into the file
    file = hub.home / sqlite.FILE
    copy = file.read_bytes()

    def restored() -> None:
        hub.connection.close()
        file.write_bytes(copy)
        recovery.forget()

    return restored
