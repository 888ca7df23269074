"""Chance checked offline: a seed against the hash published before, and a draw made again."""

from __future__ import annotations

from typing import Annotated

import typer


def commands(app: typer.Typer) -> None:
    chance = typer.Typer(help="Chance that can be checked.", no_args_is_help=True)
    chance.command()(verify)
    chance.callback()(lambda: None)
    app.add_typer(chance, name="chance")


def verify(
    commitment: Annotated[str, typer.Option(help="The hash that was published before the month.")],
    seed: Annotated[str, typer.Option(help="The seed that was published after it.")],
    ucrs: Annotated[list[str], typer.Argument(help="Consignments whose draw is made again.")],
    one_in: Annotated[int, typer.Option("--one-in", min=1, help="How many consignments one is drawn from.")] = 50,
) -> None:
    """Check a seed against its hash, and make draws again. Offline. Exit 0 if the seed proves, 1 if it does not."""
    from entrepot.trade.risk import drawn, proves

    if not proves(commitment, seed):
        typer.echo("This is not the seed that was committed to.", err=True)
        raise typer.Exit(1)
    typer.echo("The seed is the one that was committed to.")
    for ucr in ucrs:
        typer.echo(f"{ucr}: {'drawn' if drawn(seed, ucr, one_in) else 'not drawn'} at one in {one_in}")
