"""The statute, kept in memory: read once by each process, since a law file changes only with a new release.

`ENTREPOT_LAW` names another folder, for a jurisdiction that keeps its own.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from entrepot.statute import SHIPPED, Statute, load


def statute() -> Statute:
    """The law of every jurisdiction that this hub holds."""
    return _loaded(Path(settings.ENTREPOT_LAW) if settings.ENTREPOT_LAW else SHIPPED)


@cache
def _loaded(place: Path) -> Statute:
    return load(place)
