"""A seller's day: what needs a hand and by when, what waits for what, orders many at a time, and the money."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from entrepot.hub.aftersales.models import Dispute, Return
from entrepot.hub.catalogue.models import Import
from entrepot.hub.customs import actions as customs
from entrepot.hub.customs.models import Declaration
from entrepot.hub.events import clock
from entrepot.hub.events.models import Run
from entrepot.hub.ledger import queries as ledger
from entrepot.hub.orders.models import Consignment
from entrepot.hub.stock import actions as stock
from entrepot.hub.stock.models import Parcel
from entrepot.hub.web.seller import books, chains, todo
from entrepot.hub.web.seller.todo import Task
from tests import cast
from tests.hub.orders import shop
from tests.web.conftest import Day, SignIn

MARCH = date(2026, 3, 1)


@pytest.fixture
def mei(day: Day, sign_in: SignIn) -> Client:
    return sign_in("seller")


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def chain(ucr: str) -> tuple[str, ...]:
    """What an order waits for, as it is told."""
    consignment = Consignment.objects.get(ucr=ucr)
    found = chains.chains([consignment], chains.Causes.asked([ucr]))
    return tuple(link.told for each in found for link in each.links)


def task(heading: str, level: str = "warn", by: date | None = None) -> Task:
    return Task(level, "eye", heading, "", "", "", by=by)


def test_work_is_listed_by_its_deadline() -> None:
    today = date(2026, 3, 4)
    found = todo.in_order(
        [
            task("may be done", "note"),
            task("next week", by=date(2026, 3, 11)),
            task("stopped", "error"),
            task("overdue", by=date(2026, 3, 1)),
            task("an offer", "note", by=date(2026, 3, 7)),
            task("to pack"),
        ],
        today,
    )
    assert [each.heading for each in found] == ["overdue", "stopped", "to pack", "an offer", "next week", "may be done"]
    assert found[0].day == "By 1 Mar 2026."


def test_stock_is_short_where_less_is_left_than_was_sold() -> None:
    [found] = todo.short_of({"CUP": 3, "BOWL": 9, "VASE": 0}, {"CUP": 12, "BOWL": 9}, 14)
    assert found.heading == "Stock of 1 product runs short"
    assert found.told == "In 14 days: CUP: 3 left, 12 sold."
    assert todo.short_of({"CUP": 3}, {}, 14) == ()


def test_returns_and_disputes_come_with_the_day_of_their_answer() -> None:
    by = datetime(2026, 3, 6, 12, tzinfo=UTC)
    [back] = todo.asked_back([Return(number="R-1", answer_by=by)])
    [disputed] = todo.disputed([Dispute(number="D-1", answer_by=by)])
    assert (back.heading, back.by, back.href) == (
        "A buyer wants to send goods back",
        date(2026, 3, 6),
        "/seller/returns/R-1",
    )
    assert (disputed.level, disputed.by, disputed.href) == ("error", date(2026, 3, 6), "/seller/disputes/D-1")


def test_a_file_of_products_that_was_not_taken_in_is_work(mei: Client) -> None:
    made = Import.objects.create(
        seller=cast.party("hz-ceramics"),
        name="spring.csv",
        content=b"x",
        digest="0" * 64,
        shop="plain",
        rows=1,
        brought_at=clock.now(),
    )
    told = page(mei, "/seller/")
    assert "The products of spring.csv need you" in told
    assert f"/seller/imports/{made.pk}" in told
    Import.objects.filter(pk=made.pk).update(state="undone")
    assert "spring.csv" not in page(mei, "/seller/")


def test_the_first_page_says_what_needs_a_hand(mei: Client) -> None:
    told = page(mei, "/seller/")
    for part in ("1 parcel may go to the carrier", "1 offer of money is open", "Customs looks at A-3"):
        assert part in told
    assert told.index("1 parcel may go") < told.index("1 offer of money") < told.index("Customs looks at")


def test_a_question_of_customs_comes_with_its_day(mei: Client, day: Day) -> None:
    declaration = Declaration.objects.get(mrn=day.stopped)
    officer = cast.by("cn-customs", clock.now())
    customs.ask(declaration, "Please send the invoice of the lamps.", by=officer, answer_by=date(2026, 3, 9))
    told = page(mei, "/seller/")
    assert "Customs asks for documents of A-3" in told
    assert "By 9 Mar 2026." in told
    assert chain(declaration.ucr) == ("waits for its release at customs", "it wants an answer by 9 Mar 2026", "Answer")


def test_an_unpaid_order_waits_for_its_buyer(mei: Client) -> None:
    ucr = shop.placed(replace(shop.ORDER, number="A-9")).ucr
    assert chain(ucr) == ("waits for its payment", "the buyer has the code to pay with")


def test_each_order_tells_what_it_waits_for(mei: Client, day: Day) -> None:
    assert chain(day.waiting) == ("customs has let it go", "Hand it to the carrier")
    stopped = Declaration.objects.get(mrn=day.stopped)
    assert chain(stopped.ucr) == (
        "waits for its release at customs",
        "an officer decides; nothing is asked of you",
    )
    assert chain(day.settled) == ()
    told = page(mei, "/seller/orders/A-3")
    assert "What it waits for" in told
    assert "an officer decides" in told
    Declaration.objects.filter(mrn=day.stopped).update(state="refused")
    assert chain(stopped.ucr) == ("customs refused its declaration", "Read why")


def test_a_consequence_that_failed_is_told_in_the_words_of_the_record(day: Day) -> None:
    Parcel.objects.filter(ucr=day.waiting).update(state="dispatched")
    run = Run.objects.filter(subject=day.waiting).order_by("-place")[0]
    Run.objects.filter(pk=run.pk).update(
        state=Run.State.PARKED, tries=5, closed_at=None, error="Refused: No carrier is registered at this hub."
    )
    assert chain(day.waiting) == (
        "waits for its next step",
        "No carrier is registered at this hub.",
        "it was given up; the operator of the hub tries it again",
    )


def test_orders_are_found_by_words_country_and_state(mei: Client) -> None:
    for asked, numbers in (
        ("", ["A-3", "A-2", "A-1"]),
        ("?q=lamp", ["A-3"]),
        ("?q=A-2", ["A-2"]),
        ("?show=done", ["A-1"]),
        ("?show=paid", ["A-3"]),
        ("?to=MY&q=bowl", ["A-2"]),
        ("?q=nothing", []),
    ):
        told = page(mei, f"/seller/orders/{asked}")
        assert sorted(re.findall(r'aria-label="Choose (\S+)"', told)) == sorted(numbers), asked


def test_a_long_list_comes_in_pages_that_keep_the_question(mei: Client, day: Day) -> None:
    one = Consignment.objects.filter(ucr=day.settled).values().get()
    more = [{**one, "ucr": f"6CN{n}", "order_id": None, "order_number": f"Z-{n:03d}"} for n in range(90)]
    Consignment.objects.bulk_create(Consignment(**each) for each in more)
    told = page(mei, "/seller/orders/?show=done&to=MY")
    assert "1 to 40 of 91" in told
    assert "show=done&amp;to=MY&amp;page=2" in told
    assert "81 to 91 of 91" in page(mei, "/seller/orders/?show=done&to=MY&page=3")
    assert "No order is like that" in page(mei, "/seller/orders/?show=done&to=MY&page=9")


def test_a_deed_done_to_many_is_answered_for_each(mei: Client, day: Day) -> None:
    stopped = Declaration.objects.get(mrn=day.stopped).ucr
    answer = mei.post("/seller/orders/deal", {"do": "hand-over", "ucr": [day.waiting, stopped]})
    told = answer.content.decode()
    assert answer.status_code == 200
    assert "1 parcel is with the carrier, 1 was refused" in told
    assert "customs has not let it go" in told
    assert Parcel.objects.get(ucr=day.waiting).state == "dispatched"


def test_cancelling_many_needs_a_reason(mei: Client, day: Day) -> None:
    stopped = Declaration.objects.get(mrn=day.stopped).ucr
    answer = mei.post("/seller/orders/deal", {"do": "cancel", "ucr": [stopped], "reason": ""})
    assert answer.status_code == 422
    assert "No reason is given" in answer.content.decode()
    assert Consignment.objects.get(ucr=stopped).state == "paid"
    mei.post("/seller/orders/deal", {"do": "cancel", "ucr": [stopped, day.settled], "reason": "sold out"})
    assert Consignment.objects.get(ucr=stopped).state == "cancelled"
    assert Consignment.objects.get(ucr=day.settled).state == "settled"
    assert mei.post("/seller/orders/deal", {"do": "cancel", "reason": "none"}).status_code == 422


def test_another_firms_orders_are_not_touched_nor_printed(mei: Client, day: Day) -> None:
    for do in ("hand-over", "cancel"):
        answer = mei.post("/seller/orders/deal", {"do": do, "ucr": [day.bonded], "reason": "mine now"})
        assert "No order was chosen" in answer.content.decode()
    assert Consignment.objects.get(ucr=day.bonded).state not in ("cancelled", "placed")
    for sheet in ("labels", "papers"):
        answer = mei.post(f"/seller/orders/{sheet}", {"ucr": [day.bonded]})
        assert answer.status_code == 422
        assert day.bonded not in answer.content.decode()


def test_labels_are_printed_for_those_that_have_one(mei: Client, day: Day) -> None:
    unpaid = shop.placed(replace(shop.ORDER, number="A-9")).ucr
    answer = mei.post("/seller/orders/labels", {"ucr": [day.waiting, unpaid]})
    told = answer.content.decode()
    assert answer.status_code == 200
    assert Parcel.objects.get(ucr=day.waiting).number in told
    assert "Customs declaration CN 23" in told
    assert "Nur Contoh" in told
    assert "No parcel has been labelled" in told
    assert "no-store" in answer["Cache-Control"]


def test_an_invoice_is_printed_to_the_minor_unit(mei: Client, day: Day) -> None:
    told = mei.post("/seller/orders/papers", {"ucr": [day.waiting]}).content.decode()
    assert "Commercial invoice" in told
    assert "MYR 92.00" in told


def test_the_money_page_is_what_the_book_says(mei: Client) -> None:
    book = books.month("hz-ceramics", "MYR", MARCH)
    [sale] = book.shares
    assert (sale.paid, sale.charges, sale.carrier, sale.claims, sale.seller) == (12120, 920, 2000, 0, 9200)
    assert sale.paid == sale.charges + sale.carrier + sale.claims + sale.seller
    assert sum(each.seller for each in book.shares) == book.credited == 9200
    assert book.opening + book.credited - book.debited == book.closing
    assert book.closing == -ledger.balance("payable:hz-ceramics", "MYR")
    told = page(mei, "/seller/money/?month=2026-03")
    for figure in ("121.20", "9.20", "20.00", "92.00", "March 2026"):
        assert figure in told


def test_a_month_follows_on_the_one_before(mei: Client) -> None:
    april = books.month("hz-ceramics", "MYR", date(2026, 4, 1))
    assert (april.opening, april.entries) == (books.month("hz-ceramics", "MYR", MARCH).closing, ())
    assert books.next_month(date(2026, 12, 1)) == date(2027, 1, 1)
    assert "Nothing was settled in this month." in page(mei, "/seller/money/?month=2026-02")
    assert page(mei, "/seller/money/?month=nonsense&in=XXX")


def test_a_month_as_a_file_holds_the_same(mei: Client) -> None:
    book = books.month("hz-ceramics", "MYR", MARCH)
    answer = mei.get("/seller/money/MYR.csv?month=2026-03")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="hz-ceramics-MYR-2026-03.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[:5] == [
        ["what", "MYR"],
        ["opening", "0.00"],
        ["credited", "92.00"],
        ["debited", "-92.00"],
        ["closing", "0.00"],
    ]
    assert rows[-1][1:] == ["A-1", book.shares[0].ucr, "121.20", "9.20", "20.00", "0.00", "92.00"]
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(mei.get("/seller/money/MYR.xlsx?month=2026-03").content))
    assert workbook.sheet_names == ["Balance", "Account", "Sales"]
    [_, sale] = workbook.get_sheet_by_name("Sales").to_python()
    assert sale[3:] == [121.2, 9.2, 20.0, 0.0, 92.0]


def test_no_file_is_made_of_anything_else(mei: Client, sign_in: SignIn) -> None:
    assert mei.get("/seller/money/CNY.csv").status_code == 404
    assert mei.get("/seller/money/MYR.pdf").status_code == 404
    assert sign_in("lender").get("/seller/money/MYR.csv").status_code == 403


def test_a_cell_is_never_run_by_a_spreadsheet() -> None:
    from entrepot.hub.web.seller.files import Sheet, as_csv, as_xlsx

    sheet = Sheet("One", ("a",), [("=1+1",)])
    assert as_csv([sheet]).decode("utf-8-sig").splitlines() == ["a", "'=1+1"]
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx([sheet])))
    assert workbook.get_sheet_by_name("One").to_python() == [["a"], ["=1+1"]]


def test_the_day_begins_with_stock_that_runs_short(mei: Client) -> None:
    keeper = cast.by("hz-bonded")
    stock.open_site(
        "hz-hall", name="Hall", kind="warehouse", territory="CN", operator=cast.party("hz-bonded"), by=keeper
    )
    stock.receive(
        [stock.Receipt(site="hz-hall", seller="hz-ceramics", sku="CUP", lot="L1", pieces=1, reference="R-1")], by=keeper
    )
    told = page(mei, "/seller/")
    assert "Stock of 1 product runs short" in told
    assert "CUP: 1 left, 2 sold" in told


def test_what_happened_in_thirty_days_is_drawn_and_written(mei: Client) -> None:
    told = page(mei, "/seller/")
    assert "3 orders in 30 days, at most 3 a day" in told
    assert "The same as a table" in told
