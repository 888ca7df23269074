"""A third parcel, from Hangzhou to Singapore: the two exchange nothing, and the goods pass Kuala Lumpur under control.

What is told here follows the story of two hubs, at moments of its own, by the same people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from entrepot.twin.story import CUP, Story, after

TRAY_ORDER = {
    "number": "C-1002",
    "ordered_on": "2026-11-23",
    "currency": "SGD",
    "destination": "SG",
    "lines": [{"sku": CUP["sku"], "quantity": 2, "unit_price": "29.00"}],
    "freight": "8.00",
    "buyer": {"name": "Sample Buyer", "phone": "+65 6000 0000", "address": "1 Example Road, Singapore 000001"},
}
GUARANTEE = {
    "number": "BG-2611",
    "party": "kl-store",
    "country": "MY",
    "amount": "5000.00",
    "currency": "MYR",
    "valid_from": "2026-11-01",
    "guarantor": "A bank of the story",
}
SEALS = {"seals": ["MY-260001"]}
ON_THE_WAY = ("hz", "kl", "sg")


class Through:
    """Tells itself step by step, on the desks of the story of two hubs."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.ucr = ""

    def steps(self) -> Iterator[str]:
        """Tell it; each step is named before it is done."""
        chapters: tuple[tuple[str, Callable[[], None]], ...] = (
            ("A warehouse in Kuala Lumpur gives its customs a guarantee for goods that pass", self.guarantee),
            ("Cups are ordered from Singapore, whose hub exchanges with Kuala Lumpur alone", self.order),
            ("They are handed over; Kuala Lumpur seals them, and lets them go with their seals whole", self.passage),
            ("They are delivered in Singapore, and everybody is paid", self.settle),
        )
        for name, chapter in chapters:
            yield name
            chapter()

    def guarantee(self) -> None:
        self.story.at("kl", "my-customs").post("/api/v1/guarantees", GUARANTEE, at=after(minutes=10))

    def order(self) -> None:
        ceramics = self.story.ceramics
        number = {"country": "SG", "number": "GST-DEMO-0001"}
        ceramics.post("/api/v1/tax-numbers", number, at=after(minutes=52))
        [answer] = ceramics.post("/api/v1/orders", [TRAY_ORDER], at=after(hours=1, minutes=5))
        assert answer["placed"], answer
        self.ucr = answer["ucr"]
        self.story.told.parcels[self.ucr] = "hz-ceramics"
        self.story.told.kept_by[self.ucr] = ON_THE_WAY
        ceramics.until(self._path, lambda row: row["state"] not in ("placed", "paid"))

    def passage(self) -> None:
        self.story.ceramics.post("/api/v1/consignments/hand-over", [self.ucr], at=after(hours=5, minutes=5))
        officer = self.story.at("kl", "my-customs")
        [passage] = officer.until("/api/v1/passages", lambda rows: bool(rows))
        self.story.ceramics.until(self._path, lambda row: row["parcel"] != "labelled" and row["parcel"] != "dispatched")
        if passage["state"] == "accepted":
            officer.post(f"/api/v1/passages/{passage['mrn']}/entry", SEALS, at=after(hours=13))
        officer.post(f"/api/v1/passages/{passage['mrn']}/exit", SEALS, at=after(hours=14, minutes=30))

    def settle(self) -> None:
        for hub in ON_THE_WAY:
            self.story.at(hub, "operator").until(self._path, lambda row: row["state"] == "settled")

    @property
    def _path(self) -> str:
        return f"/api/v1/consignments/{self.ucr}"
