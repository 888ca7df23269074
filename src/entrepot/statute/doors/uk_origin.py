"""The rules of origin of the United Kingdom's agreements: one file of rule sets a scheme, one of schemes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from entrepot.statute.doors.files import document
from entrepot.statute.doors.uk_origin_words import tidy, uk_rule
from entrepot.trade.origin.agreement import ProductRule
from entrepot.trade.origin.rule import any_of

Record = Mapping[str, Any]
_FRAGMENT = re.compile(r"-\s")
_CONTINUED = re.compile(r"(However|Except|Provided)\b")


@dataclass(frozen=True, slots=True)
class Scheme:
    """One agreement as the files name it, with the countries whose goods it cumulates and the proofs it takes."""

    code: str
    title: str
    valid_from: date | None
    valid_to: date | None
    countries: tuple[str, ...]
    proofs: tuple[str, ...]


def schemes(path: Path) -> list[Scheme]:
    """The schemes of the file."""
    return [_scheme(record) for record in document(path)["schemes"]]


def read(path: Path) -> list[ProductRule]:
    """The rules of one scheme's file of rule sets."""
    return list(rules(document(path)["rule_sets"]))


def rules(rule_sets: Iterable[Record]) -> Iterator[ProductRule]:
    """One rule for each set; several where a set holds rules that are not marked as alternatives to one another.

    Those may be for different goods of the range, so each is a candidate of its own, to be held against its words.
    """
    for each in rule_sets:
        for texts in alternatives(each["rules"]):
            yield ProductRule(
                each["min"],
                each["max"],
                any_of(*(uk_rule(text) for text in texts)),
                tidy(each.get("subdivision") or ""),
                "\nor\n".join(texts),
            )


def alternatives(records: Iterable[Record]) -> list[list[str]]:
    """The texts of a set, in groups of alternatives; fragments of a list and afterthoughts join the rule before."""
    groups: list[list[str]] = []
    for record in records:
        text = tidy(record["rule"])
        if not text:
            continue
        if groups and _FRAGMENT.match(text):
            groups[-1][-1] += f"\n{text}"
        elif groups and _CONTINUED.match(text):
            groups[-1][-1] += f" {text}"
        elif groups and record["operator"] == "or":
            groups[-1].append(text)
        else:
            groups.append([text])
    return groups


def _scheme(record: Record) -> Scheme:
    cumulated = record.get("cumulation_methods") or {}
    countries = [code for method in cumulated.values() for code in method.get("countries", ())]
    return Scheme(
        record["scheme_code"],
        record["title"],
        _day(record.get("validity_start_date")),
        _day(record.get("validity_end_date")),
        tuple(dict.fromkeys(countries)),
        tuple(proof["summary"] for proof in record.get("proofs") or ()),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
