"""What every national system must do, the simulated officer included; and what the hub makes of its answers."""

from __future__ import annotations

from importlib import import_module
from typing import cast

import pytest
from django.db import transaction
from pytest_django import Settings

from entrepot.hub import events
from entrepot.hub.adapters import authority as adapter
from entrepot.hub.adapters.authority.authority import Answer, Authority, Submitted
from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models import Declaration
from entrepot.hub.events.models import Event
from entrepot.trade.finding import Finding, NotYours
from tests import cast as people
from tests.hub.customs import goods

SIMULATOR = "entrepot.hub.adapters.authority.simulator"
DIFFERS = Finding("paid-differs", "The amounts differ.")


def submitted(lane: str = "yellow", *differences: Finding) -> Submitted:
    return Submitted(
        mrn="26MY0000000000000X",
        facts=goods.entry(),
        lane=lane,  # type: ignore[arg-type]
        differences=differences,
        at=people.NOON,
    )


@pytest.fixture(params=[SIMULATOR])
def system(request: pytest.FixtureRequest) -> Authority:
    return cast(Authority, import_module(request.param))


class TestConduct:
    def test_it_has_a_name_and_says_whether_it_is_real(self, system: Authority) -> None:
        assert system.NAME
        assert isinstance(system.SIMULATED, bool)

    def test_it_answers_for_the_declaration_that_it_was_asked_about(self, system: Authority) -> None:
        answer = system.submit(submitted())
        assert answer is None or answer.mrn == "26MY0000000000000X"

    def test_the_same_question_gets_the_same_answer(self, system: Authority) -> None:
        for lane in ("yellow", "red"):
            assert system.submit(submitted(lane)) == system.submit(submitted(lane))

    def test_a_hard_answer_has_a_reason(self, system: Authority) -> None:
        answer = system.submit(submitted("yellow", DIFFERS))
        assert answer is None or answer.reason

    def test_a_message_that_is_not_the_authoritys_is_refused(self, system: Authority) -> None:
        with pytest.raises(NotYours):
            system.notify(b'{"mrn": "26MY0000000000000X", "move": "release"}', {})


class TestSimulatedOfficer:
    def test_it_releases_what_is_in_order_on_the_yellow_lane_and_says_that_it_is_simulated(self) -> None:
        from entrepot.hub.adapters.authority import simulator

        assert simulator.submit(submitted()) == Answer(
            mrn="26MY0000000000000X",
            move="release",
            reason="Simulated documentary check: the papers are in order.",
        )
        asked = simulator.submit(submitted("yellow", DIFFERS))
        assert asked is not None
        assert (asked.move, asked.reason) == ("ask-for-documents", "Simulated documentary check: The amounts differ.")
        assert simulator.submit(submitted("red")) is None


@pytest.mark.django_db
class TestTheHub:
    @pytest.fixture
    def watch(self, settings: Settings) -> Declaration:
        """A watch of little value by weight, on the yellow lane."""
        settings.ENTREPOT_AUTHORITY = SIMULATOR
        people.party("my-customs")
        item = goods.item(hs="91021100", description="Wrist watch", value="90.00", net_mass_kg="1", gross_mass_kg="1.2")
        facts = goods.entry(items=(item,))
        actions.lodge([facts], declarant=people.party("kl-batik"), by=people.by("kl-batik"))
        declaration = Declaration.objects.get()
        assert (declaration.state, declaration.lane) == ("under-control", "yellow")
        return declaration

    def selected(self) -> Event:
        return Event.objects.get(kind="customs.declaration.selected")

    def test_the_simulated_officer_releases_the_yellow_lane(self, watch: Declaration) -> None:
        for _ in range(2):
            adapter.examined(self.selected(), people.the_hub(people.NOON + adapter.CHECK))
        watch.refresh_from_db()
        assert (watch.state, watch.decided_at) == ("released", people.NOON + adapter.CHECK)
        released = Event.objects.get(kind="customs.declaration.released")
        assert (released.actor["kind"], released.actor["name"]) == ("simulator", "simulated-officer")

    def test_of_a_batch_each_that_was_selected_is_asked_for(self, watch: Declaration) -> None:
        parts = {
            watch.ucr: {"mrn": watch.mrn, "happened": "selected"},
            "6CNSTRANGER-1": {"mrn": "26MY0000000000000X", "happened": "released"},
        }
        with transaction.atomic():
            batch = events.record_batch("customs.batch.lodged", "batch:b", by=people.the_hub(), parts=parts)
        for _ in range(2):
            adapter.examined_together(batch, people.the_hub(people.NOON + adapter.CHECK))
        watch.refresh_from_db()
        assert watch.state == "released"

    def test_what_an_officer_has_claimed_is_left_alone(self, watch: Declaration) -> None:
        actions.claim(watch, by=people.by("my-customs"))
        adapter.examined(self.selected(), people.the_hub())
        watch.refresh_from_db()
        assert watch.state == "under-control"

    def test_without_a_system_everything_waits_for_people(self, watch: Declaration, settings: Settings) -> None:
        settings.ENTREPOT_AUTHORITY = ""
        adapter.examined(self.selected(), people.the_hub())
        assert list(queries.queue("MY")) == [watch]

    def test_a_refusal_is_carried_out_with_its_reason(self, watch: Declaration) -> None:
        system = adapter.authority()
        assert system is not None
        adapter.noted(system, Answer(mrn=watch.mrn, move="refuse", reason="Not a watch."), people.the_hub())
        watch.refresh_from_db()
        assert (watch.state, watch.decisions.get(move="refuse").reason) == ("refused", "Not a watch.")
