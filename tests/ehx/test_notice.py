"""A notice of emergency: only the root key speaks it, and it says where each channel stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from entrepot.ehx import identity, notice
from entrepot.ehx.checkpoint import Checkpoint
from entrepot.ehx.keys import SigningKey
from entrepot.ehx.refusal import code_of
from entrepot.trade.finding import Refused
from tests.ehx.hubs import HANGZHOU, KLIA, NOW, ring

GOOD = Checkpoint("hz.example/ehx/kl.example/reg/1", 1300, bytes(range(32)))
NEW = ring("hz.example", 50)


def after_the_theft() -> identity.Statement:
    ended = [replace(term, until=NOW) if term.key.kind == 1 else term for term in identity.terms(HANGZHOU.statement)]
    keys = replace(HANGZHOU.keys, log=NEW.log)
    return identity.read(identity.issue(HANGZHOU.statement.facts, keys, seq=2, now=NOW, terms=ended))


def told(key: SigningKey = HANGZHOU.keys.root, reason: notice.Reason = "log-key-stolen") -> bytes:
    return notice.signed(
        key, id="n-1", peer=KLIA.entity, reason=reason, time=NOW, heads=[GOOD], statement=after_the_theft()
    )


def test_a_notice_names_the_last_good_head_and_brings_the_keys_that_count_now() -> None:
    found = notice.read(told(), HANGZHOU.statement)
    assert (found.hub, found.peer, found.reason) == (HANGZHOU.entity, KLIA.entity, "log-key-stolen")
    assert found.head(GOOD.origin) == GOOD
    assert found.head("hz.example/ehx/kl.example/bulk/1") is None
    assert found.statement.log_at(NOW + 1) == [NEW.log.verifier]
    assert b"\n" not in told()


@pytest.mark.parametrize("role", ["log", "cosign", "http"])
def test_no_key_but_the_root_can_speak_it(role: str) -> None:
    with pytest.raises(Refused) as refused:
        notice.read(told(getattr(HANGZHOU.keys, role)), HANGZHOU.statement)
    assert code_of(refused.value) == "notice-refused"


def test_any_changed_letter_is_refused() -> None:
    raw = told()
    for at in range(0, len(raw), 7):
        changed = raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]
        with pytest.raises(Refused):
            notice.read(changed, HANGZHOU.statement)


def test_a_notice_of_another_hub_or_with_an_unknown_reason_is_refused() -> None:
    with pytest.raises(Refused):
        notice.read(told(), KLIA.statement)
    with pytest.raises(Refused):
        notice.read(told(reason="because"), HANGZHOU.statement)  # type: ignore[arg-type]
