"""The statute, kept in memory: read once by each process, since a law file changes only with a new release.

`ENTREPOT_LAW` names another folder, for a jurisdiction that keeps its own. Tariffs that were loaded into the home of
this hub are laid over it; one loaded while the hub runs counts from its next start.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from entrepot.statute import SHIPPED, Statute, load
from entrepot.statute.shelf import Shelf


def statute() -> Statute:
    """The law of every jurisdiction that this hub holds."""
    return _loaded(Path(settings.ENTREPOT_LAW) if settings.ENTREPOT_LAW else SHIPPED, Path(settings.ENTREPOT_HOME))


def tariffs() -> Shelf:
    """The tariffs that were loaded into the home of this hub, by version."""
    return Shelf(Path(settings.ENTREPOT_HOME) / "tariffs")


@cache
def _loaded(place: Path, home: Path) -> Statute:
    return load(place, Shelf(home / "tariffs"))
