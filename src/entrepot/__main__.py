"""`python -m entrepot` is the `entrepot` command."""

from __future__ import annotations

from entrepot.cli import main

main()
