"""A simulated shop at an address of this machine, to try a connection with before a real one is connected."""

from __future__ import annotations

import time
from typing import Annotated

import typer


def commands(app: typer.Typer) -> None:
    group = typer.Typer(help="Shops elsewhere.", no_args_is_help=True)
    group.callback()(_group)
    group.command()(simulate)
    app.add_typer(group, name="shop")


def _group() -> None:
    """Shops elsewhere."""


def simulate(
    kind: Annotated[str, typer.Argument(help="shopify or woocommerce")],
    port: Annotated[int, typer.Option(help="Where it answers; 0 takes any that is free.")] = 8300,
    seconds: Annotated[float, typer.Option(help="How long it stays open; 0 is until you stop it.")] = 0,
) -> None:
    """Open a shop that is none: orders and products that we made up, answered as the real one answers."""
    from entrepot.hub.adapters.shop.simulator.serving import SHOPS

    if kind not in SHOPS:
        raise typer.BadParameter(f"it is one of {', '.join(SHOPS)}", param_hint="KIND")
    try:
        _keep_open(kind, port, seconds)
    except OSError as fault:
        raise typer.BadParameter(f"{fault.strerror}: {port}", param_hint="--port") from None


def _keep_open(kind: str, port: int, seconds: float) -> None:
    from entrepot.hub.adapters.shop.simulator import serving

    with serving(kind, port) as found:
        typer.echo(f"A simulated shop ({kind}) is open at {found.url}; nothing in it is real.")
        for name, key in found.shop.keys.items():
            typer.echo(f"{name}: {key}")
        ends = time.monotonic() + seconds if seconds else float("inf")
        while time.monotonic() < ends:
            try:
                time.sleep(min(0.2, max(ends - time.monotonic(), 0)))
            except KeyboardInterrupt:
                return
