"""Appeals on the declarant's page of a declaration: what may be appealed until when, and how each stands."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from entrepot.hub.customs import queries
from entrepot.hub.customs.models import Declaration
from entrepot.hub.web import wording
from entrepot.hub.web.officer import appeals, sheets


def of(declaration: Declaration) -> tuple[appeals.Matter, ...]:
    """Every appeal in the matter, the newest first, with its files for the declarant."""
    return tuple(
        appeals.matter(each, lambda kept: reverse("seller-enclosure", args=[kept.pk]))
        for each in reversed(queries.appeals_of(declaration))
    )


def appealable(declaration: Declaration, today: date) -> tuple[tuple[int, str, str], ...]:
    """What may be appealed now: the decision, what it was, and the last day."""
    return tuple(
        (each.pk or 0, sheets.move_told(each.move), wording.day(queries.appeal_until(each)))
        for each in queries.appealable_now(declaration, today)
    )
