"""The kit is honest: a hub that is broken on purpose fails the failure that it no longer stands."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from entrepot.conform import running
from entrepot.conform.hubs.injected import put
from entrepot.conform.world import World
from entrepot.ehx import cosignature, credential, httpsig, identity, strict, tlogproof
from entrepot.hub.api import body, peer
from entrepot.hub.network import (
    addresses,
    budget,
    capabilities,
    doorman,
    duties,
    inbox,
    receiver,
    recovery,
    sender,
    soundness,
    statements,
)
from entrepot.hub.network.models import Peer

Broken = Callable[[], AbstractContextManager[None]]


def a_split_view_is_overlooked() -> AbstractContextManager[None]:
    return put(receiver, _split=lambda held, sent, head: receiver._again(held, head))


def any_root_is_taken() -> AbstractContextManager[None]:
    class Whatever:
        def __eq__(self, other: object) -> bool:
            return True

        def __ne__(self, other: object) -> bool:
            return False

    true = receiver.checkpoint.opened

    def opened(*given: Any) -> Any:
        found = true(*given)
        object.__setattr__(found, "root", Whatever())
        return found

    return put(receiver.checkpoint, opened=opened)


def the_receipt_leaves_before_the_commit() -> AbstractContextManager[None]:
    """Each step commits by itself, so that a death in between leaves half of it."""
    return put(receiver.transaction, atomic=lambda work=None, **_: work)


def nonces_are_forgotten() -> AbstractContextManager[None]:
    return put(doorman, _remember=lambda signed: None)


def signatures_are_not_checked() -> AbstractContextManager[None]:
    return put(receiver.doorman, verified=lambda request, peer=None, **_: None)


def any_receipt_is_believed() -> AbstractContextManager[None]:
    return put(
        cosignature,
        received_at=lambda *_, **__: 0,
        valid_line=lambda lines, *_, **__: (lines, 0),
    )


def the_effect_is_not_undone() -> AbstractContextManager[None]:
    return put(inbox.transaction, atomic=lambda work=None, **_: work)


def a_key_twice_is_read() -> AbstractContextManager[None]:
    return put(strict, _DECODER=json.JSONDecoder(parse_int=strict._integer))


def any_clock_is_right() -> AbstractContextManager[None]:
    return put(httpsig, TOLERANCE=10**9)


def nobody_is_told_of_a_silence() -> AbstractContextManager[None]:
    return put(sender, _watch=lambda peer: None)


def a_body_may_take_for_ever() -> AbstractContextManager[None]:
    return put(body, LONGEST=1e9)


def statements_are_fetched_each_time() -> AbstractContextManager[None]:
    def refreshed(peer: Peer, **_: object) -> bool:
        statements.refresh(peer)
        return True

    return put(statements, refreshed=refreshed)


def any_statement_may_follow() -> AbstractContextManager[None]:
    return put(identity, refuse_unless_same_hub=lambda *_: None)


def nothing_is_compared_after_a_start() -> AbstractContextManager[None]:
    return put(recovery, assured=lambda channel: True)


def a_rollback_is_overlooked() -> AbstractContextManager[None]:
    return put(sender, _rewound=lambda *_: False)


def a_full_disk_is_a_fault_of_ours() -> AbstractContextManager[None]:
    return put(peer, DatabaseError=ZeroDivisionError)


def everything_is_sent() -> AbstractContextManager[None]:
    return put(capabilities, sendable=lambda peer, waiting: waiting)


def documents_never_end() -> AbstractContextManager[None]:
    return put(credential, refuse_unless_in_force=lambda *_: None)


def nobody_says_too_much() -> AbstractContextManager[None]:
    return put(budget.REQUESTS, take=lambda host: True)


def any_address_is_called() -> AbstractContextManager[None]:
    return put(addresses, refuse_unless_public=lambda url: None)


def nothing_is_done_from_time_to_time() -> AbstractContextManager[None]:
    return put(duties, DUTIES={})


def any_path_proves() -> AbstractContextManager[None]:
    return put(tlogproof, proves_inclusion=lambda *_: True)


def poison_is_tried_for_ever() -> AbstractContextManager[None]:
    return put(inbox, TRIES=9)


def a_gap_is_not_waited_for() -> AbstractContextManager[None]:
    return put(inbox, PATIENCE=inbox.PATIENCE * 0)


def every_proxy_is_believed() -> AbstractContextManager[None]:
    def advanced(channel: Any, sent: Any, answer: Any) -> bool:
        type(channel).objects.filter(pk=channel.pk).update(acked=channel.size)
        return False

    return put(sender, _understood=advanced)


def the_books_are_never_checked() -> AbstractContextManager[None]:
    return put(soundness, is_sound=lambda channel: True)


BROKEN: list[tuple[int, Broken]] = [
    (2, the_receipt_leaves_before_the_commit),
    (5, the_effect_is_not_undone),
    (7, nonces_are_forgotten),
    (7, signatures_are_not_checked),
    (8, every_proxy_is_believed),
    (10, a_split_view_is_overlooked),
    (11, a_split_view_is_overlooked),
    (12, any_root_is_taken),
    (12, signatures_are_not_checked),
    (20, a_key_twice_is_read),
    (22, poison_is_tried_for_ever),
    (24, a_gap_is_not_waited_for),
    (25, any_receipt_is_believed),
    (26, every_proxy_is_believed),
    (14, any_clock_is_right),
    (16, nobody_is_told_of_a_silence),
    (18, a_body_may_take_for_ever),
    (27, statements_are_fetched_each_time),
    (30, any_statement_may_follow),
    (31, any_statement_may_follow),
    (32, nothing_is_compared_after_a_start),
    (33, a_rollback_is_overlooked),
    (35, a_full_disk_is_a_fault_of_ours),
    (38, everything_is_sent),
    (41, documents_never_end),
    (42, nobody_says_too_much),
    (43, any_address_is_called),
    (45, nothing_is_done_from_time_to_time),
    (46, any_path_proves),
    (47, signatures_are_not_checked),
    (48, the_effect_is_not_undone),
    (44, the_books_are_never_checked),
]


@pytest.mark.parametrize(("number", "broken"), BROKEN, ids=lambda each: getattr(each, "__name__", each))
def test_a_hub_broken_on_purpose_fails(world: World, number: int, broken: Broken) -> None:
    with world.two(), world.outside():
        pass  # both pairs come together while the hub is whole
    with broken():
        [verdict] = running.in_process(world, [number], soak_seconds=1)
    assert verdict.outcome == "fail", verdict.evidence
