"""What a declaration said, kept before it says something else."""

from __future__ import annotations

from entrepot.hub.customs.models import Declaration, DeclarationVersion
from entrepot.hub.events.actor import Actor


def keep(declaration: Declaration, by: Actor) -> None:
    """Keep the facts, and how they were judged, under the number of their version."""
    DeclarationVersion.objects.create(
        declaration=declaration,
        number=declaration.version,
        facts=declaration.facts,
        sealed=bytes(declaration.sealed),
        assessment=declaration.assessment,
        findings=declaration.findings,
        hits=declaration.hits,
        lane=declaration.lane,
        currency=declaration.currency,
        duty_minor=declaration.duty_minor,
        tax_minor=declaration.tax_minor,
        amended_by=by.plain,
        amended_at=by.at,
    )
