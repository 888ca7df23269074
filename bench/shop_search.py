"""shop.search: the shop's search over 20,000 listings of two hubs, at the 95th percentile, on SQLite or PostgreSQL.

Titles and descriptions in three languages are put together by a seeded generator from the phrase book of the
classification assistant, so that words are as frequent as they are in a shop. A question is what shoppers type: one to
three words of a title in English, Chinese or Malay, the beginning of a word, a SKU, each in turn alone or with filters.
The baseline is `LIKE '%word%'` over the same texts in one column, as the simplest shop does it; both in one run, in
turns, by the wall's clock, with the count of all that was found and the rows of the page.

`python -m bench.shop_search` measures in this process; `DATABASE_URL` of an empty database takes PostgreSQL.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from fractions import Fraction
from itertools import islice
from typing import Any

NAME = "shop.search"
LISTINGS = int(os.environ.get("BENCH_LISTINGS", "20000"))
QUESTIONS = 300
SEED = 20261127
NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
WORTH = {"CNY": Fraction(59, 100), "MYR": Fraction(1)}
COLOURS = (("blue", "蓝色", "biru"), ("green", "绿色", "hijau"), ("black", "黑色", "hitam"), ("large", "大号", "besar"))


def run() -> dict[str, Any]:
    """Measured in a process of its own, on a home that goes away."""
    with tempfile.TemporaryDirectory(prefix="entrepot-bench-") as home:
        surroundings = {**os.environ, "ENTREPOT_HOME": home, "ENTREPOT_COUNTRY": "MY"}
        command = [sys.executable, "-m", "bench.shop_search"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=surroundings)  # noqa: S603
        assert done.returncode == 0, done.stderr[-3000:]
        told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return told


def measured() -> dict[str, Any]:
    from django.db import connection

    dice = random.Random(SEED)  # noqa: S311 - goods of a bench, not keys
    began = time.perf_counter()
    titles = list(_filled(dice))
    filled = time.perf_counter() - began
    ours: list[float] = []
    plain: list[float] = []
    for question in _questions(dice, titles):
        ours.append(_timed(lambda: _search(question)))  # noqa: B023 - asked at once
        plain.append(_timed(lambda: _contains(question["asked"])))  # noqa: B023
    return {
        "value": round(_p95(ours), 1),
        "unit": "ms at p95",
        "baseline": round(_p95(plain), 1),
        "ratio": round(_p95(plain) / _p95(ours), 1),
        "median": f"{sorted(ours)[len(ours) // 2]:.1f} ms beside {sorted(plain)[len(plain) // 2]:.1f} ms",
        "slowest": f"{max(ours):.1f} ms beside {max(plain):.1f} ms",
        "of": f"{LISTINGS:,} listings, {QUESTIONS} questions, on {connection.vendor}",
        "filled": f"{LISTINGS / filled:,.0f} listings/s",
        "load": f"{os.getloadavg()[0]:.1f} processes wanted {len(os.sched_getaffinity(0))} cores",
    }


def _filled(dice: random.Random) -> Iterator[dict[str, str]]:
    """The shop, filled as messages and products fill it; answers with the titles of each listing."""
    from django.db import connection

    from entrepot.hub.catalogue import showing
    from entrepot.hub.events import Actor

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE plain_shop (listing text PRIMARY KEY, told text)")
    by = Actor("worker", "bench", "bench", NOW)
    made = (_offered(n, dice) for n in range(LISTINGS))
    while part := list(islice(made, 1000)):
        showing.show(part, by=by)
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO plain_shop VALUES (%s, %s)", [(each.key, _told(each)) for each in part])
        yield from ({name: texts["title"] for name, texts in each.texts.items()} for each in part)


def _offered(n: int, dice: random.Random) -> Any:
    from entrepot.classify import phrasebook
    from entrepot.hub.catalogue.offered import Offered, Variant

    entry = dice.choice(phrasebook.entries())
    colour = dice.choice(COLOURS)
    country = dice.choice(("CN", "MY"))
    named = {name: dice.choice(entry.phrases[name]) for name in ("en", "zh", "ms")}
    texts = {
        "en": {"title": f"{colour[0]} {named['en']}".capitalize(), "description": ", ".join(entry.phrases["en"])},
        "zh": {"title": f"{colour[1]}{named['zh']}", "description": "，".join(entry.phrases["zh"])},
        "ms": {"title": f"{named['ms']} {colour[2]}".capitalize(), "description": ", ".join(entry.phrases["ms"])},
    }
    variant = Variant(
        sku=f"SKU-{n:05d}",
        title=texts["en"]["title"][:250],
        price_minor=dice.randint(500, 500_00),
        currency="CNY" if country == "CN" else "MYR",
        hs=entry.code,
        origin=country,
        net_mass_g=dice.randint(50, 5000),
    )
    seller = f"seller-{n % 500}"
    return Offered(
        hub="hz.example" if country == "CN" else "",
        seller=seller,
        seller_name=seller,
        country=country,
        handle=f"thing-{n}",
        title=variant.title,
        texts=texts,
        brand=f"Brand{n % 200}",
        variants=(variant,),
        version=n + 1 if country == "CN" else 0,
    )


def _told(each: Any) -> str:
    """Everything of a listing as one text."""
    told = [text for texts in each.texts.values() for text in texts.values()]
    return " ".join([*told, each.brand, each.variants[0].sku]).casefold()


def _questions(dice: random.Random, titles: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    for n in range(QUESTIONS):
        title = dice.choice(titles)
        english, malay = title["en"].split(), title["ms"].split()
        at = dice.randrange(max(1, len(title["zh"]) - 1))
        asked = (
            dice.choice(english),
            " ".join(dice.sample(english, min(len(english), 2))),
            title["zh"][at : at + 2],
            title["zh"][:4],
            dice.choice(malay),
            " ".join(malay[:3]),
            dice.choice(english)[:3],
            f"SKU-{dice.randrange(LISTINGS):05d}",
            "",
        )[n % 9]
        narrowed: dict[str, Any] = (
            {},
            {"destination": "MY"},
            {"destination": "MY", "lowest": 20_00, "highest": 150_00, "sort": "cheap"},
            {"destination": "CN", "chapters": (("61", "64"),)},
        )[n % 4]
        yield {"asked": asked, **narrowed}


def _search(question: dict[str, Any]) -> object:
    from entrepot.hub.catalogue.searching import Search, search

    return search(Search(worth=WORTH, **question))


def _contains(asked: str) -> object:
    """The simplest shop: every word somewhere in the text, in no order."""
    from django.db import connection

    from entrepot.hub.catalogue.models import Listing

    words = asked.casefold().split() or [""]
    where = " AND ".join(["told LIKE %s"] * len(words))
    inside = [f"%{word}%" for word in words]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM plain_shop WHERE {where}", inside)  # noqa: S608 - our own words
        (total,) = cursor.fetchone()
        cursor.execute(f"SELECT listing FROM plain_shop WHERE {where} LIMIT 24", inside)  # noqa: S608
        keys = [key for (key,) in cursor.fetchall()]
    return total, list(Listing.objects.filter(key__in=keys))


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entrepot.hub.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    print(json.dumps(measured()))
