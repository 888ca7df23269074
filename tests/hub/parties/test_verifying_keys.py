from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from entrepot.ehx.encoding import b64url
from entrepot.hub.events import queries as record
from entrepot.hub.parties import actions, queries
from entrepot.hub.parties.models import VerifyingKey
from entrepot.trade.finding import NotAllowedNow, NotYours, Refused
from tests import cast

pytestmark = pytest.mark.django_db


def public() -> str:
    return b64url(Ed25519PrivateKey.generate().public_key().public_bytes_raw())


def test_a_key_is_registered_once_and_found_by_its_thumbprint() -> None:
    bank, half = cast.party("hz-bank"), public()
    kept = [actions.register_verifying_key(bank, half, "counter", by=cast.by("operator")) for _ in range(2)]
    assert kept[0] == kept[1] == queries.verifying_key(kept[0].thumbprint)
    assert (kept[0].party, kept[0].public, kept[0].registered_at) == (bank, half, cast.NOON)
    assert record.about("party:hz-bank").filter(kind="parties.verifying_key.registered").count() == 1


def test_a_withdrawn_key_is_no_longer_believed_and_never_comes_back() -> None:
    bank, half = cast.party("hz-bank"), public()
    key = actions.register_verifying_key(bank, half, "counter", by=cast.by("operator")).thumbprint
    for _ in range(2):
        actions.withdraw_verifying_key(bank, key, by=cast.by("operator"))
    with pytest.raises(Refused) as told:
        queries.verifying_key(key)
    assert told.value.findings[0].code == "verifying-key-withdrawn"
    with pytest.raises(NotAllowedNow) as again:
        actions.register_verifying_key(bank, half, "counter", by=cast.by("operator"))
    assert again.value.findings[0].code == "verifying-key-taken"
    assert record.about("party:hz-bank").filter(kind="parties.verifying_key.withdrawn").count() == 1


def test_a_key_belongs_to_one_party() -> None:
    half = public()
    key = actions.register_verifying_key(cast.party("hz-bank"), half, "counter", by=cast.by("operator"))
    with pytest.raises(NotAllowedNow):
        actions.register_verifying_key(cast.party("hz-post"), half, "depot", by=cast.by("operator"))
    actions.withdraw_verifying_key(cast.party("hz-post"), key.thumbprint, by=cast.by("operator"))
    assert queries.verifying_key(key.thumbprint).party == cast.party("hz-bank")


@pytest.mark.parametrize("half", ["", "AAAA", "not base64!", "A" * 42, "A" * 43 + "="])
def test_what_is_no_key_is_refused(half: str) -> None:
    with pytest.raises(Refused) as told:
        actions.register_verifying_key(cast.party("hz-bank"), half, "counter", by=cast.by("operator"))
    assert [(found.code, found.pointer) for found in told.value.findings] == [("verifying-key-form", "/public")]
    assert not VerifyingKey.objects.exists()


def test_an_unknown_key_is_refused_by_name() -> None:
    with pytest.raises(Refused) as told:
        queries.verifying_key("x" * 43)
    assert told.value.findings[0].code == "verifying-key-unknown"


def test_nobody_registers_or_withdraws_the_key_of_another() -> None:
    bank = cast.party("hz-bank")
    teller = cast.person("teller@example.org", "hz-bank", "payment")
    theirs = queries.actor_for(teller, bank, cast.NOON)
    key = actions.register_verifying_key(bank, public(), "counter", by=theirs)
    for by in (cast.by("hz-bank"), cast.by("kl-batik"), cast.stranger()):
        with pytest.raises(NotYours):
            actions.register_verifying_key(bank, public(), "more", by=by)
        with pytest.raises(NotYours):
            actions.withdraw_verifying_key(bank, key.thumbprint, by=by)
    assert [each.withdrawn_at for each in queries.verifying_keys_of(bank)] == [None]
