"""What one border tells the other of goods that were let in by parts, or seized; and what that brings about."""

from __future__ import annotations

from typing import Any

import pytest

from entrepot.hub.aftersales.facts import Stopped
from entrepot.hub.customs import actions as customs
from entrepot.hub.customs import queries as declarations
from entrepot.hub.customs.models import Declaration
from entrepot.hub.events import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.network import hearing, telling
from entrepot.hub.network.message import Message, channel_of
from entrepot.hub.orders import consequences
from entrepot.hub.orders.models import Consignment
from entrepot.hub.stock.models import Parcel
from entrepot.trade.finding import Refused
from entrepot.trade.partial_release import Going
from entrepot.trade.seizure import Seized
from tests import cast
from tests.hub.customs import goods
from tests.hub.customs.controlling import lodged, officer

pytestmark = pytest.mark.django_db

KL = Actor("peer", "kl.example", "KLIA e-hub", cast.NOON)
LAW = "Customs Act 1967"
Told = list[tuple[str, dict[str, Any]]]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Told:
    """What would go to the peer, instead of going there."""
    told: Told = []
    monkeypatch.setattr(telling, "_peer", lambda consignment: consignment.peer)
    monkeypatch.setattr(
        "entrepot.hub.network.telling.actions.send", lambda kind, about, said, **_: told.append((kind, dict(said)))
    )
    return told


@pytest.fixture
def stopped() -> Declaration:
    """At the border of the buyer: two tea sets and a power bank on an officer's desk, followed from the other hub."""
    for code in ("kl-batik", "my-customs", "cn-customs"):
        cast.party(code)
    consignment()
    tea = goods.item(quantity="2", value="200.00")
    return lodged(items=(tea, goods.item(number=2, description="Porcelain power bank", value="200.00")))


def consignment(**changes: Any) -> Consignment:
    facts: dict[str, Any] = {
        "ucr": goods.UCR,
        "order_number": "A-1",
        "seller_code": "hz-ceramics",
        "seller_name": "Hangzhou Ceramics",
        "seller_country": "CN",
        "origin": "CN",
        "destination": "MY",
        "regime": "9610",
        "import_regime": "lvg",
        "state": "exported",
        "home": False,
        "peer": "hz.example",
        "currency": "MYR",
        "goods_minor": 40000,
        "freight_minor": 2000,
        "total_minor": 46000,
        "tax_currency": "MYR",
        "items": [],
        "placed_at": cast.NOON,
    }
    return Consignment.objects.create(**{**facts, **changes})


def follow(kind: str, *followers: Any) -> None:
    event = Event.objects.filter(kind=kind).latest("position")
    for each in followers:
        each(event, by=Actor("worker", "test", "test", cast.NOON))


def one_goes(stopped: Declaration) -> None:
    customs.release_part(stopped, (Going(item=1, quantity="1"),), "One set waits.", law=LAW, version=1, by=officer())
    follow("customs.declaration.partly_released", consequences.released_in_part, telling.declaration_parted)


def charges() -> tuple[str, int]:
    found = Consignment.objects.get()
    return found.state, found.tax_minor


def test_the_other_hub_is_told_what_goes_what_stays_and_what_is_due_so_far(stopped: Declaration, sent: Told) -> None:
    one_goes(stopped)
    [(kind, said)] = sent
    assert (kind, channel_of(kind), said["outcome"], said["of"]) == (
        "declaration.parted.v1",
        "reg",
        "released",
        stopped.mrn,
    )
    assert [(each["number"], each["quantity"]) for each in said["goes"]] == [(1, "1")]
    assert [(each["number"], each["quantity"]) for each in said["stays"]] == [(1, "1"), (2, "1")]
    assert (said["tax_minor"], said["clause"], charges()) == (1000, LAW, ("imported", 1000))
    assert "Aminah" not in str(said)


def test_when_the_rest_is_let_in_the_sums_are_those_of_all_parts(stopped: Declaration, sent: Told) -> None:
    one_goes(stopped)
    customs.release(stopped, by=officer())
    follow("customs.declaration.released", consequences.released, telling.declaration_released)
    kind, said = sent[1]
    assert (kind, said["tax_minor"], charges()) == ("declaration.imported.v1", 4000, ("imported", 4000))


def test_a_refused_rest_does_not_turn_the_consignment_back(stopped: Declaration, sent: Told) -> None:
    one_goes(stopped)
    customs.refuse(stopped, "No report.", by=officer())
    follow("customs.declaration.refused", telling.declaration_refused)
    kind, said = sent[1]
    assert (kind, said["outcome"], said["tax_minor"], said["goes"]) == ("declaration.parted.v1", "refused", 1000, ())
    assert [each["number"] for each in said["stays"]] == [1, 2]


@pytest.mark.parametrize("parted", [False, True])
def test_a_seizure_is_told_with_its_goods_and_its_law(stopped: Declaration, sent: Told, parted: bool) -> None:
    if parted:
        one_goes(stopped)
    inventory = [Seized(item=number, quantity="1", unit="H87") for number in (1, 2)]
    customs.seize(stopped, "Not declared.", inventory, place="Hall 2", law=LAW, by=officer())
    follow("customs.declaration.seized", telling.declaration_seized)
    kind, said = sent[-1]
    assert (kind, said["mrn"], said["clause"], said["parted"]) == ("declaration.seized.v1", stopped.mrn, LAW, parted)
    assert [each["number"] for each in said["goods"]] == [1, 2]
    assert "place" not in said


def test_of_a_consignment_that_is_ours_no_other_hub_is_told(stopped: Declaration, sent: Told) -> None:
    Consignment.objects.update(home=True)
    one_goes(stopped)
    assert sent == []


GOODS = {"number": 1, "sku": "TEA", "description": "Tea set", "quantity": "1", "unit": "H87"}
PARTED = {
    "mrn": "26MY1",
    "of": "26MY0",
    "outcome": "released",
    "reason": "One set waits.",
    "clause": LAW,
    "lane": "red",
    "currency": "MYR",
    "duty_minor": 0,
    "tax_minor": 1000,
    "goes": [GOODS],
    "stays": [GOODS],
}
SEIZED = {"lrn": "L", "mrn": "26MY0", "reason": "Not declared.", "clause": LAW, "goods": [GOODS]}


@pytest.fixture
def home() -> Parcel:
    """At the hub of the seller: the consignment is on its way, and so is its parcel."""
    cast.party("hz-post")
    consignment(home=True, peer="kl.example")
    return Parcel.objects.create(
        ucr=goods.UCR,
        number=goods.S10,
        carrier_id="hz-post",
        origin="CN",
        destination="MY",
        gross_mass_g=4400,
        contents=[],
        labelled_at=cast.NOON,
    )


@pytest.fixture
def lost(monkeypatch: pytest.MonkeyPatch) -> list[Stopped]:
    """What would be lost to the order, which is not here."""
    told: list[Stopped] = []
    monkeypatch.setattr("entrepot.hub.network.hearing.losses.lose", lambda ucr, stopped, by: told.append(stopped))
    return told


def heard(kind: str, data: dict[str, Any]) -> None:
    handler = {"parted": hearing.declaration_parted, "seized": hearing.declaration_seized}[kind]
    handler(Message("kl.example", f"declaration.{kind}.v1", goods.UCR, data, cast.NOON, "1", b""), KL)


def test_the_seller_s_hub_lets_the_parcel_go_on_without_what_stays(home: Parcel) -> None:
    heard("parted", PARTED)
    heard("parted", PARTED)
    home.refresh_from_db()
    assert (charges(), home.withheld, home.cleared_at) == (("imported", 1000), [GOODS], cast.NOON)
    assert Event.objects.filter(kind="stock.parcel.withheld").count() == 1


def test_a_refused_rest_is_noted_and_nothing_comes_back(home: Parcel, lost: list[Stopped]) -> None:
    heard("parted", PARTED)
    assert lost == []
    heard("parted", {**PARTED, "outcome": "refused", "goes": []})
    assert charges() == ("imported", 1000)
    assert [(each.outcome, each.mrn, each.goods, each.parted) for each in lost] == [("refused", "26MY1", [GOODS], True)]


def test_seized_goods_are_noted_and_lost_to_the_order(home: Parcel, lost: list[Stopped]) -> None:
    heard("seized", SEIZED)
    home.refresh_from_db()
    assert home.withheld == [GOODS]
    assert [(each.outcome, each.law, each.goods, each.parted) for each in lost] == [("seized", LAW, [GOODS], False)]
    assert Event.objects.get(kind="network.import.seized").body["clause"] == LAW


@pytest.mark.parametrize(
    "wrong", [{"outcome": "burnt"}, {"tax_minor": "1000"}, {"stays": [{"number": 1}]}, {"tax_minor": True}]
)
def test_what_does_not_fit_the_form_is_refused_and_nothing_changed(home: Parcel, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        heard("parted", {**PARTED, **wrong})
    assert refused.value.findings[0].code == "message-unreadable"
    home.refresh_from_db()
    assert (charges(), home.withheld) == (("exported", 0), [])
    assert declarations.released_of(goods.UCR) == (0, 0)
