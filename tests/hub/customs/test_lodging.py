from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models import Decision, Declaration
from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.ledger import queries as ledger
from entrepot.hub.parties.models import Party
from entrepot.trade.finding import NotYours
from entrepot.trade.money import Money
from tests import cast
from tests.hub.customs import goods

pytestmark = pytest.mark.django_db


def codes(judgement: object) -> list[str]:
    return [finding.code for finding in judgement.findings if finding.level == "error"]  # type: ignore[attr-defined]


def kinds() -> list[str]:
    return list(Event.objects.filter(kind__startswith="customs").values_list("kind", flat=True))


def test_low_value_goods_in_order_are_released_at_once(batik: Party):
    [judgement] = actions.lodge([goods.entry()], declarant=batik, by=cast.by("kl-batik"))

    assert judgement.in_order
    declaration = Declaration.objects.get()
    assert (declaration.state, declaration.lane, declaration.decided_at) == ("released", "green", cast.NOON)
    assert (declaration.currency, declaration.duty_minor, declaration.tax_minor) == ("MYR", 0, 4800)
    assert kinds() == ["customs.declaration.lodged", "customs.declaration.released"]
    assert Decision.objects.get().by["ref"] == "customs.selection"


def test_what_is_due_follows_from_the_law_of_the_day_and_says_so(batik: Party):
    actions.lodge([goods.entry()], declarant=batik, by=cast.by("kl-batik"))

    kept = Declaration.objects.get().assessment
    assert (kept["value"], kept["regime"], kept["law"]) == ("500.00", "lvg", Declaration.objects.get().law_digest)
    assert kept["charges"] == [
        {
            "kind": "tax",
            "code": "lvg_tax",
            "amount": "48.00",
            "item": 1,
            "law": "Sales tax on low-value goods, in law since 1 January 2023",
        }
    ]
    duty = next(line for line in kept["lines"] if line["charge"] == "duty")
    assert (duty["amount"], duty["effect"], duty["item"]) == ("0.00", "exempt", 0)
    assert duty["law"]["law"] == "Customs Duties (Exemption) Order 2017, item 94"


def test_duty_and_tax_are_owed_to_the_authority_by_the_declarants_guarantee(batik: Party):
    actions.lodge(
        [goods.entry(items=(goods.item(quantity="2", value="960.00"),))], declarant=batik, by=cast.by("kl-batik")
    )

    declaration = Declaration.objects.get()
    # CIF 980.00 is above RM 500: 25 % duty; each set at 480.00 is low-value goods: 10 % of 960.00.
    assert (declaration.duty_minor, declaration.tax_minor) == (24500, 9600)
    assert ledger.balances("guarantee:") == {("guarantee:kl-batik", "MYR"): 34100}
    assert ledger.balances("tax:") == {("tax:MY:duty", "MYR"): -24500, ("tax:MY:tax", "MYR"): -9600}


def test_what_a_peer_lodges_is_owed_by_the_peer(batik: Party):
    peer = Actor("peer", "hz.example", "Hangzhou hub", cast.NOON)
    actions.lodge([goods.entry()], declarant=batik, by=peer)
    assert ledger.balance("peer:hz.example", "MYR") == 4800


def test_who_receives_the_goods_is_not_readable_in_the_database(batik: Party):
    facts = goods.entry()
    actions.lodge([facts], declarant=batik, by=cast.by("kl-batik"))

    declaration = Declaration.objects.get()
    assert declaration.facts["consignee"] == {"name": "A••• B••• Y•••", "country": "MY", "id": "", "address": ""}
    assert b"Aminah" not in bytes(declaration.sealed)
    assert queries.facts(declaration) == facts
    assert "Aminah" not in str(list(Event.objects.values_list("body", flat=True)))


def test_lodging_the_same_file_again_gives_the_same_answers_and_writes_nothing(batik: Party):
    batch = [goods.entry(), goods.entry(lrn="BAD", items=()), goods.entry(lrn="QH-4712-M")]
    first = actions.lodge(batch, declarant=batik, by=cast.by("kl-batik"))
    events, owed = Event.objects.count(), ledger.balances()
    again = actions.lodge(batch, declarant=batik, by=cast.by("kl-batik"))

    assert again == first
    assert [each.in_order for each in first] == [True, False, True]
    assert Declaration.objects.count() == 2
    assert (Event.objects.count(), ledger.balances()) == (events, owed)


def test_one_reference_twice_in_a_file_is_one_declaration(batik: Party):
    first, second = actions.lodge([goods.entry(), goods.entry()], declarant=batik, by=cast.by("kl-batik"))
    assert first == second
    assert Declaration.objects.count() == 1


def test_a_reference_that_stands_for_other_goods_is_refused_in_place(batik: Party):
    actions.lodge([goods.entry()], declarant=batik, by=cast.by("kl-batik"))
    other = goods.entry(freight="21.00")
    fresh = goods.entry(lrn="QH-4712-M")
    answers = actions.lodge([other, fresh], declarant=batik, by=cast.by("kl-batik"))

    assert [codes(each) for each in answers] == [["lrn-taken"], []]
    assert Declaration.objects.get(lrn=other.lrn).facts["freight"] == "20.00"


def test_answers_come_in_the_order_given_whatever_the_country_and_day(ceramics: Party, batik: Party):
    batch = [
        goods.entry(lrn="A"),
        goods.entry(lrn="B", country="AQ"),
        goods.entry(lrn="C", date=goods.DAY.replace(day=3)),
        goods.entry(lrn="D"),
    ]
    answers = actions.lodge(batch, declarant=batik, by=cast.by("kl-batik"))
    assert [each.facts.lrn for each in answers] == ["A", "B", "C", "D"]
    assert [codes(each) for each in answers] == [[], ["law-not-held"], [], []]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"regime": "cbec"}, "regime-unknown"),
        ({"regime": "relief"}, "my-not-taxed-at-sale"),
        ({"registration": ""}, "my-seller-registered"),
        ({"declarant": "hz-ceramics"}, "declarant-differs"),
        ({"items": (goods.item(hs="28011000"),), "freight": "40.00"}, "rate-missing"),
        ({"items": (goods.item(gross_mass_kg="1.0"),)}, "D020"),
        ({"items": (goods.item(hs="93039000"),)}, "my-arms"),
        ({"items": (goods.item(hs="33049900"),)}, "my-cosmetics"),
    ],
)
def test_what_is_not_in_order_is_refused_and_changes_nothing(batik: Party, changes: dict[str, object], code: str):
    [judgement] = actions.lodge([goods.entry(**changes)], declarant=batik, by=cast.by("kl-batik"))

    assert code in codes(judgement)
    assert (judgement.selection, judgement.assessment) == (None, None)
    assert not Declaration.objects.exists()
    assert not kinds()
    assert ledger.balances() == {}


def test_a_country_without_customs_on_this_hub_is_refused():
    batik = cast.party("kl-batik")
    [judgement] = actions.lodge([goods.entry()], declarant=batik, by=cast.by("kl-batik"))
    assert codes(judgement) == ["no-customs-here"]


def test_a_profile_that_is_met_puts_the_goods_before_an_officer(batik: Party):
    power_bank = goods.entry(items=(goods.item(description="Porcelain power bank"),))
    [judgement] = actions.lodge([power_bank], declarant=batik, by=cast.by("kl-batik"))

    assert judgement.selection is not None
    assert [hit.code for hit in judgement.selection.hits] == ["MY-002"]
    declaration = Declaration.objects.get()
    assert (declaration.state, declaration.lane, declaration.decided_at) == ("under-control", "red", None)
    event = Event.objects.get(kind="customs.declaration.selected")
    assert (event.subject, event.ucr, event.body["lane"]) == (goods.UCR, goods.UCR, "red")
    assert "MY-002" not in str(event.body)


def test_a_stranger_lodges_nothing(batik: Party):
    for somebody in (cast.stranger(), cast.by("hz-ceramics"), cast.by("hz-post")):
        with pytest.raises(NotYours):
            actions.lodge([goods.entry()], declarant=batik, by=somebody)
    assert not Declaration.objects.exists()


def test_a_lodged_declaration_gives_back_the_judgement_that_was_made(batik: Party):
    [judgement] = actions.lodge([goods.entry()], declarant=batik, by=cast.by("kl-batik"))
    kept = queries.judgement(Declaration.objects.get())
    assert kept == judgement
    assert kept.assessment is not None
    assert kept.assessment.due == Money.of("48.00", "MYR")


def test_the_working_of_a_large_batch_is_derived_and_is_the_same_as_the_one_that_is_kept(
    batik: Party, monkeypatch: pytest.MonkeyPatch
):
    actions.lodge([goods.entry()], declarant=batik, by=cast.by("kl-batik"))
    monkeypatch.setattr("entrepot.hub.customs.actions.writing.EXPLAINED", 0)
    actions.lodge([goods.entry(lrn="QH-4712-M")], declarant=batik, by=cast.by("kl-batik"))

    kept, derived = Declaration.objects.order_by("id")
    assert "lines" in kept.assessment
    assert "lines" not in derived.assessment
    assert queries.working(derived) == queries.working(kept) == kept.assessment


def test_a_working_that_another_law_would_give_is_not_told(batik: Party, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("entrepot.hub.customs.actions.writing.EXPLAINED", 0)
    actions.lodge([goods.entry()], declarant=batik, by=cast.by("kl-batik"))
    Declaration.objects.update(law_digest="another")
    assert "lines" not in queries.working(Declaration.objects.get())


def test_parcels_that_differ_in_what_counts_are_each_worked_out(batik: Party):
    batch = [
        goods.entry(lrn="A"),
        goods.entry(lrn="B", items=(goods.item(value="100.00"),)),
        goods.entry(lrn="C"),
        goods.entry(lrn="D", registration="", regime="relief"),
    ]
    answers = actions.lodge(batch, declarant=batik, by=cast.by("kl-batik"))
    due = [each.assessment.due.text for each in answers if each.assessment is not None]
    assert due == ["48.00", "10.00", "48.00", "0.00"]


def test_five_hundred_declarations_are_lodged_in_one_batch(batik: Party, django_assert_max_num_queries: Callable):
    batch = [replace(goods.entry(), lrn=f"B-{n}", ucr=f"6CNQHCERAMIC-{n}") for n in range(500)]
    with django_assert_max_num_queries(80):
        answers = actions.lodge(batch, declarant=batik, by=cast.by("kl-batik"))
    assert all(each.in_order for each in answers)
    assert ledger.balance("guarantee:kl-batik", "MYR") == 500 * 4800
    assert Declaration.objects.filter(state="released").count() == 500
