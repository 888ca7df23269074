"""A simulated officer: reads the papers of what stands on the yellow lane, and says that nobody stands behind it.

It releases what is in order, asks for a document where papers differ, and leaves the red lane to people, since it
cannot open a parcel.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from entrepot.hub.adapters.authority.authority import Answer, Submitted
from entrepot.trade.finding import Finding, NotYours

NAME = "simulated-officer"
SIMULATED = True


def submit(submitted: Submitted) -> Answer | None:
    """The outcome of a documentary check."""
    if submitted.lane != "yellow":
        return None
    errors = [finding for finding in submitted.differences if finding.level == "error"]
    if errors:
        asked = "; ".join(finding.told() for finding in errors)
        return Answer(mrn=submitted.mrn, move="ask-for-documents", reason=f"Simulated documentary check: {asked}")
    return Answer(mrn=submitted.mrn, move="release", reason="Simulated documentary check: the papers are in order.")


def notify(body: bytes, headers: Mapping[str, str]) -> Answer:
    """A simulated officer never writes."""
    raise NotYours(Finding("authority-unknown", gettext_noop("No authority speaks here: the officer is simulated.")))
