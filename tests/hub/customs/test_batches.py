"""A file of many declarations is judged as each of them would be alone, and written in one go."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import Any

import pytest
from django.db import transaction

from entrepot.hub import events
from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.actions import writing
from entrepot.hub.customs.models import BatchDecision, Decision, Declaration
from entrepot.hub.events import queries as happened
from entrepot.hub.events.models import Event
from entrepot.hub.ledger import queries as ledger
from entrepot.hub.parties.models import Party
from entrepot.trade.declaration import DeclarationFacts, Trader
from entrepot.trade.finding import NotYours
from tests import cast
from tests.hub.customs import goods

pytestmark = pytest.mark.django_db

MANY = writing.TOGETHER + 5
SELECTION = "customs.selection"
COLUMNS = [field.attname for field in Declaration._meta.fields if field.attname not in ("id", "batch", "sealed")]


def numbered(n: int, **changes: object) -> DeclarationFacts:
    return replace(goods.entry(lrn=f"B-{n}", ucr=f"6CNQHCERAMIC-{n}"), **changes)


def mixed() -> list[DeclarationFacts]:
    """Goods of every fate: free, taxed, dear, suspicious, in foreign money, and refused for many reasons."""
    two = (goods.item(quantity="2", value="960.00"), goods.item(number=2, hs="420222", description="Handbag, leather"))
    changes: list[dict[str, object]] = [
        {},
        {"items": two},
        {"items": (goods.item(value="9600.00"),), "regime": "general", "registration": ""},
        {"items": (goods.item(description="Porcelain power bank"),)},
        {"currency": "CNY"},
        {"currency": "XYZ"},
        {"regime": "cbec"},
        {"registration": ""},
        {"registration": "", "regime": "relief"},
        {"declarant": "hz-ceramics"},
        {"items": (goods.item(hs="28011000"),), "freight": "40.00"},
        {"items": (goods.item(gross_mass_kg="1.0"),)},
        {"items": (goods.item(value="x", net_mass_kg="-1"),)},
        {"items": (goods.item(hs="93039000"),)},
        {"items": (goods.item(hs="33049900"),)},
        {"items": ()},
        {"country": "AQ"},
        {"date": goods.DAY.replace(day=9)},
        {"incoterm": "CIF", "freight": "500.00"},
        {"incoterm": "CIF", "insurance": "3.00"},
        {"consignee": Trader("Li Na", "SG", "880101-14-5566", "3 Orchard Road")},
        {"transport_document": "MASK-77"},
        {"freight": ""},
        {"direction": "export", "country": "MY", "regime": "general"},
        {"lrn": "?"},
        {"invoice_total": "481.00"},
    ]
    return [numbered(n, **change) for n, change in enumerate(changes)]


def kept() -> tuple[dict[str, dict[str, Any]], list[tuple[Any, ...]], dict[tuple[str, str], int]]:
    """What stands in the book, but for the working, which a large batch leaves to be derived."""
    rows = {row["lrn"]: row for row in Declaration.objects.values(*COLUMNS)}
    for row in rows.values():
        row["assessment"] = {name: row["assessment"][name] for name in ("currency", "value", "law", "charges")}
    decided = [
        (each.declaration.lrn, each.move, each.state, each.by, each.reason, each.at)
        for each in chain(*queries.decisions_of(Declaration.objects.order_by("lrn")).values())
    ]
    return rows, decided, ledger.balances()


def test_a_batch_is_judged_and_kept_as_each_declaration_would_be_alone(batik: Party) -> None:
    batch, by = [*mixed(), *(numbered(n) for n in range(100, 100 + MANY))], cast.by("kl-batik")
    with transaction.atomic():
        alone = [judgement for facts in batch for judgement in actions.lodge([facts], declarant=batik, by=by)]
        kept_alone = kept()
        transaction.set_rollback(True)
    together = actions.lodge(batch, declarant=batik, by=by)

    assert together == alone
    assert kept() == kept_alone
    assert len(kept_alone[0]) > writing.TOGETHER
    assert {each.in_order for each in together} == {True, False}


def test_a_batch_is_one_event_found_again_under_every_consignment(batik: Party) -> None:
    batch = [*(numbered(n) for n in range(MANY)), numbered(MANY, items=(goods.item(description="Tea power bank"),))]
    actions.lodge(batch, declarant=batik, by=cast.by("kl-batik"))

    event = Event.objects.get(kind__startswith="customs")
    assert (event.kind, event.ucr, event.body["number"]) == ("customs.batch.lodged", "", MANY + 1)
    assert list(happened.of("6CNQHCERAMIC-3")) == [event]
    told = event.concerning("6CNQHCERAMIC-3")
    assert (told["lrn"], told["happened"], told["lane"], told["tax_minor"]) == ("B-3", "released", "green", 4800)
    assert "parts" not in told
    assert event.concerning(f"6CNQHCERAMIC-{MANY}")["happened"] == "selected"
    assert "MY-002" not in str(event.body)
    assert "Aminah" not in str(event.body)


def test_the_release_of_a_batch_is_one_decision_that_names_exactly_whom_it_releases(batik: Party) -> None:
    looked_at = {3: "Porcelain power bank", 9: "Tea power bank"}
    batch = [
        numbered(n, items=(goods.item(description=looked_at[n]),)) if n in looked_at else numbered(n)
        for n in range(MANY + 2)
    ]
    by = cast.by("kl-batik")
    actions.lodge_batch(batch, declarant=batik, by=by, name="today")
    actions.lodge_batch([numbered(n) for n in range(100, 100 + MANY)], declarant=batik, by=by, name="today")

    one, other = BatchDecision.objects.order_by("id")
    kept = {each.lrn: each for each in Declaration.objects.all()}
    released = {each.pk for each in kept.values() if each.state == "released"}
    assert {number for run in (*one.covers, *other.covers) for number in range(run[0], run[1] + 1)} == released
    assert [len(one.covers), len(other.covers)] == [3, 1]
    assert (one.batch, one.move, one.state, one.by["ref"], one.at) == ("today", "release", "released", SELECTION, by.at)
    for lrn, declaration in kept.items():
        moves = [each.move for each in queries.decisions(declaration)]
        assert moves == (["select"] if lrn in ("B-3", "B-9") else ["release"])
    assert set(Decision.objects.values_list("declaration__lrn", flat=True)) == {"B-3", "B-9"}


def test_what_is_decided_later_of_one_of_a_batch_stands_after_what_was_decided_of_all(batik: Party) -> None:
    actions.lodge([numbered(n) for n in range(MANY)], declarant=batik, by=cast.by("kl-batik"))
    declaration = Declaration.objects.get(lrn="B-4")
    actions.take_back(declaration, "Sent back by the buyer.", by=cast.by("my-customs"))

    assert [each.move for each in queries.decisions(declaration)] == ["release", "take-back"]
    assert [each.move for each in queries.decisions(Declaration.objects.get(lrn="B-5"))] == ["release"]


def test_two_declarations_of_one_consignment_are_both_told(batik: Party) -> None:
    batch = [numbered(n) for n in range(MANY)] + [numbered(MANY, ucr="6CNQHCERAMIC-0")]
    actions.lodge(batch, declarant=batik, by=cast.by("kl-batik"))
    told = [each.concerning("6CNQHCERAMIC-0")["lrn"] for each in happened.of("6CNQHCERAMIC-0")]
    assert told == ["B-0", f"B-{MANY}"]


def test_a_batch_is_one_transfer_of_what_its_declarations_owe(batik: Party) -> None:
    batch = [numbered(n, items=(goods.item(quantity="2", value="960.00"),)) for n in range(MANY)]
    actions.lodge(batch, declarant=batik, by=cast.by("kl-batik"))

    assert ledger.balances() == {
        ("guarantee:kl-batik", "MYR"): MANY * 34100,
        ("tax:MY:duty", "MYR"): -MANY * 24500,
        ("tax:MY:tax", "MYR"): -MANY * 9600,
    }
    assert ledger.trial() == {"MYR": 0}
    rows = Declaration.objects.values_list("duty_minor", "tax_minor")
    assert sum(duty + tax for duty, tax in rows) == ledger.balance("guarantee:kl-batik", "MYR")


def test_what_one_declaration_of_a_batch_owed_is_undone_when_it_is_refused(batik: Party) -> None:
    power_bank = numbered(MANY, items=(goods.item(description="Porcelain power bank"),))
    actions.lodge([*(numbered(n) for n in range(MANY)), power_bank], declarant=batik, by=cast.by("kl-batik"))
    actions.refuse(queries.declaration(f"B-{MANY}", batik), "Not a tea set.", by=cast.by("my-customs"))
    assert ledger.balance("guarantee:kl-batik", "MYR") == MANY * 4800
    assert ledger.trial() == {"MYR": 0}


def test_a_batch_that_was_lodged_before_is_answered_and_changes_nothing(batik: Party) -> None:
    batch, by = mixed(), cast.by("kl-batik")
    first = actions.lodge_batch(batch, declarant=batik, by=by, name="file-1")
    before = (Declaration.objects.count(), Event.objects.count(), ledger.balances())
    resumed = actions.lodge_batch(batch, declarant=batik, by=by, name="file-1")
    again = actions.lodge_batch(batch, declarant=batik, by=by, name="file-2")

    assert (Declaration.objects.count(), Event.objects.count(), ledger.balances()) == before
    assert resumed == first
    assert [each.judgement for each in again] == [each.judgement for each in first]
    assert {(one.outcome, other.outcome) for one, other in zip(first, again, strict=True)} == {
        ("lodged", "repeated"),
        ("refused", "refused"),
    }
    assert [each.mrn for each in again] == [each.mrn for each in first]


def test_the_working_of_a_batch_is_derived_and_is_that_of_one_alone(batik: Party) -> None:
    actions.lodge([numbered(n) for n in range(writing.EXPLAINED + 1)], declarant=batik, by=cast.by("kl-batik"))
    actions.lodge([numbered(-1)], declarant=batik, by=cast.by("kl-batik"))
    alone, derived = Declaration.objects.get(lrn="B--1"), Declaration.objects.get(lrn="B-7")
    assert "lines" not in derived.assessment
    assert queries.working(derived) == alone.assessment


def test_a_stranger_lodges_no_batch(batik: Party) -> None:
    for somebody in (cast.stranger(), cast.by("hz-ceramics"), cast.by("my-customs")):
        with pytest.raises(NotYours):
            actions.lodge([numbered(n) for n in range(MANY)], declarant=batik, by=somebody)
    assert not Declaration.objects.exists()
    assert not Event.objects.filter(kind__startswith="customs").exists()


def test_a_batch_in_which_nothing_is_in_order_writes_nothing(batik: Party) -> None:
    batch = [numbered(n, items=()) for n in range(MANY)]
    answers = actions.lodge_batch(batch, declarant=batik, by=cast.by("kl-batik"))
    assert {each.outcome for each in answers} == {"refused"}
    assert not Event.objects.filter(kind__startswith="customs").exists()
    assert ledger.balances() == {}


def test_an_event_of_one_is_each_of_itself() -> None:
    with transaction.atomic():
        event = events.record("tests.happened", "x", by=cast.the_hub(), ucr="6CNQHCERAMIC-1")
    assert list(event.each()) == [event]
