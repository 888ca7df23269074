"""Files of products: brought as they are, looked at, taken in by a worker, undone."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Body, Router, Schema

from entrepot.hub.adapters.shop import fetching, importing
from entrepot.hub.api.caller import actor
from entrepot.hub.api.problem import Told, told
from entrepot.hub.catalogue import queries
from entrepot.hub.catalogue.models import Import
from entrepot.hub.parties import queries as parties
from entrepot.trade.finding import Finding

router = Router(tags=["catalogue"])

MOST = 1000
FILE = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class MappingFacts(Schema):
    """Which column holds which fact, what counts for rows that do not say it, and the units of the file."""

    columns: dict[str, str]
    defaults: dict[str, str] = {}
    mass_unit: Literal["kg", "g", "lb", "oz"] = "kg"
    size_unit: Literal["mm", "cm", "in", "m"] = "mm"
    fresh: Literal["offered", "draft"] = "offered"


class ImportedRowShown(Schema):
    """One row: what would become of it, or what became of it; `opened` are the pieces that open its product's stock."""

    line: int
    sku: str
    outcome: str
    opened: int | None
    findings: list[Told]


class ImportShown(Schema):
    """A file of products; `counts` says how many rows become what, as long as it is brought, or became it.

    `pictures` says how many that it names by address are waiting, kept, refused or undone.
    """

    number: int
    name: str
    shop: str
    state: str
    rows: int
    done: int
    brought_at: datetime
    mapping: MappingFacts
    counts: dict[str, int]
    pictures: dict[str, int]


class SuggestedShown(Schema):
    """A row without a code, and the codes that it may have, best first, each with how sure the assistant is."""

    sku: str
    text: str
    suggestions: list[dict[str, Any]]


@router.post("", response=ImportShown, openapi_extra=FILE, summary="Bring a file of products")
def bring(request: HttpRequest, name: str = "products.csv") -> ImportShown:
    """The body is the file: CSV, XLSX, XLS or ODS, as your shop exports it. Nothing reaches the catalogue yet."""
    by = actor(request)
    return _shown(importing.bring(parties.party(by.party), name, request.body, by=by))


@router.get("/{int:number}", response=ImportShown, summary="How far a file is")
def one(request: HttpRequest, number: int) -> ImportShown:
    return _shown(_of(request, number))


@router.put("/{int:number}/mapping", response=ImportShown, summary="Say how its columns are read")
def remap(request: HttpRequest, number: int, facts: MappingFacts) -> ImportShown:
    """It is remembered for the next file with the same columns."""
    importing.remap(_of(request, number), facts.model_dump(), by=actor(request))
    return _shown(_of(request, number))


@router.get("/{int:number}/suggestions", response=list[SuggestedShown], summary="Codes for the rows that have none")
def suggested(request: HttpRequest, number: int) -> list[SuggestedShown]:
    waiting = importing.preview(_of(request, number)).waiting[:MOST]
    answers = importing.suggestions(waiting)
    return [
        SuggestedShown(
            sku=row.facts.sku,
            text=row.words,
            suggestions=[
                {"code": each.code, "band": each.bands["subheading"], "reasons": [why.told() for why in each.reasons]}
                for each in answers[row.facts.sku].suggestions
            ],
        )
        for row in waiting
    ]


@router.post("/{int:number}/codes", response=ImportShown, summary="Choose codes for rows that have none, by SKU")
def choose(request: HttpRequest, number: int, codes: Body[dict[str, str]]) -> ImportShown:
    """Each is recorded as your decision."""
    importing.choose(_of(request, number), codes, by=actor(request))
    return _shown(_of(request, number))


@router.get("/{int:number}/rows", response=list[ImportedRowShown], summary="Every row, and what becomes of it")
def rows(request: HttpRequest, number: int, after: int = 0) -> list[ImportedRowShown]:
    """Rows after a line, at most 1,000."""
    brought = _of(request, number)
    if brought.state == "brought":
        preview = importing.preview(brought)
        found = [
            (
                row.line,
                row.facts.sku,
                outcome,
                row.pieces if outcome in importing.TAKEN and preview.opens(row) else None,
                (*row.findings, *preview.notes(row)),
            )
            for row, outcome in zip(preview.rows, preview.outcomes, strict=True)
        ]
    else:
        lines = brought.lines.filter(line__gt=after)[:MOST]
        found = [
            (row.line, row.sku, row.outcome, row.opened, tuple(Finding(**each) for each in row.findings))
            for row in lines
        ]
    return [
        ImportedRowShown(
            line=line, sku=sku, outcome=outcome, opened=opened, findings=[Told(**told(each)) for each in findings]
        )
        for line, sku, outcome, opened, findings in found
        if line > after
    ][:MOST]


@router.post("/{int:number}/start", response=ImportShown, summary="Take the rows in")
def start(request: HttpRequest, number: int) -> ImportShown:
    """A worker does it; ask how far the file is. Rows that need correction or a code are left out and told."""
    importing.start(_of(request, number), by=actor(request))
    return _shown(_of(request, number))


@router.post("/{int:number}/undo", response=ImportShown, summary="Put back what was before the file")
def undo(request: HttpRequest, number: int) -> ImportShown:
    """What was changed since stays as it is now, and its row says so."""
    importing.undo(_of(request, number), by=actor(request))
    return _shown(_of(request, number))


def _of(request: HttpRequest, number: int) -> Import:
    return queries.imports(actor(request).party).select_related("seller").get(pk=number)


def _shown(brought: Import) -> ImportShown:
    counts = importing.preview(brought).counts if brought.state == "brought" else queries.outcomes(brought)
    return ImportShown(
        number=brought.pk,
        name=brought.name,
        shop=brought.shop,
        state=brought.state,
        rows=brought.rows,
        done=brought.done,
        brought_at=brought.brought_at,
        mapping=MappingFacts(**brought.mapping),
        counts=dict(counts),
        pictures=fetching.outcomes(brought),
    )
