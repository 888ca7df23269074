"""Files of products: brought, their columns mapped, codes confirmed, every row looked at, taken in, undone."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entrepot.hub.adapters.shop import fetching, importing, product_columns
from entrepot.hub.adapters.shop.reading import harmless
from entrepot.hub.adapters.shop.sheets import MOST_BYTES, sheet
from entrepot.hub.attachment import attachment
from entrepot.hub.catalogue import queries as catalogue
from entrepot.hub.catalogue.models import Import
from entrepot.hub.events import clock
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties
from entrepot.hub.web import wording
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.pieces import Empty, FindingNote
from entrepot.hub.web.seller import import_sheets as sheets
from entrepot.hub.web.shell import show
from entrepot.trade.finding import Finding, NotYours, Refused
from entrepot.trade.wording import gettext_noop

SHOWN = 50


@at_desk("seller")
def imports(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The files that were brought, and the place to bring another."""
    refused: tuple[FindingNote, ...] = ()
    if request.method == "POST":
        try:
            return redirect("seller-import", _brought(request, sitting).pk)
        except NotYours:
            raise
        except Refused as refusal:
            refused = tuple(FindingNote.of(each) for each in refusal.findings)
    context = {
        "table": sheets.files(catalogue.imports(sitting.party)[:SHOWN]),
        "refusals": refused,
        "nothing": Empty(
            _("No file was brought yet"),
            _("Export your products from your shop, or list them in a table, and bring the file here."),
        ),
    }
    status = 422 if refused else 200
    return show(request, "seller/imports.html", context, desk="seller", here="products", status=status)


@at_desk("seller")
def one(request: HttpRequest, sitting: Sitting, number: int) -> HttpResponse:
    """One file, from its columns to its undoing."""
    brought = _of(sitting, number)
    refused: tuple[FindingNote, ...] = ()
    if request.method == "POST":
        deed = DEEDS.get(request.POST.get("do", ""))
        if deed is None:
            raise Http404
        try:
            deed(request, brought, sitting.by)
            return redirect("seller-import", brought.pk)
        except NotYours:
            raise
        except Refused as refusal:
            refused = tuple(FindingNote.of(each) for each in refusal.findings)
            brought = _of(sitting, number)
    context = {
        "brought": brought,
        "state": sheets.state(brought),
        "shop": sheets.shop(brought),
        "refusals": refused,
        **(_to_look_at(brought) if brought.state == "brought" else _done(brought)),
    }
    template = "seller/import.html" if brought.state == "brought" else "seller/import-done.html"
    return show(request, template, context, desk="seller", here="products", status=422 if refused else 200)


@at_desk("seller")
def refused_rows(request: HttpRequest, sitting: Sitting, number: int) -> HttpResponse:
    """The rows that need correction, as a file to correct from."""
    page = io.StringIO()
    writer = csv.writer(page)
    writer.writerow(["line", "sku", "code", "what is wrong", "what to do"])
    for row in _of(sitting, number).lines.filter(outcome__in=("refused", "kept")):
        for plain in row.findings:
            found = Finding(**plain)
            writer.writerow([row.line, harmless(row.sku), found.code, harmless(found.told(_)), found.cure(_)])
    return attachment(f"import-{number}.csv", "text/csv", page.getvalue().encode("utf-8-sig"))


def _to_look_at(brought: Import) -> dict[str, Any]:
    found = sheet(bytes(brought.content))
    mapped = product_columns.known(brought.mapping, found.header)
    preview = importing.preview(brought)
    waiting = preview.waiting[: sheets.MOST_CODES]
    ready = preview.counts["new"] + preview.counts["changed"]
    masses, sizes = sheets.units(mapped)
    return {
        "columns": sheets.columns(found, mapped),
        "defaults": sheets.defaults(mapped, preview.rows),
        "masses": masses,
        "sizes": sizes,
        "drafts": mapped.fresh == "draft",
        "waiting": sheets.waiting(waiting, importing.suggestions(waiting)),
        "more_waiting": len(preview.waiting) - len(waiting),
        "stats": sheets.counts(preview.counts),
        "lines": sheets.foreseen(preview, brought.seller, clock.now().date()),
        "more": max(0, len(preview.rows) - sheets.MOST_ROWS),
        "ready": ready,
        "opening": _opening(preview.opening),
        "pictured": _pictured(preview.pictures),
        "take": ngettext("Take {count} row in", "Take {count} rows in", ready).format(count=ready),
    }


def _opening(count: int) -> str:
    """How many rows open the stock of their product, in a sentence; blank where none does."""
    told = ngettext(
        "{count} row opens the stock of its product with what the file counts.",
        "{count} rows open the stock of their products with what the file counts.",
        count,
    )
    return told.format(count=wording.number(count)) if count else ""


def _pictured(count: int) -> str:
    """How many pictures are fetched afterwards, in a sentence; blank where none is."""
    told = ngettext(
        "{count} picture is fetched from its address once the rows are taken in.",
        "{count} pictures are fetched from their addresses once the rows are taken in.",
        count,
    )
    return told.format(count=wording.number(count)) if count else ""


def _done(brought: Import) -> dict[str, Any]:
    counts, pictures = Counter(catalogue.outcomes(brought)), Counter(fetching.outcomes(brought))
    return {
        "running": brought.state == "running",
        "working": brought.state == "running" or pictures["waiting"] > 0,
        "pictures": sheets.pictures(pictures),
        "named": sum(pictures.values()),
        "asked": sum(pictures.values()) - pictures["waiting"],
        "undoable": brought.state == "finished" and counts["new"] + counts["changed"] > 0,
        "stats": sheets.counts(counts),
        "lines": sheets.taken(brought.lines.all()),
        "more": max(0, sum(counts.values()) - sheets.MOST_ROWS),
        "wrong": counts["refused"] + counts["kept"],
    }


def _brought(request: HttpRequest, sitting: Sitting) -> Import:
    handed = request.FILES.get("products")
    if handed is None or (handed.size or 0) > MOST_BYTES:
        raise Refused(
            Finding(
                "file-missing",
                gettext_noop("No file of products was handed in, or one larger than 10 MB."),
                "/products",
                gettext_noop("Choose the file that your shop exports, or a table of your own."),
            )
        )
    return importing.bring(parties.party(sitting.party), handed.name or "", handed.read(), by=sitting.by)


def _of(sitting: Sitting, number: int) -> Import:
    found = catalogue.imports(sitting.party).select_related("seller").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _remap(request: HttpRequest, brought: Import, by: Actor) -> None:
    def said(name: str) -> str:
        return request.POST.get(name, "").strip()

    plain = {
        "columns": {fact: said(f"column_{fact}") for fact in product_columns.FACTS},
        "defaults": {
            fact: said(f"default_{fact}").upper() if fact in ("origin", "currency") else said(f"default_{fact}")
            for fact in product_columns.DEFAULTED
        },
        "mass_unit": said("mass_unit"),
        "size_unit": said("size_unit"),
        "fresh": said("fresh"),
    }
    importing.remap(brought, plain, by=by)
    messages.success(request, _("The file is read so now; the next one with the same columns will be too."))


def _choose(request: HttpRequest, brought: Import, by: Actor) -> None:
    chosen = {name.removeprefix("code:"): code for name, code in request.POST.items() if name.startswith("code:")}
    taken = {sku: str(code) for sku, code in chosen.items() if code}
    importing.choose(brought, taken, by=by)
    messages.success(request, _("Codes are taken: {count}.").format(count=len(taken)))


def _likely(request: HttpRequest, brought: Import, by: Actor) -> None:
    count = importing.choose_likely(brought, by=by)
    messages.success(request, _("Codes are taken: {count}.").format(count=count))


def _start(request: HttpRequest, brought: Import, by: Actor) -> None:
    importing.start(brought, by=by)


def _undo(request: HttpRequest, brought: Import, by: Actor) -> None:
    importing.undo(brought, by=by)
    messages.success(request, _("What the file changed is put back."))


DEEDS: Mapping[str, Callable[[HttpRequest, Import, Actor], None]] = {
    "remap": _remap,
    "choose": _choose,
    "likely": _likely,
    "start": _start,
    "undo": _undo,
}
