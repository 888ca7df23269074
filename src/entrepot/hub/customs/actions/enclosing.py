"""Files put beside a declaration: sealed on the way in, opened for whoever may read the declaration."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_noop

from entrepot.hub import sealing
from entrepot.hub.customs import queries
from entrepot.hub.customs.models import Declaration, Enclosure, InformationRequest
from entrepot.hub.events.actor import Actor
from entrepot.trade import enclosure
from entrepot.trade.enclosure import Handed
from entrepot.trade.finding import Finding, NotYours

faults = enclosure.faults


def enclose(declaration: Declaration, files: Sequence[Handed], *, by: Actor, **beside: Any) -> None:
    """Keep the files, each once; `beside` names what they belong to, such as `request`."""
    for each in {handed.digest: handed for handed in files}.values():
        Enclosure.objects.create(
            declaration=declaration,
            name=enclosure.plain_name(each),
            media_type=each.media_type,
            size=len(each.content),
            digest=each.digest,
            sealed=sealing.seal({"content": base64.b64encode(each.content).decode()}, about=_about(declaration, each)),
            added_by=by.plain,
            added_at=by.at,
            **beside,
        )


def open_enclosure(kept: Enclosure, *, by: Actor) -> bytes:
    """The content again: for the declarant and the officers of the country."""
    if not queries.may_see(kept.declaration, by=by):
        raise NotYours(Finding("not-your-declaration", gettext_noop("This declaration is not yours to see.")))
    told = sealing.unseal(bytes(kept.sealed), about=f"enclosure:{kept.declaration_id}/{kept.digest}")
    return base64.b64decode(told["content"])


def are(asked: InformationRequest, files: Sequence[Handed]) -> bool:
    """Whether these very files came with an answer."""
    return {each.digest for each in files} == set(asked.enclosures.values_list("digest", flat=True))


def _about(declaration: Declaration, handed: Handed) -> str:
    return f"enclosure:{declaration.pk}/{handed.digest}"
