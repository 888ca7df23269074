"""Chance is committed to before it decides, shown after, and anybody can make the draw again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from entrepot.hub.customs import actions
from entrepot.hub.customs.law import seed
from entrepot.hub.customs.models import Declaration, SeedPeriod
from entrepot.hub.events.models import Event
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.trade.finding import NotYours
from entrepot.trade.risk import drawn, proves
from tests import cast
from tests.hub.customs import goods

pytestmark = pytest.mark.django_db

LATER = datetime(2026, 5, 6, 12, tzinfo=UTC)  # 35 days after the end of March


def events(kind: str) -> int:
    return Event.objects.filter(kind=kind).count()


def test_the_hashes_of_this_month_and_the_next_are_published_and_nothing_more(batik: Party) -> None:
    published = actions.keep_chance(by=cast.the_hub())
    assert sorted(str(each) for each in published) == ["CN 2026-03", "CN 2026-04", "MY 2026-03", "MY 2026-04"]
    assert actions.keep_chance(by=cast.the_hub()) == []
    assert (events("customs.seed.committed"), events("customs.seed.revealed")) == (4, 0)
    secrets = [seed(each.country, each.committed_at.date()) for each in SeedPeriod.objects.filter(month="2026-03")]
    assert all(secret not in repr(event.body) for event in Event.objects.all() for secret in secrets)


def test_a_seed_is_published_five_weeks_after_its_month_and_proves_its_hash(batik: Party) -> None:
    actions.keep_chance(by=cast.the_hub())
    actions.keep_chance(by=cast.the_hub(LATER.replace(day=5)))
    assert not SeedPeriod.objects.exclude(seed="").exists()
    actions.keep_chance(by=cast.the_hub(LATER))
    shown = SeedPeriod.objects.get(country="MY", month="2026-03")
    assert proves(shown.commitment, shown.seed)
    assert events("customs.seed.revealed") == 2
    assert SeedPeriod.objects.get(country="MY", month="2026-04").seed == ""


def test_a_seed_that_no_longer_proves_its_hash_is_not_published(batik: Party) -> None:
    actions.keep_chance(by=cast.the_hub())
    SeedPeriod.objects.filter(country="MY").update(commitment="0" * 64)
    actions.keep_chance(by=cast.the_hub(LATER))
    assert [str(each) for each in SeedPeriod.objects.exclude(seed="")] == ["CN 2026-03"]


def test_nobody_but_the_hub_and_its_operator_publishes(batik: Party) -> None:
    for by in (cast.stranger(), cast.by("my-customs"), cast.by("kl-batik")):
        with pytest.raises(NotYours):
            actions.keep_chance(by=by)
    assert (SeedPeriod.objects.count(), events("customs.seed.committed")) == (0, 0)


def test_chance_draws_by_the_month_of_lodging_whatever_day_is_declared(batik: Party) -> None:
    """Nobody may declare a day of a month whose seed is known, and choose a reference that is not drawn."""
    officers = [cast.person(f"{name}@example.org", "my-customs", "customs", name) for name in ("aminah", "farid")]
    first, second = (parties.actor_for(person, "my-customs", cast.NOON) for person in officers)
    tree = {"code": "MY-950", "name": "Chance", "lane": "yellow", "when": {"one-in": 2}, "reason": "Drawn by chance."}
    actions.approve_profile(actions.propose_profile("MY", tree, why="A start.", by=first), by=second)
    lodged = LATER.replace(month=9)
    batch = [goods.entry(lrn=f"L-{n}", ucr=f"6CN{n}") for n in range(24)]
    actions.lodge(batch, declarant=batik, by=cast.by("kl-batik", lodged))
    met = {row.ucr for row in Declaration.objects.all() if any(hit["code"] == "MY-950" for hit in row.hits)}
    by_lodging = {facts.ucr for facts in batch if drawn(seed("MY", lodged.date()), facts.ucr, 2)}
    assert met == by_lodging
    assert met != {facts.ucr for facts in batch if drawn(seed("MY", goods.DAY), facts.ucr, 2)}


def test_anybody_makes_a_draw_again_on_the_page(batik: Party) -> None:
    actions.keep_chance(by=cast.the_hub())
    actions.keep_chance(by=cast.the_hub(LATER))
    shown = SeedPeriod.objects.get(country="MY", month="2026-03")
    ucrs = [f"6CN{n}" for n in range(200)]
    hit = next(ucr for ucr in ucrs if drawn(shown.seed, ucr, 5))
    miss = next(ucr for ucr in ucrs if not drawn(shown.seed, ucr, 5))

    def asked(ucr: str, month: str = "MY 2026-03", one_in: str = "5") -> str:
        return Client().get("/chance/", {"ucr": ucr, "month": month, "one_in": one_in}).content.decode()

    assert f"{hit} was drawn by chance." in asked(hit.lower())
    assert f"{miss} was not drawn by chance." in asked(miss)
    assert "still secret" in asked(hit, "MY 2026-04")
    assert "Give how many" in asked(hit, one_in="0")
    assert shown.commitment in asked("")
    secret = seed("MY", datetime(2026, 4, 1, tzinfo=UTC).date())
    assert secret not in asked(hit, "MY 2026-04")
