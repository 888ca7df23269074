"""Parcels: numbered once, labelled, handed over, reported, and delivered only when their import is released."""

from __future__ import annotations

from datetime import timedelta

import pytest

from entrepot.hub.events.models import Event
from entrepot.hub.stock import actions, queries
from entrepot.hub.stock.models import Parcel
from entrepot.trade.finding import NotAllowedNow, NotYours, Refused
from tests import cast

pytestmark = pytest.mark.django_db

UCR = "6CNHZCERAMICS-1"
LATER = cast.NOON + timedelta(hours=6)


def label(ucr: str = UCR) -> Parcel:
    cast.party("hz-post")
    facts = actions.ParcelFacts(
        ucr=ucr,
        carrier="hz-post",
        origin="CN",
        destination="MY",
        gross_mass_g=450,
        contents=(
            actions.Content(
                description="Celadon cup",
                hs="691200",
                origin="CN",
                quantity=1,
                net_mass_kg="0.35",
                value="49.90",
                currency="MYR",
            ),
        ),
        commitments={},
    )
    return actions.label(facts, by=cast.by("hz-post"))


def report(step: str) -> Parcel:
    return actions.report(UCR, step, at=LATER, place="CNHGH", by=cast.by("hz-post"))


def kinds() -> list[str]:
    return list(Event.objects.filter(ucr=UCR).values_list("kind", flat=True))


def test_numbers_are_given_in_order_and_once() -> None:
    assert [label().number, label().number, label("6CNHZCERAMICS-2").number] == [
        "LX000000014CN",
        "LX000000014CN",
        "LX000000028CN",
    ]
    assert kinds() == ["stock.parcel.labelled"]


def test_a_parcel_goes_its_way_and_each_step_counts_once() -> None:
    label()
    actions.dispatch(UCR, by=cast.by("hz-post"))
    actions.dispatch(UCR, by=cast.by("hz-post"))
    for step in ("departed", "departed", "arrived"):
        report(step)
    actions.clear(UCR, by=cast.the_hub())
    report("delivered")
    report("departed")
    assert queries.parcel(UCR).state == "delivered"
    assert kinds() == [
        f"stock.parcel.{step}" for step in ("labelled", "dispatched", "departed", "arrived", "delivered")
    ]


def test_nothing_is_delivered_before_its_import_is_released() -> None:
    label()
    actions.dispatch(UCR, by=cast.by("hz-post"))
    report("departed")
    report("arrived")
    with pytest.raises(NotAllowedNow) as refused:
        report("delivered")
    assert [found.code for found in refused.value.findings] == ["parcel-not-cleared"]
    assert queries.parcel(UCR).state == "arrived"
    assert kinds()[-1] == "stock.parcel.arrived"


def test_a_step_out_of_turn_is_refused() -> None:
    label()
    with pytest.raises(NotAllowedNow):
        report("arrived")
    with pytest.raises(Refused) as refused:
        report("teleported")
    assert [found.code for found in refused.value.findings] == ["step-unknown"]
    assert queries.parcel(UCR).state == "labelled"


def test_a_parcel_nobody_labelled_is_unknown() -> None:
    with pytest.raises(Refused) as refused:
        actions.report("6CNX-9", "departed", at=LATER, by=cast.by("hz-post"))
    assert [found.code for found in refused.value.findings] == ["parcel-unknown"]


def test_only_its_carrier_reports_on_a_parcel() -> None:
    label()
    for attempt in (
        lambda: actions.dispatch(UCR, by=cast.stranger()),
        lambda: actions.report(UCR, "departed", at=LATER, by=cast.by("hz-ceramics")),
        lambda: label_as_stranger(),
    ):
        with pytest.raises(NotYours):
            attempt()
    assert kinds() == ["stock.parcel.labelled"]


def label_as_stranger() -> None:
    facts = actions.ParcelFacts(
        ucr="6CNX-1",
        carrier="hz-post",
        origin="CN",
        destination="MY",
        gross_mass_g=1,
        contents=(),
        commitments={},
    )
    actions.label(facts, by=cast.stranger())
