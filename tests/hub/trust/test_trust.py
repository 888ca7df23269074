"""Goods that are unsafe, counterfeit or prohibited: who may say so, who decides, who appeals, and who sees what."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from entrepot.hub.catalogue import actions as catalogue
from entrepot.hub.catalogue.models import Listing
from entrepot.hub.catalogue.queries import families
from entrepot.hub.events import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.orders import shopfront
from entrepot.hub.trust import actions, heard, notices, queries
from entrepot.hub.trust.measures import Statement
from entrepot.hub.trust.models import Measure, Notice
from entrepot.hub.trust.notices import NoticeFacts
from entrepot.trade.finding import Finding, NotAllowedNow, NotYours, Refused
from tests import cast
from tests.hub.orders import shop

pytestmark = pytest.mark.django_db

KEY = "/hz-ceramics/bowl"
SAID = NoticeFacts(
    key=KEY, kind="unsafe", told="Lead in the glaze; my laboratory says so", contact="nur@example.org", honest=True
)
DOWN = Statement(
    outcome="taken-down", kind="unsafe", ground="terms", clause="Terms 4: safe goods", facts="Lead above the limit"
)
VISITOR = Actor("visitor", "", "", cast.NOON)


@pytest.fixture(autouse=True)
def _shop() -> None:
    """A bowl in the shop, and two operators."""
    shop.ceramics()
    priced = replace(shop.BOWL, price="480.00", currency="MYR")
    catalogue.list_products(cast.party("hz-ceramics"), [priced], by=cast.by("hz-ceramics"))
    shopfront.offer(families("hz-ceramics").filter(handle="bowl"), by=cast.the_hub())
    assert shown() == "shown"
    for code in ("operator", "kl-batik", "plant-health"):
        cast.party(code)


def shown() -> str:
    return Listing.objects.get(key=KEY).state


def person(name: str, days: int = 0) -> Actor:
    """One of the operators in person."""
    held = cast.person(f"{name}@example.org", "operator", "operator")
    return Actor("person", str(held.pk), name, cast.NOON + timedelta(days=days), "operator")


def codes(told: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [each.code for each in told.value.findings]


def test_anyone_gives_notice_and_only_the_hub_reads_who() -> None:
    for _ in range(2):
        notice = actions.notify(SAID, by=VISITOR)
    assert Notice.objects.count() == 1
    assert b"nur@" not in bytes(notice.told)
    assert notices.opened(notice) == (SAID.told, "nur@example.org")
    told = Event.objects.get(kind="trust.notice.received")
    assert (told.body["kind"], told.body["trusted"], told.actor["name"]) == ("unsafe", False, "a notifier")
    assert "Lead" not in str(told.body)
    assert shown() == "shown"


def test_the_notice_of_an_authority_is_looked_at_first() -> None:
    actions.notify(SAID, by=VISITOR)
    facts = NoticeFacts(key=KEY, kind="prohibited", told="Not to be sold")
    trusted = actions.notify(facts, by=cast.by("plant-health"))
    assert (trusted.trusted, trusted.party) == (True, "plant-health")
    assert queries.open_notices().first() == trusted
    seller = replace(facts, told="A rival says so")
    with pytest.raises(Refused) as told:
        actions.notify(seller, by=cast.by("kl-batik"))
    assert codes(told) == ["contact-missing", "honesty-not-stated"]


def test_a_notice_is_refused_with_everything_that_is_wrong_with_it() -> None:
    with pytest.raises(Refused) as told:
        actions.notify(NoticeFacts(key=KEY, kind="ugly", told=" "), by=VISITOR)
    assert codes(told) == [
        "notice-kind-unknown",
        "notice-not-substantiated",
        "contact-missing",
        "honesty-not-stated",
    ]
    with pytest.raises(Refused) as told:
        actions.notify(replace(SAID, key="/nobody/nothing"), by=VISITOR)
    assert codes(told) == ["listing-not-shown"]
    assert Notice.objects.count() == 0


def test_a_take_down_hides_the_goods_answers_the_notices_and_says_why() -> None:
    actions.notify(SAID, by=VISITOR)
    for _ in range(2):
        measure = actions.decide(KEY, DOWN, by=person("devi"))
    assert (shown(), measure.state, measure.notices.count()) == ("hidden", "standing", 1)
    assert Listing.objects.get(key=KEY).why == "unsafe: Terms 4: safe goods"
    assert not queries.open_notices().exists()
    told = Event.objects.get(kind="trust.measure.taken")
    assert (told.body["facts"], told.body["notices"]) == ("Lead above the limit", 1)
    shopfront.offer(families("hz-ceramics").filter(handle="bowl"), by=cast.the_hub())
    assert shown() == "hidden"
    with pytest.raises(NotAllowedNow) as again:
        actions.decide(KEY, replace(DOWN, facts="Other"), by=person("devi"))
    assert codes(again) == ["taken-down-already"]


def test_what_is_taken_down_is_sold_through_no_other_door() -> None:
    actions.decide(KEY, DOWN, by=person("devi"))
    [answer] = shop.place(shop.ORDER)
    assert shop.codes(answer) == [("product-taken-down", "/0/lines/0/sku")]


def test_goods_may_be_kept_with_reasons() -> None:
    actions.notify(SAID, by=VISITOR)
    kept = actions.decide(KEY, replace(DOWN, outcome="kept", facts="The report is of another bowl"), by=person("devi"))
    assert (shown(), kept.outcome, queries.open_notices().count()) == ("shown", "kept", 0)
    with pytest.raises(NotAllowedNow) as told:
        actions.appeal(kept.number, "But", by=cast.by("hz-ceramics"))
    assert codes(told) == ["nothing-to-appeal"]


def test_the_seller_appeals_and_another_operator_decides() -> None:
    number = actions.decide(KEY, DOWN, by=person("devi")).number
    seller = cast.by("hz-ceramics", cast.NOON + timedelta(days=2))
    for _ in range(2):
        assert actions.appeal(number, "Our report says otherwise", by=seller).state == "appealed"
    with pytest.raises(NotYours) as told:
        actions.decide_appeal(number, "uphold", "I was right", by=person("devi", 3))
    assert codes(told) == ["appeal-needs-another-operator"]
    assert shown() == "hidden"
    for _ in range(2):
        ended = actions.decide_appeal(number, "reverse", "The report holds", by=person("bo", 3))
    assert (ended.state, shown()) == ("reversed", "shown")
    assert actions.decide(KEY, replace(DOWN, facts="A second report"), by=person("devi", 4)).number != number
    kinds = Event.objects.filter(kind__startswith="trust").order_by("position").values_list("kind", flat=True)
    assert [kind.rpartition(".")[2] for kind in kinds] == ["taken", "appealed", "reversed", "taken"]


def test_an_appeal_that_is_upheld_leaves_the_goods_hidden() -> None:
    number = actions.decide(KEY, DOWN, by=person("devi")).number
    actions.appeal(number, "No", by=cast.by("hz-ceramics"))
    assert actions.decide_appeal(number, "uphold", "The limit is the limit", by=person("bo")).state == "upheld"
    assert shown() == "hidden"
    with pytest.raises(NotAllowedNow):
        actions.appeal(number, "Once more", by=cast.by("hz-ceramics"))


def test_appeals_have_a_last_day_and_say_something() -> None:
    number = actions.decide(KEY, DOWN, by=person("devi")).number
    with pytest.raises(Refused) as told:
        actions.appeal(number, " ", by=cast.by("hz-ceramics"))
    assert codes(told) == ["appeal-empty"]
    with pytest.raises(NotAllowedNow) as told:
        actions.appeal(number, "Late", by=cast.by("hz-ceramics", cast.NOON + timedelta(days=181)))
    assert codes(told) == ["appeal-too-late"]
    with pytest.raises(Refused) as told:
        actions.decide_appeal(number, "reverse", "", by=person("bo"))
    assert codes(told) == ["appeal-reasons-missing"]
    with pytest.raises(NotAllowedNow):
        actions.decide_appeal(number, "reverse", "Nobody asked", by=person("bo"))


def test_only_an_operator_decides_and_only_the_seller_appeals() -> None:
    for stranger in (cast.by("hz-ceramics"), cast.by("plant-health"), cast.stranger(), VISITOR):
        with pytest.raises(NotYours):
            actions.decide(KEY, DOWN, by=stranger)
    assert (Measure.objects.count(), shown()) == (0, "shown")
    number = actions.decide(KEY, DOWN, by=person("devi")).number
    for stranger in (cast.by("kl-batik"), cast.stranger(), person("bo"), VISITOR):
        with pytest.raises(NotYours):
            actions.appeal(number, "Mine", by=stranger)
    actions.appeal(number, "Mine", by=cast.by("hz-ceramics"))
    for stranger in (cast.by("hz-ceramics"), cast.stranger(), VISITOR):
        with pytest.raises(NotYours):
            actions.decide_appeal(number, "reverse", "Mine", by=stranger)
    assert shown() == "hidden"


def test_a_statement_of_reasons_is_complete_and_about_something() -> None:
    with pytest.raises(Refused) as told:
        actions.decide(KEY, Statement(outcome="burnt", kind="", ground="", clause="", facts=""), by=person("devi"))
    assert codes(told) == ["measure-unknown", "statement-incomplete"]
    with pytest.raises(Refused) as told:
        actions.decide("/nobody/nothing", DOWN, by=person("devi"))
    assert codes(told) == ["listing-unknown"]


def test_the_counts_are_everybody_s() -> None:
    actions.notify(SAID, by=VISITOR)
    number = actions.decide(KEY, DOWN, by=person("devi")).number
    actions.appeal(number, "No", by=cast.by("hz-ceramics"))
    actions.decide_appeal(number, "reverse", "So it is", by=person("bo"))
    told = queries.told_publicly()
    assert {name: dict(counted) for name, counted in told.items()} == {
        "notices": {"unsafe": 1},
        "trusted": {},
        "taken-down": {"unsafe": 1},
        "kept": {},
        "appealed": {"unsafe": 1},
        "reversed": {"unsafe": 1},
    }


def test_a_peer_that_took_our_goods_down_is_heard_and_our_operators_look_too() -> None:
    told = heard.Told("MY-2026-1", KEY, "counterfeit", "law", "Trademarks Act", "Copies a brand")
    peer = Actor("peer", "kl.example", "KL hub", cast.NOON)
    for _ in range(2):
        measure = heard.taken_down_there(told, peer="kl.example", by=peer)
    assert (measure.number, shown()) == ("kl.example/MY-2026-1", "shown")
    assert list(queries.measures_of("hz-ceramics")) == [measure]
    assert [(each.peer, each.trusted) for each in queries.open_notices()] == [("kl.example", True)]
    with pytest.raises(NotYours):
        actions.appeal(measure.number, "Not so", by=cast.by("hz-ceramics"))
    for wrong in (("/kl/x", "unsafe"), (KEY, "ugly")):
        other = heard.Told("MY-2026-2", wrong[0], wrong[1], "law", "x", "y")
        with pytest.raises(Refused) as refused:
            heard.taken_down_there(other, peer="kl.example", by=peer)
        assert isinstance(refused.value.findings[0], Finding)
