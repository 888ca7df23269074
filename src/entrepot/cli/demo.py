"""The whole mission once, for real, between two connected hubs."""

from __future__ import annotations

import typer


def commands(app: typer.Typer) -> None:
    app.command()(demo)


def demo() -> None:
    """Two hubs, both directions."""
