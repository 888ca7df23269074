"""A file of products from hand to catalogue: brought, its columns mapped, looked at, taken in batch by batch.

Nothing reaches the catalogue before it is started. The work is done in batches, each its own transaction, so that one
sees how far it is and a crash repeats nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.classify import Answer, Goods
from entrepot.hub import events
from entrepot.hub.adapters.shop import fetching, product_columns, stock_column
from entrepot.hub.adapters.shop.product_columns import Mapped
from entrepot.hub.adapters.shop.product_rows import ReadRow, rows
from entrepot.hub.adapters.shop.sheets import sheet
from entrepot.hub.adapters.shop.table import Table
from entrepot.hub.adapters.shop.unfolding import shop_of
from entrepot.hub.catalogue import classifying, importing, queries
from entrepot.hub.catalogue.classifying import DecisionFacts
from entrepot.hub.catalogue.facts import asked
from entrepot.hub.catalogue.importing import Taken
from entrepot.hub.catalogue.models import Import, ImportedRow, KeptMapping, Product
from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.hub.stock import actions as shelves
from entrepot.hub.stock import queries as stock
from entrepot.hub.stock.actions import Counted
from entrepot.statute import nomenclature
from entrepot.trade.finding import Finding, Refused, refuse_if_any

BATCH = 500
LIKELY = "likely"
TAKEN = ("new", "changed")
"""What becomes of the rows that would be taken in."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A file as it would be taken in: every row, and what would become of it (new, changed, refused, waiting).

    `on_book` are the pieces that lie on the shelf already, by SKU; the stock of what is not there would be opened.
    """

    rows: tuple[ReadRow, ...]
    outcomes: tuple[str, ...]
    on_book: Mapping[str, int]

    @property
    def counts(self) -> Counter[str]:
        return Counter(self.outcomes)

    @property
    def opening(self) -> int:
        """How many good rows would open the stock of their product."""
        pairs = zip(self.rows, self.outcomes, strict=True)
        return sum(1 for row, outcome in pairs if outcome in TAKEN and self.opens(row))

    @property
    def pictures(self) -> int:
        """How many pictures the good rows name by address."""
        pairs = zip(self.rows, self.outcomes, strict=True)
        return sum(len(row.pictures) for row, outcome in pairs if outcome in TAKEN)

    def opens(self, row: ReadRow) -> bool:
        """Whether a row counts what was never counted."""
        return row.pieces is not None and row.facts.sku not in self.on_book

    def notes(self, row: ReadRow) -> tuple[Finding, ...]:
        """What of a row would not be taken, and why."""
        pieces = row.pieces
        found = () if pieces is None else stock_column.differing(row.facts.sku, pieces, self.on_book)
        return (*row.notes, *found)

    @property
    def waiting(self) -> list[ReadRow]:
        """The rows that lack nothing but a code."""
        return [row for row in self.rows if row.waits]


@transaction.atomic
def bring(seller: Party, name: str, content: bytes, *, by: Actor) -> Import:
    """Keep a file, with the mapping of the last one that had this header, or a proposed one."""
    parties.require(by, "seller", seller)
    found = sheet(content)
    kept = KeptMapping.objects.filter(seller=seller, header=_header(found)).first()
    proposed = product_columns.proposed(found.header)
    mapped = product_columns.known(kept.mapping, found.header) if kept else proposed
    brought = Import.objects.create(
        seller=seller,
        name=name[-120:],
        content=content,
        digest=sha256(content).hexdigest(),
        shop=shop_of(found.header),
        mapping=mapped.plain(),
        rows=len(rows(found, mapped, {})),
        brought_at=by.at,
    )
    body = {"seller": seller.code, "rows": brought.rows, "shop": brought.shop}
    events.record("catalogue.import.brought", brought.subject, by=by, body=body)
    return brought


@transaction.atomic
def remap(brought: Import, plain: Mapping[str, Any], *, by: Actor) -> Mapped:
    """Read the columns otherwise, and remember it for the next file of this header; refused if none is the SKU."""
    brought = _open(brought, by)
    found = sheet(bytes(brought.content))
    mapped = product_columns.known(plain, found.header)
    refuse_if_any(_wrong_mapping(mapped))
    brought.mapping = mapped.plain()
    brought.save(update_fields=["mapping"])
    KeptMapping.objects.update_or_create(
        seller=brought.seller, header=_header(found), defaults={"mapping": mapped.plain()}
    )
    return mapped


@transaction.atomic
def choose(brought: Import, codes: Mapping[str, str], *, by: Actor) -> None:
    """Take codes for rows that had none, by SKU; blank leaves a row without. Each is the seller's decision."""
    brought = _open(brought, by)
    words = {row.facts.sku: row.words for row in read(brought) if not row.facts.hs or row.facts.sku in brought.codes}
    said = {sku: code for sku, code in codes.items() if sku in words}
    refuse_if_any(found for sku, code in said.items() if code for found in asked(nomenclature.known, code, f"/{sku}"))
    kept = {**brought.codes, **said}
    brought.codes = {sku: code for sku, code in kept.items() if code}
    brought.save(update_fields=["codes"])
    fresh = {sku: code for sku, code in said.items() if code}
    # words too short to teach anybody anything are no decision; the code counts for this file all the same
    classifying.decide([DecisionFacts(text=words[sku], code=code) for sku, code in fresh.items()], by=by)


def choose_likely(brought: Import, *, by: Actor) -> int:
    """Take the first suggestion of every waiting row of which the assistant is sure down to the subheading."""
    waiting = preview(brought).waiting
    answers = suggestions(waiting)
    likely = {
        row.facts.sku: best.code
        for row in waiting
        if (best := next(iter(answers[row.facts.sku].suggestions), None)) and best.bands["subheading"] == LIKELY
    }
    choose(brought, likely, by=by)
    return len(likely)


def read(brought: Import) -> list[ReadRow]:
    """The rows of the file as its mapping reads them now."""
    found = sheet(bytes(brought.content))
    return rows(found, product_columns.known(brought.mapping, found.header), brought.codes)


def preview(brought: Import) -> Preview:
    """What would become of every row; nothing is written."""
    found = read(brought)
    known = queries.ever_stated(brought.seller, (row.facts.sku for row in found))
    standing = {sku for sku, product in known.items() if product.state != "removed"}
    counted = stock.on_book(brought.seller, (row.facts.sku for row in found if row.pieces is not None))
    return Preview(tuple(found), tuple(_outcome(row, standing, known) for row in found), counted)


def suggestions(waiting: Sequence[ReadRow]) -> dict[str, Answer]:
    """What the assistant says of rows without a code, by SKU."""
    answers = classifying.suggest([Goods(row.words) for row in waiting], most=5)
    return {row.facts.sku: answer for row, answer in zip(waiting, answers, strict=True)}


def start(brought: Import, *, by: Actor) -> None:
    """Begin to take the rows in; a worker goes on from here."""
    importing.start(brought, by=by)


def run(brought: Import, *, by: Actor) -> Iterator[int]:
    """Take every row in at once, for a command that waits; yields how many are answered after each batch."""
    start(brought, by=by)
    while not go_on(brought, by=by):
        yield Import.objects.get(pk=brought.pk).done
    yield Import.objects.get(pk=brought.pk).done


@transaction.atomic
def go_on(brought: Import, *, by: Actor) -> bool:
    """Take the next rows in; whether that was the last of them."""
    brought = Import.objects.select_related("seller").get(pk=brought.pk)
    if brought.state != "running":
        return True
    answered = set(brought.lines.values_list("line", flat=True))
    rest = [row for row in read(brought) if row.line not in answered]
    batch = [Taken(line=row.line, facts=row.facts, family=row.family, findings=row.findings) for row in rest[:BATCH]]
    answers = importing.take(brought, batch, by=by)
    _count(brought, rest[:BATCH], answers, by)
    _name_pictures(brought, rest[:BATCH], answers)
    if len(rest) > BATCH:
        return False
    importing.finish(Import.objects.get(pk=brought.pk), by=by)
    return True


@transaction.atomic
def undo(brought: Import, *, by: Actor) -> list[ImportedRow]:
    """Put back what was before the file, stock and pictures too; answers with every row that changed something.

    Goods that were promised or counted since stay on the shelf, and their row says so.
    """
    rows = importing.undo(brought, by=by)
    fetching.undo(brought, {row.after["family"]["handle"] for row in rows if row.outcome == "undone"}, by=by)
    opened = [row for row in rows if row.outcome == "undone" and row.opened is not None]
    back = set(shelves.take_back(brought.seller, [row.sku for row in opened], brought.subject, by=by))
    for row in opened:
        if row.sku not in back:
            row.findings = [*row.findings, asdict(stock_column.moved_since(row.sku))]
    ImportedRow.objects.bulk_update(opened, ["findings"])
    return rows


def _count(brought: Import, batch: Sequence[ReadRow], answers: Sequence[ImportedRow], by: Actor) -> None:
    """Open the stock of the rows that were taken; what lies on the shelf already stays, and differences are told."""
    read_of = {row.line: row for row in batch}
    taken = [(row, read_of[row.line]) for row in answers if row.outcome != "refused"]
    counted = [(row, read.pieces) for row, read in taken if read.pieces is not None]
    counts = [Counted(sku=row.sku, pieces=pieces) for row, pieces in counted]
    found = shelves.open_counts(brought.seller, counts, brought.subject, by=by)
    for row, read in taken:
        row.findings = [*row.findings, *(asdict(note) for note in read.notes)]
    for (row, pieces), before in zip(counted, found, strict=True):
        if before is None:
            row.opened, row.outcome = pieces, "changed" if row.outcome == "same" else row.outcome
        else:
            told = stock_column.differing(row.sku, pieces, {row.sku: before})
            row.findings = [*row.findings, *(asdict(each) for each in told)]
    ImportedRow.objects.bulk_update([row for row, _read in taken], ["findings", "opened", "outcome"])


def _name_pictures(brought: Import, batch: Sequence[ReadRow], answers: Sequence[ImportedRow]) -> None:
    """Note which pictures of the rows that were taken are to be fetched, for the families that they came to."""
    named = {row.line: row.pictures for row in batch}
    taken = [row for row in answers if row.outcome != "refused" and named[row.line]]
    fetching.name(brought, [(row.line, row.after["family"]["handle"], named[row.line]) for row in taken])


def continued(event: Event, by: Actor) -> None:
    """An import was started, or has rows left: the next ones are taken in."""
    brought = Import.objects.select_related("seller").get(pk=event.subject.removeprefix("import:"))
    if not go_on(brought, by=by):
        events.record("catalogue.import.continued", brought.subject, by=by, body={"seller": brought.seller_id})


def _outcome(row: ReadRow, standing: set[str], known: Mapping[str, Product]) -> str:
    if row.waits:
        return "waits"
    if row.findings:
        return "refused"
    return "changed" if row.facts.sku in standing else "new"


def _open(brought: Import, by: Actor) -> Import:
    """The import, held; refused once it was started."""
    parties.require(by, "seller", brought.seller)
    held = Import.objects.select_for_update(of=("self",)).select_related("seller").get(pk=brought.pk)
    if held.state != "brought":
        raise Refused(
            Finding(
                "import-started",
                gettext_noop("The file was taken in already; how it is read cannot be changed any more."),
                remedy=gettext_noop("Undo it, and bring the file again."),
            )
        )
    return held


def _wrong_mapping(mapped: Mapped) -> Iterator[Finding]:
    for fact in ("sku", "title"):
        if fact not in mapped.columns:
            yield Finding(
                "column-missing",
                gettext_noop("No column is named for “{fact}”."),
                f"/columns/{fact}",
                gettext_noop("Every row needs a SKU of its own and words that say what it is; choose their columns."),
                params={"fact": product_columns.FACTS[fact]},
            )


def _header(found: Table) -> str:
    return sha256("\x1f".join(found.header).encode()).hexdigest()
