"""A publisher for stories: one list of invented names, which says that it is one. Nobody on it exists."""

from __future__ import annotations

from collections.abc import Iterator

from entrepot.hub.adapters.names.source import Published

NAME = "simulated publisher"
SIMULATED = True
TITLE = "Invented names (simulated)"
LIST = """name,entry,aliases,kind,programme
Wolf Trading Company,S-1,Lang Mao;Lang Trading,organisation,simulated
"Kiln, Master Ash",S-2,,person,simulated
"""


def published() -> Iterator[Published]:
    """The one list."""
    yield Published(LIST.encode(), "simulated", TITLE)
