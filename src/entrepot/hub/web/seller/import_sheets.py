"""A file of products on a page: how its columns are read, which codes wait, what every row would become or became."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from entrepot.classify import Answer
from entrepot.hub.adapters.shop.importing import Preview
from entrepot.hub.adapters.shop.product_columns import DEFAULTED, FACTS, MASSES, SIZES, Mapped
from entrepot.hub.adapters.shop.product_rows import ReadRow
from entrepot.hub.adapters.shop.table import Table as Sheet
from entrepot.hub.catalogue.models import Import, ImportedRow
from entrepot.hub.parties.models import Party
from entrepot.hub.tariffs.restrictions import Piece
from entrepot.hub.web import wording
from entrepot.hub.web.classify import sheets as codes
from entrepot.hub.web.pieces import Badge, Cell, FindingNote, Head, Row, Stat, Stats, Table
from entrepot.hub.web.pieces.marks import Tone
from entrepot.hub.web.seller import borders
from entrepot.trade import traits
from entrepot.trade.finding import Finding
from entrepot.trade.wording import gettext_noop

MOST_ROWS = 100
MOST_CODES = 50
OUTCOMES: Mapping[str, tuple[str, Tone]] = {
    "refused": (gettext_noop("Needs correction"), "stop"),
    "waits": (gettext_noop("Waits for a code"), "wait"),
    "kept": (gettext_noop("Stays as it is"), "wait"),
    "new": (gettext_noop("New"), "go"),
    "changed": (gettext_noop("Brought up to date"), "move"),
    "same": (gettext_noop("As it was"), "plain"),
    "undone": (gettext_noop("Undone"), "plain"),
}
"""What becomes of a row, and how loudly it is told; the order in which rows are shown."""
STATES: Mapping[str, tuple[str, Tone]] = {
    "brought": (gettext_noop("To be looked at"), "wait"),
    "running": (gettext_noop("Being taken in"), "move"),
    "finished": (gettext_noop("Taken in"), "go"),
    "undone": (gettext_noop("Undone"), "plain"),
}
SHOPS = {
    "shopify": gettext_lazy("A product export of Shopify"),
    "woocommerce": gettext_lazy("A product export of WooCommerce"),
    "plain": gettext_lazy("A plain table"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One fact, and the columns that may hold it: (name, chosen)."""

    fact: str
    name: str
    choices: tuple[tuple[str, bool], ...]
    example: str


@dataclass(frozen=True, slots=True)
class Said:
    """One fact that may be said once for the whole file."""

    fact: str
    name: str
    value: str
    lacking: str


@dataclass(frozen=True, slots=True)
class Offer:
    """One code that may be taken for a row."""

    digits: str
    told: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row without a code, the codes suggested for it, and why the first is."""

    sku: str
    title: str
    offers: tuple[Offer, ...]
    band: Badge | None
    why: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row: where it stands, what becomes of it, everything that is wrong, and what borders say of it."""

    line: str
    sku: str
    title: str
    badge: Badge
    notes: tuple[FindingNote, ...] = ()
    stock: str = ""
    borders: tuple[tuple[str, Badge], ...] = ()


def files(found: Iterable[Import]) -> Table | None:
    """The files that were brought, newest first."""
    rows = tuple(
        Row(
            (
                Cell(each.name, str(SHOPS[each.shop]), reverse("seller-import", args=[each.pk])),
                Cell(badge=state(each)),
                Cell(wording.number(each.rows)),
                Cell(wording.moment(each.brought_at)),
            )
        )
        for each in found
    )
    heads = (
        Head(_("File"), wide=True),
        Head(_("State")),
        Head(_("Rows"), number=True),
        Head(_("Brought"), labelled=True),
    )
    return Table(_("Files of products"), heads, rows) if rows else None


def state(brought: Import) -> Badge:
    words, tone = STATES[brought.state]
    return Badge(_(words), tone)


def shop(brought: Import) -> str:
    return str(SHOPS[brought.shop])


def columns(sheet: Sheet, mapped: Mapped) -> tuple[Column, ...]:
    """Every fact with the columns to choose from, and what the first row says under the chosen one."""
    names = [name for name in dict.fromkeys(sheet.header) if name]
    first = sheet.rows[0] if sheet.rows else None
    return tuple(
        Column(
            fact,
            _(name),
            tuple((each, each == mapped.columns.get(fact)) for each in names),
            first[mapped.columns[fact]][:60] if first and fact in mapped.columns else "",
        )
        for fact, name in FACTS.items()
    )


def defaults(mapped: Mapped, rows: Sequence[ReadRow]) -> tuple[Said, ...]:
    """What may be said once for the file, with how many rows lack it."""
    codes_of = {"origin": "origin-missing", "net_mass": "mass-missing", "currency": "currency-missing"}
    lacking = {
        fact: sum(1 for row in rows if any(found.code == code for found in row.findings))
        for fact, code in codes_of.items()
    }
    return tuple(
        Said(
            fact,
            _(FACTS[fact]),
            mapped.defaults.get(fact, ""),
            _("{count} rows do not say it").format(count=wording.number(lacking[fact])) if lacking.get(fact) else "",
        )
        for fact in DEFAULTED
    )


def units(mapped: Mapped) -> tuple[tuple[tuple[str, bool], ...], tuple[tuple[str, bool], ...]]:
    """The units of masses and of sizes to choose from."""
    return (
        tuple((each, each == mapped.mass_unit) for each in MASSES),
        tuple((each, each == mapped.size_unit) for each in SIZES),
    )


def waiting(rows: Sequence[ReadRow], answers: Mapping[str, Answer]) -> tuple[Waiting, ...]:
    """The rows that wait for a code, with what is suggested."""
    return tuple(_waiting(row, answers[row.facts.sku]) for row in rows)


def _waiting(row: ReadRow, answer: Answer) -> Waiting:
    found = codes.suggested(answer)
    why = next((ground.told for ground in found[0].grounds if ground.side == "for"), "") if found else ""
    offers = tuple(Offer(each.digits, f"{each.code} {each.name} ({each.subheading.words})", False) for each in found)
    return Waiting(row.facts.sku, row.facts.title, offers, found[0].subheading if found else None, why)


def counts(outcomes: Mapping[str, int]) -> Stats:
    """How many rows become what."""
    return Stats(
        tuple(
            Stat(_(words), wording.number(outcomes[outcome]), _("rows"))
            for outcome, (words, _tone) in OUTCOMES.items()
            if outcomes.get(outcome)
        )
    )


def pictures(outcomes: Mapping[str, int]) -> str:
    """How far the pictures are that the file names by address; blank where it names none."""
    if not (named := sum(outcomes.values())):
        return ""
    told = [_("Pictures: {kept} of {named} are there").format(kept=outcomes.get("kept", 0), named=named)]
    if waiting := outcomes.get("waiting"):
        told.append(_("{count} are still to be fetched").format(count=waiting))
    if refused := outcomes.get("refused"):
        told.append(_("{count} could not be had, and their row says why").format(count=refused))
    return "; ".join(told) + "."


def foreseen(preview: Preview, seller: Party, on: date) -> tuple[Line, ...]:
    """The rows as they would be taken in; those that need something first."""
    order = list(OUTCOMES)
    pairs = sorted(
        zip(preview.rows, preview.outcomes, strict=True),
        key=lambda pair: (order.index(pair[1]), not preview.notes(pair[0])),
    )
    return tuple(_foreseen(preview, row, outcome, seller, on) for row, outcome in pairs[:MOST_ROWS])


def _foreseen(preview: Preview, row: ReadRow, outcome: str, seller: Party, on: date) -> Line:
    return Line(
        _("line {line}").format(line=row.line),
        row.facts.sku,
        row.facts.title,
        _outcome(outcome),
        tuple(FindingNote.of(found) for found in (*(row.findings if not row.waits else ()), *preview.notes(row))),
        _pieces(row.pieces if preview.opens(row) else None),
        _borders(row, seller, on) if row.facts.hs and not row.findings else (),
    )


def _borders(row: ReadRow, seller: Party, on: date) -> tuple[tuple[str, Badge], ...]:
    piece = Piece(row.facts.title, row.facts.hs, row.facts.origin, 0)
    told = borders.told(piece, seller.country, row.facts.traits or (), on)
    carried = traits.dangerous(row.facts.traits or (), row.facts.hs)
    return (
        *((each.name, each.hurdles[0].badge) for each in told.troubled),
        *((_("By air"), Badge(_(each.name), "wait", "triangle-alert")) for each in carried),
    )


def taken(lines: Iterable[ImportedRow]) -> tuple[Line, ...]:
    """What became of the rows, those that need something first."""
    order = list(OUTCOMES)
    rows = sorted(lines, key=lambda each: (order.index(each.outcome), not each.findings))
    return tuple(
        Line(
            _("line {line}").format(line=each.line),
            each.sku,
            (each.after or each.before or {}).get("product", {}).get("title", ""),
            _outcome(each.outcome),
            tuple(FindingNote.of(Finding(**found)) for found in each.findings),
            _pieces(each.opened),
        )
        for each in rows[:MOST_ROWS]
    )


def _pieces(count: int | None) -> str:
    """With how many pieces the stock of a product is opened."""
    if count is None:
        return ""
    return ngettext("{count} piece", "{count} pieces", count).format(count=wording.number(count))


def _outcome(outcome: str) -> Badge:
    words, tone = OUTCOMES[outcome]
    return Badge(_(words), tone)
