"""What holds on SQLite holds on PostgreSQL, and when several doors are used at one moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

import pytest
from django.db import connection

from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models import Declaration
from entrepot.hub.events.models import Event
from entrepot.hub.ledger import queries as ledger
from entrepot.trade.declaration import PermitUse as Use
from tests import cast
from tests.hub.customs import goods
from tests.hub.customs.conftest import SENDERS
from tests.postgresql import again

pytestmark = pytest.mark.postgres
Result = TypeVar("Result")


def at_once(works: Sequence[Callable[[], Result]]) -> list[Result]:
    """Do all of it at one moment, each in a thread with a connection of its own."""
    gate = threading.Barrier(len(works))
    done: list[Result] = []
    failed: list[BaseException] = []

    def run(work: Callable[[], Result]) -> None:
        try:
            gate.wait(20)
            done.append(work())
        except BaseException as fault:
            failed.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    return done


def test_what_holds_on_sqlite_holds_on_postgresql(postgres_url: str) -> None:
    done = again(postgres_url, "tests/hub/customs", "tests/hub/finance", "tests/hub/training")
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]


@pytest.mark.usefixtures("on_postgres")
def test_samples_of_declarations_are_small_and_pass_by_what_no_query_looks_into() -> None:
    of_table = "attrelid = 'customs_declaration'::regclass AND attnum > 0"
    asked = f"SELECT attname, attstattarget FROM pg_attribute WHERE {of_table}"  # noqa: S608 - ours
    with connection.cursor() as cursor:
        cursor.execute(asked)
        targets = dict(cursor.fetchall())
    assert {name for name, target in targets.items() if target == 0} == {
        *("facts", "sealed", "assessment", "findings", "differences", "hits")
    }
    assert {target for target in targets.values() if target} == {20}


@pytest.mark.usefixtures("on_postgres")
class TestAtOneMoment:
    @pytest.fixture(autouse=True)
    def _cast(self, on_postgres: None) -> None:
        for code in ("cn-customs", "my-customs", "hz-ceramics", "kl-batik", "plant-health", *SENDERS.values()):
            cast.party(code)

    def test_a_file_sent_through_six_doors_is_lodged_once_and_answered_six_times(self) -> None:
        batch = [goods.entry(lrn=f"B-{n}", ucr=f"6CNQHCERAMIC-{n}") for n in range(5)]
        declarant, by = cast.party("kl-batik"), cast.by("kl-batik")

        answers = at_once([lambda: actions.lodge(batch, declarant=declarant, by=by)] * 6)

        assert answers == [answers[0]] * 6
        assert all(each.in_order for each in answers[0])
        assert Declaration.objects.filter(state="released").count() == 5
        assert Event.objects.filter(kind="customs.declaration.released").count() == 5
        assert ledger.balance("guarantee:kl-batik", "MYR") == 5 * 4800

    def test_a_permit_is_not_overdrawn_by_who_comes_at_the_same_time(self) -> None:
        declarant, by, agency = cast.party("kl-batik"), cast.by("kl-batik"), cast.by("plant-health")
        permit = actions.issue_permit(
            actions.apply_for_permit(
                declarant,
                kind="cosmetics-notification",
                agency=cast.party("plant-health"),
                goods="3304",
                quantity="10",
                unit="H87",
                by=by,
            ),
            valid_from=date(2026, 1, 1),
            valid_to=date(2026, 12, 31),
            by=agency,
        )
        cream = goods.item(hs="33049900", description="Face cream, 50 ml", quantity="3", value="90.00")
        use = Use(permit.number, permit.kind, 1, "3", "H87")

        def lodge(n: int) -> Callable[[], bool]:
            facts = goods.entry(lrn=f"C-{n}", items=(cream,), permits=(use,))
            return lambda: actions.lodge([facts], declarant=declarant, by=by)[0].in_order

        outcomes = at_once([lodge(n) for n in range(6)])
        assert sorted(outcomes) == [False, False, False, True, True, True]
        assert queries.drawn(permit).amount == 9

    def test_a_paper_and_a_declaration_that_come_together_see_each_other(self) -> None:
        seller, by = cast.party("hz-ceramics"), cast.by("hz-ceramics")
        for n in range(5):
            facts = goods.export(lrn=f"X-{n}", ucr=f"6CNQHCERAMIC-{n}")

            def paper(kind: str, facts: object = facts) -> Callable[[], object]:
                told = goods.papers(facts)[kind]  # type: ignore[arg-type]
                sender = cast.party(SENDERS[kind])
                actor = cast.by(sender.code)
                return lambda: actions.file_paper(kind, told.ucr, told, sender=sender, by=actor)

            at_once(
                [
                    lambda facts=facts: actions.lodge([facts], declarant=seller, by=by),  # type: ignore[misc]
                    *(paper(kind) for kind in SENDERS),
                ]
            )
        assert set(Declaration.objects.values_list("state", flat=True)) == {"released"}
        assert Event.objects.filter(kind="customs.declaration.released").count() == 5
