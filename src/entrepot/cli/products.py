"""`entrepot import`: a file of products into a seller's catalogue, looked at first, undone if it was a mistake."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from entrepot.cli.hub import Home, opened

if TYPE_CHECKING:
    from entrepot.hub.adapters.shop.importing import Preview
    from entrepot.hub.catalogue.models import Import

Seller = Annotated[str, typer.Option(help="The code of the party whose catalogue it is.")]
MOST = 50
SOME_REFUSED = 1


def commands(app: typer.Typer) -> None:
    app.command("import")(bring)
    app.command("undo-import")(undo)


def bring(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV, XLSX, XLS or ODS.")],
    seller: Seller,
    origin: Annotated[str, typer.Option(help="Where goods were made whose rows do not say it, such as CN.")] = "",
    mass: Annotated[str, typer.Option(help="Net mass of one, in the file's unit, where a row does not say it.")] = "",
    currency: Annotated[str, typer.Option(help="Currency of the prices, where a row does not say it.")] = "",
    likely: Annotated[
        bool, typer.Option("--likely", help="Take suggested codes of which the assistant is sure.")
    ] = False,
    draft: Annotated[bool, typer.Option("--draft", help="Keep new products as drafts.")] = False,
    look: Annotated[
        bool, typer.Option("--look", help="Show what would become of every row, and write nothing.")
    ] = False,
    home: Home = Path(".entrepot"),
) -> None:
    """Take a file of products into a seller's catalogue: the export of Shopify or WooCommerce, or a table.

    The same file again changes nothing. Its columns are read as they were read last time, else as their names say; the
    page /seller/imports/ maps them otherwise.

    Exit 0 if every row was taken in, 1 if some were refused, 2 if none can be.
    """
    opened(home)
    from django.db import transaction

    from entrepot.hub import keeping
    from entrepot.hub.adapters.shop import importing
    from entrepot.hub.events import clock
    from entrepot.hub.parties import queries as parties

    keeping.prepare()
    party = parties.party(seller)
    by = parties.actor_of(party, clock.now())
    said = {"origin": origin.upper(), "net_mass": mass, "currency": currency.upper()}
    with transaction.atomic():
        brought = importing.bring(party, file.name, file.read_bytes(), by=by)
        mapping = dict(brought.mapping) | {"fresh": "draft" if draft else brought.fresh}
        mapping["defaults"] = mapping["defaults"] | {fact: value for fact, value in said.items() if value}
        importing.remap(brought, mapping, by=by)
        brought.refresh_from_db()
        if likely:
            importing.choose_likely(brought, by=by)
            brought.refresh_from_db()
        if look:
            _foretell(importing.preview(brought))
            transaction.set_rollback(True)
            return
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(file.name, total=brought.rows)
        for done in importing.run(brought, by=by):
            progress.update(task, completed=done)
    if _tell(brought):
        raise typer.Exit(SOME_REFUSED)


def undo(
    number: Annotated[int, typer.Argument(help="The number that the import was given.")],
    home: Home = Path(".entrepot"),
) -> None:
    """Put back what was before a file was taken in; what was changed since stays, and is named."""
    opened(home)
    from entrepot.hub import keeping
    from entrepot.hub.adapters.shop import importing
    from entrepot.hub.catalogue.models import Import
    from entrepot.hub.events import clock
    from entrepot.hub.parties import queries as parties

    keeping.prepare()
    brought = Import.objects.select_related("seller").filter(pk=number).first()
    if brought is None:
        typer.echo(f"There is no import {number}.", err=True)
        raise typer.Exit(2)
    rows = importing.undo(brought, by=parties.actor_of(brought.seller, clock.now()))
    for row in rows:
        if row.outcome == "kept":
            typer.echo(f"{row.sku}: was changed since, and stays as it is now")
    typer.echo(f"{sum(1 for row in rows if row.outcome == 'undone')} products are as they were before.")


def _foretell(preview: Preview) -> None:
    table = Table("line", "SKU", "becomes", "why")
    for row, outcome in list(zip(preview.rows, preview.outcomes, strict=True))[:MOST]:
        table.add_row(
            str(row.line),
            row.facts.sku,
            outcome,
            "\n".join(found.told() for found in (*row.findings, *preview.notes(row))),
        )
    Console().print(table)
    if len(preview.rows) > MOST:
        typer.echo(f"These are the first {MOST} of {len(preview.rows)} rows; all are counted here:")
    typer.echo(", ".join(f"{count} {outcome}" for outcome, count in sorted(preview.counts.items())))


def _tell(brought: Import) -> int:
    """What became of the rows; the refused ones with their reasons on standard error. Answers how many those are."""
    from entrepot.trade.finding import Finding

    rows = list(brought.lines.all())
    for row in rows:
        if row.outcome == "refused":
            for plain in row.findings:
                typer.echo(f"line {row.line} {row.sku}: {Finding(**plain)}", err=True)
    told = {
        outcome: sum(1 for row in rows if row.outcome == outcome) for outcome in ("new", "changed", "same", "refused")
    }
    if named := brought.pictures.count():
        typer.echo(f"{named} pictures are named by address; the hub fetches them while it runs.")
    typer.echo(f"Import {brought.pk}: " + ", ".join(f"{count} {outcome}" for outcome, count in told.items()) + ".")
    return told["refused"]
