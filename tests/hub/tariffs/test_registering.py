"""Under which numbers a seller pays tax at the sale: one for each place, a union's for all its members."""

from __future__ import annotations

from datetime import date

import pytest

from entrepot.hub.events.models import Event
from entrepot.hub.tariffs import actions, queries
from entrepot.hub.tariffs.models import TaxNumber
from entrepot.hub.tariffs.schemes import schemes
from entrepot.trade.finding import NotYours, Refused
from tests import cast

pytestmark = pytest.mark.django_db
SELLER = "hz-ceramics"


def noted(country: str, number: str) -> TaxNumber:
    return actions.note_tax_number(cast.party(SELLER), country, number, by=cast.by(SELLER))


def told() -> list[tuple[str, object]]:
    return list(Event.objects.filter(kind__startswith="tariffs.seller.").order_by("pk").values_list("kind", "body"))


def test_another_number_takes_the_place_of_the_one_before_and_the_same_changes_nothing() -> None:
    for number in ("LVG-0001", " LVG-0001 ", "LVG-0002"):
        noted("my", number)
    assert queries.tax_numbers(SELLER) == {"MY": "LVG-0002"}
    assert told() == [
        ("tariffs.seller.registered", {"country": "MY", "number": "LVG-0001"}),
        ("tariffs.seller.registered", {"country": "MY", "number": "LVG-0002", "before": "LVG-0001"}),
    ]


def test_an_ioss_number_counts_in_every_member_of_the_union_that_has_no_other() -> None:
    noted("EU", "IM2760000001")
    noted("FR", "FR-OWN")
    numbers = queries.tax_numbers(SELLER)
    assert (numbers["DE"], numbers["FR"], len(numbers)) == ("IM2760000001", "FR-OWN", 27)
    assert "EU" not in numbers
    assert queries.tax_number(SELLER, "IE") == "IM2760000001"
    assert queries.tax_number(SELLER, "GB") == ""


def test_a_number_is_ended_and_ending_it_twice_is_harmless() -> None:
    noted("SG", "GST-1")
    for _twice in range(2):
        actions.end_tax_number(cast.party(SELLER), "SG", by=cast.by(SELLER))
    assert queries.tax_numbers(SELLER) == {}
    assert told()[1:] == [("tariffs.seller.deregistered", {"country": "SG", "number": "GST-1"})]


@pytest.mark.parametrize(
    ("country", "number", "found"),
    [
        ("ZZ", "1", [("country-unknown", "/country")]),
        ("", "", [("country-unknown", "/country"), ("tax-number-missing", "/number")]),
        ("MY", " ", [("tax-number-missing", "/number")]),
        ("MY", "1" * 41, [("tax-number-unreadable", "/number")]),
        ("MY", "1\x002", [("tax-number-unreadable", "/number")]),
    ],
)
def test_what_is_no_place_or_no_number_is_told_and_the_number_before_stays(
    country: str, number: str, found: list[tuple[str, str]]
) -> None:
    noted("MY", "LVG-0001")
    with pytest.raises(Refused) as refused:
        noted(country, number)
    assert [(each.code, each.pointer) for each in refused.value.findings] == found
    assert queries.tax_numbers(SELLER) == {"MY": "LVG-0001"}


def test_a_stranger_notes_and_ends_no_number() -> None:
    noted("MY", "LVG-0001")
    for by in (cast.by("kl-batik"), cast.stranger()):
        with pytest.raises(NotYours):
            actions.note_tax_number(cast.party(SELLER), "MY", "THEIRS", by=by)
        with pytest.raises(NotYours):
            actions.end_tax_number(cast.party(SELLER), "MY", by=by)
    assert queries.tax_numbers(SELLER) == {"MY": "LVG-0001"}


def test_the_places_where_a_number_counts_are_read_from_their_law() -> None:
    assert [each.place for each in schemes(date(2026, 3, 2))] == ["AU", "EU", "MY", "SG"]
