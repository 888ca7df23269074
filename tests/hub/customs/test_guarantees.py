"""A guarantee lets charges wait for payment, up to its amount and no further."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models import Declaration, Guarantee
from entrepot.hub.events import queries as record
from entrepot.hub.ledger import actions as ledger
from entrepot.hub.parties.models import Party
from entrepot.trade.finding import NotAllowedNow, NotYours, Refused
from entrepot.trade.ledger import move
from entrepot.trade.money import Money
from tests import cast
from tests.hub.customs import goods

OWED = 48_00  # the tax of one tea set, in sen


def entry(number: int, **changes: Any) -> Any:
    return goods.entry(lrn=f"G-{number}", ucr=f"{goods.UCR}G{number}", **changes)


def given(amount: str, number: str = "BG-1", *, since: date = goods.DAY) -> Guarantee:
    return actions.register_guarantee(
        number,
        cast.party("kl-batik"),
        "MY",
        Money.of(amount, "MYR"),
        since,
        by=cast.by("my-customs"),
        guarantor="A bank",
    )


def lodged(*batch: Any) -> list[list[str]]:
    answers = actions.lodge(batch, declarant=cast.party("kl-batik"), by=cast.by("kl-batik"))
    return [[found.code for found in each.findings if found.level == "error"] for each in answers]


def test_charges_wait_up_to_the_guarantee_and_no_further(batik: Party) -> None:
    given("100.00")
    assert lodged(entry(1), entry(2), entry(3)) == [[], [], ["guarantee-used-up"]]
    assert queries.guarantee_used("kl-batik", "MYR") == 2 * OWED
    assert lodged(entry(3)) == [["guarantee-used-up"]]
    assert Declaration.objects.count() == 2


def test_the_refusal_says_what_is_owed_given_and_free(batik: Party) -> None:
    given("50.00")
    lodged(entry(1))
    [refused] = actions.lodge([entry(2)], declarant=batik, by=cast.by("kl-batik"))
    [finding] = [each for each in refused.findings if each.code == "guarantee-used-up"]
    assert (finding.params["owed"], finding.params["given"], finding.params["free"]) == (
        "MYR 48.00",
        "MYR 50.00",
        "MYR 2.00",
    )


def test_what_is_paid_is_free_again_and_a_second_guarantee_adds_to_the_first(batik: Party) -> None:
    given("50.00")
    lodged(entry(1))
    ledger.post([move("paid-in", "Paid in", "bank", "guarantee:kl-batik", Money.of("48.00", "MYR"))], by=cast.the_hub())
    assert lodged(entry(2), entry(3)) == [[], ["guarantee-used-up"]]
    given("50.00", "BG-2")
    assert lodged(entry(3)) == [[]]


def test_a_refused_declaration_frees_what_it_took(batik: Party) -> None:
    given("50.00")
    facts = entry(1, items=(goods.item(description="Porcelain power bank"),))
    assert lodged(facts, entry(2)) == [[], ["guarantee-used-up"]]
    actions.refuse(Declaration.objects.get(), "Not a tea set", by=cast.by("my-customs"))
    assert lodged(entry(2)) == [[]]


def test_without_a_guarantee_nothing_is_checked_and_before_its_day_it_is_none(batik: Party) -> None:
    assert lodged(entry(1)) == [[]]
    given("10.00", since=goods.DAY + timedelta(days=1))
    assert lodged(entry(2)) == [[]]


def test_registering_again_is_harmless_and_another_content_is_refused(batik: Party) -> None:
    assert given("50.00") == given("50.00")
    with pytest.raises(Refused) as told:
        given("60.00")
    assert told.value.findings[0].code == "guarantee-number-taken"
    assert Guarantee.objects.get().amount_minor == 50_00
    assert record.about("party:kl-batik").filter(kind="customs.guarantee.registered").count() == 1


@pytest.mark.parametrize(
    ("number", "amount", "code"), [("", "1", "guarantee-number-form"), ("BG", "0", "guarantee-of-nothing")]
)
def test_a_guarantee_has_a_number_and_an_amount(batik: Party, number: str, amount: str, code: str) -> None:
    with pytest.raises(Refused) as told:
        given(amount, number)
    assert [finding.code for finding in told.value.findings] == [code]
    assert not Guarantee.objects.exists()


def test_a_guarantee_in_use_is_not_ended_until_another_covers_it(batik: Party) -> None:
    kept = given("50.00")
    lodged(entry(1))
    with pytest.raises(NotAllowedNow) as told:
        actions.end_guarantee(kept, goods.DAY, by=cast.by("my-customs"))
    assert told.value.findings[0].params["used"] == "MYR 48.00"
    given("48.00", "BG-2")
    for _ in range(2):
        assert actions.end_guarantee(kept, goods.DAY, by=cast.by("my-customs")).ended_on == goods.DAY
    assert lodged(entry(2)) == [["guarantee-used-up"]]


def test_only_the_customs_to_which_it_was_given_keeps_it(batik: Party) -> None:
    kept = given("50.00")
    for code in ("kl-batik", "cn-customs", "operator"):
        with pytest.raises(NotYours):
            actions.end_guarantee(kept, goods.DAY, by=cast.by(code))
        with pytest.raises(NotYours):
            actions.register_guarantee("BG-9", batik, "MY", Money.of("9", "MYR"), goods.DAY, by=cast.by(code))
    assert list(queries.guarantees_visible(cast.by("kl-batik"))) == [kept]
    assert list(queries.guarantees_visible(cast.by("my-customs"))) == [kept]
    assert list(queries.guarantees_visible(cast.by("cn-customs"))) == []
    assert Guarantee.objects.get().ended_on is None
