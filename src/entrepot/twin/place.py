"""Where one hub of the world lives, and in which surroundings it runs."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Place:
    """One hub of the world."""

    code: str
    name: str
    country: str
    zone: str
    port: int
    home: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def surroundings(self) -> dict[str, str]:
        """The environment in which this hub's processes run."""
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith(("ENTREPOT_", "DATABASE_"))},
            "ENTREPOT_HOME": str(self.home),
            "ENTREPOT_URL": self.url,
            "ENTREPOT_NAME": self.name,
            "ENTREPOT_COUNTRY": self.country,
            "ENTREPOT_ZONE": self.zone,
            "ENTREPOT_CLOCK": "simulated",
            "ENTREPOT_ALLOW_LOOPBACK_PEERS": "1",
            "ENTREPOT_AUTHORITY": "entrepot.hub.adapters.authority.simulator",
            "PYTHONUNBUFFERED": "1",
        }

    def run(self, *words: str) -> str:
        """Run an `entrepot` module or command as this hub, and answer with what it prints."""
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", *words], env=self.surroundings, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{self.name}: {' '.join(words)} failed:\n{done.stderr[-3000:]}")
        return done.stdout
