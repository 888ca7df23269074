"""The quote page: anyone asks, the address says all of it, and every figure opens down to its law."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from entrepot.hub import law
from entrepot.hub.events import clock
from entrepot.hub.tariffs import actions, repeating
from entrepot.hub.tariffs.models import StoredQuote
from entrepot.hub.web.quote import views
from entrepot.hub.web.quote.asking import Question
from entrepot.statute.doors.rows import Act, CommodityRow, RateRow
from entrepot.trade.duty import plain
from entrepot.trade.duty.edition import Edition
from entrepot.trade.duty.expression import pct
from entrepot.trade.duty.facts import Goods
from entrepot.trade.duty.grammar import parse
from tests import cast
from tests.hub.tariffs.test_quote import cups
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

BOWLS = {
    "from": "CN",
    "to": "MY",
    "hs": "691200",
    "value": "480",
    "currency": "MYR",
    "freight": "20",
    "by": "post",
    "registered": "yes",
    "on": "2026-03-02",
}
SCARVES = {
    "from": "CN",
    "to": "DE",
    "hs": "621410",
    "value": "76",
    "quantity": "2",
    "currency": "EUR",
    "freight": "11.40",
    "by": "post",
    "registered": "yes",
    "consumer": "yes",
    "on": "2026-11-23",
}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    settings.ENTREPOT_HOME = tmp_path
    settings.ENTREPOT_COUNTRY = "MY"
    repeating._seen.clear()
    views.ASKING.forget()
    views.KEEPING.forget()
    yield tmp_path
    repeating._seen.clear()


@pytest.fixture
def now() -> Iterator[list[float]]:
    """A clock for allowances that stands still until it is moved."""
    shows = [1000.0]
    with clock.told_by(lambda: datetime.now(UTC), lambda: shows[0]):
        yield shows


class Words(HTMLParser):
    """What a page says, without its tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.told: list[str] = []
        self.feed(html)

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.told.append(" ".join(data.split()))


def page(question: dict[str, str], **more: str) -> str:
    answer = Client().get("/quote/", {**question, **more})
    assert answer.status_code == 200, answer.content.decode()[:3000]
    return answer.content.decode()


def words(html: str) -> str:
    return " ".join(Words(html).told)


def load(*rates: tuple[str, str], since: date = date(2026, 1, 1)) -> Edition:
    """Lines of Malaysia's tariff under 6912, each with its rate of duty."""
    edition = Edition(f"MY/declared/{since}/{len(rates):0>12}", "MY", "declared", "PDK", "gazette", since, since)
    rows: list[Act | CommodityRow | RateRow] = [Act("pdk", "PDK", since, since, None, "gazette")]
    for code, rate in rates:
        rows.append(CommodityRow(code, 1, True, (), {"en": f"Bowls of kind {code[-1]}"}))
        expression = pct(rate) if rate.isdigit() else parse(rate)
        rows.append(RateRow(code, "mfn", expression, rate, act="pdk"))
    law.tariffs().put(edition, rows, "2026-11-23T00:00:00")
    return edition


def test_anyone_may_ask_and_sees_the_cheapest_way_with_its_working() -> None:
    told = words(page(BOWLS))
    assert "At the buyer's door, by the cheapest way MYR 548.00 Low-value goods, taxed at sale" in told
    assert "Sales tax on low-value goods 48.00" in told
    assert "10 % × 480.00" in told
    assert "Ceramic tableware and household articles" in told


def test_a_figure_on_law_that_nobody_confirmed_says_so() -> None:
    told = words(page({**BOWLS, "value": "4800", "registered": "no"}))
    assert "Rests on law that is not verified" in told
    assert "Starter schedule for Malaysia; from general knowledge" in told
    assert "Unverified" in told


def test_the_clause_under_an_amount_leads_to_the_rule_with_its_source() -> None:
    html = page(BOWLS)
    for anchor in re.findall(r'<p class="law[^>]*>.*?<a href="#([^"]+)"', html):
        assert f'id="{anchor}"' in html
    assert "reanda-international.com" in html


def test_every_way_stands_there_cheapest_first_and_a_closed_one_says_why() -> None:
    told = words(page({**BOWLS, "value": "4800"}))
    ways = told[told.index("Every lawful way") :]
    order = [
        ways.index(each) for each in ("with ASEAN–China", "General import, form K1 MYR", "Low-value goods", "Relief at")
    ]
    assert order == sorted(order)
    assert "No item is priced at MYR 500.00 or less, so nothing here is low-value goods." in ways
    assert "Proof of origin for ASEAN–China Free Trade Area: Form E." in told
    assert "+1,325.50" in ways


def test_the_address_says_the_whole_question() -> None:
    question = Question.of({**BOWLS, "nonsense": "x", "insurance": ""})
    assert question.address() == (
        "from=CN&to=MY&hs=691200&value=480&currency=MYR&freight=20&by=post&registered=yes&on=2026-03-02"
    )
    assert Question.about(question.facts(date(2030, 1, 1))).address() == (
        "from=CN&to=MY&hs=691200&value=480&currency=MYR&freight=20&quantity=1&unit=H87&incoterm=DAP&by=post"
        "&registered=yes&on=2026-03-02"
    )


def test_what_cannot_be_read_is_told_beside_its_field_all_at_once() -> None:
    answer = Client().get(
        "/quote/", {**BOWLS, "hs": "69", "value": "abc", "on": "soon", "quantity": "-", "origin": "UK"}
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    for name in ("hs", "value", "on", "quantity", "origin"):
        assert re.search(rf'name="{name}"[^>]*aria-describedby="f-{name}-found" aria-invalid="true"', html), name
        assert html.count(f'id="f-{name}-found"') == 1
    assert "GB is probably meant." in words(html)
    assert 'id="answer"' not in html


def test_a_currency_or_country_of_nowhere_stays_seen_and_is_told_there() -> None:
    html = Client().get("/quote/", {**BOWLS, "currency": "RMB", "to": "ZZ"}).content.decode()
    assert '<option value="RMB" selected>' in html
    assert '<option value="ZZ" selected>' in html
    assert "“RMB” is not a currency in use." in words(html)


def test_a_line_that_does_not_exist_and_an_unknown_subheading_are_refused() -> None:
    assert "HS 2022 has no subheading 691299" in words(
        Client().get("/quote/", {**BOWLS, "hs": "691299"}).content.decode()
    )


def test_a_code_that_leaves_lines_open_gives_a_range_and_the_lines_that_make_it() -> None:
    load(("69120010", "7"), ("69120020", "15"))
    html = page({**BOWLS, "from": "DE", "value": "4000", "registered": "no", "freight": ""})
    told = words(html)
    assert "by the cheapest way, between MYR 4,708.00 – 5,060.00" in told
    assert "6912.00.10 Bowls of kind 0 7 % 4,708.00" in told
    assert "6912.00.20 Bowls of kind 0 15 % 5,060.00" in told
    assert 'href="?from=DE&amp;to=MY&amp;hs=69120020' in html


def test_a_duty_by_litre_asks_for_litres_and_takes_them() -> None:
    load(("69120010", "2 MYR/LTR"))
    asked = {**BOWLS, "from": "DE", "hs": "69120010", "value": "4000", "registered": "no", "freight": ""}
    html = page(asked)
    told = words(html)
    assert "Nobody can say what it would cost" in told
    assert "Quantity in l" in told
    assert 'name="measure-LTR"' in html
    assert "MYR 4,411.00" in words(page(asked, **{"measure-LTR": "5"}))


def test_two_days_side_by_side_name_what_changed_and_its_act() -> None:
    told = words(page(SCARVES, then="2026-06-30"))
    compared = told[told.index("The same parcel on another day") :]
    assert "EUR 30 Jun 2026 23 Nov 2026" in compared
    assert "Customs duty 0.00 3.00" in compared
    assert "At the buyer's door 104.01 107.01" in compared
    assert "Fixed customs duty on an item of a low-value consignment – → EUR 3.00" in compared
    assert "Regulation (EU) 2026/382" in compared


def test_the_days_on_which_the_law_changes_are_offered() -> None:
    html = page(SCARVES)
    assert re.findall(r"then=(\d{4}-\d\d-\d\d)#h-days", html) == ["2026-06-30", "2026-10-31", "2028-07-01"]


def test_a_day_before_our_records_is_told_where_it_was_asked() -> None:
    told = words(page(SCARVES, then="1990-01-01"))
    assert "is held from" in told
    html = Client().get("/quote/", {**SCARVES, "on": "1990-01-01"}).content.decode()
    assert 'id="f-on-found"' in html


def test_what_could_be_known_earlier_is_told_apart() -> None:
    told = words(page(SCARVES, known="2025-01-01"))
    assert "As known on 1 Jan 2025" in told
    assert "EUR 104.01" in told


def test_rates_that_no_bank_publishes_are_named_as_such() -> None:
    assert "1 USD = 4.5 MYR (a demonstration set, which no bank publishes)" in words(
        page({**BOWLS, "currency": "USD", "value": "100", "freight": ""})
    )


def test_an_empty_question_shows_what_will_appear() -> None:
    told = words(page({}))
    assert "Ask what goods cost to bring in" in told
    assert "Nobody can say" not in told


def test_a_kept_quote_has_its_own_page_and_comes_out_the_same() -> None:
    visitor = Client()
    first = visitor.post("/quote/keep", BOWLS)
    again = visitor.post("/quote/keep", BOWLS)
    assert first.status_code == 302
    stored = StoredQuote.objects.get()
    assert first.headers["Location"] == again.headers["Location"] == f"/quote/{stored.pk}"
    assert (stored.made_by, stored.tax_minor) == ("visitor:web", 4800)
    told = words(Client().get(f"/quote/{stored.pk}").content.decode())
    assert "Comes out the same, to the cent" in told
    assert "MYR 548.00" in told
    assert " ".join(stored.law_digest[n : n + 4] for n in range(0, 16, 4)) in told


def test_a_kept_quote_comes_out_the_same_after_another_tariff_was_loaded_and_shows_what_it_would_be_now() -> None:
    asked = {**BOWLS, "from": "DE", "value": "4000", "registered": "no", "freight": ""}
    kept = Client().post("/quote/keep", asked).headers["Location"]
    assert "held now, it would be another" not in words(Client().get(kept).content.decode())
    load(("691200", "7"))
    told = words(Client().get(kept).content.decode())
    assert "Comes out the same, to the cent" in told
    assert "By the law and the tariff held now, it would be another" in told
    assert "280.00 428.00 0.00 4,708.00" in told


def test_a_kept_quote_that_does_not_come_out_the_same_says_so_and_shows_what_was_given() -> None:
    kept = Client().post("/quote/keep", BOWLS).headers["Location"]
    stored = StoredQuote.objects.get()
    stored.result["options"][0]["landed"] = "547.99"
    StoredQuote.objects.filter(pk=stored.pk).update(result=stored.result)
    told = words(Client().get(kept).content.decode())
    assert "Does not come out the same" in told
    assert "547.99" in told[told.index("As it was given") :]


def test_a_kept_quote_whose_tariff_is_gone_says_which_file_to_bring_back() -> None:
    edition = load(("691200", "7"))
    kept = Client().post("/quote/keep", {**BOWLS, "from": "DE", "value": "4000"}).headers["Location"]
    law.tariffs().path(edition.code).unlink()
    told = words(Client().get(kept).content.decode())
    assert "Does not come out the same" in told
    assert f"The version {edition.code} of the tariff is not held here any more." in told


def test_a_question_that_cannot_be_read_is_not_kept() -> None:
    answer = Client().post("/quote/keep", {**BOWLS, "value": "abc"})
    assert answer.status_code == 422
    assert not StoredQuote.objects.exists()


def test_a_partys_quotes_are_for_its_people_and_the_operator_alone(sign_in: SignIn, stranger: Client) -> None:
    [stored] = actions.quote([cups()], by=cast.by("hz-ceramics"))
    address = f"/quote/{stored.pk}"
    assert [client.get(address).status_code for client in (Client(), stranger)] == [404, 404]
    assert [sign_in(role).get(address).status_code for role in ("seller", "operator", "lender")] == [200, 200, 404]
    assert Client().get("/quote/7d2c8f0e-0000-4000-8000-000000000000").status_code == 404


def test_who_asks_too_often_waits_and_others_do_not(now: list[float]) -> None:
    codes = [Client().get("/quote/", BOWLS, REMOTE_ADDR="192.0.2.7").status_code for _ in range(views.ASKING.burst + 1)]
    assert set(codes[:-1]) == {200}
    answer = Client().get("/quote/", BOWLS, REMOTE_ADDR="192.0.2.7")
    assert (codes[-1], answer.status_code, answer.headers["Retry-After"]) == (429, 429, "30")
    assert "Wait half a minute" in words(answer.content.decode())
    assert Client().get("/quote/", BOWLS, REMOTE_ADDR="192.0.2.8").status_code == 200
    assert Client().get("/quote/", REMOTE_ADDR="192.0.2.7").status_code == 200
    now[0] += views.ASKING.pause
    assert Client().get("/quote/", BOWLS, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_a_visitor_keeps_few_quotes_and_a_refusal_keeps_none(now: list[float]) -> None:
    for n in range(views.KEEPING.burst):
        Client().post("/quote/keep", {**BOWLS, "value": str(100 + n)})
    assert Client().post("/quote/keep", BOWLS).status_code == 429
    assert StoredQuote.objects.count() == views.KEEPING.burst


def test_behind_a_proxy_visitors_are_told_apart_by_what_the_proxy_says(settings: Settings, now: list[float]) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for n in range(views.KEEPING.burst + 1):
        Client().post("/quote/keep", BOWLS, headers={"X-Forwarded-For": f"198.51.100.1, 192.0.2.{n}"})
    assert Client().post("/quote/keep", BOWLS, headers={"X-Forwarded-For": "192.0.2.99"}).status_code == 302


def test_the_question_of_a_kept_quote_can_be_asked_again(home: Path) -> None:
    facts = cups("106.61", "USD")
    question = Question.about(facts)
    assert plain.consignment(question.facts(date(2030, 1, 1))) == plain.consignment(facts)


def test_a_question_about_several_goods_is_shown_whole_and_not_asked_again_in_part(sign_in: SignIn) -> None:
    facts = cups()
    [stored] = actions.quote(
        [replace(facts, lines=(*facts.lines, Goods("610910", facts.lines[0].value)))], by=cast.by("hz-ceramics")
    )
    told = words(sign_in("seller").get(f"/quote/{stored.pk}").content.decode())
    assert "6912.00" in told
    assert "6109.10" in told
    assert "Comes out the same, to the cent" in told
    assert "Ask it again today" not in told


def test_the_first_page_leads_to_it() -> None:
    assert 'href="/quote/"' in Client().get("/").content.decode()
