"""What an old quote rested on, brought back: the law of its digest, and the versions of the tariff that it names."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from entrepot.hub.law import statute, tariffs
from entrepot.hub.tariffs.models import StoredQuote
from entrepot.statute import Statute
from entrepot.statute.kept import keep, kept
from entrepot.trade.finding import Refused


def law_of(stored: StoredQuote) -> Statute:
    """The law and the tariff by which a stored quote was worked out, whatever is held by now."""
    held, country = statute(), stored.destination
    shelf = tariffs().with_only(each["edition"] for each in stored.result.get("tariff", ()))
    if held.jurisdiction(country).digest == stored.law_digest:
        return held.over(shelf)
    return kept(_place(), stored.law_digest, country, shelf)


def keep_law(country: str, digest: str) -> None:
    """See to it that the law of a quote stays: a copy by its digest, made once."""
    if (country, digest) in _seen or not digest:
        return
    try:
        keep(statute().jurisdiction(country), _place())
    except Refused:  # no law is held, so nothing rests on it
        return
    _seen.add((country, digest))


def _place() -> Path:
    return Path(settings.ENTREPOT_HOME) / "law"


_seen: set[tuple[str, str]] = set()
