"""Permits that end: what a timer runs every night."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from entrepot.cli.hub import Home, opened


def commands(app: typer.Typer) -> None:
    group = typer.Typer(help="Permits of this hub's agencies.", no_args_is_help=True)
    group.command("expire")(expire)
    group.callback()(lambda: None)
    app.add_typer(group, name="permits")


def expire(
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As of this day; today.")] = None,
    home: Home = Path(".entrepot"),
) -> None:
    """End the permits whose last day has passed, and remind the holders of those that end within 30 days.

    Safe to repeat, so a nightly timer may run it: a permit ends once, and its holder is reminded once.
    """
    opened(home)
    from entrepot.hub import keeping
    from entrepot.hub.customs import actions
    from entrepot.hub.events import Actor, clock

    keeping.prepare()
    now = clock.now()
    by = Actor("worker", "permits", "the command line", now)
    day = on.date() if on else now.date()
    ended, ending = list(actions.expire_permits(day, by=by)), list(actions.remind_holders(day, by=by))
    if not ended and not ending:
        typer.echo(f"No permit ends by {day}, and nobody is to be reminded.")
    for each in ended:
        typer.echo(f"{each.number}: ended, its last day was {each.valid_to}")
    for each in ending:
        typer.echo(f"{each.number}: ends on {each.valid_to}, {each.holder_id} is reminded")
