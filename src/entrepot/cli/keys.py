"""The keys of this hub: show them, let one follow another, replace one that was stolen."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from entrepot.cli.hub import Home, opened
from entrepot.ehx.keys import ROLES, Role

Which = Annotated[str, typer.Argument(help=f"Which key: {', '.join(ROLES)}.")]
HERE = Path(".entrepot")


def commands(app: typer.Typer) -> None:
    group = typer.Typer(help="The keys of this hub.", no_args_is_help=True)
    for command in (show, rotate, stolen, finish):
        group.command()(command)
    app.add_typer(group, name="keys")


def show(home: Home = HERE) -> None:
    """The public keys, those that are leaving, and the thumbprint of the root."""
    opened(home)
    from entrepot.hub.network import own

    ring, said = own.keys(), own.statement()
    for role in ROLES:
        typer.echo(f"{role:<7} {getattr(ring, role).verifier}")
    for role, key in ring.leaving.items():
        typer.echo(f"leaving {key.verifier} ({role})")
    typer.echo(f"statement {said.seq}; root {said.thumbprint}")


def rotate(role: Which, home: Home = HERE) -> None:
    """Let a new key follow this one; both sign for 30 days and until every peer knows the new one."""
    opened(home)
    from entrepot.hub import keyboard
    from entrepot.hub.network import actions

    actions.rotate_key(_role(role), by=keyboard.whoever())
    typer.echo(f"A new {role} key signs; every peer is told.")


def stolen(role: Which, home: Home = HERE) -> None:
    """Replace a key that was stolen, at once, and tell every peer how far we stand by what it signed."""
    opened(home)
    from entrepot.hub import keyboard
    from entrepot.hub.network import actions

    actions.replace_stolen_key(_role(role), by=keyboard.whoever())
    typer.echo(f"The {role} key is replaced; every peer is told.")


def finish(role: Which, home: Home = HERE) -> None:
    """Let the old key go although a peer has not heard of the new one."""
    opened(home)
    from entrepot.hub import keyboard
    from entrepot.hub.network import actions

    actions.finish_rotation(_role(role), by=keyboard.whoever())
    typer.echo(f"The old {role} key is gone.")


def _role(name: str) -> Role:
    if name not in ROLES:
        raise typer.BadParameter(f"the keys are {', '.join(ROLES)}")
    return name
