"""Declarations that their declarant takes back: at once, or when an officer agrees; and when an order is called off."""

from __future__ import annotations

import pytest

from entrepot.hub.customs import actions, consequences, queries
from entrepot.hub.customs.models import Declaration
from entrepot.hub.events import record
from entrepot.hub.events.models import Event
from entrepot.hub.ledger import queries as ledger
from entrepot.hub.parties.models import Party
from entrepot.trade.finding import NotAllowedNow, NotYours, Refused
from tests import cast
from tests.hub.customs import goods
from tests.hub.customs.controlling import codes, officer, unchanged

pytestmark = pytest.mark.django_db

WHY = "The buyer has called the order off."
ASKED = "customs.declaration.invalidation_asked"


@pytest.fixture
def waiting(ceramics: Party) -> Declaration:
    """An export that waits for its papers."""
    actions.lodge([goods.export()], declarant=ceramics, by=cast.by("hz-ceramics"))
    return Declaration.objects.get()


def test_what_waits_for_its_papers_is_taken_back_at_once(waiting: Declaration) -> None:
    actions.ask_to_invalidate(waiting, WHY, by=cast.by("hz-ceramics"))
    waiting.refresh_from_db()
    decision = waiting.decisions.get()
    assert (waiting.state, decision.move, decision.reason) == ("invalidated", "invalidate", WHY)
    assert decision.by["party"] == "hz-ceramics"
    assert Event.objects.get(kind="customs.declaration.invalidated").body["reason"] == WHY
    with unchanged():
        actions.ask_to_invalidate(waiting, WHY, by=cast.by("hz-ceramics"))


def test_what_is_under_control_stays_until_an_officer_agrees(under_control: Declaration) -> None:
    actions.ask_to_invalidate(under_control, WHY, by=cast.by("kl-batik"))
    under_control.refresh_from_db()
    wanted = queries.asked_to_invalidate(under_control)
    assert under_control.state == "under-control"
    assert wanted is not None
    assert (wanted.reason, ledger.balance("guarantee:kl-batik", "MYR")) == (WHY, 4800)
    assert Event.objects.get(kind=ASKED).body["reason"] == WHY
    assert list(queries.due(queries.queue("MY"), "taken-back", cast.NOON.date())) == [under_control]
    with unchanged():
        actions.ask_to_invalidate(under_control, "Once more.", by=cast.by("kl-batik"))

    actions.invalidate(under_control, "Agreed: nothing came.", by=officer())
    under_control.refresh_from_db()
    assert (under_control.state, ledger.balance("guarantee:kl-batik", "MYR")) == ("invalidated", 0)
    assert queries.asked_to_invalidate(under_control) is None


def test_what_an_officer_has_taken_up_before_its_papers_came_is_asked_for(waiting: Declaration) -> None:
    actions.claim(waiting, by=cast.by("cn-customs"))
    actions.ask_to_invalidate(waiting, WHY, by=cast.by("hz-ceramics"))
    waiting.refresh_from_db()
    assert (waiting.state, queries.asked_to_invalidate(waiting) is not None) == ("lodged", True)


def test_what_is_decided_is_not_taken_back(under_control: Declaration) -> None:
    actions.release(under_control, by=officer())
    with unchanged(), pytest.raises(NotAllowedNow) as refused:
        actions.ask_to_invalidate(under_control, WHY, by=cast.by("kl-batik"))
    assert codes(refused) == ["invalidation-too-late"]


def test_without_a_reason_nothing_is_taken_back(waiting: Declaration) -> None:
    with unchanged(), pytest.raises(Refused) as refused:
        actions.ask_to_invalidate(waiting, " ", by=cast.by("hz-ceramics"))
    assert codes(refused) == ["reason-missing"]


@pytest.mark.parametrize("who", ["kl-batik", "cn-customs", "plant-health", "hz-post"])
def test_nobody_takes_back_what_another_declared(waiting: Declaration, who: str) -> None:
    by = cast.by(who)
    with unchanged(), pytest.raises(NotYours):
        actions.ask_to_invalidate(waiting, WHY, by=by)
    with unchanged(), pytest.raises(NotYours):
        actions.ask_to_invalidate(waiting, WHY, by=cast.stranger())


def test_an_order_that_is_called_off_takes_back_what_was_declared_for_it(waiting: Declaration) -> None:
    event = record(
        "orders.consignment.cancelled", waiting.ucr, by=cast.by("hz-ceramics"), ucr=waiting.ucr, body={"reason": WHY}
    )
    consequences.called_off(event, cast.the_hub())
    waiting.refresh_from_db()
    assert (waiting.state, waiting.decisions.get().reason) == ("invalidated", WHY)
    with unchanged():
        consequences.called_off(event, cast.the_hub())
