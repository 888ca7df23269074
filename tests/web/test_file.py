"""The consignment file: two halves laid together, and who may read it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from entrepot.ehx.envelope import Envelope
from entrepot.hub.customs.models import Declaration
from entrepot.hub.events.models import Event
from entrepot.hub.network.queries import Entry
from entrepot.hub.web.file import deed, history, passage
from tests import cast
from tests.web.conftest import Day, SignIn

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
ACTOR = {"kind": "worker", "ref": "x", "party": "", "name": "the hub"}


def event(what: str, minutes: int = 0, actor: dict[str, str] = ACTOR, **body: object) -> Event:
    return Event(
        kind=what, subject="U", ucr="U", at=AT + timedelta(minutes=minutes), actor=actor, body=body, id=uuid4()
    )


def entry(kind: str, minutes: int, *, sent: bool = False, cause: str = "", had: bool = True, **data: object) -> Entry:
    at = AT + timedelta(minutes=minutes)
    envelope = Envelope(
        id=str(uuid4()), source="s", dest="d", type=f"org.ehub.{kind}", subject="U", time=at, keyseq=1, prev=None,
        data=data, cause=cause, salt="s",
    )  # fmt: skip
    return Entry("kl.example", sent, "trade", "trade", 7, envelope, b"", b"\x01" * 32, at if had else None, "")


def told(events: list[Event], entries: list[Entry], side: str = "origin") -> tuple[history.Happening, ...]:
    return history.of(events, entries, side, "hz.example", {"order": "Hangzhou Ceramics"}, "MY")  # type: ignore[arg-type]


def test_what_was_told_and_countersigned_is_signed_by_both() -> None:
    placed = event("orders.order.placed", order_number="A-1", total_minor=42400, currency="MYR")
    [happening] = told([placed], [entry("order.placed.v1", 0, sent=True, cause=str(placed.id))])
    shown = deed._entry(happening, "origin", last=False)
    assert (shown.title, shown.told, shown.ids) == ("Ordered", "MYR 424.00 in all, every charge in.", ("A-1",))
    assert (shown.side, shown.tally.state, shown.receipt, shown.awaited) == ("origin", "both", "countersigned", False)


def test_what_was_told_and_is_not_countersigned_yet_is_awaited() -> None:
    placed = event("orders.order.placed")
    [happening] = told([placed], [entry("order.placed.v1", 0, sent=True, cause=str(placed.id), had=False)])
    shown = deed._entry(happening, "origin", last=False)
    assert (shown.tally.state, shown.receipt, shown.awaited) == ("a", "Countersignature awaited", True)


def test_what_a_hub_keeps_to_itself_says_so() -> None:
    [happening] = told([event("stock.parcel.labelled", number="LX1")], [])
    shown = deed._entry(happening, "origin", last=False)
    assert (shown.tally.state, shown.tally.told, shown.receipt) == ("a", "Kept by this hub alone", "")


def test_what_the_other_hub_said_stands_on_its_side_with_its_charges() -> None:
    charges = [{"kind": "tax", "amount": "36.00", "item": 1, "law": "Sales Tax Act 2018"}]
    told_there = {"mrn": "26MY1", "lrn": "L", "lane": "green", "currency": "MYR", "duty_minor": 0, "tax_minor": 3600}
    message = entry("declaration.imported.v1", 2, **told_there, charges=charges)
    [happening] = told([], [message])
    shown = deed._entry(happening, "origin", last=True)
    assert (shown.side, shown.title, shown.tally.state) == ("dest", "Released into Malaysia", "both")
    assert shown.lane is not None
    assert shown.lane.lane == "green"
    assert shown.money is not None
    assert [(line.label, line.figure, [law.clause for law in line.laws]) for line in shown.money.lines] == [
        ("Tax, item 1", "36.00", ["Sales Tax Act 2018"]),
        ("Due at this border", "36.00", []),
    ]


def test_an_echo_of_the_peer_is_not_told_twice() -> None:
    peer = {**ACTOR, "kind": "peer"}
    happenings = told(
        [event("orders.consignment.settled", 3, peer, state="settled")], [entry("settlement.confirmed.v1", 3)]
    )
    assert [happening.kind for happening in happenings] == ["settlement.confirmed.v1"]


def test_papers_that_come_together_stand_as_one_entry_with_their_senders() -> None:
    filed = [event("customs.paper.filed", 0, ACTOR, kind=kind, sender=code)
             for kind, code in (("order", "hz-ceramics"), ("waybill", "hz-post"))]  # fmt: skip
    [happening] = told(filed, [])
    assert happening.telling.title == "Documents filed, each by its own sender"
    assert happening.telling.told == "Order by Hangzhou Ceramics, Waybill by hz-post"


def test_entries_are_told_in_order_of_time_whoever_said_them() -> None:
    happenings = told(
        [event("stock.parcel.labelled", 1), event("stock.parcel.dispatched", 5)], [entry("declaration.imported.v1", 3)]
    )
    assert [happening.side for happening in happenings] == ["origin", "dest", "origin"]


def test_of_a_batch_the_file_shows_what_concerns_its_own_consignment() -> None:
    parts = {
        "U": {"mrn": "X", "country": "CN", "happened": "released", "lane": "green"},
        "V": {"mrn": "Y", "country": "CN", "happened": "selected", "lane": "red"},
        "W": {"mrn": "Z", "country": "CN", "happened": "waiting", "lane": "waiting-papers"},
    }
    batch = event("customs.batch.lodged", direction="export", number=3, parts=parts)

    def shown(ucr: str) -> list[tuple[str, object]]:
        found = history.of([batch], [], "origin", "hz.example", {}, "MY", ucr)
        return [(each.kind, each.body["mrn"]) for each in found]

    assert shown("U") == [("customs.declaration.lodged", "X"), ("customs.declaration.released", "X")]
    assert shown("V") == [("customs.declaration.lodged", "Y"), ("customs.declaration.selected", "Y")]
    assert shown("W") == [("customs.declaration.lodged", "Z"), ("customs.declaration.selected", "Z")]
    assert "Y" not in str(history.of([batch], [], "origin", "hz.example", {}, "MY", "U"))


def test_the_strip_says_where_the_hours_went_and_how_long_customs_took() -> None:
    with timezone.override("UTC"):
        happenings = told(
            [
                event("payments.payment.settled", 0),
                event("customs.declaration.lodged", 10, mrn="X", country="CN", direction="export"),
                event("customs.declaration.released", 11, mrn="X", country="CN", direction="export", lane="green"),
                event("stock.parcel.dispatched", 60),
                event("stock.parcel.departed", 180),
                event("stock.parcel.arrived", 480),
                event("stock.parcel.delivered", 1500),
            ],
            [],
        )
        strip = passage.drawn(happenings, "MY", AT)
    assert strip is not None
    assert (
        strip.headline.replace("\N{NO-BREAK SPACE}", " ")
        == "25 h 00 from payment to the door. Customs, both sides together: 1 min 00."
    )
    assert [(part.kind, part.width) for part in strip.segments] == [
        ("land", "4.0%"), ("wait", "8.0%"), ("pass", "20.0%"), ("dest", "68.0%")
    ]  # fmt: skip
    assert [mark.words.replace("\N{NO-BREAK SPACE}", " ") for _x, mark, _anchor in strip.marks] == ["China 1 min 00"]


def test_there_is_no_strip_before_the_payment() -> None:
    assert passage.drawn(told([event("orders.order.placed")], []), "MY", AT) is None


def test_the_seller_reads_the_file_and_sees_where_the_money_went(day: Day, sign_in: SignIn) -> None:
    html = sign_in("seller").get(f"/c/{day.settled}").content.decode()
    assert "Celadon cup, to Malaysia" in html
    assert "Where it went" in html
    assert "Equal to what was paid" in html
    assert "Released for export from China" in html


def test_an_officer_reads_the_file_without_the_division_of_proceeds(day: Day, sign_in: SignIn) -> None:
    html = sign_in("customs").get(f"/c/{day.settled}").content.decode()
    assert "Where it went" not in html
    assert f"/officer/d/{Declaration.objects.get(ucr=day.settled).mrn}" in html


def test_another_seller_is_refused(day: Day) -> None:
    client = Client()
    client.force_login(cast.person("tan@example.org", "kl-batik", "seller"))
    assert client.get(f"/c/{day.settled}").status_code == 403
    assert client.get(f"/c/{day.settled}.json").status_code == 403
    assert client.get(f"/c/{day.bonded}").status_code == 200


def test_a_lender_reads_the_file_on_whose_proceeds_it_has_a_claim(day: Day, sign_in: SignIn) -> None:
    assert sign_in("lender").get(f"/c/{day.waiting}").status_code == 403
    sign_in("seller").post(f"/seller/finance/{day.offered}", {"do": "draw"})
    assert sign_in("lender").get(f"/c/{day.waiting}").status_code == 200


def test_the_buyer_is_masked_in_every_file(day: Day, sign_in: SignIn) -> None:
    for role in ("seller", "customs", "operator"):
        html = sign_in(role).get(f"/c/{day.settled}").content.decode()
        assert "Nur Contoh" not in html
        assert "Jalan Contoh" not in html


def test_a_reference_in_small_letters_is_read_as_capitals(day: Day, sign_in: SignIn) -> None:
    assert sign_in("seller").get(f"/c/{day.settled.lower()}").status_code == 200


def test_a_consignment_that_this_hub_does_not_know_is_refused_with_a_remedy(day: Day, sign_in: SignIn) -> None:
    answer = sign_in("seller").get("/c/6CN000-NOTHING")
    assert answer.status_code == 422
    assert "This hub knows no consignment 6CN000-NOTHING." in answer.content.decode()


def test_there_is_nothing_to_export_before_another_hub_has_countersigned(day: Day, sign_in: SignIn) -> None:
    answer = sign_in("seller").get(f"/c/{day.settled}.json")
    assert answer.status_code == 422
    assert "There is no file of" in answer.content.decode()


@pytest.mark.parametrize("what", ["ucr", "tracking", "order"])
def test_whatever_somebody_types_is_found(what: str, day: Day, sign_in: SignIn) -> None:
    from entrepot.hub.stock.models import Parcel

    typed = {"ucr": day.settled, "tracking": Parcel.objects.get(ucr=day.settled).number, "order": "a-1"}[what]
    answer = sign_in("seller").get("/find/", {"q": f" {typed} "})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/c/{day.settled}")


def test_the_record_of_an_entry_names_log_place_and_hash() -> None:
    placed = event("orders.order.placed")
    [happening] = told(
        [placed], [replace(entry("order.placed.v1", 0, sent=True, cause=str(placed.id)), hash=b"\xab" * 32)]
    )
    assert happening.record[-2:] == (("log", "hz.example/trade, 7"), ("hash", "ab" * 32))
