"""What a hub takes, by name and version."""

from __future__ import annotations

import pytest

from entrepot.ehx import capability
from entrepot.ehx.refusal import code_of
from entrepot.trade.finding import Refused

KINDS = ("order.placed.v1", "order.placed.v2", "tracking.events.v3")


def test_versions_of_a_kind_become_one_range() -> None:
    found = capability.of(KINDS)
    assert found.ranges == {"ehx": (1, 1), "org.ehub.order.placed": (1, 2), "org.ehub.tracking.events": (3, 3)}
    assert found.to_line() == b'{"ehx":[1,1],"org.ehub.order.placed":[1,2],"org.ehub.tracking.events":[3,3]}'
    assert capability.read(found.to_line()) == found


@pytest.mark.parametrize(
    ("kind", "taken"),
    [
        ("order.placed.v1", True),
        ("order.placed.v2", True),
        ("order.placed.v3", False),
        ("order.cancelled.v1", False),
        ("tracking.events.v1", False),
        ("tracking.events", False),
        ("ehx.v1", False),
    ],
)
def test_a_kind_is_taken_or_not(kind: str, taken: bool) -> None:
    assert capability.of(KINDS).takes(kind) is taken


def test_two_majors_side_by_side_meet_at_the_highest_that_both_know() -> None:
    theirs = capability.of(KINDS)
    assert theirs.newest("order.placed", [1]) == 1
    assert theirs.newest("order.placed", [1, 2, 3]) == 2
    assert theirs.newest("order.placed", [3]) is None
    assert theirs.newest("order.cancelled", [1]) is None


@pytest.mark.parametrize("raw", [b"[]", b'{"a":1}', b'{"a":[1]}', b'{"a":[0,1]}', b'{"a":["1","2"]}', b'{"a":[1,2,3]}'])
def test_anything_else_is_refused(raw: bytes) -> None:
    with pytest.raises(Refused) as refused:
        capability.read(raw)
    assert code_of(refused.value) == "capabilities"
