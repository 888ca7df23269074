"""Starting and keeping one hub."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated

import typer

Home = Annotated[Path, typer.Option("--home", help="Folder of this hub: database, keys, static files.")]


def commands(app: typer.Typer) -> None:
    app.command()(up)
    app.command()(worker)
    app.command()(serve)
    operator = typer.Typer(help="The people who run this hub.", no_args_is_help=True)
    operator.command("add")(operator_add)
    app.add_typer(operator, name="operator")
    app.command()(vkey)


KEPT = ("URL", "NAME", "COUNTRY", "ZONE", "CLOCK", "AUTHORITY", "ALLOW_LOOPBACK_PEERS")


SIGNS = ("hub.json", "hub.sqlite3", "secret")
"""What lies in the folder of every hub on SQLite."""


def opened(home: Path, *, new: bool = False) -> None:
    """Make the hub in this folder the one that Django serves, as it was called when it was made.

    A folder in which there is none is a slip of the pen, unless a `new` hub is to be made: an empty hub beside the one
    that was meant would answer everything with nothing.
    """
    if not new and "DATABASE_URL" not in os.environ and not any((home / sign).exists() for sign in SIGNS):
        typer.echo(f"There is no hub in {home}. Check --home, or make one: entrepot up --home {home}", err=True)
        raise typer.Exit(2)
    os.environ["ENTREPOT_HOME"] = str(home.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entrepot.hub.settings")
    home.mkdir(parents=True, exist_ok=True)
    for name, value in kept(home).items():
        os.environ.setdefault(f"ENTREPOT_{name}", value)
    import django

    django.setup()


def kept(home: Path) -> dict[str, str]:
    """What this hub is called and where it is reached: its address is its identity, and does not change by itself."""
    file = home / "hub.json"
    said: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
    return said


def keep(home: Path, **said: str) -> None:
    """Write down what the hub is called: what is said now, else in the environment, else before, else by default."""
    home.mkdir(parents=True, exist_ok=True)
    before = kept(home)
    for name, value in said.items():
        if value:
            os.environ[f"ENTREPOT_{name}"] = value
    now = {name: os.environ.get(f"ENTREPOT_{name}", before.get(name, "")) for name in KEPT}
    draft = home / f"hub.json.{os.getpid()}"
    draft.write_text(json.dumps({name: value for name, value in now.items() if value}, ensure_ascii=False, indent=1))
    draft.replace(home / "hub.json")


def up(
    home: Home = Path(".entrepot"),
    port: Annotated[int, typer.Option(help="Where the pages are served.")] = 8000,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    name: Annotated[str, typer.Option(help="What this hub is called.")] = "",
    country: Annotated[str, typer.Option(help="Country whose law it keeps (ISO 3166-1 alpha-2); MY if not said.")] = "",
    url: Annotated[str, typer.Option(help="How others reach it; the address itself if left out.")] = "",
) -> None:
    """Start one hub: pages, API and worker. On a new folder it makes the hub and its first operator."""
    before = kept(home)
    address = "" if "ENTREPOT_URL" in os.environ or "URL" in before else f"http://{host}:{port}"
    land = "" if "ENTREPOT_COUNTRY" in os.environ or "COUNTRY" in before else "MY"
    keep(home, URL=url or address, NAME=name, COUNTRY=country.upper() or land)
    opened(home, new=True)
    from django.conf import settings

    from entrepot.hub import keeping

    keeping.prepare()
    keeping.publish_courses()
    if fresh := keeping.first_operator():
        typer.echo(f"The first operator signs in as {fresh.email} with the password {fresh.password} (shown only now).")
    typer.echo(f"{settings.ENTREPOT_NAME} is at {settings.ENTREPOT_URL}. Ctrl-C ends it.")
    raise typer.Exit(keeping.keep(host, port))


def serve(
    home: Home = Path(".entrepot"),
    port: int = 8000,
    host: str = "127.0.0.1",
    workers: Annotated[int, typer.Option(min=1, help="Processes that serve; more than one pay on PostgreSQL.")] = 1,
) -> None:
    """Serve the pages and the API only; `entrepot worker` does the rest."""
    opened(home)
    from entrepot.hub import keeping

    keeping.serve(host, port, workers)


def worker(home: Home = Path(".entrepot")) -> None:
    """Carry out what follows from events, and talk to the peers. Any number may run on PostgreSQL."""
    opened(home)
    from entrepot.hub import keeping

    keeping.work()


def operator_add(email: str, home: Home = Path(".entrepot")) -> None:
    """Add an operator and show the password once."""
    opened(home, new=True)
    from entrepot.hub import keeping

    keeping.prepare()
    made = keeping.add_operator(email)
    typer.echo(f"{made.email} signs in with the password {made.password} (shown only now).")


def vkey(home: Home = Path(".entrepot")) -> None:
    """Show this hub's public keys: root (files of consignments), its thumbprint, and signet (permits, certificates)."""
    opened(home)
    from entrepot.hub import keeping

    for line in (*keeping.identity_lines(), keeping.signet_line()):
        typer.echo(line)
