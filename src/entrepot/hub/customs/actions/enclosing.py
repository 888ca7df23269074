"""Files put beside a declaration: sealed on the way in, opened for whoever may read the declaration."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_noop

from entrepot.hub import sealing
from entrepot.hub.customs import queries
from entrepot.hub.customs.models import Declaration, Enclosure, InformationRequest
from entrepot.hub.customs.models_of_file import SealedFile
from entrepot.hub.events.actor import Actor
from entrepot.trade import enclosure
from entrepot.trade.enclosure import Handed
from entrepot.trade.finding import Finding, NotYours

faults = enclosure.faults


def enclose(declaration: Declaration, files: Sequence[Handed], *, by: Actor, **beside: Any) -> None:
    """Keep the files, each once; `beside` names what they belong to, such as `request`."""
    for each in once(files):
        about = f"enclosure:{declaration.pk}/{each.digest}"
        Enclosure.objects.create(declaration=declaration, **sealed(each, about, by), **beside)


def open_enclosure(kept: Enclosure, *, by: Actor) -> bytes:
    """The content again: for the declarant and the officers of the country."""
    if not queries.may_see(kept.declaration, by=by):
        raise NotYours(Finding("not-your-declaration", gettext_noop("This declaration is not yours to see.")))
    return opened(kept, f"enclosure:{kept.declaration_id}/{kept.digest}")


def are(asked: InformationRequest, files: Sequence[Handed]) -> bool:
    """Whether these very files came with an answer."""
    return {each.digest for each in files} == set(asked.enclosures.values_list("digest", flat=True))


def once(files: Sequence[Handed]) -> list[Handed]:
    """The files, each content once."""
    return list({handed.digest: handed for handed in files}.values())


def sealed(handed: Handed, about: str, by: Actor) -> dict[str, Any]:
    """The columns of a file as it is kept; `about` names what it belongs to, so that its seal opens nowhere else."""
    return {
        "name": enclosure.plain_name(handed),
        "media_type": handed.media_type,
        "size": len(handed.content),
        "digest": handed.digest,
        "sealed": sealing.seal({"content": base64.b64encode(handed.content).decode()}, about=about),
        "added_by": by.plain,
        "added_at": by.at,
    }


def opened(kept: SealedFile, about: str) -> bytes:
    """The content of a file that is kept."""
    return base64.b64decode(sealing.unseal(bytes(kept.sealed), about=about)["content"])
