"""Rows of a file of products as facts, by a mapping; each row is answered for, and a bad one spoils no other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from html import unescape

from entrepot.hub.adapters.shop import picture_column, stock_column
from entrepot.hub.adapters.shop.product_columns import DEFAULTED, MASSES, SIZES, Mapped
from entrepot.hub.adapters.shop.table import Table
from entrepot.hub.adapters.shop.unfolding import Unfolded, unfolded
from entrepot.hub.catalogue.checking import check
from entrepot.hub.catalogue.facts import ProductFacts, plain
from entrepot.hub.catalogue.facts_of_family import FamilyFacts, handle_of
from entrepot.hub.catalogue.queries import kilograms
from entrepot.trade.finding import Finding
from entrepot.trade.wording import gettext_noop

NO_CODE = "hs-waits"
TAG = re.compile(r"<[^>]+>")
BREAK = re.compile(r"<(?:br|/p|/li|/div|/h\d)[^>]*>", re.IGNORECASE)
LONGEST_DESCRIPTION = 20_000


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row: its line in the file, what it states, and everything that stands in its way.

    `family` is what the file says of the thing that shoppers see. A row without an HS code `waits`: it is in order but
    for its code, which somebody must choose. `pieces` are those in stock, if the file counts them, `pictures` the
    addresses of some; `notes` say what of the row is not taken, and stand in nothing's way.
    """

    line: int
    facts: ProductFacts
    family: FamilyFacts | None = None
    findings: tuple[Finding, ...] = ()
    pieces: int | None = None
    pictures: tuple[str, ...] = ()
    notes: tuple[Finding, ...] = ()

    @property
    def waits(self) -> bool:
        return [each.code for each in self.findings] == [NO_CODE]

    @property
    def words(self) -> str:
        """The words by which its code is found."""
        return ", ".join(filter(None, (self.facts.title, self.facts.materials)))


def rows(sheet: Table, mapped: Mapped, codes: Mapping[str, str]) -> list[ReadRow]:
    """Every product of the file; `codes` are those that the seller chose for rows without one, by SKU."""
    found = [_row(each, mapped, codes) for each in unfolded(sheet)]
    bad = [ReadRow(each.line, _nothing(), None, (each.finding,)) for each in sheet.bad]
    return sorted([*_each_once(found), *bad], key=lambda row: row.line)


def _row(each: Unfolded, mapped: Mapped, codes: Mapping[str, str]) -> ReadRow:
    said = {fact: each.row[column] for fact, column in mapped.columns.items()}
    said |= {fact: mapped.defaults.get(fact, "") for fact in DEFAULTED if not said.get(fact)}
    sku = said.get("sku", "")
    family = each.family or said.get("family", "")
    options = dict(each.options) | {
        name: said[name] for name in ("colour", "size") if said.get(name) and not each.options
    }
    facts = ProductFacts(
        sku=sku,
        title=said.get("title", "")[:250],
        hs=said.get("hs", "") or codes.get(sku, ""),
        origin=said.get("origin", "").upper(),
        net_mass_kg=_mass(said.get("net_mass", ""), mapped.mass_unit),
        gtin=re.sub(r"[\s'’-]", "", said.get("gtin", "")),
        price=said.get("price", "").replace(" ", ""),
        currency=said.get("currency", "").upper() if said.get("price") else "",
        texts={language: said[name] for language, name in (("zh", "name_zh"), ("ms", "name_ms")) if said.get(name)},
        family=handle_of(family) if family else None,
        options=options or None,
        brand=said.get("brand") or None,
        materials=said.get("materials") or None,
        gross_mass_kg=_mass(said["gross_mass"], mapped.mass_unit) if said.get("gross_mass") else None,
        size_mm=_size([said.get(side, "") for side in ("length", "width", "height")], mapped.size_unit),
    )
    pieces, notes = stock_column.read(sku, said.get("stock", "") if each.counted else "")
    pictures, unread = picture_column.read(sku, said.get("pictures", ""))
    wrong = tuple(_wrong(facts, said))
    return ReadRow(each.row.line, facts, _family(each, facts, said), wrong, pieces, pictures, (*notes, *unread))


def _wrong(facts: ProductFacts, said: Mapping[str, str]) -> Iterator[Finding]:
    """What is wrong with the row. Origin and mass that nobody states are told as missing, not as unreadable."""
    lacking = {"/origin": said.get("origin"), "/net_mass_kg": said.get("net_mass"), "/hs": facts.hs}
    lacking["/currency"] = said.get("currency")
    for found in check(facts):
        if lacking.get(found.pointer, "there"):
            yield found
    if not said.get("origin"):
        yield _missing(
            "origin-missing", "/origin", gettext_noop("The file does not say where {sku} was made."), facts.sku
        )
    if not said.get("net_mass"):
        yield _missing(
            "mass-missing", "/net_mass_kg", gettext_noop("The file does not say what {sku} weighs."), facts.sku
        )
    if said.get("price") and not said.get("currency"):
        sentence = gettext_noop("The file does not say in which currency {sku} is priced.")
        yield _missing("currency-missing", "/currency", sentence, facts.sku)
    if not facts.hs:
        yield Finding(
            NO_CODE,
            gettext_noop("{sku} has no HS code."),
            "/hs",
            gettext_noop("Choose one of those suggested, or put one into the file."),
            level="warning",
            params={"sku": facts.sku},
        )


def _family(each: Unfolded, facts: ProductFacts, said: Mapping[str, str]) -> FamilyFacts | None:
    """What the file says of the thing that shoppers see; None for a product that is only named."""
    description = _text(said.get("description", ""))
    if not facts.family and not description and not facts.texts:
        return None
    title = (each.called or facts.title)[:250]
    texts = {language: {"title": name[:250]} for language, name in facts.texts.items()}
    if description:
        texts["zh" if _is_chinese(description) else "en"] = {"title": title, "description": description}
    return FamilyFacts(
        handle=facts.family or handle_of(facts.sku),
        title=title,
        brand=facts.brand,
        options=tuple(facts.options or ()) or None,
        texts=texts or None,
    )


def _each_once(found: Sequence[ReadRow]) -> Iterator[ReadRow]:
    """One SKU stands once in a file; a further row of it is refused with the line of the first."""
    first: dict[str, int] = {}
    for row in found:
        sku = row.facts.sku
        if sku and sku in first:
            twice = Finding(
                "sku-twice",
                gettext_noop("SKU {sku} stands already on line {line}."),
                "/sku",
                gettext_noop("Keep one row for each SKU."),
                params={"sku": sku, "line": str(first[sku])},
            )
            yield replace(row, findings=(*row.findings, twice))
        else:
            first.setdefault(sku, row.line)
            yield row


def _mass(text: str, unit: str) -> str:
    """A mass as kilograms in text; what is no number stays as it is, to be told."""
    amount = plain(text)
    if amount is None or amount <= 0:
        return text
    grams = round(amount * MASSES[unit] / 1000)
    return kilograms(max(1, grams))


def _size(texts: Sequence[str], unit: str) -> tuple[int, ...] | None:
    """Length, width and height in whole millimetres, rounded up; None unless all three are numbers."""
    amounts = [plain(text) for text in texts]
    if any(amount is None or amount <= 0 for amount in amounts):
        return None
    return tuple(-int(-Fraction(amount or 0) * SIZES[unit] // 10) for amount in amounts)


def _text(markup: str) -> str:
    """The words of a description, without the marks that a shop's page needs."""
    words = unescape(TAG.sub(" ", BREAK.sub("\n", markup)))
    lines = (" ".join(line.split()) for line in words.splitlines())
    return "\n".join(line for line in lines if line)[:LONGEST_DESCRIPTION]


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= each <= "\u9fff" for each in text)


def _missing(code: str, pointer: str, sentence: str, sku: str) -> Finding:
    remedy = gettext_noop("Name the column, or say it once for the whole file.")
    return Finding(code, sentence, pointer, remedy, params={"sku": sku})


def _nothing() -> ProductFacts:
    return ProductFacts(sku="", title="", hs="", origin="", net_mass_kg="")
