"""The folder of one jurisdiction: its files as written, its schedule, and the digest that names their content."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from entrepot.statute.reading import Table, Text, read
from entrepot.statute.schedule import Loaded, load_schedule
from entrepot.trade.duty.measure import Schedule
from entrepot.trade.finding import Finding


def nothing() -> Table:
    """The table of a file that is not there."""
    table = Table()
    table.file, table.line = "", 0
    return table


@dataclass
class Folder:
    """Everything written in `law/<code>`, except the cases, which are no law."""

    code: str
    place: Path
    jurisdiction: Table = field(default_factory=nothing)
    sources: dict[str, str] = field(default_factory=dict)
    parameters: dict[str, Table] = field(default_factory=dict)
    levies: Table = field(default_factory=nothing)
    regimes: Table = field(default_factory=nothing)
    types: Table = field(default_factory=nothing)
    areas: Table = field(default_factory=nothing)
    controls: Table = field(default_factory=nothing)
    profiles: Table = field(default_factory=nothing)
    permits: Table = field(default_factory=nothing)
    schedule: Loaded = field(default_factory=Loaded)
    findings: list[Finding] = field(default_factory=list)
    digest: str = ""
    made: Schedule | None = None

    @classmethod
    def open(cls, place: Path) -> Folder:
        """Read every file of the folder; faults are kept as findings."""
        folder = cls(place.name.upper(), place)
        folder.jurisdiction = folder._read("jurisdiction.yaml")
        sources = folder._read("sources.yaml")
        folder.sources = {name: str(text) for name, text in sources.items() if isinstance(text, Text)}
        for path in sorted((place / "parameters").glob("*.yaml")):
            for name, table in folder._read(f"parameters/{path.name}").items():
                if isinstance(table, Table):
                    folder.parameters[name] = table
        folder.levies = folder._read("levies.yaml")
        folder.regimes = folder._read("regimes.yaml")
        folder.types = folder._read("measure_types.yaml")
        folder.areas = folder._read("../areas.yaml")
        folder.controls = folder._read("controls.yaml")
        folder.profiles = folder._read("profiles.yaml")
        folder.permits = folder._read("permits.yaml")
        folder.schedule = load_schedule(place / "schedule", f"{place.name}/schedule", folder.findings)
        folder.digest = folder._digest()
        return folder

    def _read(self, name: str) -> Table:
        path = self.place / name
        shown = name.removeprefix("../") if name.startswith("../") else f"{self.place.name}/{name}"
        return read(path, shown, self.findings) if path.exists() else nothing()

    def _digest(self) -> str:
        """The hash of what the files say; layout and comments do not count."""
        content = {
            "jurisdiction": self.jurisdiction,
            "sources": self.sources,
            "parameters": self.parameters,
            "levies": self.levies,
            "regimes": self.regimes,
            "types": self.types,
            "areas": self.areas,
            "controls": self.controls,
            "profiles": self.profiles,
            "permits": self.permits,
            "schedule": self.schedule.rows,
        }
        canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()
