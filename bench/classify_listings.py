"""classify.listings: how often the right code is among the first suggestions, all 5,612 subheadings open.

Asked are the development sets that lie beside the project. None of their rows is in any index: a phrase or an official
text that is the same as a row (“instant noodles”) is left out, too. Measured twice: with what ships alone, and with the
official texts of the European Union and the United States loaded; beside both, BM25 over the wording of the
nomenclature. Time is of one query after another in one process, memory of that process at its largest.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.by_bm25 import ByBm25
from bench.timing import Unavailable
from entrepot.classify import sources
from entrepot.classify.asked import facts_of
from entrepot.classify.classifier import Assistant, cache_folder
from entrepot.classify.goods import Goods
from entrepot.classify.library import read
from entrepot.classify.words import normal

NAME = "classify.listings"
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
LABELLED = SHARED / "hs_labelled"
OFFICIAL = {
    "cn8": SHARED / "eu-taric-nomenclature" / "cn8_2023_selfexplanatory_en.csv.gz",
    "hts": SHARED / "us-hts-2024-12" / "hts_lines.jsonl.gz",
}
LISTINGS, RULINGS, PROBE = "hscodecomp.jsonl", "atlas_validation.jsonl", "trilingual_probe.jsonl"
FIRST = (1, 3, 5)
MOST = 60  # so many codes hold five headings
Asked = list[tuple[Goods, set[str]]]


def run() -> dict[str, Any]:
    """Each way in a process of its own, so that memory and load time are its own."""
    if not (LABELLED / LISTINGS).exists():
        raise Unavailable("it needs the labelled texts in shared/data/hs_labelled beside the project")
    alone, official = _apart("alone"), _apart("official")
    listings = _asked(LISTINGS)
    baseline = ByBm25()
    plain = [baseline.ranked(goods.sentence(), MOST) for goods, _ in listings]
    answers = [right for _, right in listings]
    return {
        "value": official["listings"]["hs6"][0],
        "unit": "% HS6 top-1, official",
        "baseline": _shares(plain, answers, 6)[0],
        "ratio": round(official["listings"]["hs6"][0] / max(_shares(plain, answers, 6)[0], 0.1), 1),
        "ratio_of": "HS6 top-1 on 200 listings, with official texts / BM25 over the nomenclature",
        "baseline_listings": {f"hs{n}": _shares(plain, answers, n) for n in (6, 4, 2)},
        "alone": alone,
        "official": official,
    }


def _apart(way: str) -> dict[str, Any]:
    _said(way)  # builds the index and keeps it, so that what is measured next reads what is kept
    return _said(way)


def _said(way: str) -> dict[str, Any]:
    told = subprocess.run(  # noqa: S603 - this very module
        [sys.executable, "-m", __name__, way], check=True, capture_output=True, text=True
    )
    found: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
    return found


def measured(way: str) -> dict[str, Any]:
    """The shares of all sets, one way, with its times and its memory."""
    rows, exclusions = list(sources.shipped()), []
    asked = {normal(goods.text) for file in (LISTINGS, RULINGS, PROBE) for goods, _ in _asked(file)}
    if way == "official":
        for kind, file in OFFICIAL.items():
            known = read(file, kind)
            rows += known.rows
            exclusions += known.exclusions
    rows = [row for row in rows if normal(row.text) not in asked]
    began = time.perf_counter()
    assistant = Assistant(rows, exclusions, cache_folder())
    assistant.classify([Goods("porcelain plate")])
    found: dict[str, Any] = {"rows": len(assistant.index.rows), "load_s": round(time.perf_counter() - began, 2)}
    sets = {"listings": _asked(LISTINGS), "rulings": _asked(RULINGS)}
    sets |= {f"probe_{language}": _asked(PROBE, language) for language in ("en", "zh", "ms")}
    for name, several in sets.items():
        ranked, times, cpu = [], [], []
        for goods, _ in several:
            wall, own = time.perf_counter(), time.process_time()
            answer = assistant.classify([goods], MOST)[0]
            times.append((time.perf_counter() - wall) * 1000)
            cpu.append((time.process_time() - own) * 1000)
            ranked.append([suggestion.code for suggestion in answer.suggestions])
        answers = [right for _, right in several]
        found[name] = {f"hs{digits}": _shares(ranked, answers, digits) for digits in (6, 4, 2)}
        if name == "listings":
            found["bands"] = _bands(assistant, several)
            found["ms_p50"], found["ms_p95"] = _middle_and_late(times)
            found["cpu_ms_p50"], found["cpu_ms_p95"] = _middle_and_late(cpu)
    found["memory_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return found


def _bands(assistant: Assistant, several: Asked) -> dict[str, str]:
    """For each band of the heading, its share of the first suggestions and how many of them were right."""
    told: dict[str, list[bool]] = {}
    for goods, right in several:
        for suggestion in assistant.classify([goods], 1)[0].suggestions:
            told.setdefault(suggestion.bands["heading"], []).append(suggestion.code[:4] in {code[:4] for code in right})
    return {
        band: f"{100 * len(found) / len(several):.0f} % of answers, {100 * sum(found) / len(found):.0f} % right"
        for band, found in told.items()
    }


def _asked(file: str, language: str = "") -> Asked:
    """The descriptions of a set with the codes that are right; listings with category and attributes."""
    found = []
    for line in (LABELLED / file).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if not language or row["lang"] == language:
            category = [each for each in row.get("category", []) if each.isascii()]
            attributes = {"Category": category, **row.get("attrs", {})} if category else row.get("attrs", {})
            found.append((Goods(row["text"], "", facts_of(attributes)), set(row["hs6"])))
    return found


def _shares(ranked: Sequence[Sequence[str]], right: Sequence[set[str]], digits: int) -> list[float]:
    """How often, in per cent, a right code is among the first 1, 3 and 5 different ones of so many digits."""
    found = []
    for first in FIRST:
        hits = 0
        for codes, answers in zip(ranked, right, strict=True):
            shown = list(dict.fromkeys(code[:digits] for code in codes))[:first]
            hits += bool({code[:digits] for code in answers} & set(shown))
        found.append(round(100 * hits / len(right), 1))
    return found


def _middle_and_late(times: list[float]) -> tuple[float, float]:
    return round(statistics.median(times), 1), round(statistics.quantiles(times, n=20)[-1], 1)


if __name__ == "__main__":
    if "ENTREPOT_CACHE" not in os.environ and cache_folder() is None:
        os.environ["ENTREPOT_CACHE"] = tempfile.mkdtemp()
    print(json.dumps(measured(sys.argv[1]), ensure_ascii=False))
