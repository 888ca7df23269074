"""Rows of a file are taken into the catalogue, each answered for and remembered with what stood before; and undone.

The file is read above (`adapters.shop`); here are facts, and what becomes of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.catalogue import queries
from entrepot.hub.catalogue.facts import ProductFacts
from entrepot.hub.catalogue.facts_of_family import FamilyFacts
from entrepot.hub.catalogue.models import Family, Import, ImportedRow, Product
from entrepot.hub.catalogue.offering import remove
from entrepot.hub.catalogue.stating import list_products, state_families
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.lifecycles import IMPORT

TOLD = {
    "start": "catalogue.import.started",
    "finish": "catalogue.import.finished",
    "undo": "catalogue.import.undone",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One row to be taken in: its line, what it states, and what is wrong with it already."""

    line: int
    facts: ProductFacts
    family: FamilyFacts | None = None
    findings: Sequence[Finding] = field(default_factory=tuple)


@transaction.atomic
def take(brought: Import, batch: Sequence[Taken], *, by: Actor) -> list[ImportedRow]:
    """Take rows in, one answer each; a row that was answered before is passed over."""
    parties.require(by, "seller", brought.seller)
    brought = Import.objects.select_for_update(of=("self",)).get(pk=brought.pk)
    answered = set(brought.lines.values_list("line", flat=True))
    fresh = [each for each in batch if each.line not in answered]
    good = [each for each in fresh if not each.findings]
    before = _standing(brought.seller_id, good)
    wrong = _stated(brought, good, by)
    after = _standing(brought.seller_id, good)
    rows = [
        ImportedRow(
            brought=brought,
            line=each.line,
            sku=each.facts.sku[:64],
            outcome=_outcome(each, wrong, before, after),
            before=before.get(each.facts.sku),
            after=after.get(each.facts.sku),
            findings=[asdict(found) for found in (*each.findings, *wrong.get(each.line, ()))],
        )
        for each in fresh
    ]
    ImportedRow.objects.bulk_create(rows)
    brought.done = len(answered) + len(fresh)
    brought.save(update_fields=["done"])
    return rows


@transaction.atomic
def start(brought: Import, *, by: Actor) -> None:
    """Let the rows be taken in; from here on the mapping stands. Starting twice is harmless."""
    parties.require(by, "seller", brought.seller)
    brought = Import.objects.select_for_update(of=("self",)).get(pk=brought.pk)
    if brought.state == "brought":
        _move(brought, "start", by)


@transaction.atomic
def finish(brought: Import, *, by: Actor) -> None:
    """Every row is answered."""
    _move(brought, "finish", by)


@transaction.atomic
def undo(brought: Import, *, by: Actor) -> list[ImportedRow]:
    """Put back what was before the file; answers with every row that changed something.

    A product that was changed since stays as it is now, and its row says so. What the file brought new is removed.
    """
    parties.require(by, "seller", brought.seller)
    brought = Import.objects.select_for_update(of=("self",)).get(pk=brought.pk)
    IMPORT.after(brought.state, "undo")
    rows = list(brought.lines.filter(outcome__in=("new", "changed")).select_for_update())
    now = _now(brought.seller_id, [row.sku for row in rows])
    back = [row for row in rows if _stands(row, now.get(row.sku))]
    _put_back(brought, [row for row in back if row.outcome == "changed"], by)
    remove(brought.seller, [row.sku for row in back if row.outcome == "new"], by=by)
    for row in rows:
        if row in back:
            row.outcome = "undone"
        else:
            row.outcome, row.findings = "kept", [asdict(_changed_since(row.sku))]
    ImportedRow.objects.bulk_update(rows, ["outcome", "findings"])
    _move(brought, "undo", by)
    return rows


def _put_back(brought: Import, rows: Sequence[ImportedRow], by: Actor) -> None:
    """State products and families as they stood before; a family that was changed since stays as it is now."""
    now = queries.by_handle(brought.seller, [row.before["family"]["handle"] for row in rows])
    first: dict[str, dict[str, Any]] = {}
    last: dict[str, dict[str, Any]] = {}
    for row in rows:
        first.setdefault(row.before["family"]["handle"], row.before["family"])
        last[row.after["family"]["handle"]] = row.after["family"]
    families = [
        _family(plain)
        for handle, plain in first.items()
        if handle not in last or _plain_family(now[handle]) == last[handle]
    ]
    found = [
        *state_families(brought.seller, families, by=by),
        *list_products(brought.seller, [_product(row.before["product"]) for row in rows], by=by),
    ]
    assert not any(isinstance(each, Refused) for each in found), "what stood was in order"


def _move(brought: Import, move: str, by: Actor) -> None:
    brought.state = IMPORT.after(brought.state, move)
    brought.ended_at = by.at
    brought.save(update_fields=["state", "ended_at"])
    body = {"seller": brought.seller_id, "rows": brought.rows}
    events.record(TOLD[move], brought.subject, by=by, body=body)


def _stated(brought: Import, good: Sequence[Taken], by: Actor) -> dict[int, list[Finding]]:
    """State families and products; what is wrong, by line."""
    families: dict[str, tuple[int, FamilyFacts]] = {}
    for each in good:
        if each.family is not None:
            families.setdefault(each.family.handle, (each.line, each.family))
    wrong: dict[int, list[Finding]] = {}
    told = [facts for _, facts in families.values()]
    spoilt = {
        facts.handle: list(answer.findings)
        for facts, answer in zip(told, state_families(brought.seller, told, by=by), strict=True)
        if isinstance(answer, Refused)
    }
    for each in good:
        if each.family is not None and each.family.handle in spoilt:
            wrong[each.line] = spoilt[each.family.handle]
    rest = [each for each in good if each.line not in wrong]
    answers = list_products(brought.seller, [row.facts for row in rest], by=by, fresh=brought.fresh)
    for each, answer in zip(rest, answers, strict=True):
        if isinstance(answer, Refused):
            wrong[each.line] = list(answer.findings)
    return wrong


def _standing(seller: str, rows: Sequence[Taken]) -> dict[str, dict[str, Any]]:
    return _now(seller, [each.facts.sku for each in rows])


def _now(seller: str, skus: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The products among these SKUs as they stand, in plain facts; what was removed does not stand."""
    found = queries.ever_stated(seller, skus)
    return {sku: _plain(product) for sku, product in found.items() if product.state != "removed"}


def _plain(product: Product) -> dict[str, Any]:
    told = asdict(queries.whole_facts_of(product))
    told |= {"size_mm": list(told["size_mm"] or ()), "traits": list(told["traits"] or ())}
    return {"product": told, "family": _plain_family(product.family), "state": product.state}


def _plain_family(family: Family) -> dict[str, Any]:
    told = asdict(queries.family_facts_of(family))
    return told | {"options": list(told["options"])}


def _stands(row: ImportedRow, now: Mapping[str, Any] | None) -> bool:
    """Whether a product is still as the file left it."""
    return now is not None and all(now[part] == row.after[part] for part in ("product", "state"))


def _product(plain: Mapping[str, Any]) -> ProductFacts:
    return ProductFacts(**{**plain, "size_mm": tuple(plain["size_mm"]), "traits": tuple(plain["traits"])})


def _family(plain: Mapping[str, Any]) -> FamilyFacts:
    return FamilyFacts(**{**plain, "options": tuple(plain["options"])})


def _outcome(
    each: Taken, wrong: Mapping[int, object], before: Mapping[str, object], after: Mapping[str, object]
) -> str:
    sku = each.facts.sku
    if each.findings or each.line in wrong:
        return "refused"
    if sku not in before:
        return "new"
    return "same" if before[sku] == after[sku] else "changed"


def _changed_since(sku: str) -> Finding:
    return Finding(
        "changed-since",
        gettext_noop("{sku} was changed after the file was taken in, and stays as it is now."),
        "/sku",
        gettext_noop("Look at it, and change it by hand if the file was wrong."),
        params={"sku": sku},
    )
