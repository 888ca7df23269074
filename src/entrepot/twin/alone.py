"""One story at a time in a folder: two at once would both move its clock and place each other's orders."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

LOCK = "demo.lock"


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Hold the folder while a story is told in it; refuses where another holds it.

    The system lets go of the lock when its holder ends, however that came about, so none is ever left behind.
    """
    home.mkdir(parents=True, exist_ok=True)
    with (home / LOCK).open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(
                Finding(
                    "demo-runs-already",
                    gettext_noop("A demo runs already in {home}."),
                    remedy=gettext_noop("Use its pages, end it with Ctrl-C, or choose another folder with --home."),
                    params={"home": str(home)},
                )
            ) from None
        yield
