"""risk.learned: which of the declarations that customs looked at were wrong, told beforehand by a scorecard of whole
numbers, beside plain gradient boosting on all columns, in one run.

Both learn from 2020 and are asked about the first quarter of 2021: synthetic declarations of the Korea Customs Service,
made with CTGAN (MIT; Jeong and others, arXiv 2208.02484). Signs, smoothing and weights were chosen within 2020, by
learning from January to September and trying October to December. `python -m bench.risk_learned` writes the card that
the hub ships.
"""

from __future__ import annotations

import csv
import gzip
import io
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.timing import Unavailable
from entrepot.trade.risk.scorecard import SIGNS, GoodsSeen, Row, Scorecard

NAME = "risk.learned"
FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "customs-declarations-kcs"
SHIPPED = Path(__file__).resolve().parents[1] / "src/entrepot/hub/customs/scorecards/kcs-2020.csv.gz"
TRAIN, VALIDATION = "df_syn_train_eng.csv.gz", "df_syn_valid_eng.csv.gz"
SPLIT = "2020-10-01"
"""Until here the weights learn, from here on they are tried; the tables of the final card learn from all of 2020."""

PRIOR, SCALE, LEAST_SEEN, LEAST_POINTS = 2, 10, 2, 3
SHARES = (1, 5, 10)
NUMBERS = ("Tax Rate", "Net Mass", "Item Price")
NO_COLUMN = ("Declaration ID", "Date", "Fraud", "Critical Fraud", *NUMBERS)


@dataclass(frozen=True, slots=True)
class Looked:
    """One declaration that customs looked at, and what came out."""

    day: str
    goods: GoodsSeen
    wrong: bool
    critical: bool
    columns: Mapping[str, str]


def run() -> dict[str, Any]:
    """Precision and recall at the top of the validation part, ours and the baseline's."""
    seen, asked = _read(TRAIN), _read(VALIDATION)
    card = learned(seen)
    ours = told([card.of(each.goods).points for each in asked], asked)
    theirs = told(_boosted(seen, asked), asked)
    result: dict[str, Any] = {
        "value": ours["precision at 10 %"],
        "unit": "precision, top 10 %",
        "baseline": theirs["precision at 10 %"],
        "ratio": round(ours["precision at 10 %"] / theirs["precision at 10 %"], 2),
        "baseline is": "HistGradientBoostingClassifier on all columns",
        "rows on the card": sum(map(len, card.tables.values())),
        "declarations": f"{len(seen)} learnt from, {len(asked)} asked; {sum(each.wrong for each in asked)} wrong",
    }
    for name, figure in ours.items():
        result[name] = f"{figure} (baseline {theirs[name]})"
    return result


def learned(seen: Sequence[Looked]) -> Scorecard:
    """The card: how much each sign weighs is learnt before the split, what it is worth from everything seen."""
    before = [each for each in seen if each.day < SPLIT]
    after = [each for each in seen if each.day >= SPLIT]
    weights = _weights(before)
    tried = _card(before, weights)
    scores = sorted((tried.of(each.goods).points for each in after), reverse=True)
    least = tuple(scores[len(scores) * share // 100] for share in SHARES)
    card = _card(seen, weights)
    return Scorecard(card.code, card.currency, card.tables, (least[0], least[1], least[2]))


def told(scores: Iterable[float], asked: Sequence[Looked]) -> dict[str, float]:
    """Precision and recall among the highest scores, for wrong and for critically wrong declarations."""
    ranked = [each for _, each in sorted(zip(scores, asked, strict=True), key=lambda pair: -pair[0])]
    wrong, critical = sum(each.wrong for each in asked), sum(each.critical for each in asked)
    found = {}
    for share in SHARES:
        top = ranked[: len(ranked) * share // 100]
        hit = sum(each.wrong for each in top)
        found[f"precision at {share} %"] = round(hit / len(top), 3)
        found[f"recall at {share} %"] = round(hit / wrong, 3)
        found[f"recall of critical at {share} %"] = round(sum(each.critical for each in top) / critical, 3)
    return found


def _read(name: str) -> list[Looked]:
    if not (FOLDER / name).exists():
        raise Unavailable(f"{FOLDER.name} is not beside the project")
    with gzip.open(FOLDER / name, "rt", encoding="utf-8") as file:
        return sorted(map(_looked, csv.DictReader(file)), key=lambda each: each.day)


def _looked(row: dict[str, str]) -> Looked:
    value, mass_g = int(float(row["Item Price"] or 0)), int(float(row["Net Mass"] or 0) * 1000)
    goods = GoodsSeen(row["HS6 Code"].zfill(6), row["Country of Origin"], row["Country of Departure"], value, mass_g)
    return Looked(row["Date"], goods, row["Fraud"] == "1", row["Critical Fraud"] == "2", row)


def _counts(name: str, seen: Sequence[Looked]) -> dict[str, list[int]]:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for each in seen:
        count = counts[SIGNS[name](each.goods)]
        count[0] += 1
        count[1] += each.wrong
    return counts


def _odds(looked_at: int, wrong: float, share: float) -> float:
    """The logarithm of the odds, against the share of all, drawn towards it as if `PRIOR` more had been seen."""
    rate = (wrong + PRIOR * share) / (looked_at + PRIOR)
    return math.log(rate / (1 - rate)) - math.log(share / (1 - share))


def _weights(seen: Sequence[Looked]) -> dict[str, float]:
    """How much each sign weighs beside the others; each declaration is left out of the counts that speak for it."""
    from sklearn.linear_model import LogisticRegression

    share = sum(each.wrong for each in seen) / len(seen)
    columns = []
    for name in SIGNS:
        counts = _counts(name, seen)
        column = []
        for each in seen:
            looked_at, wrong = counts[SIGNS[name](each.goods)]
            column.append(_odds(looked_at - 1, wrong - each.wrong, share))
        columns.append(column)
    rows = list(zip(*columns, strict=True))
    model = LogisticRegression(C=0.1, max_iter=400).fit(rows, [each.wrong for each in seen])
    return dict(zip(SIGNS, model.coef_[0], strict=True))


def _card(seen: Sequence[Looked], weights: Mapping[str, float]) -> Scorecard:
    share = sum(each.wrong for each in seen) / len(seen)
    tables = {}
    for name, weight in weights.items():
        rows = {
            key: Row(round(SCALE * weight * _odds(looked_at, wrong, share)), looked_at, wrong)
            for key, (looked_at, wrong) in sorted(_counts(name, seen).items())
            if looked_at >= LEAST_SEEN
        }
        tables[name] = {key: row for key, row in rows.items() if abs(row.points) >= LEAST_POINTS}
    return Scorecard("kcs-2020", "KRW", tables, (0, 0, 0))


def _boosted(seen: Sequence[Looked], asked: Sequence[Looked]) -> list[float]:
    """The baseline: gradient boosting as the library has it, every column, categories by number."""
    import numpy
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.preprocessing import OrdinalEncoder

    categories = [name for name in seen[0].columns if name not in NO_COLUMN]
    encoder = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
    encoder.fit([[each.columns[name] for name in categories] for each in seen])

    def table(rows: Sequence[Looked]) -> Any:
        coded = encoder.transform([[each.columns[name] for name in categories] for each in rows])
        return numpy.hstack([coded, [[float(each.columns[name] or "nan") for name in NUMBERS] for each in rows]])

    model = HistGradientBoostingClassifier(random_state=0).fit(table(seen), [each.wrong for each in seen])
    return list(model.predict_proba(table(asked))[:, 1])


def written(card: Scorecard) -> bytes:
    """The card as the hub reads it: its thresholds, then a row a sign; compressed without a time, so it repeats."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow([card.code, card.currency, *card.least])
    for name, rows in card.tables.items():
        table.writerows([name, key, row.points, row.looked_at, row.wrong] for key, row in rows.items())
    return gzip.compress(text.getvalue().encode(), 9, mtime=0)


if __name__ == "__main__":
    SHIPPED.write_bytes(written(learned(_read(TRAIN))))
    print(f"{SHIPPED.name}: {SHIPPED.stat().st_size:,} bytes")
