"""A person's year: CNY 26,000 of retail imports, however the sale is split, whoever declares it, and given back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from entrepot.hub.customs import actions, quota
from entrepot.hub.customs.models import Declaration, PersonalUse
from entrepot.hub.parties.models import Party
from entrepot.trade.declaration import DeclarationFacts, Trader
from entrepot.trade.judgement import Judgement
from tests import cast
from tests.hub.customs import goods

LI = Trader("李示例", "CN", "330106200001010000", "西湖区示例路1号")
OVER = ["cn-within-year-limit", "year-limit-used-up"]
WANG = replace(LI, name="王示例", id="330106199902020000")


def bonded(number: int, value: str, *, buyer: Trader = LI, day: date = goods.DAY, **changes: Any) -> DeclarationFacts:
    """A batik skirt leaves the bonded warehouse in Hangzhou for a buyer in China."""
    skirt = goods.item(description="Batik skirt of cotton", hs="62045200", origin="MY", value=value)
    stated = goods.entry(
        lrn=f"BD-{number}",
        ucr=f"6MYBATIK-{number}",
        country="CN",
        regime="1210",
        date=day,
        consignor=Trader("Batik House", "MY", "BATIK"),
        consignee=buyer,
        currency="CNY",
        incoterm="DAP",
        freight="0",
        items=(skirt,),
        registration="",
    )
    return replace(stated, **changes)


def lodged(*batch: DeclarationFacts) -> list[list[str]]:
    """The codes of what is found against each of a batch."""
    party = cast.party(batch[0].declarant)
    answers: list[Judgement] = actions.lodge(batch, declarant=party, by=cast.by(batch[0].declarant))
    return [[found.code for found in each.findings if found.level == "error"] for each in answers]


def test_a_year_is_counted_to_the_cent_within_a_batch_and_across_batches(batik: Party) -> None:
    assert lodged(*(bonded(n, "5000.00") for n in range(5))) == [[]] * 5
    assert lodged(bonded(5, "1000.01"), bonded(6, "1000.00"), bonded(7, "0.01")) == [
        OVER,
        [],
        OVER,
    ]
    assert Declaration.objects.count() == 6


def test_the_refusal_says_what_it_came_to_and_by_which_law(batik: Party) -> None:
    lodged(*(bonded(n, "5000.00") for n in range(5)))
    [refused] = actions.lodge([bonded(5, "1000.01")], declarant=batik, by=cast.by("kl-batik"))
    finding = next(each for each in refused.findings if each.code == OVER[0])
    assert (finding.pointer, finding.params["value"], finding.params["limit"]) == (
        "/regime",
        "CNY 26000.01",
        "CNY 26000.00",
    )
    assert "1 January 2019" in finding.law


def test_another_person_another_year_and_another_declarant(batik: Party, ceramics: Party) -> None:
    lodged(*(bonded(n, "5000.00") for n in range(5)))
    assert lodged(bonded(5, "5000.00", buyer=WANG)) == [[]]
    assert lodged(bonded(6, "5000.00", day=date(2027, 1, 1))) == [[]]
    assert lodged(bonded(7, "5000.00", declarant="hz-ceramics")) == [OVER]


def test_repeating_a_file_counts_nothing_twice(batik: Party) -> None:
    batch = [bonded(n, "5000.00") for n in range(5)]
    assert lodged(*batch) == lodged(*batch) == [[]] * 5
    assert PersonalUse.objects.count() == 5
    assert lodged(bonded(5, "1000.00")) == [[]]


@pytest.mark.parametrize("move", ["refuse", "invalidate"])
def test_a_declaration_that_falls_gives_its_amount_back(batik: Party, move: str) -> None:
    batch = [bonded(n, "5000.00") for n in range(4)]
    stopped = bonded(9, "5000.00")
    stopped = replace(stopped, items=(replace(stopped.items[0], description="Porcelain power bank"),))
    lodged(*batch, stopped)
    row = Declaration.objects.get(lrn="BD-9")
    assert row.state in ("lodged", "under-control")
    assert lodged(bonded(5, "5000.00")) == [OVER]
    for _ in range(2):
        getattr(actions, move)(row, "The goods did not come", by=cast.by("cn-customs"))
    assert lodged(bonded(5, "5000.00")) == [[]]


def test_only_who_is_known_is_counted_and_nobody_can_be_read(batik: Party) -> None:
    lodged(bonded(1, "100.00"))
    row = PersonalUse.objects.get()
    assert (row.currency, row.amount_minor, row.day) == ("CNY", 100_00, goods.DAY)
    assert LI.id not in row.person
    assert row.person == quota.person(bonded(2, "1"))
    assert row.person != quota.person(bonded(2, "1", country="MY"))


def test_a_border_that_counts_nobody_keeps_nothing(batik: Party) -> None:
    lodged(goods.entry(consignee=Trader("Aminah", "MY", "880101-14-5566", "12 Jalan Kenanga")))
    assert not PersonalUse.objects.exists()
