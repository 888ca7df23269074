"""Goods held until a day, let back, or seized with an inventory."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models import Declaration, Hold, Seizure
from entrepot.hub.events.models import Event
from entrepot.hub.ledger import queries as ledger
from entrepot.hub.parties.models import Party
from entrepot.trade.finding import NotAllowedNow, NotYours, Refused
from entrepot.trade.seizure import Seized
from tests import cast
from tests.hub.customs import goods
from tests.hub.customs.controlling import codes, officer, unchanged

pytestmark = pytest.mark.django_db

WHY = "A laboratory examines the glaze."
UNTIL, LATER = date(2026, 3, 9), date(2026, 3, 16)
LAW = "Customs Act 1967"
HALL = "Strong room, hall 2"
FOUND = (Seized(item=1, quantity="2", unit="H87", note="Two power banks"),)


def held(declaration: Declaration, **changes: Any) -> Hold:
    return actions.hold(declaration, **{"reason": WHY, "until": UNTIL, "by": officer(), "law": LAW, **changes})


def seized(declaration: Declaration, **changes: Any) -> Seizure:
    told = {"reason": "Not declared.", "inventory": FOUND, "place": HALL, "law": LAW, "by": officer()}
    return actions.seize(declaration, **{**told, **changes})  # type: ignore[arg-type]


def test_goods_are_held_until_a_day_and_let_back(under_control: Declaration) -> None:
    hold = held(under_control)
    under_control.refresh_from_db()
    assert (under_control.state, hold.until, under_control.decided_at) == ("held", UNTIL, None)
    event = Event.objects.get(kind="customs.declaration.held")
    assert (event.body["reason"], event.body["until"], event.body["clause"]) == (WHY, "2026-03-09", LAW)
    assert ledger.balance("guarantee:kl-batik", "MYR") == 4800

    actions.lift(under_control, "The glaze is sound.", by=officer())
    with unchanged():
        actions.lift(under_control, "The glaze is sound.", by=officer())
    under_control.refresh_from_db()
    hold.refresh_from_db()
    assert (under_control.state, hold.ended_at) == ("under-control", cast.NOON)
    assert actions.release(under_control, by=officer()).state == "released"


def test_the_same_hold_again_is_harmless_and_another_day_renews_it(under_control: Declaration) -> None:
    first = held(under_control)
    with unchanged():
        assert held(under_control) == first
    held(under_control, until=LATER)
    assert list(under_control.holds.values_list("until", "ended_at")) == [(UNTIL, cast.NOON), (LATER, None)]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": " "}, "reason-missing"),
        ({"until": None}, "hold-without-end"),
        ({"until": cast.NOON.date()}, "hold-without-end"),
    ],
)
def test_a_hold_without_reason_or_end_is_refused(
    under_control: Declaration, changes: dict[str, Any], code: str
) -> None:
    with unchanged(), pytest.raises(Refused) as refused:
        held(under_control, **changes)
    assert codes(refused) == [code]


def test_held_goods_are_not_released_before_the_hold_is_lifted(under_control: Declaration) -> None:
    held(under_control)
    with unchanged(), pytest.raises(NotAllowedNow) as refused:
        actions.release(under_control, by=officer())
    assert codes(refused) == ["declaration-not-release"]


def test_held_goods_are_refused_and_the_hold_ends(under_control: Declaration) -> None:
    hold = held(under_control)
    actions.refuse(under_control, "The glaze holds lead.", by=officer())
    hold.refresh_from_db()
    assert (hold.ended_at, ledger.balance("guarantee:kl-batik", "MYR")) == (cast.NOON, 0)


def test_held_goods_come_last_in_the_queue_and_may_be_inspected(under_control: Declaration) -> None:
    held(under_control)
    facts = goods.entry(lrn="R-2", items=(goods.item(description="Cup and power bank"),))
    actions.lodge([facts], declarant=cast.party("kl-batik"), by=cast.by("kl-batik"))
    assert [each.lrn for each in queries.queue("MY")] == ["R-2", under_control.lrn]
    assert actions.order_inspection(under_control, "goods", "Weigh it.", by=officer()).state == "ordered"


def test_papers_that_agree_release_nothing_that_is_held(ceramics: Party, file: Callable[..., None]) -> None:
    actions.lodge([goods.export()], declarant=ceramics, by=cast.by("hz-ceramics"))
    file(waybill={"item_count": 2})
    declaration = Declaration.objects.get()
    assert declaration.state == "under-control"
    actions.hold(declaration, WHY, until=UNTIL, by=cast.by("cn-customs"))
    file("waybill")
    declaration.refresh_from_db()
    assert (declaration.state, declaration.differences) == ("held", [])


def test_a_seizure_keeps_its_inventory_and_nothing_is_due(under_control: Declaration) -> None:
    asked = actions.ask(under_control, "Whose is it?", by=officer())
    kept = seized(under_control)
    with unchanged():
        assert seized(under_control) == kept
    under_control.refresh_from_db()
    asked.refresh_from_db()
    assert (under_control.state, under_control.decided_at, asked.state) == ("seized", cast.NOON, "withdrawn")
    assert (kept.place, kept.law) == (HALL, LAW)
    assert kept.inventory == [{"item": 1, "quantity": "2", "unit": "H87", "note": "Two power banks"}]
    assert (ledger.balance("guarantee:kl-batik", "MYR"), ledger.trial()) == (0, {"MYR": 0})
    event = Event.objects.get(kind="customs.declaration.seized")
    assert (event.body["reason"], event.body["clause"], event.body["state"]) == ("Not declared.", LAW, "seized")


def test_what_is_held_can_be_seized_and_what_is_seized_stays(under_control: Declaration) -> None:
    hold = held(under_control)
    seized(under_control)
    hold.refresh_from_db()
    assert hold.ended_at == cast.NOON
    for deed in (
        lambda: actions.release(under_control, by=officer()),
        lambda: actions.refuse(under_control, "No.", by=officer()),
        lambda: held(under_control),
        lambda: seized(under_control, place="Elsewhere"),
    ):
        with unchanged(), pytest.raises(NotAllowedNow):
            deed()


def test_a_seizure_that_is_not_whole_is_refused_with_everything(under_control: Declaration) -> None:
    with unchanged(), pytest.raises(Refused) as refused:
        seized(under_control, reason=" ", law="", place="", inventory=(Seized(item=7, quantity="1", unit="H87"),))
    assert codes(refused) == ["reason-missing", "law-missing", "place-missing", "inventory-not-whole", "inventory-item"]
    for line in (Seized(item=1, quantity="many", unit="H87"), Seized(item=1, quantity="1", unit="KGM")):
        with unchanged(), pytest.raises(Refused) as refused:
            seized(under_control, inventory=(line,))
        assert codes(refused) == ["inventory-quantity"]


def test_released_goods_are_neither_held_nor_seized(under_control: Declaration) -> None:
    actions.release(under_control, by=officer())
    for deed in (held, seized):
        with unchanged(), pytest.raises(NotAllowedNow):
            deed(under_control)


def test_nobody_reaches_over_to_another_desk(under_control: Declaration) -> None:
    actions.claim(under_control, by=officer("aisyah"))
    for deed in (held, seized):
        with unchanged(), pytest.raises(NotAllowedNow) as refused:
            deed(under_control, by=officer("farid"))
        assert codes(refused) == ["claimed-by-another"]


@pytest.mark.parametrize("who", ["kl-batik", "cn-customs", "hz-post", "operator"])
def test_nobody_but_the_customs_of_the_country_holds_or_seizes(under_control: Declaration, who: str) -> None:
    for deed in (held, seized):
        with unchanged(), pytest.raises(NotYours):
            deed(under_control, by=cast.by(who))
    held(under_control)
    with unchanged(), pytest.raises(NotYours):
        actions.lift(under_control, "Mine.", by=cast.by(who))
