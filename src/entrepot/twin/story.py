"""The mission once, for real: two parcels, one each way, and what surrounds them.

Every act goes through a hub's public API, at a moment of the story, and is safe to repeat: a story that was interrupted
is told again from the beginning and changes nothing that is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from entrepot.twin import stopped
from entrepot.twin.desk import Desk, Person
from entrepot.twin.learner import answers
from entrepot.twin.seed import BEGINNING
from entrepot.twin.world import World

CUP = {
    "sku": "CUP-CELADON",
    "title": "Celadon tea cup, stoneware",
    "hs": "691200",
    "origin": "CN",
    "net_mass_kg": "0.35",
    "price": "89.00",
    "currency": "MYR",
    "texts": {"zh": "青瓷茶杯，炻器", "ms": "Cawan teh seladon, batu"},
}
CHIPS = {
    "sku": "CHIPS-BANANA",
    "title": "Banana chips, salted, 250 g",
    "hs": "200899",
    "origin": "MY",
    "net_mass_kg": "0.25",
    "price": "38.00",
    "currency": "CNY",
    "texts": {"zh": "香蕉脆片，咸味，250 克", "ms": "Kerepek pisang masin, 250 g"},
}
CUPS_ORDER = {
    "number": "C-1001",
    "ordered_on": "2026-11-23",
    "currency": "MYR",
    "destination": "MY",
    "lines": [{"sku": CUP["sku"], "quantity": 4, "unit_price": "89.00"}],
    "freight": "24.00",
    "buyer": {"name": "Contoh Pembeli", "phone": "+60 3 0000 0000", "address": "1 Jalan Contoh, 50000 Kuala Lumpur"},
}
CHIPS_ORDER = {
    "number": "S-2001",
    "ordered_on": "2026-11-23",
    "currency": "CNY",
    "destination": "CN",
    "lines": [{"sku": CHIPS["sku"], "quantity": 6, "unit_price": "38.00"}],
    "freight": "0",
    "buyer": {
        "name": "示例买家",
        "phone": "130 0000 0000",
        "address": "杭州市西湖区示例路1号",
        "identity": "330106200001010000",
    },
}
BOTH = ("hz", "kl")
ORDERING = "Two orders are placed, paid and declared"
VISITING = "A visitor from Kuala Lumpur pays in a teahouse in Hangzhou"
SITE = {"code": "hz-zone", "name": "Xiaoshan bonded zone", "kind": "bonded", "territory": "CN", "place": "CNHGH"}


@dataclass
class Told:
    """What the story left behind, for the table; `kept_by` names the hubs on the way of each parcel."""

    parcels: dict[str, str]
    permit: dict[str, Any]
    advance: dict[str, Any]
    visit: dict[str, Any]
    certificate: dict[str, Any]
    kept_by: dict[str, tuple[str, ...]] = field(default_factory=dict)


def after(**time: int) -> datetime:
    """A moment of the story."""
    return BEGINNING + timedelta(**time)


class Story:
    """Tells itself step by step; `steps` says what is being done."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.told = Told({}, {}, {}, {}, {})
        self._desks: dict[tuple[str, str], Desk] = {}

    def at(self, hub: str, party: str) -> Desk:
        return self._desks.setdefault((hub, party), Desk(self.world.places[hub], party, self.world.tend))

    @cached_property
    def ceramics(self) -> Desk:
        return self.at("hz", "hz-ceramics")

    @cached_property
    def snacks(self) -> Desk:
        """The Malaysian seller's desk at the hub where its bonded stock lies."""
        return self.at("hz", "kl-snacks")

    def steps(self) -> Iterator[str]:
        """Tell the story; each step is named before it is done."""
        chapters: tuple[tuple[str, Callable[[], None]], ...] = (
            ("A seller in Kuala Lumpur sits the exam of a short course", self.learn),
            ("It asks Hangzhou's quarantine office for a permit, and gets it", self.permit),
            ("Its snacks are received in the bonded warehouse of Hangzhou", self.stock),
            ("A potter in Hangzhou lists a cup and notes its Malaysian tax number", self.listing),
            (ORDERING, self.order),
            ("A lender advances money to the potter", self.advance),
            ("The parcels are handed over", self.hand_over),
            (VISITING, self.visit),
            ("The parcels pass the border, are delivered, and everybody is paid", self.settle),
            ("A lamp is stopped at each border, for the officers to look at", self.stop),
        )
        for name, chapter in chapters:
            yield name
            chapter()

    def learn(self) -> None:
        learner = Person(self.world.places["kl"], "kl-snacks", self.world.tend, email="seller@kl.example")
        if not (earned := learner.get("/api/v1/training/certificates")):
            sitting = learner.post("/api/v1/training/courses/export-basics/sittings", at=after())
            path = f"/api/v1/training/sittings/{sitting['number']}/answers"
            learner.post(path, answers("export-basics", sitting["questions"]), at=after(minutes=40))
            earned = learner.get("/api/v1/training/certificates")
        [self.told.certificate] = earned

    def permit(self) -> None:
        asked = {
            "kind": "food-import",
            "agency": "cn-quarantine",
            "goods": "2008",
            "quantity": "50",
            "unit": "KGM",
            "reference": "first-permit",
        }
        permit = self.snacks.post("/api/v1/permits", asked, at=after(minutes=5))
        if permit["state"] == "applied":
            agency = self.at("hz", "cn-quarantine")
            issued = {"move": "issue", "valid_from": "2026-11-23", "valid_to": "2027-11-22"}
            path = f"/api/v1/permits/{permit['number']}/decision"
            permit = agency.post(path, issued, at=after(minutes=35))
        self.told.permit = permit

    def stock(self) -> None:
        store = self.at("hz", "hz-bonded")
        store.post("/api/v1/stock/sites", SITE, at=after(minutes=40))
        self.snacks.post("/api/v1/products", [CHIPS], at=after(minutes=41))
        receipt = {
            "site": SITE["code"],
            "seller": "kl-snacks",
            "sku": CHIPS["sku"],
            "lot": "L-2611",
            "pieces": 120,
            "reference": "K8-2611-001",
            "origin": "MY",
            "expires_on": "2027-08-31",
        }
        store.post("/api/v1/stock/receipts", [receipt], at=after(minutes=45))

    def listing(self) -> None:
        self.ceramics.post("/api/v1/products", [CUP], at=after(minutes=50))
        number = {"country": "MY", "number": "LRN-DEMO-0001"}
        self.ceramics.post("/api/v1/tax-numbers", number, at=after(minutes=51))

    def order(self) -> None:
        for desk, order in ((self.ceramics, CUPS_ORDER), (self.snacks, CHIPS_ORDER)):
            [answer] = desk.post("/api/v1/orders", [order], at=after(hours=1))
            assert answer["placed"], answer
            self.told.parcels[answer["ucr"]] = desk.party
            self.told.kept_by[answer["ucr"]] = BOTH
        for ucr, party in self.told.parcels.items():
            self.at("hz", party).until(_one(ucr), lambda row: row["state"] not in ("placed", "paid"))

    def advance(self) -> None:
        lender = self.at("hz", "hz-bank")
        ucr = next(ucr for ucr, party in self.told.parcels.items() if party == "hz-ceramics")
        offer = {"ucr": ucr, "share": "0.8", "fee": "0.01", "days": 30}
        advance = lender.get("/api/v1/advances")
        known = next((each for each in advance if each["ucr"] == ucr), None)
        known = known or lender.post("/api/v1/advances", offer, at=after(hours=2))
        if known["state"] == "offered":
            path = f"/api/v1/advances/{known['number']}/draw"
            known = self.ceramics.post(path, at=after(hours=2, minutes=20))
        self.told.advance = known

    def hand_over(self) -> None:
        for ucr, party in self.told.parcels.items():
            by = self.ceramics if party == "hz-ceramics" else self.at("hz", "hz-bonded")
            by.post("/api/v1/consignments/hand-over", [ucr], at=after(hours=5))

    def visit(self) -> None:
        provider, visitor = self.at("kl", "kl-pay"), self.at("kl", "kl-visitor")
        wallet = {"code": "visitor-1", "holder": "kl-visitor", "currency": "MYR", "name": "Visitor"}
        provider.post("/api/v1/wallets", wallet, at=after(hours=6))
        load = {"amount": {"amount": "300.00", "currency": "MYR"}, "reference": "top-up-1"}
        provider.post("/api/v1/wallets/visitor-1/loads", load, at=after(hours=6, minutes=1))
        sale = {"amount": {"amount": "88.00", "currency": "CNY"}, "reference": "TABLE-7"}
        shown = self.at("hz", "hz-teahouse").post("/api/v1/wallets/sales", sale, at=after(hours=7))
        visit = {"qr": shown["qr"], "wallet": "visitor-1"}
        paid = visitor.post("/api/v1/wallets/visits", visit, at=after(hours=7, minutes=1))
        path = f"/api/v1/wallets/visits/{paid['reference']}"
        self.told.visit = visitor.until(path, lambda row: row["state"] in ("confirmed", "refused"))

    def settle(self) -> None:
        for ucr in self.told.parcels:
            for hub in self.told.kept_by[ucr]:
                self.at(hub, "operator").until(_one(ucr), lambda row: row["state"] == "settled")
        number = self.told.advance["number"]
        advance = self.ceramics.until(f"/api/v1/advances/{number}", lambda row: row["state"] == "repaid")
        self.told.advance = advance
        self.told.permit = self.snacks.get(f"/api/v1/permits/{self.told.permit['number']}")

    def stop(self) -> None:
        for hub in BOTH:
            declarant, declaration = stopped.declared(hub)
            [answer] = self.at(hub, declarant).post("/api/v1/declarations", [declaration])
            assert answer["in_order"], answer


def _one(ucr: str) -> str:
    return f"/api/v1/consignments/{ucr}"
