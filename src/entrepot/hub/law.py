"""The statute, kept in memory: read once by each process, since a law file changes only with a new release.

`ENTREPOT_LAW` names another folder, for a jurisdiction that keeps its own. Tariffs that were loaded into the home of
this hub are laid over it. One that is loaded while the hub runs counts from the next answer on, in every process: each
looks at what lies on the shelf, which costs a few microseconds, and takes it up when that is not what it was.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings

from entrepot.statute import SHIPPED, Statute, load
from entrepot.statute.shelf import Shelf

HOMES = 4
"""How many states of a shelf are kept in mind: the one in use, and the last ones for answers under way."""


def statute() -> Statute:
    """The law of every jurisdiction that this hub holds, with the tariffs that lie on its shelf now.

    An answer is worked out by one statute from its beginning to its end, whatever is loaded meanwhile.
    """
    place = Path(settings.ENTREPOT_LAW) if settings.ENTREPOT_LAW else SHIPPED
    shelf = tariffs()
    return _loaded(place, shelf.place, shelf.names)


def tariffs() -> Shelf:
    """The tariffs that were loaded into the home of this hub, by version."""
    return Shelf(_within(settings.ENTREPOT_HOME))


@lru_cache(maxsize=HOMES)
def _within(home: Path | str) -> Path:
    return Path(home) / "tariffs"


@lru_cache(maxsize=HOMES)
def _loaded(place: Path, tariffs: Path, names: tuple[str, ...]) -> Statute:
    return _law(place).over(Shelf(tariffs))


@cache
def _law(place: Path) -> Statute:
    return load(place)
