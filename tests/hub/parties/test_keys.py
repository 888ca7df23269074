from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.idp.oidc.models import Client, Token

from entrepot.hub.events import clock
from entrepot.hub.events import queries as record
from entrepot.hub.parties import actions, queries
from entrepot.trade.finding import NotYours, Refused
from tests import cast

pytestmark = pytest.mark.django_db


def token(client_id: str, value: str, *, hours: int = 1) -> str:
    kept = Token(type="at", client_id=client_id, expires_at=clock.wall() + timedelta(hours=hours))
    kept.set_value(value)
    kept.save()
    return value


def test_a_key_tells_its_secret_once_and_keeps_only_the_hash() -> None:
    party = cast.party("hz-ceramics")
    client_id, secret = actions.issue_key(party, "till", by=cast.by("operator"))
    (key,) = queries.keys_of(party)
    assert (key.client_id, key.name, key.issued_at) == (client_id, "till", cast.NOON)
    assert key.client.check_secret(secret)
    assert secret not in str(Client.objects.values())
    assert secret not in str(record.about("party:hz-ceramics").values("body"))


def test_a_token_stands_for_the_party_until_it_expires_or_the_key_is_withdrawn() -> None:
    party = cast.party("hz-ceramics")
    client_id, _ = actions.issue_key(party, "till", by=cast.by("operator"))
    assert queries.party_of_token(token(client_id, "good")) == party
    assert queries.party_of_token(token(client_id, "old", hours=-1)) is None
    assert queries.party_of_token("invented") is None
    for _ in range(2):
        actions.withdraw_key(party, client_id, by=cast.by("operator"))
    assert queries.party_of_token("good") is None
    assert record.about("party:hz-ceramics").filter(kind="parties.key.withdrawn").count() == 1


def test_a_person_of_the_party_issues_its_keys_and_a_machine_or_another_party_does_not() -> None:
    party = cast.party("hz-ceramics")
    person = cast.person("mei@example.org", "hz-ceramics", "seller")
    client_id, _ = actions.issue_key(party, "till", by=queries.actor_for(person, party, cast.NOON))
    for by in (cast.by("hz-ceramics"), cast.by("kl-batik"), cast.stranger()):
        with pytest.raises(NotYours):
            actions.issue_key(party, "more", by=by)
        with pytest.raises(NotYours):
            actions.withdraw_key(party, client_id, by=by)
    assert queries.keys_of(party).count() == 1


def test_a_key_of_one_party_is_not_withdrawn_through_another() -> None:
    client_id, _ = actions.issue_key(cast.party("hz-ceramics"), "till", by=cast.by("operator"))
    actions.withdraw_key(cast.party("kl-batik"), client_id, by=cast.by("operator"))
    assert queries.keys_of(cast.party("hz-ceramics")).count() == 1


def test_a_key_without_a_name_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        actions.issue_key(cast.party("hz-ceramics"), " ", by=cast.by("operator"))
    assert [(finding.code, finding.pointer) for finding in refused.value.findings] == [("key-name-form", "/name")]
