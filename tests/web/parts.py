"""Plain pieces of the cast's story, as pages are given them: no database behind any of them."""

from __future__ import annotations

from datetime import UTC, datetime

from entrepot.hub.web import pieces as p
from entrepot.trade.money import Money

FRIDAY = datetime(2026, 11, 20, 20, 14, 9, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 10, 26, 33, tzinfo=UTC)

SALES_TAX = p.Law("Sales Tax Act 2018, low value goods", "since 1 Jan 2024")
OPEN = p.Law("A handling fee has been announced", "not in force", open=True)


def myr(text: str) -> Money:
    return Money.of(text, "MYR")


MONEY = p.MoneyTree(
    (
        p.MoneyLine.of("Total, nothing due at the door", myr("1427.60"), total=True),
        p.MoneyLine.of(
            "Goods",
            myr("360"),
            parts=(
                p.MoneyLine.of("1 tea set", myr("268"), why="porcelain tableware", code="6911.10"),
                p.MoneyLine.of("2 tasting cups", myr("92"), why="2 × 46.00"),
            ),
        ),
        p.MoneyLine.of("Low value goods sales tax", myr("36"), why="10 % × 360.00", laws=(SALES_TAX,)),
        p.MoneyLine.of("Import duty", myr("0"), why="CIF 391.60, up to RM 500, by air", laws=(OPEN,)),
    )
)

FINDING = p.FindingNote(
    "error",
    "Net weight, 3.40 kg, is more than gross weight, 2.90 kg.",
    "D020",
    "Correct one of the two.",
    p.Law("Annex B, 18 04"),
    "finding-1",
)

ORDERED = p.Entry(
    "origin",
    "done",
    "Ordered",
    p.Tally("both"),
    FRIDAY,
    "20:14:09",
    "2 lines, MYR 391.60 before tax.",
    ("QH-0417",),
    receipt="KL countersigned",
)
ASSESSED = p.Entry(
    "dest",
    "now",
    "Import declaration assessed",
    p.Tally("b"),
    MONDAY,
    "10:26:33",
    lane=p.Lane("green"),
    money=MONEY,
    receipt="Countersignature awaited",
    awaited=True,
    record=p.Facts((p.Fact("Evidence", "9aa0 bed5", code=True),), small=True),
    open=True,
)
DEPARTED = p.Entry("origin", "done", "Departed Hangzhou", p.Tally("a"), MONDAY, "03:55:00", passage=True)
SETTLED = p.Entry("origin", "next", "Settlement", p.Tally("none"), clock="24 Nov")

FILE = p.DeedFile(
    p.Hub("Hangzhou hub", "HZ", "Origin. Keeps the left half.", "7c1a 9e02 44b1"),
    p.Hub("KL hub", "KL", "Destination. Keeps the right half."),
    (p.Day("Friday 20 November", (ORDERED,)), p.Day("Monday 23 November", (DEPARTED, ASSESSED, SETTLED))),
    p.Tally("both"),
    "16 events on each side.",
    "The two halves agree.",
)

STRIP = p.strip(
    "62 h 12 so far. Customs, both sides together: 42 seconds.",
    "Packing 13 h, in the air 5 h.",
    (
        p.Passage("land", FRIDAY, datetime(2026, 11, 21, 9, 14, 9, tzinfo=UTC), "Packing", "13 h 00"),
        p.Passage(
            "wait",
            datetime(2026, 11, 21, 9, 14, 9, tzinfo=UTC),
            datetime(2026, 11, 23, 3, 55, tzinfo=UTC),
            "Waiting",
            "42 h 40",
        ),
        p.Passage(
            "pass",
            datetime(2026, 11, 23, 3, 55, tzinfo=UTC),
            datetime(2026, 11, 23, 9, 2, tzinfo=UTC),
            "In the air",
            "5 h 07",
        ),
        p.Passage("dest", datetime(2026, 11, 23, 9, 2, tzinfo=UTC), MONDAY, "At the KL hub", "1 h 24"),
    ),
    (
        p.Mark(datetime(2026, 11, 21, 9, 14, 10, tzinfo=UTC), "green", "China 1 s"),
        p.Mark(MONDAY, "green", "Malaysia 41 s"),
    ),
    {},
)

MATCH = p.Match(
    (p.Head("Order", note="Qinghe"), p.Head("Payment"), p.Head("Waybill")),
    (
        p.MatchRow("Gross weight", "0.62 kg", "", "0.92 kg", "differs", "Weighed here: 0.94 kg"),
        p.MatchRow("Address", "B-08-11, Jalan Kiara 3", "", "B-08-11 Jln Kiara 3", "near"),
    ),
    "1 field agrees, 1 is near, 1 differs",
    (p.MatchRow("Amount", "538.17 MYR", "538.17 MYR", "", "agrees"),),
    "1 more field, it agrees",
)

TABLE = p.Table(
    "Parcels",
    (
        p.Head("Parcel"),
        p.Head("State"),
        p.Head("Buyer paid", number=True, drop=True),
        p.Head("Expected", wide=True, labelled=True),
    ),
    (
        p.Row(
            (
                p.Cell("QH-0431", "Vase, small", href="/c/X"),
                p.Cell(badge=p.Badge("List refused", "stop"), way=p.Way(1, stopped=True)),
                p.Cell("MYR 214.48"),
                p.Cell("Needs you"),
            )
        ),
        p.Row(
            (
                p.Cell("QH-0417", "Tea set"),
                p.Cell(badge=p.Badge("In passage", "move"), way=p.Way(3)),
                p.Cell("MYR 427.60"),
                p.Cell("Today"),
            )
        ),
    ),
    foot=p.Row((p.Cell("Together"), p.Cell(), p.Cell("MYR 642.08"), p.Cell())),
)

STATS = p.Stats(
    (p.Stat("On the way", "41", "12 in passage", href="#x"), p.Stat("Settled", "16,931.45", "in 7 days", before="CNY"))
)
STEPPER = p.Stepper((p.Step("Asked", "21 Nov", done=True), p.Step("Your decision", here=True), p.Step("In use")))
EMPTY = p.Empty(
    "No parcels are on their way", "When a buyer pays, the file opens by itself.", "List a product", "/seller/products/"
)
BAR = p.bar(((33022, "seller", "Seller"), (3600, "law", "Tax"), (0, "fee", "Fee")), "Seller 330.22, tax 36.00")
QR = p.QrCode.of("https://hub.example/c/6CN913-QH0417", "Opens this file")

CHART = p.Chart(
    "Chart of Hangzhou and KLIA. In step: KLIA.",
    (
        p.Harbour(911.1, 257.2, "me", "Hangzhou", "this hub", side="l"),
        p.Harbour(782.6, 458.7, "on", "KLIA", "41,206 in a day", "#hub-1", "l"),
    ),
    (p.Corridor("M911.1 257.2 Q861 366.9 782.6 458.7", "main"),),
    "1 hub lies beyond the chart",
)
LOG = p.Log(
    (
        p.Said(
            *("7", "11:04:58", "out", "Tracking", "tracking.events.v1", "6CN913-QH0417", "/c/6CN913-QH0417"),
            *("bulk 204,310", "/operator/network/log/abc/204310", p.Tally("both"), "countersigned", "to KLIA"),
        ),
    )
)

EVERY = (
    CHART,
    LOG,
    MONEY,
    FINDING,
    FILE,
    STRIP,
    MATCH,
    TABLE,
    STATS,
    STEPPER,
    EMPTY,
    BAR,
    QR,
    p.Tally("broken"),
    p.Lane("red"),
    p.Badge("Draft"),
    p.Way(5),
)
