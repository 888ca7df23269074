"""Quotes rest on facts, law and rates that are kept; computed again they are the same to the cent."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from entrepot.hub.events import Actor
from entrepot.hub.tariffs import actions, queries, reckoning, shipped
from entrepot.hub.tariffs.models import StoredQuote
from entrepot.trade.duty.facts import Consignment, Goods
from entrepot.trade.finding import NotYours, Refused
from entrepot.trade.money import Money
from tests import cast

pytestmark = pytest.mark.django_db


def cups(price: str = "480.00", currency: str = "MYR", **more: object) -> Consignment:
    """One ceramic bowl from China to a buyer in Malaysia, by post."""
    return Consignment(
        dispatch="CN",
        destination="MY",
        on=date(2026, 3, 2),
        lines=(Goods(hs="691200", value=Money.of(price, currency), origin="CN", net_mass_kg=Fraction(1, 2)),),
        freight=Money.of("20.00", currency),
        incoterm="DDP",
        channel="post",
        consumer=True,
        **{"seller_registered": True, **more},  # type: ignore[arg-type]
    )


def test_a_low_value_sale_to_malaysia_owes_ten_per_cent_of_its_price() -> None:
    [stored] = actions.quote([cups()], by=cast.by("hz-ceramics"))
    assert (stored.regime, stored.currency, stored.duty_minor, stored.tax_minor) == ("lvg", "MYR", 0, 4800)
    assert stored.law_digest == stored.result["law_digest"]
    assert stored.is_exact


def test_a_stored_quote_computed_again_is_the_same_to_the_cent() -> None:
    actions.quote([cups("106.61", "USD")], by=cast.by("hz-ceramics"))
    stored = StoredQuote.objects.get()
    assert reckoning.again(stored) == stored.result
    assert stored.tax_minor == 4797  # 10 % of 106.61 x 4.5 = 47.9745
    assert stored.rates["worth"]["USD"] == "9/2"
    assert stored.rates["set"] == "demonstration"


def test_quotes_are_answered_in_the_order_given_and_a_bad_one_harms_no_other() -> None:
    unknown = Consignment(dispatch="CN", destination="ZZ", on=date(2026, 3, 2), lines=cups().lines)
    first, second, third = actions.quote([cups(), unknown, cups("100.00")], by=cast.by("hz-ceramics"))
    assert [first.tax_minor, second.tax_minor, third.tax_minor] == [4800, None, 1000]
    assert [found["code"] for found in second.result["findings"]] == ["law-not-held"]


def test_an_unregistered_seller_uses_the_relief_at_the_border() -> None:
    [stored] = actions.quote([cups(seller_registered=False)], by=cast.by("hz-ceramics"))
    assert (stored.regime, stored.duty_minor, stored.tax_minor) == ("relief", 0, 0)


def test_the_shipped_rates_are_a_demonstration_and_consistent() -> None:
    rows = {(currency, against): Fraction(rate) for _, currency, against, rate in shipped.rows()}
    assert queries.rates("MYR").name == "demonstration"
    assert len({currency for currency, _ in rows}) == 14
    for (currency, against), rate in rows.items():
        if against == "MYR" and currency != "CNY":
            assert rate == rows[currency, "CNY"] / rows["MYR", "CNY"]
    assert rows["CNY", "MYR"] == 1 / rows["MYR", "CNY"]


def load(rate: str = "4.40", by: str = "operator") -> None:
    actions.load_rates("month", date(2026, 3, 1), "the bank's list", [("USD", "MYR", rate)], by=cast.by(by))


def test_loaded_rates_are_used_from_their_day() -> None:
    load()
    assert queries.used("USD", "MYR", date(2026, 3, 2)) == {
        "currency": "USD",
        "into": "MYR",
        "rate": "22/5",
        "on": "2026-03-02",
        "set": "month",
    }


def test_loading_the_same_rates_again_is_harmless_and_others_are_refused() -> None:
    load()
    load()
    with pytest.raises(Refused) as refused:
        load("4.41")
    assert [found.code for found in refused.value.findings] == ["rates-loaded"]
    assert queries.used("USD", "MYR", date(2026, 3, 2))["rate"] == "22/5"


def test_rates_that_are_none_are_refused_with_every_finding() -> None:
    with pytest.raises(Refused) as refused:
        actions.load_rates("x", date(2026, 3, 1), "", [("ZZZ", "MYR", "1"), ("USD", "MYR", "0")], by=cast.the_hub())
    assert [found.code for found in refused.value.findings] == ["rate-not-positive", "currency-unknown"]


def test_a_stranger_loads_no_rates() -> None:
    with pytest.raises(NotYours):
        actions.load_rates("x", date(2026, 3, 1), "", [("USD", "MYR", "1")], by=cast.stranger())


def test_a_seller_notes_its_tax_number_and_a_stranger_cannot() -> None:
    seller = cast.party("hz-ceramics")
    actions.note_tax_number(seller, "MY", "LVG-0001", by=cast.by("hz-ceramics"))
    actions.note_tax_number(seller, "MY", "LVG-0001", by=cast.by("hz-ceramics"))
    assert queries.tax_number(seller, "MY") == "LVG-0001"
    with pytest.raises(NotYours):
        actions.note_tax_number(seller, "MY", "LVG-0002", by=cast.by("kl-batik"))
    with pytest.raises(Refused):
        actions.note_tax_number(seller, "MY", " ", by=cast.by("hz-ceramics"))
    assert queries.tax_number(seller, "MY") == "LVG-0001"


def test_an_answer_is_kept_once_however_often_it_is_asked_for() -> None:
    visitor = Actor("visitor", "web", "a visitor", cast.NOON)
    first, again = (actions.keep(cups(), by=visitor) for _ in range(2))
    other = actions.keep(cups("481.00"), by=visitor)
    assert first.pk == again.pk != other.pk
    assert StoredQuote.objects.count() == 2
    assert reckoning.again(first) == first.result


def test_what_a_visitor_keeps_is_not_what_a_party_was_quoted() -> None:
    visitor = Actor("visitor", "web", "a visitor", cast.NOON)
    kept = {actions.keep(cups(), by=each).made_by for each in (visitor, cast.by("hz-ceramics"))}
    assert kept == {"visitor:web", "party:hz-ceramics"}
    assert StoredQuote.objects.count() == 2
