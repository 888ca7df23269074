"""A PostgreSQL of the hub's own, for hubs that have outgrown SQLite."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Home = Annotated[Path, typer.Option("--home", help="Folder of this hub; the database lies in its `postgres`.")]


def commands(app: typer.Typer) -> None:
    group = typer.Typer(help="A PostgreSQL of this hub's own.", no_args_is_help=True)
    group.command()(up)
    group.command()(down)
    group.command()(status)
    app.add_typer(group, name="db")


def up(home: Home = Path(".entrepot")) -> None:
    """Make the database if there is none, start it, and print its DATABASE_URL."""
    from entrepot.hub.database import Server

    typer.echo(Server(_folder(home)).up())


def down(home: Home = Path(".entrepot")) -> None:
    """Stop it; what was committed stays."""
    from entrepot.hub.database import Server

    Server(_folder(home)).down()


def status(home: Home = Path(".entrepot")) -> None:
    """Say whether there is one, and whether it runs."""
    from entrepot.hub.database import Server

    typer.echo(Server(_folder(home)).status())


def _folder(home: Path) -> Path:
    return home.resolve() / "postgres"
