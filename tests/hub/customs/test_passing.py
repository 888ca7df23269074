"""Goods pass through Malaysia on their way to Singapore: under a guarantee and seals, in time, or they are charged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models import Passage
from entrepot.hub.events import Actor
from entrepot.hub.events import queries as record
from entrepot.hub.ledger import queries as ledger
from entrepot.hub.parties.models import Party
from entrepot.trade.declaration import DeclarationFacts, Trader
from entrepot.trade.finding import NotAllowedNow, NotYours, Refused
from entrepot.trade.money import Money
from tests import cast
from tests.cast import NOON
from tests.hub.customs import goods

ON = replace(goods.EXPORT, consignee=Trader("T••• A•••", "SG"))
SECURED = 187_50  # 25 % of MYR 500, and 10 % sales tax on both: the general import, without any relief
SEALS = ["MY-000123", "MY-000124"]


def officer(days: int = 0) -> Actor:
    return cast.by("my-customs", NOON + timedelta(days=days))


def guaranteed(amount: str = "500.00") -> None:
    actions.register_guarantee(
        "BG-1", cast.party("kl-batik"), "MY", Money.of(amount, "MYR"), goods.DAY, by=officer(), guarantor="A bank"
    )


def declared(facts: DeclarationFacts = ON, **changes: Any) -> Passage:
    return actions.open_passage(
        replace(facts, **changes), country="MY", declarant=cast.party("kl-batik"), by=cast.by("kl-batik")
    )


def refusal(**changes: Any) -> str:
    with pytest.raises(Refused) as refused:
        declared(**changes)
    return refused.value.findings[0].code


def owed() -> tuple[int, int, int]:
    """What stands against the guarantee, what of it is only secured, and what the country has got."""
    accounts = ("guarantee:kl-batik", "passage:MY")
    guarantee, secured = (ledger.balance(each, "MYR") for each in accounts)
    return guarantee, -secured, -sum(ledger.balances("tax:MY").values())


def happened() -> list[str]:
    return [each.kind.rpartition(".")[2] for each in record.of(goods.UCR) if each.kind.startswith("customs.passage")]


def test_goods_pass_through_and_the_guarantee_is_free_again(batik: Party) -> None:
    guaranteed()
    passage = declared()
    assert (passage.origin, passage.country, passage.destination) == ("CN", "MY", "SG")
    assert (passage.state, passage.secured_minor, owed()) == ("accepted", SECURED, (SECURED, SECURED, 0))
    entered = actions.enter(passage, SEALS, by=officer())
    assert (entered.state, entered.seals, entered.due_on) == ("under-way", SEALS, goods.DAY + timedelta(days=14))
    left = actions.discharge(passage, SEALS, by=officer(days=3))
    assert (left.state, left.found, left.ended_at) == ("discharged", SEALS, NOON + timedelta(days=3))
    assert owed() == (0, 0, 0)
    assert happened() == ["accepted", "entered", "discharged"]


def test_every_step_may_be_repeated(batik: Party) -> None:
    guaranteed()
    first = declared()
    assert declared().pk == first.pk
    for _ in range(2):
        actions.enter(first, reversed(SEALS), by=officer())  # type: ignore[arg-type]
    for _ in range(2):
        actions.discharge(first, SEALS, by=officer(days=1))
    assert happened() == ["accepted", "entered", "discharged"]
    assert owed() == (0, 0, 0)


def test_without_a_guarantee_or_beyond_it_nothing_passes(batik: Party) -> None:
    assert refusal() == "passage-unsecured"
    guaranteed("187.49")
    assert refusal() == "guarantee-used-up"
    assert not Passage.objects.exists()
    assert owed() == (0, 0, 0)


def test_what_passes_and_what_is_brought_in_share_one_guarantee(batik: Party) -> None:
    guaranteed("200.00")
    declared()
    [judged] = actions.lodge([goods.entry(ucr="6CN-OTHER")], declarant=batik, by=cast.by("kl-batik"))
    assert [each.code for each in judged.findings if each.level == "error"] == ["guarantee-used-up"]


def test_a_country_whose_law_does_not_say_how_goods_pass_lets_none_pass(batik: Party) -> None:
    guaranteed()
    with pytest.raises(Refused) as refused:
        actions.open_passage(ON, country="SG", declarant=batik, by=cast.by("kl-batik"))
    assert [each.code for each in refused.value.findings] == ["passage-unknown"]
    assert (queries.lets_pass("MY", goods.DAY), queries.lets_pass("SG", goods.DAY)) == (True, False)
    assert not queries.lets_pass("ZZ", goods.DAY)


def test_another_seal_at_the_exit_keeps_the_goods_here(batik: Party) -> None:
    guaranteed()
    passage = actions.enter(declared(), SEALS, by=officer())
    for found in (SEALS[:1], [*SEALS, "MY-9"], ["MY-000123", "MY-000125"]):
        with pytest.raises(Refused) as refused:
            actions.discharge(passage, found, by=officer(days=1))
        assert [each.code for each in refused.value.findings] == ["seals-differ"]
    passage.refresh_from_db()
    assert (passage.state, owed()) == ("under-way", (SECURED, SECURED, 0))


def test_what_leaves_too_late_is_charged_and_not_discharged(batik: Party) -> None:
    guaranteed()
    passage = actions.enter(declared(), SEALS, by=officer())
    with pytest.raises(NotAllowedNow) as refused:
        actions.discharge(passage, SEALS, by=officer(days=15))
    assert refused.value.findings[0].code == "passage-too-late"
    charged = actions.charge(passage, "Not left in time", by=officer(days=15))
    assert (charged.state, charged.reason) == ("charged", "Not left in time")
    assert owed() == (SECURED, 0, SECURED)
    assert set(ledger.trial().values()) == {0}


def test_time_alone_charges_what_is_under_way_and_forgets_what_never_came(batik: Party) -> None:
    guaranteed()
    actions.enter(declared(), SEALS, by=officer())
    declared(ucr="6CN-NEVER-CAME", transport_document="LX473900187CN")
    hub = cast.the_hub(NOON + timedelta(days=15))
    assert actions.close_overdue(goods.DAY + timedelta(days=14), by=hub) == []
    over = actions.close_overdue(goods.DAY + timedelta(days=15), by=hub)
    assert {(each.ucr, each.state) for each in over} == {(goods.UCR, "charged"), ("6CN-NEVER-CAME", "lapsed")}
    assert actions.close_overdue(goods.DAY + timedelta(days=16), by=hub) == []
    assert owed() == (SECURED, 0, SECURED)


def test_an_officer_can_refuse_what_has_not_come_yet(batik: Party) -> None:
    guaranteed()
    passage = declared()
    with pytest.raises(Refused):
        actions.refuse_passage(passage, " ", by=officer())
    assert actions.refuse_passage(passage, "The way is closed", by=officer()).state == "refused"
    assert owed() == (0, 0, 0)
    with pytest.raises(NotAllowedNow):
        actions.enter(passage, SEALS, by=officer())


@pytest.mark.parametrize("seals", [[], [" "], ["x" * 36], ["MY\n1"], [f"MY-{n}" for n in range(21)]])
def test_goods_are_not_let_go_on_without_seals_that_can_be_read(batik: Party, seals: list[str]) -> None:
    guaranteed()
    passage = declared()
    with pytest.raises(Refused):
        actions.enter(passage, seals, by=officer())
    assert Passage.objects.get().state == "accepted"


def test_nobody_but_the_country_s_officers_moves_a_passage(batik: Party) -> None:
    guaranteed()
    passage = declared()
    for by in (cast.by("kl-batik"), cast.by("cn-customs"), cast.stranger(), Actor("peer", "hz.example", "hz", NOON)):
        for act in (
            lambda by: actions.enter(passage, SEALS, by=by),
            lambda by: actions.discharge(passage, SEALS, by=by),
            lambda by: actions.charge(passage, "I want it", by=by),
            lambda by: actions.refuse_passage(passage, "I do not want it", by=by),
        ):
            with pytest.raises(NotYours):
                act(by)
    with pytest.raises(NotYours):
        actions.close_overdue(date(2027, 1, 1), by=cast.stranger())
    assert (Passage.objects.get().state, happened()) == ("accepted", ["accepted"])


def test_who_may_see_a_passage(batik: Party) -> None:
    guaranteed()
    passage = declared()
    for by in (officer(), cast.by("kl-batik"), cast.the_hub()):
        assert queries.passage(passage.mrn, by=by) == passage
    for by in (cast.by("cn-customs"), cast.by("hz-ceramics"), cast.stranger()):
        assert not queries.passages_visible(by).exists()


def test_the_guarantee_stands_although_a_peer_told_of_the_goods(batik: Party) -> None:
    peer = Actor("peer", "hz.example", "Hangzhou e-hub", NOON)
    with pytest.raises(Refused):
        actions.open_passage(ON, country="MY", declarant=batik, by=peer)
    guaranteed()
    assert actions.open_passage(ON, country="MY", declarant=batik, by=peer).charged_to == "guarantee:kl-batik"
