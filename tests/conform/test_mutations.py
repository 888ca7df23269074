"""The kit is honest: a hub that is broken on purpose fails the failure that it no longer stands."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from entrepot.conform import running
from entrepot.conform.hubs.injected import put
from entrepot.conform.world import World
from entrepot.ehx import cosignature, strict
from entrepot.hub.network import doorman, inbox, receiver, sender, soundness

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
    return put(strict, _once=dict)


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
    (44, the_books_are_never_checked),
]


@pytest.mark.parametrize(("number", "broken"), BROKEN, ids=lambda each: getattr(each, "__name__", each))
def test_a_hub_broken_on_purpose_fails(world: World, number: int, broken: Broken) -> None:
    with world.two(), world.outside():
        pass  # both pairs come together while the hub is whole
    with broken():
        [verdict] = running.in_process(world, [number])
    assert verdict.outcome == "fail", verdict.evidence
