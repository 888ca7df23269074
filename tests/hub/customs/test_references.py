"""A reference stands for one lodgement, wherever it stands in a later batch: it is answered, and never lodged again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.actions.lodging import LodgedBefore, _must_be_new
from entrepot.hub.customs.models import Declaration
from entrepot.hub.events.models import Event
from entrepot.hub.ledger import queries as ledger
from entrepot.hub.parties.models import Party
from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.money import Money
from tests import cast
from tests.hub.customs import goods

pytestmark = pytest.mark.django_db


def numbered(n: int) -> DeclarationFacts:
    return replace(goods.entry(lrn=f"R-{n}", ucr=f"6CNQHCERAMIC-{n}"))


def outcomes(batch: Sequence[DeclarationFacts], name: str) -> list[str]:
    answers = actions.lodge_batch(batch, declarant=cast.party("kl-batik"), by=cast.by("kl-batik"), name=name)
    return [each.outcome for each in answers]


@pytest.mark.parametrize("place", range(7))
@pytest.mark.parametrize("many", [7, 30])
def test_one_of_before_is_repeated_wherever_it_stands_among_new_ones(batik: Party, place: int, many: int) -> None:
    assert outcomes([numbered(place)], "first") == ["lodged"]
    found = outcomes([numbered(n) for n in range(many)], "second")
    assert found == ["repeated" if n == place else "lodged" for n in range(many)]
    assert Declaration.objects.count() == many
    assert ledger.balance("guarantee:kl-batik", "MYR") == many * 4800


def test_a_batch_that_was_taken_for_new_leaves_nothing_of_its_first_attempt(batik: Party) -> None:
    outcomes([numbered(2)], "first")
    before = Event.objects.count()
    outcomes([numbered(n) for n in range(4)], "second")
    alone = Event.objects.count() - before
    before = Event.objects.count()
    outcomes([numbered(n) for n in (12, 13, 11)], "third")  # as many new ones, and no repetition
    assert alone == Event.objects.count() - before


def test_what_would_be_refused_now_is_still_answered_as_it_was_when_it_was_lodged(batik: Party) -> None:
    """The guarantee is used up by the very declaration that is sent again: it must not be refused for its own sake."""
    amount = Money.of("48.00", "MYR")
    actions.register_guarantee("BG-1", batik, "MY", amount, goods.DAY, by=cast.by("my-customs"), guarantor="A bank")
    assert outcomes([numbered(1)], "first") == ["lodged"]
    assert outcomes([numbered(0), numbered(1), numbered(2)], "second") == ["refused", "repeated", "refused"]
    assert queries.guarantee_used("kl-batik", "MYR") == amount.minor
    assert Declaration.objects.count() == 1


def test_references_of_another_declarant_are_nobody_elses(batik: Party) -> None:
    outcomes([numbered(1)], "first")
    _must_be_new(cast.party("hz-ceramics"), ["R-1"])
    with pytest.raises(LodgedBefore):
        _must_be_new(batik, ["R-0", "R-1"])


def test_an_empty_batch_has_no_answers(batik: Party) -> None:
    assert outcomes([], "empty") == []
