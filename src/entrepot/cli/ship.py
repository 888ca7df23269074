"""The main job on real input: a seller's order file, through both hubs, to settlement."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from entrepot.hub.adapters.shop import Reading
    from entrepot.hub.catalogue.facts import ProductFacts
    from entrepot.twin.shipping import Shipped

ALL_SHIPPED, SOME_REFUSED, UNREADABLE = 0, 1, 2


def commands(app: typer.Typer) -> None:
    app.command()(ship)


def ship(
    orders: Annotated[Path, typer.Argument(help="Order export: Shopify, WooCommerce, or a plain CSV.")],
    origin: Annotated[str, typer.Option("--from", help="Country the parcels leave from: CN or MY.")],
    to: Annotated[str, typer.Option("--to", help="Ship only to this country; where a file names none, to it.")] = "",
    products: Annotated[Path | None, typer.Option(help="CSV with sku, title, hs, origin, net_mass_kg.")] = None,
    home: Annotated[Path, typer.Option(help="Folder in which the two hubs live.")] = Path(".entrepot/ship"),
) -> None:
    """Take every order of a file through quote, match, export, import, release, delivery and settlement.

    Both hubs run here, on a simulated clock; bank, carrier and officer are simulated. Repeating a file changes nothing.
    Exit 0 if all were shipped, 1 if some were refused (see ORDERS.findings.csv), 2 if a file cannot be read.
    """
    from rich.console import Console

    from entrepot.twin import shipping, world

    say = Console()
    known = _products(products)
    reading = _orders(orders, known, origin.upper(), to.upper())
    with say.status("Two hubs: starting"), world.opened(home) as running:
        say.print(f"Hubs: {', '.join(f'{place.name} at {place.url}' for place in running.places.values())}")
        done = _with_progress(say, shipping.ship(running, reading, known.values(), origin=origin.upper()), reading)
    findings = orders.with_name(f"{orders.stem}.findings.csv")
    refused = shipping.refused_of(reading, done)
    if refused.refused:
        findings.write_bytes(refused.refused_file())
    else:
        findings.unlink(missing_ok=True)
    shipping.show(say, reading, done, refused, findings)
    raise typer.Exit(SOME_REFUSED if refused.refused else ALL_SHIPPED)


def _with_progress(say: object, steps: object, reading: Reading) -> list[Shipped]:
    """Every order's outcome, with a bar that moves as parcels do."""
    from collections.abc import Iterator
    from typing import cast

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from entrepot.twin.shipping import Progressed

    columns = (TextColumn("{task.description:<22}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    done: list[Shipped] = []
    with Progress(*columns, console=cast(Console, say), transient=True) as bar:
        task = bar.add_task("orders", total=len(reading.orders))
        for step in cast("Iterator[Progressed]", steps):
            bar.update(task, description=step.doing, completed=step.finished)
            done = step.outcomes or done
    return done


def _products(file: Path | None) -> dict[str, ProductFacts]:
    """The products of the second file, by SKU; one that cannot be read ends the command."""
    if file is None:
        return {}
    from entrepot.hub.adapters.shop import products

    reading = products.read(_bytes(file))
    for row in reading.refused:
        for found in row.findings:
            typer.echo(f"{file.name} line {row.line}: {found}", err=True)
    if not reading.products:
        typer.echo(f"{file.name} names no product that can be used.", err=True)
        raise typer.Exit(UNREADABLE)
    return {product.sku: product for product in reading.products}


def _orders(file: Path, known: dict[str, ProductFacts], origin: str, to: str) -> Reading:
    """The orders of the file; a file whose columns are unknown ends the command."""
    from entrepot.hub.adapters import shop
    from entrepot.twin import shipping

    reading = shop.read(_bytes(file), known)
    if not reading.shop:
        for row in reading.refused:
            for found in row.findings:
                typer.echo(f"{file.name}: {found}", err=True)
        raise typer.Exit(UNREADABLE)
    return shipping.bound_for(reading, origin=origin, to=to)


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as unreadable:
        typer.echo(f"{file} cannot be read: {unreadable.strerror}.", err=True)
        raise typer.Exit(UNREADABLE) from None
