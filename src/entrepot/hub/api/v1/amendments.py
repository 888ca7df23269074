"""Amendments: a declarant puts other facts in place of those declared."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from ninja import Router

from entrepot.hub.api.caller import actor
from entrepot.hub.api.v1.declarations import DeclarationShown, shown
from entrepot.hub.customs import actions, queries
from entrepot.hub.reading import described, read
from entrepot.trade.declaration import DeclarationFacts

router = Router(tags=["customs"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """The declaration as it should have been, under the same references, and what was wrong."""

    reason: str
    facts: DeclarationFacts


BODY = described(Amendment)


@router.post("", response=DeclarationShown, openapi_extra=BODY, summary="Amend a declaration")
def amend(request: HttpRequest) -> DeclarationShown:
    """While it waits, or when an officer has asked; judged as a lodging is. The same again is harmless."""
    by, wanted = actor(request), read(request.body, Amendment)
    declaration = actions.amend(queries.declaration(wanted.facts.lrn, by.party), wanted.facts, wanted.reason, by=by)
    return shown(declaration, by)
