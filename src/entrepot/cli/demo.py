"""The whole mission once, for real, between two connected hubs, or three."""

from __future__ import annotations

import json
import os
import sys
import time
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from entrepot.twin.world import World


def commands(app: typer.Typer) -> None:
    app.command()(demo)


def demo(
    home: Annotated[Path, typer.Option(help="Folder in which the two hubs live.")] = Path(".entrepot/demo"),
    once: Annotated[bool, typer.Option("--once", help="Stop after the table.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON, and nothing else.")] = False,
    partition: Annotated[
        bool, typer.Option("--partition", help="Cut the line between the hubs in the middle of the story, and mend it.")
    ] = False,
    hubs: Annotated[int, typer.Option(min=2, max=3, help="How many hubs; the third is Singapore.")] = 2,
) -> None:
    """Two hubs, Hangzhou and Kuala Lumpur: a parcel each way, to the last payment, then the pages.

    With --hubs 3 another parcel goes to Singapore, through Kuala Lumpur under customs control.

    Without a terminal, or with CI=true, it stops after the table. Told again in the same folder, nothing changes;
    while one is told there, a second is refused.
    """
    from rich.console import Console

    from entrepot.twin import partition as parted
    from entrepot.twin import table, world
    from entrepot.twin.alone import alone
    from entrepot.twin.story import Story
    from entrepot.twin.through import Through

    say = Console(stderr=as_json)
    say.print(f"Hubs on this machine: {hubs}. The first start takes a moment.")
    with alone(home), world.opened(home, lines=partition, hubs=hubs) as running:
        for place in running.places.values():
            say.print(f"  {place.name} at {place.url}")
        story = Story(running)
        steps = parted.steps(story) if partition else story.steps()
        more = Through(story).steps() if hubs > 2 else ()
        for number, step in enumerate(chain(steps, more), 1):
            say.print(f"[bold]{number}.[/] {step}")
        end = table.ending(running, story.told)
        if as_json:
            across = {"calls_lost": running.lost} if partition else {}
            typer.echo(json.dumps({**end.summary, **across}, ensure_ascii=False))
        else:
            table.show(say, story.told, end)
            say.print("\nCheck a file yourself, without any hub:")
            for command in table.kept(end, home / "files"):
                say.print(f"  {command}", soft_wrap=True, highlight=False)
        if not (end.balanced and end.agree and end.proved):
            raise typer.Exit(1)
        if not once and not as_json and sys.stdout.isatty() and os.environ.get("CI") != "true":
            _serve(running)


def _serve(running: World) -> None:
    """Say where the pages are and who signs in, and go on until interrupted."""
    for place in running.places.values():
        kept = json.loads((place.home / "desk.json").read_text())["people"]
        typer.echo(f"\n{place.name}: {place.url}   (password of everybody here: {next(iter(kept.values()))})")
        for email in kept:
            typer.echo(f"  {email}")
    typer.echo("\nCtrl-C ends the hubs; the folder stays.")
    try:
        while True:
            running.tend()
            time.sleep(1)
    except KeyboardInterrupt:
        typer.echo("")
