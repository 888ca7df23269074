from __future__ import annotations

import pytest

from entrepot.trade.finding import NotAllowedNow
from entrepot.trade.lifecycle import Lifecycle
from entrepot.trade.lifecycles import (
    ADVANCE,
    CONSIGNMENT,
    DECLARATION,
    DISPUTE,
    INFORMATION_REQUEST,
    INSPECTION,
    LIFECYCLES,
    NEVER_ARRIVED,
    PARCEL,
    PAYMENT,
    PEERING,
    PERMIT,
    PROFILE_CHANGE,
    SALE_RETURN,
)
from tests.trade.refusing import complete


def walk(lifecycle: Lifecycle, *moves: str) -> str:
    """The state after these moves from the beginning."""
    state = lifecycle.initial
    for move in moves:
        state = lifecycle.after(state, move)
    return state


@pytest.mark.parametrize(
    ("lifecycle", "moves", "state"),
    [
        (CONSIGNMENT, "pay export import deliver settle", "settled"),
        (CONSIGNMENT, "pay import deliver settle", "settled"),
        (CONSIGNMENT, "cancel", "cancelled"),
        (CONSIGNMENT, "pay cancel", "cancelled"),
        (CONSIGNMENT, "pay export return", "returned"),
        (CONSIGNMENT, "pay export import deliver return", "returned"),
        (DECLARATION, "accept release", "released"),
        (PROFILE_CHANGE, "approve", "approved"),
        (PROFILE_CHANGE, "reject", "rejected"),
        (PROFILE_CHANGE, "withdraw", "withdrawn"),
        (DECLARATION, "amend accept amend select release", "released"),
        (DECLARATION, "accept select refuse", "refused"),
        (DECLARATION, "accept select amend release take-back", "returned"),
        (INFORMATION_REQUEST, "answer", "answered"),
        (INFORMATION_REQUEST, "withdraw", "withdrawn"),
        (INFORMATION_REQUEST, "lapse", "lapsed"),
        (INSPECTION, "conclude", "concluded"),
        (INSPECTION, "schedule schedule conclude", "concluded"),
        (INSPECTION, "schedule cancel", "cancelled"),
        (DECLARATION, "accept invalidate", "invalidated"),
        (PARCEL, "dispatch depart arrive deliver", "delivered"),
        (PARCEL, "void", "voided"),
        (PARCEL, "dispatch depart lose", "lost"),
        (PARCEL, "dispatch depart arrive deliver return", "returned"),
        (PERMIT, "issue exhaust restore expire", "expired"),
        (PERMIT, "issue suspend resume revoke", "revoked"),
        (PERMIT, "refuse", "refused"),
        (PAYMENT, "settle refund", "refunded"),
        (PAYMENT, "lapse", "lapsed"),
        (ADVANCE, "draw repay", "repaid"),
        (ADVANCE, "draw default write-off", "written-off"),
        (ADVANCE, "decline", "declined"),
        (SALE_RETURN, "accept refund", "refunded"),
        (SALE_RETURN, "lapse let-go", "refunded"),
        (SALE_RETURN, "accept lapse", "lapsed"),
        (DISPUTE, "lapse answer decide", "decided"),
        (DISPUTE, "withdraw", "withdrawn"),
        (PEERING, "agree activate suspend resume close", "closed"),
    ],
)
def test_what_may_happen(lifecycle: Lifecycle, moves: str, state: str) -> None:
    assert walk(lifecycle, *moves.split()) == state


@pytest.mark.parametrize(
    ("lifecycle", "state", "move", "possible"),
    [
        (CONSIGNMENT, "placed", "export", "cancel, pay"),
        (CONSIGNMENT, "exported", "cancel", "import, return, seize"),
        (CONSIGNMENT, "exported", "deliver", "import, return, seize"),
        (CONSIGNMENT, "settled", "return", "—"),
        (DECLARATION, "released", "amend", "take-back"),
        (DECLARATION, "refused", "amend", "reopen"),
        (DECLARATION, "lodged", "release", "accept, amend, invalidate, refuse"),
        (PARCEL, "labelled", "depart", "dispatch, void"),
        (PARCEL, "departed", "deliver", "arrive, lose, return"),
        (PERMIT, "applied", "exhaust", "issue, refuse, withdraw"),
        (PAYMENT, "refunded", "refund", "—"),
        (PAYMENT, "requested", "refund", "lapse, refuse, settle"),
        (ADVANCE, "repaid", "draw", "—"),
        (SALE_RETURN, "refused", "refund", "—"),
        (DISPUTE, "decided", "decide", "—"),
        (PEERING, "offered", "activate", "agree, lapse, refuse"),
    ],
)
def test_what_may_not_happen_is_refused_with_what_may(
    lifecycle: Lifecycle, state: str, move: str, possible: str
) -> None:
    with pytest.raises(NotAllowedNow) as refusal:
        lifecycle.after(state, move)
    (finding,) = refusal.value.findings
    complete(finding)
    assert finding.code == f"{lifecycle.name}-not-{move}"
    assert finding.told() == f"This {lifecycle.name} is “{state}” and cannot “{move}”."
    assert finding.cure() == f"Possible now: {possible}."
    assert not lifecycle.allows(state, move)


@pytest.mark.parametrize("lifecycle", LIFECYCLES, ids=lambda each: each.name)
def test_every_state_can_be_reached_and_has_an_end(lifecycle: Lifecycle) -> None:
    reached, waiting = set(), [lifecycle.initial]
    while waiting:
        state = waiting.pop()
        if state not in reached:
            reached.add(state)
            waiting += [after for (before, _), after in lifecycle.moves.items() if before == state]
    assert reached == set(lifecycle.states)
    assert any(not any(before == state for before, _ in lifecycle.moves) for state in lifecycle.states)


def test_the_commercial_states_stand_in_the_order_of_the_way() -> None:
    way = [state for state in CONSIGNMENT.states if state not in NEVER_ARRIVED]
    assert way == ["placed", "paid", "exported", "imported", "delivered", "settled"]


def test_states_are_named_in_the_order_of_the_table() -> None:
    assert PAYMENT.states == ("requested", "settled", "refused", "lapsed", "refunded")


def test_a_table_draws_itself() -> None:
    assert PAYMENT.diagram() == (
        "stateDiagram-v2\n"
        "    [*] --> requested\n"
        "    requested --> settled: settle\n"
        "    requested --> refused: refuse\n"
        "    requested --> lapsed: lapse\n"
        "    settled --> refunded: refund"
    )


def test_an_unknown_state_or_move_is_refused_like_any_other() -> None:
    with pytest.raises(NotAllowedNow):
        PAYMENT.after("lost", "settle")
    with pytest.raises(NotAllowedNow):
        PAYMENT.after("requested", "steal")


def test_the_names_of_the_tables_differ() -> None:
    assert len({lifecycle.name for lifecycle in LIFECYCLES}) == len(LIFECYCLES)
