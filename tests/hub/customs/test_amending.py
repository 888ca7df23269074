"""Amendments: judged as a lodging is, with the version before kept and the duty posted anew."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from entrepot.hub.customs import actions, queries, snapshot
from entrepot.hub.customs.models import Declaration, DeclarationVersion, InformationRequest
from entrepot.hub.events.models import Event
from entrepot.hub.ledger import queries as ledger
from entrepot.hub.parties.models import Party
from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.finding import NotAllowedNow, NotYours, Refused
from tests import cast
from tests.hub.customs import goods
from tests.hub.customs.controlling import codes, officer, unchanged
from tests.hub.customs.test_quota import bonded

pytestmark = pytest.mark.django_db

WHY = "The price was misread."


File = Callable[..., None]


@pytest.fixture
def waiting(ceramics: Party) -> Declaration:
    """An export that waits for its papers."""
    actions.lodge([goods.export()], declarant=ceramics, by=cast.by("hz-ceramics"))
    return Declaration.objects.get()


def asked_to_amend(declaration: Declaration) -> InformationRequest:
    return actions.ask(declaration, "Name the battery.", by=officer(), wanted="amendment")


def dearer(**changes: object) -> DeclarationFacts:
    """The tea set under control, named as a power bank, at another price."""
    item = goods.item(description="Porcelain power bank", value="300.00")
    return goods.entry(items=(item,), **changes)


def test_what_waits_is_amended_at_will_and_what_it_said_is_kept(waiting: Declaration) -> None:
    amended = goods.export(items=(goods.item(value="490.00"),))
    actions.amend(waiting, amended, WHY, by=cast.by("hz-ceramics"))

    waiting.refresh_from_db()
    assert (waiting.state, waiting.version, queries.facts(waiting)) == ("lodged", 2, amended)
    before = DeclarationVersion.objects.get()
    assert (before.number, snapshot.facts_back(before.facts, bytes(before.sealed))) == (1, goods.export())
    decision = waiting.decisions.get()
    assert (decision.move, decision.state, decision.reason) == ("amend", "lodged", WHY)
    event = Event.objects.get(kind="customs.declaration.amended")
    assert (event.body["version"], event.body["mrn"]) == (2, waiting.mrn)


def test_the_papers_are_matched_again(waiting: Declaration, file: File) -> None:
    file()
    waiting.refresh_from_db()
    assert waiting.state == "released"


def test_an_amendment_can_make_the_papers_agree(ceramics: Party, file: File) -> None:
    wrong = goods.export(items=(goods.item(value="490.00"),))
    actions.lodge([wrong], declarant=ceramics, by=cast.by("hz-ceramics"))
    file("order", "payment")
    declaration = Declaration.objects.get()
    actions.amend(declaration, goods.export(), WHY, by=cast.by("hz-ceramics"))
    declaration.refresh_from_db()
    assert {each["code"] for each in declaration.differences} == {"paper-missing"}
    file("waybill")
    declaration.refresh_from_db()
    assert (declaration.state, declaration.lane) == ("released", "green")


def test_duty_is_undone_and_posted_anew_when_an_officer_asks(under_control: Declaration) -> None:
    assert ledger.balance("guarantee:kl-batik", "MYR") == 4800
    asked = asked_to_amend(under_control)
    actions.amend(under_control, dearer(), WHY, by=cast.by("kl-batik"))

    under_control.refresh_from_db()
    asked.refresh_from_db()
    assert (under_control.state, under_control.lane, under_control.tax_minor) == ("under-control", "red", 3000)
    assert (asked.state, ledger.balance("guarantee:kl-batik", "MYR")) == ("answered", 3000)
    assert ledger.balance("tax:MY:tax", "MYR") == -3000
    actions.refuse(under_control, "Not a tea set.", by=officer())
    assert ledger.balance("guarantee:kl-batik", "MYR") == 0
    assert ledger.trial() == {"MYR": 0}


def test_what_is_under_control_stays_there_though_nothing_is_looked_for_any_more(under_control: Declaration) -> None:
    asked_to_amend(under_control)
    actions.amend(under_control, goods.entry(), WHY, by=cast.by("kl-batik"))
    under_control.refresh_from_db()
    assert (under_control.state, under_control.lane, under_control.hits) == ("under-control", "red", [])


def test_amending_twice_charges_once_each_time(under_control: Declaration) -> None:
    for price, owed in (("300.00", 3000), ("200.00", 2000)):
        asked_to_amend(under_control)
        facts = goods.entry(items=(goods.item(description="Porcelain power bank", value=price),))
        actions.amend(under_control, facts, WHY, by=cast.by("kl-batik"))
        assert ledger.balance("guarantee:kl-batik", "MYR") == owed
    assert list(under_control.versions.values_list("number", "tax_minor")) == [(1, 4800), (2, 3000)]


def test_the_same_amendment_again_is_harmless(waiting: Declaration) -> None:
    amended = goods.export(items=(goods.item(value="490.00"),))
    actions.amend(waiting, amended, WHY, by=cast.by("hz-ceramics"))
    with unchanged():
        actions.amend(waiting, amended, WHY, by=cast.by("hz-ceramics"))


def test_under_control_nothing_is_amended_that_was_not_asked_for(under_control: Declaration) -> None:
    with unchanged(), pytest.raises(NotAllowedNow) as refused:
        actions.amend(under_control, dearer(), WHY, by=cast.by("kl-batik"))
    assert codes(refused) == ["amendment-not-asked"]


def test_an_answer_in_words_is_no_amendment(under_control: Declaration) -> None:
    asked = asked_to_amend(under_control)
    with unchanged(), pytest.raises(NotAllowedNow) as refused:
        actions.reply(asked, "It is a battery.", by=cast.by("kl-batik"))
    assert codes(refused) == ["amendment-asked"]


def test_a_released_declaration_cannot_be_amended(under_control: Declaration) -> None:
    actions.release(under_control, by=officer())
    with unchanged(), pytest.raises(NotAllowedNow) as refused:
        actions.amend(under_control, dearer(), WHY, by=cast.by("kl-batik"))
    assert codes(refused) == ["declaration-not-amend"]


def test_an_amendment_that_is_not_in_order_changes_nothing(waiting: Declaration) -> None:
    for facts, found in (
        (goods.export(items=()), ["D018"]),
        (goods.export(ucr="6CNQHCERAMIC-9999", items=(goods.item(value="1.00"),)), ["amendment-of-another"]),
    ):
        with unchanged(), pytest.raises(Refused) as refused:
            actions.amend(waiting, facts, WHY, by=cast.by("hz-ceramics"))
        assert codes(refused) == found
    with unchanged(), pytest.raises(Refused) as refused:
        actions.amend(waiting, goods.export(freight="21.00"), " ", by=cast.by("hz-ceramics"))
    assert codes(refused) == ["reason-missing"]


@pytest.mark.parametrize("who", ["kl-batik", "cn-customs", "my-customs", "operator"])
def test_nobody_amends_for_the_declarant(waiting: Declaration, who: str) -> None:
    with unchanged(), pytest.raises(NotYours):
        actions.amend(waiting, goods.export(freight="21.00"), WHY, by=cast.by(who))


def test_an_amended_sale_is_counted_once_in_a_persons_year(batik: Party) -> None:
    batch = [bonded(n, "5000.00") for n in range(5)]
    actions.lodge(batch, declarant=batik, by=cast.by("kl-batik"))
    first = Declaration.objects.get(lrn=batch[0].lrn)
    assert first.state == "lodged"
    actions.amend(first, bonded(0, "4999.99"), WHY, by=cast.by("kl-batik"))
    assert list(first.personal_uses.order_by("pk").values_list("amount_minor", "given_back_at")) == [
        (500000, cast.NOON),
        (499999, None),
    ]
    [over] = actions.lodge([bonded(5, "1000.02")], declarant=batik, by=cast.by("kl-batik"))
    [within] = actions.lodge([bonded(6, "1000.01")], declarant=batik, by=cast.by("kl-batik"))
    assert (over.in_order, within.in_order) == (False, True)


def test_an_amendment_beyond_a_persons_year_is_refused_and_the_first_stands(batik: Party) -> None:
    actions.lodge([bonded(n, "5000.00") for n in range(5)], declarant=batik, by=cast.by("kl-batik"))
    actions.lodge([bonded(5, "1000.00")], declarant=batik, by=cast.by("kl-batik"))
    last = Declaration.objects.get(lrn="BD-5")
    with unchanged(), pytest.raises(Refused) as refused:
        actions.amend(last, bonded(5, "1000.01"), WHY, by=cast.by("kl-batik"))
    assert "year-limit-used-up" in codes(refused)
