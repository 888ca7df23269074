"""Coming together with other hubs, and what an operator does about one: on the line, or with a file where none is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from entrepot.cli.hub import Home, opened

if TYPE_CHECKING:
    from entrepot.hub.network.models import Channel

As = Annotated[str, typer.Option("--as", help="E-mail of the operator who wants it, where two must.")]
Hub = Annotated[str, typer.Argument(help="The peer's host or address, such as kl.example.")]
Thumbprint = Annotated[str, typer.Option(help="Its root thumbprint, compared over a second path.")]
Origin = Annotated[str, typer.Argument(help="The channel's name in the log.")]
HERE = Path(".entrepot")


def commands(app: typer.Typer) -> None:
    group = typer.Typer(help="Other hubs: connect, approve, carry files, mend.", no_args_is_help=True)
    for command in (connect, approve, proposals, suspend, resume, close, confirm, fetch, resend, restart):
        group.command()(command)
    group.command("list")(listed)
    group.command("export")(export_file)
    group.command("import")(import_file)
    app.add_typer(group, name="peer")


def connect(
    url: Annotated[str, typer.Argument(help="The peer's address, such as https://kl.example.")],
    thumbprint: Thumbprint,
    as_: As = "",
    home: Home = HERE,
) -> None:
    """Connect with another hub, after its operator told you its thumbprint by another way."""
    opened(home)
    from entrepot.hub import keyboard

    typer.echo(keyboard.connect(url, thumbprint, as_))


def approve(number: int, as_: As, home: Home = HERE) -> None:
    """Approve what another operator of this hub proposed."""
    opened(home)
    from entrepot.hub import keyboard

    typer.echo(keyboard.approve(number, as_))


def proposals(home: Home = HERE) -> None:
    """What waits for a second operator."""
    opened(home)
    from entrepot.hub.network import queries

    for each in queries.proposals():
        typer.echo(f"{each.pk}  {each.move} {each.entity}  {each.thumbprint}  {each.reason}".rstrip())


def suspend(hub: Hub, reason: str = "", as_: As = "", home: Home = HERE) -> None:
    """Stop exchanging with a hub for now; what is written waits."""
    _moved("suspend", hub, reason, as_, home)


def resume(hub: Hub, reason: str = "", as_: As = "", home: Home = HERE) -> None:
    """Exchange with a suspended hub again."""
    _moved("resume", hub, reason, as_, home)


def close(hub: Hub, reason: str = "", as_: As = "", home: Home = HERE) -> None:
    """Part from a hub for good."""
    _moved("close", hub, reason, as_, home)


def confirm(hub: Hub, thumbprint: Thumbprint, home: Home = HERE) -> None:
    """Take the keys that a hub publishes now, after a long silence or a new root, since you compared its root again."""
    opened(home)
    from entrepot.hub import keyboard
    from entrepot.hub.network import actions, queries

    told = actions.confirm(queries.peer(hub), thumbprint, by=keyboard.whoever())
    typer.echo(f"{told.name}: statement {told.statement_seq} taken.")


def listed(home: Home = HERE) -> None:
    """Every hub that we know, and how far each channel is countersigned."""
    opened(home)
    from entrepot.hub.network import queries

    for peer in queries.peers():
        typer.echo(f"{peer.host}  {peer.state}  {peer.thumbprint}")
        for each in queries.channels().filter(peer=peer):
            typer.echo(f"  {each.origin}  {each.acked} of {each.size} countersigned, {each.state}")


def fetch(hub: Hub, home: Home = HERE) -> None:
    """Fetch what a hub has for us, and hand in the receipts: for a hub that cannot be called."""
    opened(home)
    from entrepot.hub import keyboard
    from entrepot.hub.network import actions, queries

    typer.echo(f"{actions.fetch(queries.peer(hub), by=keyboard.whoever())} messages came.")


def export_file(
    hub: Hub,
    file: Annotated[Path, typer.Argument(help="Where to write what is to be carried.")],
    home: Home = HERE,
) -> None:
    """Write what a hub has not countersigned, and our receipts, into a file to be carried there."""
    opened(home)
    from entrepot.hub.network import carrying, queries

    file.write_bytes(carrying.packed(queries.peer(hub)))
    typer.echo(f"{file}: {file.stat().st_size} bytes.")


def import_file(
    file: Annotated[Path, typer.Argument(help="A file that was carried here.")],
    receipts: Annotated[Path | None, typer.Option(help="Where to write the receipts to be carried back.")] = None,
    home: Home = HERE,
) -> None:
    """Take what a file brings, from whomever it came; what does not hold is told and left."""
    opened(home)
    from entrepot.hub.network import carrying

    found = carrying.unpacked(file.read_bytes())
    typer.echo(f"{found.messages} messages, {found.receipts} receipts.")
    if receipts is not None:
        receipts.write_bytes(found.back)
    for name, code in found.refused:
        typer.echo(f"refused: {name} [{code}]", err=True)
    raise typer.Exit(2 if found.refused else 0)


def resend(origin: Origin, home: Home = HERE) -> None:
    """Send a hub again what it countersigned and lost, since it restored a backup."""
    opened(home)
    from entrepot.hub import keyboard
    from entrepot.hub.network import actions

    typer.echo(f"{origin}: {actions.resend(_channel(origin), by=keyboard.whoever()).state}")


def restart(origin: Origin, home: Home = HERE) -> None:
    """Begin a channel with two histories again; the other hub's operator must do the same."""
    opened(home)
    from entrepot.hub import keyboard
    from entrepot.hub.network import actions

    actions.restart(_channel(origin), by=keyboard.whoever())
    typer.echo(f"{origin}: begins again.")


def _moved(move: str, hub: str, reason: str, as_: str, home: Path) -> None:
    opened(home)
    from entrepot.hub import keyboard

    typer.echo(keyboard.move(move, hub, reason, as_))


def _channel(origin: str) -> Channel:
    from entrepot.hub.network import queries

    found = queries.channels().filter(origin=origin).first()
    if found is None:
        raise typer.BadParameter(f"there is no channel {origin}")
    return found
