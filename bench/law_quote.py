"""law.quote: landed cost against a full tariff of the United States, one core, the engine alone.

Two questions. How long does one quote take, with all its options and their working? And how many parcel lines a second
can be worked out in bulk, without the working, beside the straightforward way (bench/by_decimal.py), which reads the
same law line by line in `Decimal`? All ways must agree on every cent before anything is timed. Beside it stands what a
program reaches that keeps nothing but percentages, digested beforehand from the same tariff for this one regime.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from bench import by_decimal
from bench.timing import alternating, median, seconds, spread
from entrepot import statute
from entrepot.statute.shelf import Shelf
from entrepot.statute.shelf.kinds import KINDS
from entrepot.statute.shelf.loading import Published, prepare
from entrepot.trade.duty.bulk import Parcels
from entrepot.trade.duty.expression import Free, Pct
from entrepot.trade.duty.facts import Consignment, Goods
from entrepot.trade.duty.landed import landed_cost
from entrepot.trade.duty.law import Law, Regime
from entrepot.trade.duty.many import groups, totals
from entrepot.trade.duty.rates import NO_RATES
from entrepot.trade.money import Money

NAME = "law.quote"
SCHEDULE = Path(__file__).resolve().parents[2] / "shared" / "data" / "us-hts-2024-12" / "hts_lines.jsonl.gz"
DAY = date(2026, 11, 23)
LINES, CODES, QUOTES = 10_000, 400, 1_000
SEED = 20261123


@dataclass(frozen=True, slots=True)
class Sold:
    """One parcel of one line, as a shop has it."""

    hs: str
    value: Decimal
    cents: int
    pieces: int


def run() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as home:
        shelf = Shelf(Path(home))
        load = seconds(lambda: _load(shelf, Path(home)))
        law = statute.load(shelf=Shelf(Path(home))).law("US", DAY)
        codes = _codes(law)
        sold = _sold(codes[:CODES])
        quotes = [_consignment(each) for each in _sold(codes, QUOTES)]
        preferred = [_consignment(each, "SG") for each in _sold(codes, QUOTES)]
        digested = by_decimal.digested(law)

        def quoted(questions: list[Consignment] = quotes) -> None:
            for consignment in questions:
                landed_cost([consignment], law)

        def quoted_with_preferences() -> None:
            quoted(preferred)

        def bulk() -> list[int | None]:
            return _in_bulk(law, sold)

        def straightforward() -> list[int | None]:
            return [by_decimal.owed(law, _regime(law), _consignment(each), each.value) for each in sold]

        def percentages() -> list[int]:
            return [by_decimal.owed_by_percentages(digested, each.hs, each.value) for each in sold]

        answers = bulk()
        assert answers == straightforward() == percentages(), "the ways do not agree"
        assert answers[:200] == [_by_quote(each, law) for each in sold[:200]], "bulk and quote do not agree"
        first = seconds(quoted)
        quoting, preferring, ours, theirs, thin = alternating(
            [quoted, quoted_with_preferences, bulk, straightforward, percentages]
        )
        value, baseline = LINES / median(ours), LINES / median(theirs)
        return {
            "value": round(value),
            "unit": "lines/s in bulk",
            "baseline": round(baseline),
            "ratio": round(value / baseline, 1),
            "ratio_of": "lines/s in CPU time, bulk / Decimal line by line over the same law",
            "ratio_to_digested_percentages": round(value / (LINES / median(thin)), 1),
            "quote_microseconds": round(median(quoting) / QUOTES * 1e6),
            "quote_microseconds_least": round(min(quoting) / QUOTES * 1e6),
            "quote_microseconds_first_sight_of_each_code": round(first / QUOTES * 1e6),
            "options_a_quote": _options(quotes, law),
            "quote_microseconds_with_preferences": round(median(preferring) / QUOTES * 1e6),
            "options_a_quote_with_preferences": _options(preferred, law),
            "load_seconds": round(load, 2),
            "schedule": "United States, December 2024" if SCHEDULE.exists() else "made up, of the same size",
            "tariff_lines": len(law.tariff.schedule.codes),
            "lines_in_bulk": f"{LINES} parcels of {CODES} codes, one regime, without the working",
            "spread": f"bulk {spread(ours)}, Decimal {spread(theirs)}, percentages {spread(thin)}",
        }


def _load(shelf: Shelf, home: Path) -> None:
    """Read the schedule, look at it, and put it on the shelf, as `entrepot tariff load` does."""
    told = Published(source="hts.usitc.gov", since=date(2024, 12, 1), published=date(2024, 12, 16))
    file = SCHEDULE if SCHEDULE.exists() else _made_up(home)
    ready = prepare(shelf, KINDS["us-hts"], [file], told)
    assert ready.difference.may_take_effect
    shelf.put(ready.edition, ready.rows, "2026-11-23T00:00:00")


def _codes(law: Law) -> list[str]:
    """Lines whose general rate is a percentage, mixed: what a small seller ships is of this kind."""
    priced = [code for code in law.tariff.schedule.codes if code[:2] < "98" and _percent(law, code) is not None]
    random.Random(SEED).shuffle(priced)  # noqa: S311 - dice, not a secret
    return [
        code for code in priced if not code.startswith(("72", "73", "74", "76", "8703", "8704", "8708", "44", "9403"))
    ]


def _percent(law: Law, code: str) -> Fraction | None:
    measure = law.tariff.choice("duty", code, "MY").normal
    match measure.expression if measure else None:
        case Free():
            return Fraction(0)
        case Pct(rate, "customs-value"):
            return rate
    return None


def _sold(codes: list[str], count: int = LINES) -> list[Sold]:
    dice = random.Random(SEED)  # noqa: S311 - dice, not a secret
    sold = []
    for n in range(count):
        cents = dice.randrange(500, 240_000)
        sold.append(Sold(codes[n % len(codes)], Decimal(cents) / 100, cents, dice.randrange(1, 5)))
    return sold


def _consignment(each: Sold, origin: str = "MY") -> Consignment:
    goods = Goods(each.hs, Money.of(each.value, "USD"), Fraction(each.pieces), origin=origin)
    return Consignment(origin, "US", DAY, (goods,), channel="express")


def _options(questions: list[Consignment], law: Law) -> float:
    """How many ways in a quote has, on average."""
    return round(sum(len(landed_cost([each], law)[0].options) for each in questions) / len(questions), 2)


def _in_bulk(law: Law, sold: list[Sold]) -> list[int | None]:
    """What each parcel owes under informal entry, in cents, whole batch at once."""
    nothing = [0] * len(sold)
    parcels = Parcels([each.cents for each in sold], nothing, nothing, [each.pieces for each in sold])
    codes = [each.hs for each in sold]
    found = groups(law, _regime(law), _consignment(sold[0]), NO_RATES.on(DAY), codes, parcels)
    return totals(found, len(sold))


def _regime(law: Law) -> Regime:
    return next(each for each in law.regimes if each.code == "informal")


def _by_quote(each: Sold, law: Law) -> int:
    option = landed_cost([_consignment(each)], law)[0].option("informal")
    assert option is not None
    assert option.total is not None
    return option.total.exact.minor


def _made_up(home: Path) -> Path:
    """A schedule of the size of the real one, where the real one is not at hand."""
    dice = random.Random(SEED)  # noqa: S311 - dice, not a secret

    def lines() -> Iterator[str]:
        for heading in range(101, 9701):
            if heading % 100 in range(1, 13) and heading // 100 != 77:
                for sub in range(10, 30):
                    code = f"{heading:04d}.{sub}.00"
                    rate = dice.choice(["Free", "2.5%", "6%", "9.8%", "1.9¢/kg", "5% + 2¢/kg"])
                    special = "Free (A+,AU,BH,CL,CO,D,E,IL,JO,KR,MA,OM,P,PA,PE,S,SG)" if rate != "Free" else ""
                    row = {"htsno": code, "indent": "1", "description": "Goods", "general": rate, "other": "45%"}
                    yield json.dumps({**row, "special": special})
                    yield json.dumps({"htsno": f"{code}.10", "indent": "2", "description": "Goods of one kind"})

    path = home / "made-up.jsonl"
    path.write_text("\n".join(lines()), encoding="utf-8")
    return path
