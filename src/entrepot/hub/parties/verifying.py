"""Keys with which a party signs what it says: the hub keeps the public half, and believes nobody without it.

A token says who calls; a signature says who speaks, whoever carries the message and however late it is read. A key is
registered by the party's own people (or the operator), belongs to one party for ever, and is withdrawn when lost: from
then on nothing new is believed, and what was filed before stays proved.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.ehx.encoding import unb64url
from entrepot.ehx.keys import thumbprint
from entrepot.hub import events
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties.keys import named, require_theirs
from entrepot.hub.parties.models import Party, VerifyingKey
from entrepot.trade.finding import Finding, NotAllowedNow, Refused


@transaction.atomic
def register_verifying_key(party: Party, public: str, name: str, *, by: Actor) -> VerifyingKey:
    """Take the public half of a signing key (Ed25519, base64url); registering it again is harmless."""
    require_theirs(party, by)
    named(name)
    try:
        key = thumbprint(unb64url(public, length=32))
    except Refused:
        raise Refused(_no_key()) from None
    kept = VerifyingKey.objects.filter(thumbprint=key).first()
    if kept is not None:
        return _the_same(kept, party)
    fresh = VerifyingKey.objects.create(thumbprint=key, party=party, public=public, name=name, registered_at=by.at)
    body = {"key": key, "name": name}
    events.record("parties.verifying_key.registered", f"party:{party.code}", by=by, body=body)
    return fresh


@transaction.atomic
def withdraw_verifying_key(party: Party, key: str, *, by: Actor) -> None:
    """Believe nothing new that this key signs; withdrawing it twice is harmless."""
    require_theirs(party, by)
    theirs = VerifyingKey.objects.filter(party=party, thumbprint=key, withdrawn_at__isnull=True)
    if theirs.update(withdrawn_at=by.at):
        events.record("parties.verifying_key.withdrawn", f"party:{party.code}", by=by, body={"key": key})


def _the_same(kept: VerifyingKey, party: Party) -> VerifyingKey:
    """The key registered before: good if it is this party's and in use."""
    if kept.party_id == party.pk and kept.withdrawn_at is None:
        return kept
    raise NotAllowedNow(
        Finding(
            "verifying-key-taken",
            gettext_noop("The key {key} was registered before, and cannot be registered anew."),
            pointer="/public",
            remedy=gettext_noop("Make a new pair of keys: a key belongs to one party, and a lost one stays withdrawn."),
            params={"key": kept.thumbprint},
        )
    )


def _no_key() -> Finding:
    return Finding(
        "verifying-key-form",
        gettext_noop("This is not an Ed25519 public key."),
        pointer="/public",
        remedy=gettext_noop("Send its 32 bytes in base64url without padding: the “x” of its JWK."),
    )
