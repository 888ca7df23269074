"""Parcels as a platform declares them: the same every time, of one to four goods, to Malaysia and out of China."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from entrepot import statute
from entrepot.trade.code import make_s10
from entrepot.trade.declaration import DeclarationFacts, GoodsItem, Trader

DAY = date(2026, 3, 2)
SEED = 20261126
NAMED = (
    "Aminah Binti Yusof",
    "Tan Wei Ling",
    "Muthu a/l Raman",
    "Nur Aisyah Binti Omar",
    "Lim Boon Keng",
    "Siti Zubaidah",
)
STREETS = ("Jalan Kenanga", "Jalan Ampang", "Lorong Selamat", "Persiaran Gurney", "Jalan Tun Razak")
WARES = (
    "Porcelain tea set",
    "Cotton shirt, knitted",
    "LED desk lamp",
    "Silk scarf, printed",
    "Steel kitchen knife",
    "Wooden toy train",
)
RELIEVED_FROM_NOTHING = ("22", "24", "854340")  # drink, tobacco, vapes
TERMS = {"lvg": ("LVG-26-0001", "kl-batik"), "general": ("", "kl-batik"), "relief": ("", "kl-batik")}


@dataclass(frozen=True, slots=True)
class Range:
    """The codes that parcels are made of: those of the schedule for which neither border asks a permit."""

    codes: tuple[str, ...]

    @classmethod
    def of_the_law(cls) -> Range:
        book = statute.load()
        asked = [control for country in ("MY", "CN") for control in book.jurisdiction(country).controls(DAY)]
        controlled = tuple(prefix for control in asked for prefix in control.goods)
        held = book.law("MY", DAY).tariff.schedule.codes
        return cls(tuple(code for code in held if not code.startswith((*controlled, *RELIEVED_FROM_NOTHING))))


def parcels(count: int, *, run: str, seed: int = SEED) -> Iterator[DeclarationFacts]:
    """So many declarations, all in order; every tenth leaves China and has papers, the others enter Malaysia."""
    dice, wares = random.Random(f"{seed}/{run}"), Range.of_the_law()  # noqa: S311 - dice, not a secret
    for n in range(count):
        yield _export(dice, wares, run, n) if n % 10 == 9 else _import(dice, wares, run, n)


def _import(dice: random.Random, wares: Range, run: str, n: int) -> DeclarationFacts:
    items = tuple(_item(dice, wares, place) for place in range(1, dice.choice((1, 1, 2, 2, 3, 4)) + 1))
    worth = sum(round(float(item.value) * 100) for item in items)
    regime = "lvg" if dice.random() < 0.7 else "relief" if worth <= 40_000 else "general"
    registration, declarant = TERMS[regime]
    return DeclarationFacts(
        lrn=f"{run}-{n}",
        ucr=f"6CNQHCERAMIC-{run}X{n}",
        direction="import",
        country="MY",
        regime=regime,
        date=DAY,
        declarant=declarant,
        consignor=Trader("Hangzhou Ceramics", "CN", "QHCERAMIC"),
        consignee=Trader(f"{dice.choice(NAMED)} {n % 9973}", "MY", address=f"{n} {dice.choice(STREETS)}, Kuala Lumpur"),
        currency="MYR",
        incoterm="DDP",
        freight=f"{dice.randrange(500, 4000) / 100:.2f}",
        insurance="0",
        items=items,
        transport_document=make_s10("LX", dice.randrange(10**8), "CN"),
        registration=registration,
    )


def _export(dice: random.Random, wares: Range, run: str, n: int) -> DeclarationFacts:
    facts = _import(dice, wares, run, n)
    return replace(facts, direction="export", country="CN", regime="9610", registration="", declarant="kl-batik")


def _item(dice: random.Random, wares: Range, place: int) -> GoodsItem:
    pieces, grams = dice.randint(1, 4), dice.randrange(50, 3000)
    return GoodsItem(
        number=place,
        description=f"{dice.choice(WARES)}, model {dice.randrange(1000)}",
        hs=dice.choice(wares.codes),
        origin="CN",
        quantity=str(pieces),
        unit="H87",
        net_mass_kg=f"{grams / 1000:.3f}",
        gross_mass_kg=f"{(grams + 100) / 1000:.3f}",
        value=f"{pieces * dice.randrange(500, 30_000) / 100:.2f}",
    )
