"""Lists of names: loaded in the forms in which they are published, and asked for one name."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from entrepot.cli.hub import Home, opened

SOME_LEFT_OUT = 1


def commands(app: typer.Typer) -> None:
    screening = typer.Typer(help="Lists of names that parties are screened against.", no_args_is_help=True)
    screening.command()(load)
    screening.command()(held)
    screening.command()(look)
    app.add_typer(screening, name="screening")


def load(
    file: Annotated[Path, typer.Argument(help="OFAC's SDN.CSV, the UN's XML, or CSV with a column “name”.")],
    home: Home = Path(".entrepot"),
    code: Annotated[str, typer.Option("--list", help="Short code of the list; needed for a table of your own.")] = "",
    title: Annotated[str, typer.Option(help="What the list is called on pages.")] = "",
    form: Annotated[str, typer.Option(help="ofac-sdn, un-xml or plain, where the file does not tell.")] = "",
    aliases: Annotated[Path | None, typer.Option(help="Second file with other names (OFAC's ALT.CSV).")] = None,
) -> None:
    """Load a list; a compressed file (.gz) is opened. From the next declaration on, names are screened against it.

    Exit 0 if every row was taken, 1 if some were left out, 2 if the list is refused.
    """
    opened(home)
    from entrepot.hub import keeping
    from entrepot.hub.customs import actions
    from entrepot.hub.events import Actor, clock

    keeping.prepare()
    by = Actor("worker", "screening-load", "the command line", clock.now())
    second = content(aliases) if aliases is not None else b""
    edition, reading = actions.load_list(content(file), by=by, code=code, title=title, form=form, aliases=second)
    fresh = "loaded" if edition.loaded_at == by.at else "held already, seen again"
    typer.echo(f"{edition.title} ({edition.code}), edition {edition.edition}: {edition.count} entries, {fresh}.")
    for finding in reading.findings:
        typer.echo(f"left out: {finding} [{finding.code}]", err=True)
    raise typer.Exit(SOME_LEFT_OUT if reading.findings else 0)


def held(home: Home = Path(".entrepot")) -> None:
    """Show the lists in force: edition, entries, and when each was last seen at its source."""
    opened(home)
    from entrepot.hub.customs import queries

    for each in queries.lists_in_force():
        typer.echo(
            f"{each.code}: edition {each.edition}, {each.count} entries, loaded {each.loaded_at:%Y-%m-%d},"
            f" last checked {each.checked_at:%Y-%m-%d} ({each.title})"
        )
    if not queries.lists_in_force():
        typer.echo("No list was loaded; names are not screened.")


def look(
    names: Annotated[list[str], typer.Argument(help="Names as a declaration would give them.")],
    home: Home = Path(".entrepot"),
) -> None:
    """Ask the lists for names, and say which entries each is near, and how near."""
    opened(home)
    from entrepot.hub.customs import queries

    for name in names:
        found = queries.near(name)
        typer.echo(f"{name}: {len(found)} found" if found else f"{name}: nothing near")
        for hit in found:
            about = ", ".join(filter(None, (hit.listed.kind, hit.listed.programme)))
            typer.echo(f"  {hit.near} of 100 ({hit.how}): {hit.form} – {hit.listed.list} {hit.listed.entry}, {about}")


def content(file: Path) -> bytes:
    """What the file holds, unpacked."""
    import gzip
    import zlib

    packed = file.read_bytes()
    try:
        return gzip.decompress(packed) if file.suffix == ".gz" else packed
    except (OSError, EOFError, zlib.error) as broken:
        typer.echo(f"{file} cannot be unpacked: {broken}. Fetch it again; what was held before stays.", err=True)
        raise typer.Exit(2) from None
