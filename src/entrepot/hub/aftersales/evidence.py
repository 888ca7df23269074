"""Files of buyers and sellers: sealed on the way in, opened for whoever the return or the dispute concerns."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from entrepot.hub import sealing
from entrepot.hub.aftersales.models import Evidence
from entrepot.hub.events.actor import Actor
from entrepot.trade import enclosure
from entrepot.trade.enclosure import Handed

faults = enclosure.faults


def keep(about: str, side: str, files: Sequence[Handed], *, by: Actor) -> None:
    """Keep the files, each once."""
    for each in {handed.digest: handed for handed in files}.values():
        Evidence.objects.get_or_create(
            about=about,
            side=side,
            digest=each.digest,
            defaults={
                "name": enclosure.plain_name(each),
                "media_type": each.media_type,
                "size": len(each.content),
                "sealed": sealing.seal(
                    {"content": base64.b64encode(each.content).decode()}, about=_seal(about, each.digest)
                ),
                "added_at": by.at,
            },
        )


def opened(kept: Evidence) -> bytes:
    """The content again; whoever calls has seen to it that the reader may read it."""
    told = sealing.unseal(bytes(kept.sealed), about=_seal(kept.about, kept.digest))
    return base64.b64decode(told["content"])


def handed(about: str, side: str) -> list[Handed]:
    """The files of one side, to be handed on to the other hub."""
    return [Handed(each.name, opened(each)) for each in Evidence.objects.filter(about=about, side=side)]


def words(about: str, told: str) -> bytes:
    """What somebody says, sealed; nothing where nothing is said."""
    return sealing.seal({"told": told}, about=f"told:{about}") if told else b""


def said(about: str, sealed: bytes | memoryview) -> str:
    """What somebody said, opened."""
    return sealing.unseal(bytes(sealed), about=f"told:{about}").get("told", "")


def _seal(about: str, digest: str) -> str:
    return f"evidence:{about}/{digest}"
