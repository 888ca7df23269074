"""Profiles are changed with four eyes, tried before they count, and refused without a trace."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models import Declaration, ProfileChange
from entrepot.hub.events import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.trade.finding import NotAllowedNow, NotYours, Refused
from tests import cast
from tests.hub.customs import goods

pytestmark = pytest.mark.django_db

TEA: dict[str, Any] = {
    "code": "MY-901",
    "name": "Tea sets",
    "lane": "yellow",
    "when": {"direction": "import", "an-item": {"goods": ["6911"]}},
    "reason": "Tea sets are looked at for a while.",
}


def officer(name: str, party: str = "my-customs") -> Actor:
    person = cast.person(f"{name}@example.org", party, "customs", name.title())
    return parties.actor_for(person, party, cast.NOON)


def lodge(lrn: str, **changes: Any) -> str:
    facts = goods.entry(lrn=lrn, **changes)
    actions.lodge([facts], declarant=cast.party("kl-batik"), by=cast.by("kl-batik"))
    return Declaration.objects.get(lrn=lrn).lane


def proposed(**changes: Any) -> ProfileChange:
    return actions.propose_profile("MY", {**TEA, **changes}, why="Complaints.", by=officer("aminah"))


def nothing_changed(changes: int = 0) -> bool:
    return (
        ProfileChange.objects.filter(state="approved").count() == 0
        and ProfileChange.objects.count() == changes
        and "MY-901" not in queries.profiles_in_force("MY", goods.DAY)
    )


def told(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [finding.code for finding in refused.value.findings]


def test_a_profile_counts_when_a_second_officer_approves_it(batik: Party) -> None:
    change = proposed()
    assert lodge("A-1") == "green"
    actions.approve_profile(change, by=officer("farid"), reason="Seen.")
    assert lodge("A-2") == "yellow"
    row = ProfileChange.objects.get()
    assert (row.state, row.reason, row.author != row.decider) == ("approved", "Seen.", True)
    kinds = list(Event.objects.filter(kind__startswith="customs.profile.").values_list("kind", flat=True))
    assert kinds == ["customs.profile.proposed", "customs.profile.approved"]


def test_what_is_looked_for_stands_in_no_event(batik: Party) -> None:
    actions.approve_profile(proposed(), by=officer("farid"))
    assert all("6911" not in repr(event.body) and "MY-901" not in repr(event.body) for event in Event.objects.all())


def test_nobody_approves_their_own_proposal(batik: Party) -> None:
    change = proposed()
    with pytest.raises(NotYours) as refused:
        actions.approve_profile(change, by=officer("aminah"))
    assert told(refused) == ["own-proposal"]
    assert nothing_changed(1)
    assert lodge("A-1") == "green"


def test_the_database_too_refuses_two_eyes(batik: Party) -> None:
    change = proposed()
    with pytest.raises(IntegrityError), transaction.atomic():
        ProfileChange.objects.filter(pk=change.pk).update(state="approved", decider=change.author)


def test_a_stranger_a_trader_a_machine_and_an_officer_of_another_country_change_nothing(batik: Party) -> None:
    change = proposed()
    others = [cast.stranger(), cast.by("kl-batik"), cast.by("my-customs"), cast.the_hub(), officer("lin", "cn-customs")]
    for by in others:
        for deed in (
            lambda by=by: actions.propose_profile("MY", {**TEA, "code": "MY-902"}, why="Mine.", by=by),
            lambda by=by: actions.propose_retirement("MY", "MY-001", why="Mine.", by=by),
            lambda by=by: actions.approve_profile(change, by=by),
            lambda by=by: actions.reject_profile(change, "No.", by=by),
        ):
            with pytest.raises(NotYours):
                deed()
    assert nothing_changed(1)
    assert ProfileChange.objects.get().state == "proposed"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"code": "CN-901"}, "profile-code"),
        ({"lane": "blue"}, "risk-word-wrong"),
        ({"when": {}}, "risk-word-wrong"),
        ({"when": {"import": "everything"}}, "risk-word-unknown"),
        ({"when": None}, "risk-word-wrong"),
        ({"name": ""}, "risk-word-wrong"),
        ({"secret": "x"}, "risk-word-unknown"),
        ({"when": {"an-item": {"words": ["x" * 30_000]}}}, "profile-too-long"),
    ],
)
def test_what_is_no_profile_is_refused(batik: Party, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        proposed(**changes)
    assert told(refused) == [code]
    assert nothing_changed()


def test_a_proposal_needs_a_reason_and_a_profile_has_one_proposal_at_a_time(batik: Party) -> None:
    with pytest.raises(Refused) as refused:
        actions.propose_profile("MY", TEA, why=" ", by=officer("aminah"))
    assert told(refused) == ["reason-missing"]
    proposed()
    with pytest.raises(NotAllowedNow) as second:
        actions.propose_profile("MY", TEA, why="Again.", by=officer("farid"))
    assert told(second) == ["profile-proposal-open"]
    assert nothing_changed(1)


def test_a_proposal_is_decided_once(batik: Party) -> None:
    change = proposed()
    actions.reject_profile(change, "Too wide.", by=officer("farid"))
    with pytest.raises(NotAllowedNow) as refused:
        actions.approve_profile(change, by=officer("farid"))
    assert told(refused) == ["profile-change-not-approve"]
    assert (ProfileChange.objects.get().state, nothing_changed(1)) == ("rejected", True)


def test_the_author_takes_a_proposal_back(batik: Party) -> None:
    actions.reject_profile(proposed(), "A mistake.", by=officer("aminah"))
    assert ProfileChange.objects.get().state == "withdrawn"


def test_a_profile_of_the_law_is_changed_here_and_taken_away_and_the_file_stays(batik: Party) -> None:
    battery = replace(goods.TEA_SET, description="Power bank for travel")
    assert lodge("B-1", items=(battery,)) == "red"
    law = dict(queries.profiles_in_force("MY", goods.DAY)["MY-002"])
    milder = {name: law[name] for name in ("code", "name", "when", "reason")} | {"lane": "yellow"}
    change = actions.propose_profile("MY", milder, why="Too many.", by=officer("aminah"))
    actions.approve_profile(change, by=officer("farid"))
    assert lodge("B-2", items=(battery,)) == "yellow"
    away = actions.propose_retirement("MY", "MY-002", why="Not needed.", by=officer("farid"))
    assert away.against_id == change.pk
    actions.approve_profile(away, by=officer("aminah"))
    assert lodge("B-3", items=(battery,)) == "green"
    assert [each.kind for each in queries.profile_changes("MY", "MY-002")] == ["retire", "put"]
    with pytest.raises(Refused) as refused:
        actions.propose_retirement("MY", "MY-002", why="Again.", by=officer("farid"))
    assert told(refused) == ["profile-unknown"]


def test_a_proposal_is_tried_on_what_was_declared_and_says_how_often_it_would_have_been_right(batik: Party) -> None:
    lodge("C-1")
    lodge("C-2", items=(goods.item(hs="42022200"),))
    lodge("C-3", items=(replace(goods.TEA_SET, description="Power bank"),))
    stopped = Declaration.objects.get(lrn="C-3")
    actions.refuse(stopped, "A battery.", by=officer("farid"))
    tested = proposed().tested
    assert (tested["looked_at"], tested["before"], tested["now"]) == (3, 0, 2)
    assert tested["lanes"] == {"green yellow": 1}
    assert (tested["known"], tested["wrong"]) == (1, 1)
    assert set(tested["examples"]) == set(
        Declaration.objects.filter(lrn__in=("C-1", "C-3")).values_list("mrn", flat=True)
    )
    assert Declaration.objects.get(lrn="C-1").lane == "green"


def test_hits_are_counted_by_profile(batik: Party) -> None:
    lodge("D-1")
    lodge("D-2", items=(replace(goods.TEA_SET, description="Power bank"),))
    assert queries.hits_by_profile("MY") == (2, {"MY-002": 1})
