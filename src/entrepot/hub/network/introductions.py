"""Hubs that a neighbour told us of: whose words we can prove, although we exchange nothing with them.

A neighbour introduces a hub by handing on what it and that hub told each other, with that hub's identity statement. Its
root key is kept from then on and must stay. The neighbour vouches for it and nobody else: our operators compared no
letters, so such a hub is shown as introduced, and no right follows from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext_noop

from entrepot.ehx import file_form, identity
from entrepot.ehx.file import FileVerdict, verify_file
from entrepot.ehx.identity import Statement
from entrepot.ehx.refusal import refusal
from entrepot.hub.network import own
from entrepot.hub.network.models import Introduction, Peer


def verified(raw: bytes) -> FileVerdict:
    """The check of a file that came from a neighbour, with the root keys that we hold of the hubs in it."""
    return _verified(raw, tuple(_keys(raw)))


def as_kept(raw: bytes) -> FileVerdict:
    """A file that was judged when it came, read again by the root keys of that time, which it names itself."""
    return _verified(raw, tuple(str(identity.read(text).root_key) for text in file_form.read(raw)["hubs"]))


def introduced(verdict: FileVerdict, by: Peer) -> None:
    """Keep who the neighbour told us of; a hub that we know under another root key is refused."""
    for said in verdict.hubs:
        if said.facts.entity == own.entity() or Peer.objects.filter(entity=said.facts.entity).exists():
            continue
        plain = {"name": said.facts.name, "country": said.facts.country, "statement": said.raw, "by": by}
        kept, fresh = Introduction.objects.get_or_create(
            entity=said.facts.entity, defaults={**plain, "thumbprint": said.thumbprint}
        )
        if not fresh and kept.thumbprint == said.thumbprint and said.seq > identity.read(kept.statement).seq:
            Introduction.objects.filter(pk=kept.pk).update(**plain)


@dataclass(frozen=True, slots=True)
class KnownHub:
    """A hub as it may be shown; `introduced_by` names the neighbour that vouches for it, if nobody else does."""

    entity: str
    name: str
    country: str
    thumbprint: str
    introduced_by: str = ""


def known_hub(entity: str) -> KnownHub | None:
    """A hub that we exchange with, or one that was introduced."""
    if peer := Peer.objects.filter(entity=entity).first():
        return KnownHub(entity, peer.name, peer.country, peer.thumbprint)
    found = Introduction.objects.select_related("by").filter(entity=entity).first()
    return KnownHub(entity, found.name, found.country, found.thumbprint, found.by.name) if found else None


def statement_of(entity: str) -> str:
    """What this hub says of itself: one that we exchange with, or one that was introduced."""
    peer = Peer.objects.filter(entity=entity).first()
    return peer.statement if peer is not None else Introduction.objects.get(entity=entity).statement


def _keys(raw: bytes) -> Iterator[str]:
    """The root key of each hub in a file: ours, those that our operators compared, and those introduced before.

    A hub that nobody told us of yet is taken at its word: its statement is signed by the key that it names.
    """
    for text in file_form.read(raw)["hubs"]:
        said = identity.read(text)
        peer = Peer.objects.filter(entity=said.facts.entity).first()
        if said.facts.entity == own.entity():
            yield str(own.statement().root_key)
        elif peer is not None:
            yield str(peer.said.root_key)
        else:
            _refuse_if_another(said)
            yield str(said.root_key)


def _refuse_if_another(said: Statement) -> None:
    known = Introduction.objects.filter(entity=said.facts.entity).first()
    if known is not None and known.thumbprint != said.thumbprint:
        raise refusal(
            "introduced-otherwise",
            gettext_noop("{hub} was introduced to us with the root key {known}; now it is shown with {other}."),
            gettext_noop("Ask the hub itself which key is its own."),
            hub=said.facts.entity,
            known=known.thumbprint,
            other=said.thumbprint,
        )


@lru_cache(maxsize=64)
def _verified(raw: bytes, keys: tuple[str, ...]) -> FileVerdict:
    """A file is checked once in a process: it does not change, and neither do the keys by which it is judged."""
    return verify_file(raw, keys)
