"""What a filled form of a declaration states, and what stands in one that nobody has filled yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import cast

from django.utils.translation import gettext_noop

from entrepot.hub.customs import queries
from entrepot.hub.parties.models import Party
from entrepot.hub.web.declaring.fields import HEAD, ITEM, TERMS, TRADER
from entrepot.trade.code.ucr import ucr
from entrepot.trade.declaration import DeclarationFacts, GoodsItem, PermitUse, Trader
from entrepot.trade.declaration.facts import Direction
from entrepot.trade.finding import Finding, Refused, refuse_if_any

MOST = 50
"""Goods items of one form; more are for a file."""
TOLD = ("description", "hs", "value")
"""An item that says none of these says nothing."""


def fresh(declarant: Party, country: str, on: date) -> dict[str, str]:
    """A form before anything is said: whoever lodges goods that leave its own country is their consignor."""
    leaves = declarant.country == country
    mine = {"consignor-name": declarant.name, "consignor-country": declarant.country} if leaves else {}
    return {
        "direction": "export" if leaves else "import",
        "country": country,
        "date": on.isoformat(),
        "incoterm": "DAP",
        "items-0-unit": "H87",
        **mine,
    }


def again(facts: DeclarationFacts) -> dict[str, str]:
    """A form filled as another declaration was, for goods like those: without its references and who receives them."""
    given = {name: str(getattr(facts, name)) for name in (*HEAD, *TERMS) if name not in ("lrn", "ucr", "date")}
    given |= {f"consignor-{name}": getattr(facts.consignor, name) for name in TRADER}
    for row, item in enumerate(facts.items):
        given |= {f"items-{row}-{name}": getattr(item, name) for name in ITEM}
    return given | {"transport_document": ""}


def rows_of(given: Mapping[str, str]) -> int:
    """How many goods items the form has room for."""
    named = {name.split("-")[1] for name in given if name.startswith("items-")}
    rows = [int(row) for row in named if row.isascii() and row.isdigit()]
    return min(max(rows, default=0) + 1, MOST)


def stated(given: Mapping[str, str], declarant: Party) -> DeclarationFacts:
    """The facts of the form, or what cannot be read in it. A consignment that has no reference yet is given one."""
    refuse_if_any(unread(given))
    on = date.fromisoformat(given["date"])
    items = tuple(_item(given, row) for row in range(_said(given)))
    return DeclarationFacts(
        lrn=given.get("lrn", ""),
        ucr=given.get("ucr") or _named(declarant, given.get("lrn", ""), on),
        direction=cast("Direction", given["direction"]),
        country=given.get("country", ""),
        regime=given.get("regime", ""),
        date=on,
        declarant=declarant.code,
        consignor=_trader(given, "consignor"),
        consignee=_trader(given, "consignee"),
        currency=given.get("currency", "").upper(),
        incoterm=given.get("incoterm", ""),
        freight=given.get("freight") or "0",
        insurance=given.get("insurance") or "0",
        items=items,
        transport_document=given.get("transport_document", ""),
        registration=given.get("registration", ""),
        permits=_permits(given, items),
    )


def _said(given: Mapping[str, str]) -> int:
    """How many items say anything, up to the last that does; at least one, so that its lack is told in its place."""
    rows = range(rows_of(given))
    return max((row + 1 for row in rows if any(given.get(f"items-{row}-{name}") for name in TOLD)), default=1)


def _item(given: Mapping[str, str], row: int) -> GoodsItem:
    told = {name: given.get(f"items-{row}-{name}", "") for name in ITEM}
    return GoodsItem(number=row + 1, **{**told, "origin": told["origin"].upper()})


def _trader(given: Mapping[str, str], role: str) -> Trader:
    told = {name: given.get(f"{role}-{name}", "") for name in TRADER}
    return Trader(**{**told, "country": told["country"].upper()})


def _permits(given: Mapping[str, str], items: tuple[GoodsItem, ...]) -> tuple[PermitUse, ...]:
    """The permits that items name; of which kind they are, the permits themselves say."""
    named = {row: number for row in range(len(items)) if (number := given.get(f"items-{row}-permit", ""))}
    kinds = queries.kinds_of_permits(named.values())
    drawn = {row: given.get(f"items-{row}-permit_quantity", "") for row in named}
    return tuple(
        PermitUse(number, kinds.get(number, ""), row + 1, drawn[row], items[row].unit if drawn[row] else "")
        for row, number in named.items()
    )


def _named(declarant: Party, lrn: str, on: date) -> str:
    """The reference that the consignment gets from who declares it; without one of the declarant's there is none."""
    try:
        return ucr(declarant.country, declarant.registration or declarant.code, lrn, on.year)
    except Refused:
        return ""


def readable(given: Mapping[str, str], on: date) -> dict[str, str]:
    """The form with something in place of what cannot be read in it, so that the rest of it can be judged as well."""
    wrong = {each.pointer.strip("/") for each in unread(given)}
    instead = {"direction": "import", "date": on.isoformat()}
    return {**given, **{name: instead[name] for name in wrong}}


def unread(given: Mapping[str, str]) -> Iterator[Finding]:
    """What must be readable before anything else can be judged: which way the goods go, and the day."""
    if given.get("direction") not in ("export", "import"):
        yield Finding("direction-missing", gettext_noop("Say whether the goods leave or come in."), "/direction")
    try:
        date.fromisoformat(given.get("date", ""))
    except ValueError:
        yield Finding("date-missing", gettext_noop("Name the day whose law applies."), "/date")
