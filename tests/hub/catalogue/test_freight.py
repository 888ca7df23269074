"""What carriage costs a buyer: the seller's table, else its country's carrier's, else nothing on top of the price."""

from __future__ import annotations

from dataclasses import replace

import pytest

from entrepot.hub.catalogue import freight, freight_written
from entrepot.hub.catalogue.freight import Step
from entrepot.hub.catalogue.models import FreightRate
from entrepot.hub.events.models import Event
from entrepot.trade.finding import NotYours, Refused
from tests import cast

pytestmark = pytest.mark.django_db
POST = Step(
    channel="post",
    destination="MY",
    up_to_g=500,
    amount_minor=28_00,
    currency="MYR",
    days_least=5,
    days_most=9,
    source="stated by the seller",
)
HEAVY = replace(POST, up_to_g=2000, amount_minor=52_00)
EVERYWHERE = replace(POST, destination="", currency="CNY", amount_minor=60_00)


def asked(*steps: Step, mass_g: int = 300, destination: str = "MY", channel: str = "post") -> Step | None:
    told = [{name: getattr(step, name) for name in Step.__slots__} for step in steps]
    return freight.step_for(told, destination=destination, channel=channel, mass_g=mass_g, currency="MYR")


def test_a_seller_states_its_table_and_a_listing_carries_it() -> None:
    seller = cast.party("hz-ceramics")
    freight.state(seller, [POST, HEAVY], by=cast.by("hz-ceramics"))
    assert [(step["up_to_g"], step["amount_minor"]) for step in freight.terms(seller)] == [(500, 28_00), (2000, 52_00)]


def test_the_same_table_again_is_harmless_and_another_takes_its_place() -> None:
    seller, by = cast.party("hz-ceramics"), cast.by("hz-ceramics")
    for steps in ([POST, HEAVY], [POST, HEAVY], [HEAVY]):
        freight.state(seller, steps, by=by)
    assert [step["up_to_g"] for step in freight.terms(seller)] == [2000]
    assert Event.objects.filter(kind="catalogue.freight.stated").count() == 2


def test_a_seller_that_states_none_sends_at_the_prices_of_its_countrys_carrier() -> None:
    freight.state(cast.party("hz-post"), [POST], by=cast.by("hz-post"))
    assert [step["amount_minor"] for step in freight.terms(cast.party("hz-ceramics"))] == [28_00]
    assert freight.terms(cast.party("kl-batik")) == []


def test_nobody_states_a_table_for_another() -> None:
    cast.party("hz-ceramics")
    for by in (cast.by("kl-batik"), cast.stranger(), cast.by("hz-post")):
        with pytest.raises(NotYours):
            freight.state(cast.party("hz-ceramics"), [POST], by=by)
    assert not FreightRate.objects.exists()


def test_a_step_that_cannot_be_is_refused_with_its_place_and_the_old_table_stays() -> None:
    seller, by = cast.party("hz-ceramics"), cast.by("hz-ceramics")
    freight.state(seller, [POST], by=by)
    with pytest.raises(Refused) as refused:
        freight.state(
            seller,
            [replace(POST, source=" "), replace(POST, up_to_g=0), replace(HEAVY, days_least=9, days_most=5)],
            by=by,
        )
    assert [(found.code, found.pointer) for found in refused.value.findings] == [
        ("freight-step-unreadable", "/0/source"),
        ("freight-step-out-of-range", "/1/up_to_g"),
        ("freight-days-out-of-range", "/2/days_least"),
    ]
    assert [step["up_to_g"] for step in freight.terms(seller)] == [500]


@pytest.mark.parametrize(("mass_g", "price"), [(1, 28_00), (400, 28_00), (401, 52_00), (1900, 52_00)])
def test_a_parcel_falls_under_the_first_step_that_bears_it_with_its_packing(mass_g: int, price: int) -> None:
    step = asked(HEAVY, POST, mass_g=mass_g)
    assert step is not None
    assert step.amount_minor == price


def test_a_parcel_heavier_than_the_last_step_is_refused() -> None:
    with pytest.raises(Refused, match="2001 g"):
        asked(POST, HEAVY, mass_g=1901)


def test_a_place_with_steps_of_its_own_uses_them_and_another_those_for_everywhere() -> None:
    mine, other = asked(POST, EVERYWHERE), asked(POST, EVERYWHERE, destination="SG")
    assert mine is not None
    assert other is not None
    assert (mine.amount_minor, other.currency) == (28_00, "CNY")


def test_a_place_to_which_no_table_leads_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        asked(POST, destination="SG")
    assert [found.code for found in refused.value.findings] == ["freight-not-offered"]


def test_carriage_of_which_no_table_speaks_is_in_the_price() -> None:
    assert asked() is None
    assert asked(POST, channel="bonded") is None


def stood(owner: str = "hz-ceramics") -> set[tuple[str, int, int]]:
    return set(FreightRate.objects.filter(owner=owner).values_list("destination", "up_to_g", "amount_minor"))


def test_a_step_is_laid_beside_the_others_and_takes_the_place_of_one_for_the_same() -> None:
    seller, by = cast.party("hz-ceramics"), cast.by("hz-ceramics")
    freight.state(seller, [POST, HEAVY], by=by)
    for step in (EVERYWHERE, replace(POST, amount_minor=30_00), replace(POST, amount_minor=30_00)):
        freight.lay(seller, [step], by=by)
    assert stood() == {("MY", 500, 30_00), ("MY", 2000, 52_00), ("", 500, 60_00)}
    assert Event.objects.filter(kind="catalogue.freight.stated").count() == 3


def test_a_step_that_cannot_be_is_laid_nowhere_and_its_place_counts_among_the_new_ones() -> None:
    seller, by = cast.party("hz-ceramics"), cast.by("hz-ceramics")
    freight.state(seller, [POST, HEAVY], by=by)
    with pytest.raises(Refused) as refused:
        freight.lay(seller, [replace(POST, currency="RMB")], by=by)
    assert [(found.code, found.pointer) for found in refused.value.findings] == [
        ("freight-step-unreadable", "/0/currency")
    ]
    assert stood() == {("MY", 500, 28_00), ("MY", 2000, 52_00)}


def test_steps_are_taken_off_and_those_of_another_stay() -> None:
    seller, by = cast.party("hz-ceramics"), cast.by("hz-ceramics")
    [first, _second] = freight.state(seller, [POST, HEAVY], by=by)
    [theirs] = freight.state(cast.party("kl-batik"), [POST], by=cast.by("kl-batik"))
    for _twice in range(2):
        freight.take_off(seller, [first.pk, theirs.pk, 0], by=by)
    assert (stood(), stood("kl-batik")) == ({("MY", 2000, 52_00)}, {("MY", 500, 28_00)})


def test_nobody_lays_or_takes_off_the_steps_of_another() -> None:
    [step] = freight.state(cast.party("hz-ceramics"), [POST], by=cast.by("hz-ceramics"))
    for by in (cast.by("kl-batik"), cast.stranger()):
        with pytest.raises(NotYours):
            freight.lay(step.owner, [HEAVY], by=by)
        with pytest.raises(NotYours):
            freight.take_off(step.owner, [step.pk], by=by)
    assert stood() == {("MY", 500, 28_00)}


def test_a_step_is_read_as_people_write_it_and_written_so_that_it_is_read_again() -> None:
    told = {
        "destination": "my", "channel": "Post", "up_to_kg": "0.5", "price": "28", "currency": "myr", "days_least": "5",
        "days_most": "9", "source": "stated by the seller",
    }  # fmt: skip
    assert freight_written.read([told]) == [POST]
    assert freight_written.written(POST) | {"price": "28"} == told | {
        "destination": "MY",
        "channel": "post",
        "currency": "MYR",
    }
    assert freight_written.read([freight_written.written(each) for each in (POST, HEAVY, EVERYWHERE)]) == [
        POST, HEAVY, EVERYWHERE,
    ]  # fmt: skip


def test_everything_that_is_no_mass_amount_or_day_is_told_at_its_place() -> None:
    good = freight_written.written(POST)
    with pytest.raises(Refused) as refused:
        freight_written.read([good, good | {"up_to_kg": "half", "price": "1.234", "days_most": "-1"}, {}])
    assert [(found.code, found.pointer) for found in refused.value.findings] == [
        ("freight-mass-unreadable", "/1/up_to_kg"),
        ("price-too-fine", "/1/price"),
        ("freight-days-unreadable", "/1/days_most"),
        ("freight-mass-unreadable", "/2/up_to_kg"),
        ("currency-unknown", "/2/currency"),
        ("freight-days-unreadable", "/2/days_least"),
        ("freight-days-unreadable", "/2/days_most"),
    ]
