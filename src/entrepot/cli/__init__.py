"""The `entrepot` command: start a hub, tell the story, ship real orders, check a file.

Each command is one module that imports what it needs when it runs, so that `entrepot --help` answers at once.
"""

from __future__ import annotations

import sys

import typer

from entrepot.cli import (
    chance,
    check,
    classify,
    conform,
    database,
    demo,
    hub,
    keys,
    law,
    lodge,
    paper,
    peer,
    permits,
    products,
    quote,
    rates,
    screening,
    ship,
    shop,
    statements,
    tariff,
)

app = typer.Typer(
    name="entrepot",
    help="The open e-hub: sell across a border from one node.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for group in (
    hub,
    keys,
    database,
    demo,
    ship,
    shop,
    products,
    lodge,
    check,
    quote,
    law,
    paper,
    peer,
    permits,
    rates,
    tariff,
    screening,
    chance,
    statements,
    classify,
    conform,
):
    group.commands(app)


def main() -> None:
    """Run the command; a refusal, or a file beyond reach, is told in sentences, never as a traceback."""
    from entrepot.trade.finding import Refused, Unavailable

    try:
        app()
    except Refused as refused:
        for finding in refused.findings:
            typer.echo(f"refused: {finding} [{finding.code}]", err=True)
        sys.exit(2)
    except Unavailable as silent:
        typer.echo(f"no answer: {silent}", err=True)
        sys.exit(3)
    except OSError as fault:
        if fault.filename is None:
            raise
        typer.echo(
            f"{fault.filename} cannot be read or written: {fault.strerror}. Name another, or put this one right.",
            err=True,
        )
        sys.exit(2)
