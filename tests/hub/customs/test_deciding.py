from __future__ import annotations

from collections.abc import Callable

import pytest

from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models import Decision, Declaration
from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.ledger import queries as ledger
from entrepot.trade.finding import NotAllowedNow, NotYours, Refused
from tests import cast
from tests.hub.customs import goods

pytestmark = pytest.mark.django_db

LAW = "Customs Act 1967"
MOVES: dict[str, Callable[..., Declaration]] = {
    "release": actions.release,
    "refuse": lambda declaration, *, by: actions.refuse(declaration, "Not a tea set.", by=by),
    "invalidate": lambda declaration, *, by: actions.invalidate(declaration, "The goods did not come.", by=by),
    "claim": actions.claim,
    "ask_for_documents": lambda declaration, *, by: actions.ask_for_documents(declaration, "Show the invoice.", by=by),
}


def officer() -> Actor:
    return cast.by("my-customs")


def aisyah() -> Actor:
    from entrepot.hub.parties import queries as parties

    return parties.actor_for(cast.person("aisyah@example.org", "my-customs", "customs"), "my-customs", cast.NOON)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [finding.code for finding in refused.value.findings]


def test_an_officer_releases_the_goods_and_the_reason_stays(under_control: Declaration):
    actions.release(under_control, by=aisyah(), reason="Opened: a tea set.", law=LAW)

    under_control.refresh_from_db()
    assert (under_control.state, under_control.decided_at) == ("released", cast.NOON)
    decision = Decision.objects.get(move="release")
    assert (decision.reason, decision.law, decision.by["party"]) == ("Opened: a tea set.", LAW, "my-customs")
    event = Event.objects.get(kind="customs.declaration.released")
    assert (event.ucr, event.body["mrn"], event.body["reason"]) == (
        goods.UCR,
        under_control.mrn,
        "Opened: a tea set.",
    )


def test_a_refusal_gives_back_what_was_charged(under_control: Declaration):
    assert ledger.balance("guarantee:kl-batik", "MYR") == 4800
    actions.refuse(under_control, "Not a tea set.", by=officer(), law=LAW)

    under_control.refresh_from_db()
    assert under_control.state == "refused"
    assert ledger.balance("guarantee:kl-batik", "MYR") == 0
    assert ledger.balance("tax:MY:tax", "MYR") == 0
    assert ledger.trial() == {"MYR": 0}


def test_an_invalidated_declaration_owes_nothing(under_control: Declaration):
    actions.invalidate(under_control, "The goods did not come.", by=officer())
    under_control.refresh_from_db()
    assert (under_control.state, ledger.balance("guarantee:kl-batik", "MYR")) == ("invalidated", 0)
    assert Event.objects.filter(kind="customs.declaration.invalidated").count() == 1


def test_a_document_that_is_asked_for_leaves_the_goods_where_they_are(under_control: Declaration):
    actions.ask_for_documents(under_control, "Show the invoice.", by=officer(), law=LAW)
    under_control.refresh_from_db()
    assert under_control.state == "under-control"
    event = Event.objects.get(kind="customs.declaration.documents_asked")
    assert (event.body["asked"], event.subject) == ("Show the invoice.", goods.UCR)


def test_what_an_officer_has_claimed_no_other_decides(under_control: Declaration):
    actions.claim(under_control, by=aisyah())
    under_control.refresh_from_db()
    assert under_control.claimed_by == f"person:{aisyah().ref}"

    for move in MOVES.values():
        with pytest.raises(NotAllowedNow) as refused:
            move(under_control, by=officer())
        assert codes(refused) == ["claimed-by-another"]
    actions.unclaim(under_control, by=aisyah())
    actions.release(under_control, by=officer())
    under_control.refresh_from_db()
    assert under_control.state == "released"


@pytest.mark.parametrize("move", MOVES)
def test_repeating_a_decision_is_harmless(under_control: Declaration, move: str):
    MOVES[move](under_control, by=officer())
    decisions, events, owed = Decision.objects.count(), Event.objects.count(), ledger.balances()
    MOVES[move](under_control, by=officer())
    assert (Decision.objects.count(), Event.objects.count(), ledger.balances()) == (decisions, events, owed)


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("who", ["cn-customs", "kl-batik", "hz-post", "operator"])
def test_nobody_but_the_customs_of_the_country_decides(under_control: Declaration, move: str, who: str):
    with pytest.raises(NotYours):
        MOVES[move](under_control, by=cast.by(who))
    with pytest.raises(NotYours):
        MOVES[move](under_control, by=cast.stranger())
    under_control.refresh_from_db()
    assert (under_control.state, under_control.claimed_by) == ("under-control", "")


@pytest.mark.parametrize("move", MOVES)
def test_a_peer_never_decides(under_control: Declaration, move: str):
    with pytest.raises(NotYours):
        MOVES[move](under_control, by=Actor("peer", "hz.example", "Hangzhou hub", cast.NOON))


@pytest.mark.parametrize("move", ["refuse", "invalidate", "claim", "ask_for_documents"])
def test_nothing_is_decided_after_release(under_control: Declaration, move: str):
    actions.release(under_control, by=officer())
    owed = ledger.balances()
    with pytest.raises(NotAllowedNow):
        MOVES[move](under_control, by=officer())
    under_control.refresh_from_db()
    assert (under_control.state, ledger.balances()) == ("released", owed)


@pytest.mark.parametrize(
    "move", [actions.refuse, actions.invalidate, actions.ask_for_documents], ids=["refuse", "invalidate", "ask"]
)
def test_a_hard_decision_needs_a_reason(under_control: Declaration, move: Callable[..., Declaration]):
    with pytest.raises(Refused) as refused:
        move(under_control, "  ", by=officer())
    assert codes(refused) == ["reason-missing"]
    under_control.refresh_from_db()
    assert under_control.state == "under-control"


def test_the_queue_shows_red_before_yellow_and_the_oldest_first(under_control: Declaration):
    watch = goods.item(hs="91021100", description="Wrist watch", value="90.00", net_mass_kg="1", gross_mass_kg="1.2")
    batch = [
        goods.entry(lrn="Y-1", items=(watch,)),
        goods.entry(lrn="R-2", items=(goods.item(description="Cup and power bank"),)),
        goods.entry(lrn="G-3"),
    ]
    actions.lodge(batch, declarant=cast.party("kl-batik"), by=cast.by("kl-batik"))
    assert [each.lrn for each in queries.queue("MY")] == [under_control.lrn, "R-2", "Y-1"]
    assert list(queries.queue("CN")) == []


def test_the_declarant_and_the_officer_may_read_and_nobody_else(under_control: Declaration):
    who = ("kl-batik", "my-customs", "cn-customs", "hz-ceramics")
    assert [queries.may_see(under_control, by=cast.by(code)) for code in who] == [True, True, False, False]
