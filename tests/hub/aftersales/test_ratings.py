"""Who received goods rates them once; words are let pass first, and the seller answers once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from entrepot.hub.aftersales import access, actions, consequences, queries
from entrepot.hub.aftersales.models import Rating
from entrepot.hub.catalogue import showing
from entrepot.hub.events.models import Event
from entrepot.hub.orders.models import Consignment
from entrepot.trade.finding import NotAllowedNow, NotYours, Refused
from tests import cast
from tests.hub.aftersales import sold
from tests.hub.aftersales.sold import direct, visitor, when
from tests.hub.orders import shop


def rated(consignment: Consignment, line: int = 1, stars: int = 4, words: str = "", days: int = 1) -> Rating:
    seal, by = access.seal_of(consignment.ucr), visitor(when(consignment, days))
    return actions.rate(consignment.ucr, line, stars, words, seal=seal, by=by)


def test_stars_count_at_once_and_words_when_an_operator_lets_them_pass() -> None:
    consignment = direct()
    first = rated(consignment, 1, 4, "Thin and light")
    rated(consignment, 2, 5)
    assert (queries.rated("hz-ceramics"), queries.rated("hz-ceramics", "CUP")) == ((2, 9), (1, 4))
    assert (first.state, Rating.objects.get(line=2).state) == ("waiting", "none")
    for _ in range(2):
        assert actions.let_pass(first.pk, by=cast.by("operator")).state == "shown"
    hidden = actions.hide(first.pk, "Names a person", by=cast.by("operator"))
    assert (hidden.state, hidden.why, queries.rated("hz-ceramics")) == ("hidden", "Names a person", (2, 9))
    told = Event.objects.filter(kind="aftersales.rating.given").order_by("position")
    assert [(each.body["sku"], each.body["count"], each.body["total"]) for each in told] == [
        ("CUP", 1, 4),
        ("BOWL", 1, 5),
    ]
    assert "Thin" not in str(list(Event.objects.values_list("body", flat=True)))


def test_a_rating_counts_with_the_listing(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, str, int, int]] = []
    monkeypatch.setattr(showing, "rated", lambda *said, by: told.append(said))
    rated(direct("A-1"), 1, 4)
    rated(direct("A-2"), 1, 1)
    for event in Event.objects.filter(kind="aftersales.rating.given").order_by("position"):
        consequences.rated(event, cast.the_hub())
    assert told == [("hz-ceramics", "CUP", 2, 5)] * 2


def test_a_line_is_rated_once() -> None:
    consignment = direct()
    assert rated(consignment).pk == rated(consignment).pk
    with pytest.raises(NotAllowedNow) as told:
        rated(consignment, stars=1)
    assert told.value.findings[0].code == "rated-already"
    assert Rating.objects.get().stars == 4


def test_only_who_received_the_goods_rates_them_and_in_time() -> None:
    consignment = direct()
    with pytest.raises(NotYours):
        actions.rate(consignment.ucr, 1, 5, seal=access.seal_of("6MYKLBATIK-1"), by=visitor(when(consignment)))
    with pytest.raises(NotAllowedNow) as late:
        rated(consignment, days=91)
    assert late.value.findings[0].code == "rating-too-late"
    waiting = shop.placed(replace(sold.CUPS, number="A-9"))
    with pytest.raises(NotAllowedNow) as early:
        actions.rate(waiting.ucr, 1, 5, seal=access.seal_of(waiting.ucr), by=visitor(cast.NOON))
    assert early.value.findings[0].code == "rating-not-received"
    with pytest.raises(Refused) as wrong:
        rated(consignment, 3, 6, "x" * 4001)
    assert [each.code for each in wrong.value.findings] == ["line-unknown", "stars-wrong", "text-too-long"]
    assert Rating.objects.count() == 0


def test_the_seller_answers_once_and_nobody_answers_for_it() -> None:
    number = rated(direct()).pk
    seller = cast.by("hz-ceramics")
    with pytest.raises(Refused) as empty:
        actions.reply(number, " ", by=seller)
    assert empty.value.findings[0].code == "reply-empty"
    cast.party("kl-batik")
    for stranger in (cast.by("kl-batik"), cast.stranger(), cast.by("operator")):
        with pytest.raises(NotYours):
            actions.reply(number, "Thanks", by=stranger)
    for _ in range(2):
        assert actions.reply(number, "Thanks", by=seller).reply == "Thanks"
    with pytest.raises(NotAllowedNow) as again:
        actions.reply(number, "Thanks again", by=seller)
    assert again.value.findings[0].code == "replied-already"


def test_only_an_operator_judges_words_and_hides_them_with_a_reason() -> None:
    consignment = direct()
    number = rated(consignment, words="Scandalous").pk
    for stranger in (cast.by("hz-ceramics"), cast.stranger()):
        for why in ("", "I do not like it"):
            with pytest.raises(NotYours):
                actions.hide(number, why, by=stranger)
        with pytest.raises(NotYours):
            actions.let_pass(number, by=stranger)
    with pytest.raises(Refused) as told:
        actions.hide(number, " ", by=cast.by("operator"))
    assert told.value.findings[0].code == "why-missing"
    assert Rating.objects.get().state == "waiting"
    mute = rated(consignment, 2).pk
    with pytest.raises(NotAllowedNow):
        actions.let_pass(mute, by=cast.by("operator"))
