"""The balance of a permit, whatever is lodged and whatever falls: never overdrawn, and given back whole."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models import Declaration, Permit
from entrepot.hub.parties.models import Party
from entrepot.trade.declaration import PermitUse as Use
from entrepot.trade.judgement import Judgement
from tests import cast
from tests.hub.customs import goods
from tests.hub.customs.test_permits import issued

GRANTED = 10
STEPS = st.lists(st.tuples(st.sampled_from(["draw", "draw", "fall", "repeat"]), st.integers(1, 6)), max_size=9)


def lodge(permit: Permit, lrn: str, pieces: int) -> Judgement:
    """Cream in so many pieces, stopped by a profile, so that an officer may still let it fall."""
    cream = goods.item(
        hs="33049900", description="Cream with power bank", quantity=str(pieces), value=f"{30 * pieces}.00"
    )
    use = Use(permit.number, permit.kind, 1, str(pieces), "H87")
    facts = goods.entry(lrn=lrn, items=(cream,), permits=(use,))
    [judgement] = actions.lodge([facts], declarant=cast.party("kl-batik"), by=cast.by("kl-batik"))
    return judgement


def stands(permit: Permit, standing: dict[str, int]) -> None:
    """What is left is what was granted less what stands, never less than nothing, and the state says the same."""
    permit.refresh_from_db()
    rest = GRANTED - sum(standing.values())
    assert rest >= 0
    assert queries.drawn_text(permit) == str(sum(standing.values()))
    assert queries.left_of(permit) == str(rest)
    assert queries.balances([permit]) == {permit.number: str(rest)}
    assert permit.state == ("issued" if rest else "exhausted")


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_is_lodged_and_falls_the_balance_is_what_stands(batik: Party, steps: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        permit, standing = issued(str(GRANTED)), dict[str, int]()
        for n, (step, number) in enumerate(steps):
            names = sorted(standing)
            if step == "draw":
                fits = sum(standing.values()) + number <= GRANTED
                assert lodge(permit, f"B-{n}", number).in_order is fits
                if fits:
                    standing[f"B-{n}"] = number
            elif names:
                lrn = names[number % len(names)]
                if step == "repeat":
                    assert lodge(permit, lrn, standing[lrn]).in_order
                else:
                    declaration = Declaration.objects.get(lrn=lrn)
                    actions.invalidate(declaration, "The goods did not come.", by=cast.by("my-customs"))
                    del standing[lrn]
            stands(permit, standing)
        for lrn in standing:
            actions.refuse(Declaration.objects.get(lrn=lrn), "Not as declared.", by=cast.by("my-customs"))
        stands(permit, {})
        transaction.set_rollback(True)


@pytest.fixture
def on_a_file(tmp_path: Path, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The hub's tables, still empty, copied into an SQLite file, which several threads can open."""
    with django_db_blocker.unblock():
        kept, described = connections["default"], connections.settings["default"]
        kept.ensure_connection()
        with closing(sqlite3.connect(tmp_path / "hub.sqlite3")) as file:
            kept.connection.backup(file)
        there = deepcopy(described) | {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "hub.sqlite3")}
        connections.settings["default"] = there
        del connections["default"]
        try:
            yield
        finally:
            connections["default"].close()
            connections.settings["default"] = described
            connections["default"] = kept


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has its own test of draws at one moment")
@pytest.mark.usefixtures("on_a_file")
def test_on_sqlite_too_a_permit_is_not_overdrawn_by_who_comes_at_the_same_time() -> None:
    for code in ("cn-customs", "my-customs", "kl-batik", "plant-health"):
        cast.party(code)
    permit, gate, outcomes, faults = issued(str(GRANTED)), threading.Barrier(5), list[bool](), list[BaseException]()

    def come(n: int) -> None:
        try:
            gate.wait(20)
            outcomes.append(lodge(permit, f"C-{n}", 3).in_order)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=come, args=(n,)) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert sorted(outcomes) == [False, False, True, True, True]
    assert queries.left_of(queries.permit(permit.number)) == "1"
