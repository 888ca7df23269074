"""Telling a peer: the message is written with the business change, numbered within its subject, and never changes."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from django.db import transaction

from entrepot.ehx import envelope, strict
from entrepot.ehx.encoding import b64url
from entrepot.ehx.envelope import Envelope, Reference
from entrepot.ehx.merkle import leaf_hash
from entrepot.hub.events.actor import Actor
from entrepot.hub.network import own
from entrepot.hub.network.message import channel_of
from entrepot.hub.network.models import Chain, Channel, Outbox, Peer


@transaction.atomic
def written(
    kind: str,
    subject: str,
    payload: Mapping[str, Any],
    *,
    peer: Peer,
    by: Actor,
    cause: str,
    why: str = "",
    blob: Reference | None = None,
) -> Outbox:
    """Write the message, once for its cause. The row of the subject is held, so that order of commit is its order."""
    chain = _held(peer, subject)
    if known := Outbox.objects.filter(peer=peer, cause=cause).first():
        return known
    message = Envelope(
        id=str(uuid.uuid4()),
        source=own.entity(),
        dest=peer.entity,
        type=envelope.PREFIX + kind,
        subject=subject,
        time=by.at,
        keyseq=chain.keyseq + 1,
        prev=bytes(chain.hash) if chain.hash is not None else None,
        data=payload,
        cause=why,
        salt=b64url(secrets.token_bytes(16)),
        blob=blob,
    )
    body = envelope.leaf(message)
    chain.keyseq, chain.hash = message.keyseq, leaf_hash(body)
    chain.save(update_fields=["keyseq", "hash"])
    return Outbox.objects.create(
        peer=peer,
        channel=channel_of(kind),
        cause=cause,
        kind=kind,
        subject=subject,
        keyseq=message.keyseq,
        message_id=message.id,
        time=envelope.parse(body).time,
        body=body,
        hash=chain.hash,
        blob=blob.sha256.hex() if blob is not None else "",
    )


def cause_of(kind: str, subject: str, payload: Mapping[str, Any], by: Actor) -> str:
    """The cause of a message for which none is named: what it says and when."""
    said = strict.line([kind, subject, dict(payload), envelope.stamp(by.at)])
    return "content:" + sha256(said).hexdigest()


def cause_for(why: str, kind: str) -> str:
    """The cause of a message that follows from something and tells one kind of thing of it."""
    return f"{why}:{kind}"[:200]


def renumbered(row: Outbox, chain: Chain) -> None:
    """Write a message that was never signed anew, as the next in its chain, which the caller holds."""
    message = replace(
        envelope.parse(bytes(row.body)),
        keyseq=chain.keyseq + 1,
        prev=bytes(chain.hash) if chain.hash is not None else None,
    )
    row.body = envelope.leaf(message)
    row.keyseq, row.hash = message.keyseq, leaf_hash(row.body)
    row.save(force_insert=not Outbox.objects.filter(pk=row.pk).exists())
    chain.keyseq, chain.hash = row.keyseq, row.hash
    chain.save(update_fields=["keyseq", "hash"])


def _held(peer: Peer, subject: str) -> Chain:
    Chain.objects.get_or_create(peer=peer, direction=Channel.Direction.OUT, subject=subject)
    return Chain.objects.select_for_update().get(peer=peer, direction=Channel.Direction.OUT, subject=subject)
