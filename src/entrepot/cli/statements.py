"""Statements of duty and tax: what a timer runs every night."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from entrepot.cli.hub import Home, opened


def commands(app: typer.Typer) -> None:
    group = typer.Typer(help="Statements of duty and tax over time.", no_args_is_help=True)
    group.command("draw-up")(draw_up)
    app.add_typer(group, name="statements")


def draw_up(
    country: Annotated[str, typer.Argument(help="The country whose law asks for them, such as MY.")],
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As of this day; today.")] = None,
    home: Home = Path(".entrepot"),
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """State what is ripe: each declaration once. Safe to repeat, so a nightly timer may run it."""
    opened(home)
    from entrepot.hub import keeping
    from entrepot.hub.duties import actions
    from entrepot.hub.events import Actor, clock

    keeping.prepare()
    now = clock.now()
    by = Actor("worker", "statements", "the command line", now)
    drawn = actions.draw_up(country, on.date() if on else now.date(), by=by)
    if as_json:
        rows = [
            {
                "number": each.number,
                "debtor": each.debtor_id,
                "due_by": each.due_by.isoformat(),
                "currency": each.currency,
                "duty_minor": each.duty_minor,
                "tax_minor": each.tax_minor,
                "declarations": each.declarations,
            }
            for each in drawn
        ]
        typer.echo(json.dumps(rows, indent=1))
        return
    for each in drawn:
        typer.echo(f"{each.number}: {each.declarations} declarations, due by {each.due_by}")
    typer.echo(f"{len(drawn)} statements drawn up.")
