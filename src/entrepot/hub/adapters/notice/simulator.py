"""A simulated post: takes letters, says on each that nobody receives it, and keeps the last ones to be looked at."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from entrepot.hub.adapters.notice.letter import Letter

NAME = "simulated-post"
SIMULATED = True
KEPT: deque[Letter] = deque(maxlen=100)


def deliver(letters: Sequence[Letter]) -> None:
    """Keep the letters, marked as simulated."""
    KEPT.extend(replace(letter, subject=f"[simulated] {letter.subject}") for letter in letters)
