"""Identity statements, and the agreement that two hubs sign."""

from __future__ import annotations

from dataclasses import replace

import pytest

from entrepot.ehx import agreement, identity, jose, strict
from entrepot.ehx.identity import HubFacts
from entrepot.ehx.keyring import KeyRing
from entrepot.ehx.keys import SigningKey
from entrepot.ehx.refusal import code_of
from entrepot.trade.finding import Refused
from tests.ehx.hubs import HANGZHOU, KLIA, NOW, Hub, ring

FACTS = HubFacts("https://hz.example", "Hangzhou e-hub", "CN", "https://hz.example/ehx/v1")


def reissued(
    keys: KeyRing = HANGZHOU.keys, seq: int = 2, now: int = NOW, next_root: SigningKey | None = None
) -> identity.Statement:
    return identity.read(identity.issue(FACTS, replace(keys, next_root=next_root), seq=seq, now=now))


def test_a_statement_says_who_the_hub_is_and_lists_its_keys() -> None:
    found = HANGZHOU.statement
    assert found.facts == FACTS
    assert found.log == (HANGZHOU.keys.log.verifier,)
    assert found.cosign == (HANGZHOU.keys.cosign.verifier,)
    assert list(found.http.values()) == [HANGZHOU.keys.http.verifier.public]
    assert found.root_key == HANGZHOU.keys.root.verifier
    assert found.seq == 1
    assert found.expires - found.issued == 30 * 24 * 3600


def test_the_thumbprint_is_read_aloud_in_eight_groups() -> None:
    assert [len(group) for group in HANGZHOU.statement.thumbprint.split(" ")] == [4] * 8
    assert HANGZHOU.statement.thumbprint != KLIA.statement.thumbprint


def test_a_statement_with_any_letter_changed_is_refused() -> None:
    raw = HANGZHOU.raw
    for at in range(len(raw)):
        with pytest.raises(Refused):
            identity.read(raw[:at] + chr(ord(raw[at]) ^ 1) + raw[at + 1 :])


def test_a_statement_signed_by_another_key_than_it_names_is_refused() -> None:
    _, payload = jose.opened_unverified(HANGZHOU.raw)
    with pytest.raises(Refused):
        identity.read(jose.compact(payload, KLIA.keys.root, identity.TYPE))
    with pytest.raises(Refused):
        identity.read(jose.compact(payload, HANGZHOU.keys.root, "jwt"))


@pytest.mark.parametrize("change", ["log", "cosign", "http", "host", "seq"])
def test_a_statement_keeps_the_four_roles_apart(change: str) -> None:
    _, payload = jose.opened_unverified(HANGZHOU.raw)
    said = strict.read(payload)
    keys = said["metadata"]["ehub_node"]["keys"]
    if change == "log":
        keys["log"][0]["vkey"] = keys["cosign"][0]["vkey"]
    elif change == "cosign":
        keys["cosign"][0]["vkey"] = keys["log"][0]["vkey"]
    elif change == "http":
        keys["http"][0] = said["jwks"]["keys"][0]
    elif change == "host":
        said["iss"] = said["sub"] = "https://kl.example"
    else:
        said["metadata"]["ehub_node"]["statement_seq"] = "1"
    with pytest.raises(Refused) as refused:
        identity.read(jose.compact(strict.line(said), HANGZHOU.keys.root, identity.TYPE))
    assert code_of(refused.value) == "statement-refused"


def test_a_later_statement_follows_and_a_lower_number_does_not() -> None:
    new = reissued()
    identity.refuse_unless_same_hub(new, HANGZHOU.statement)
    identity.refuse_unless_same_hub(HANGZHOU.statement, HANGZHOU.statement)
    for wrong in (HANGZHOU.statement, KLIA.statement):
        with pytest.raises(Refused):
            identity.refuse_unless_same_hub(wrong, new)


def test_only_the_root_that_was_announced_may_follow() -> None:
    successor = ring("hz.example", 50)
    announced = reissued(next_root=successor.root)
    new = reissued(successor, seq=3)
    identity.refuse_unless_same_hub(new, announced)
    with pytest.raises(Refused):
        identity.refuse_unless_same_hub(new, reissued())
    with pytest.raises(Refused):
        identity.refuse_unless_same_hub(reissued(ring("hz.example", 90), seq=3), announced)


def test_whoever_stole_the_root_cannot_name_another_successor() -> None:
    announced = reissued(next_root=ring("hz.example", 50).root)
    identity.refuse_unless_same_hub(reissued(seq=3, next_root=ring("hz.example", 50).root), announced)
    for other in (ring("hz.example", 60).root, None):
        with pytest.raises(Refused) as refused:
            identity.refuse_unless_same_hub(reissued(seq=3, next_root=other), announced)
        assert refused.value.findings[0].params == {"part": "next_root"}


def test_a_key_that_has_gone_stays_listed_with_its_end() -> None:
    old, new = HANGZHOU.statement, ring("hz.example", 50)
    ended = [replace(term, until=NOW + 100) for term in identity.terms(old)]
    found = identity.read(identity.issue(FACTS, replace(new, root=HANGZHOU.keys.root), seq=2, now=NOW, terms=ended))
    assert found.log == (HANGZHOU.keys.log.verifier, new.log.verifier)
    assert found.log_at(NOW + 100) == [HANGZHOU.keys.log.verifier, new.log.verifier]
    assert found.log_at(NOW + 101) == [new.log.verifier]
    assert found.cosign_at(NOW + 101) == [new.cosign.verifier]
    assert found.since == {**old.since, str(new.log.verifier): NOW, str(new.cosign.verifier): NOW}
    identity.refuse_unless_same_hub(found, old)


def test_a_statement_may_list_the_key_of_documents_and_fields_that_we_do_not_know() -> None:
    key = ring("hz.example", 80).log.verifier.public
    found = identity.read(identity.issue(FACTS, HANGZHOU.keys, seq=1, now=NOW, signet=key))
    assert list(found.signet.values()) == [key]
    _, payload = jose.opened_unverified(found.raw)
    said = strict.read(payload)
    said["metadata"]["ehub_node"]["of_a_later_version"] = {"kept": True}
    later = identity.read(jose.compact(strict.line(said), HANGZHOU.keys.root, identity.TYPE))
    assert later.signet == found.signet
    said["metadata"]["ehub_node"]["keys"]["signet"][0] = said["metadata"]["ehub_node"]["keys"]["http"][0]
    with pytest.raises(Refused):
        identity.read(jose.compact(strict.line(said), HANGZHOU.keys.root, identity.TYPE))


def test_a_statement_holds_until_its_end_and_the_tolerance_agreed() -> None:
    found = HANGZHOU.statement
    identity.refuse_unless_current(found, now=found.expires)
    identity.refuse_unless_current(found, now=found.expires + 10, tolerance=10)
    with pytest.raises(Refused):
        identity.refuse_unless_current(found, now=found.expires + 1)


def offered(by: Hub = HANGZHOU) -> bytes:
    payload = agreement.offer(HANGZHOU.statement, KLIA.statement, id="p-1", nonce="n-1", now=NOW)
    return agreement.signed(payload, by.keys.root)


def test_an_offer_signed_by_one_and_countersigned_by_the_other_is_an_agreement() -> None:
    offer = agreement.read(offered(), HANGZHOU.statement, KLIA.statement)
    assert offer.signers == {"https://hz.example"}
    both = agreement.countersigned(offered(), offer.payload, KLIA.keys.root)
    agreed = agreement.read(both, HANGZHOU.statement, KLIA.statement)
    assert agreed.signers == {"https://hz.example", "https://kl.example"}
    assert (agreed.id, agreed.nonce, agreed.expires) == ("p-1", "n-1", NOW + 14 * 24 * 3600)
    assert len(strict.read(agreed.payload)["channels"]) == 8


def test_an_offer_with_altered_terms_is_refused_although_it_is_signed() -> None:
    payload = agreement.offer(HANGZHOU.statement, KLIA.statement, id="p-1", nonce="n-1", now=NOW)
    altered = payload.replace(b'"leaves":500', b'"leaves":501')
    assert altered != payload
    with pytest.raises(Refused) as refused:
        agreement.read(agreement.signed(altered, HANGZHOU.keys.root), HANGZHOU.statement, KLIA.statement)
    assert code_of(refused.value) == "offer-refused"


def test_an_offer_for_an_older_statement_or_by_a_stranger_is_refused() -> None:
    with pytest.raises(Refused):
        agreement.read(offered(), reissued(), KLIA.statement)
    with pytest.raises(Refused):
        agreement.read(offered(Hub("xx.example", "X", "XA", 70)), HANGZHOU.statement, KLIA.statement)
    with pytest.raises(Refused):
        agreement.read(offered(), KLIA.statement, HANGZHOU.statement)


def test_a_hub_s_port_is_part_of_its_name() -> None:
    hub = Hub("127.0.0.1:8801", "Demo", "XA", 70)
    hub.raw = identity.issue(replace(FACTS, entity="http://127.0.0.1:8801"), hub.keys, seq=1, now=NOW)
    assert hub.statement.root_key.name == "127.0.0.1:8801/ehx/root"
