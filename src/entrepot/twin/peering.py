"""Brings the hubs of the world together, as their two operators would: by thumbprints compared over a second path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from entrepot.twin.place import Place
from entrepot.twin.seed import VKEY


def ensure(places: Mapping[str, Place], pairs: Sequence[tuple[str, str]]) -> None:
    """Peer the two hubs of each pair, one pair after the other; peering again what is peered is harmless."""
    thumbprints = {code: keys(place)[1] for code, place in places.items()}
    for pair in pairs:
        both = (pair, pair[::-1])
        for one, other in both:
            place = places[one]
            if not (place.home / f"peered-{other}").exists():
                place.run(
                    "entrepot", "peer", "connect", places[other].url, "--thumbprint", thumbprints[other], *_at(place)
                )
        for one, other in both:
            (places[one].home / f"peered-{other}").touch()


def keys(place: Place) -> tuple[str, str]:
    """The hub's public root key and its thumbprint, as its seed wrote them down."""
    vkey, thumbprint = (place.home / VKEY).read_text().strip().splitlines()
    return vkey, thumbprint


def _at(place: Place) -> tuple[str, str]:
    return "--home", str(place.home)
