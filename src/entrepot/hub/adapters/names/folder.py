"""Lists from a folder, `names` in the hub's home: whatever downloads them on a schedule puts the files there.

The name of a file is the code of its list; a second file `CODE.alt.csv` has other names. Files may be compressed.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from entrepot.hub.adapters.names.source import Published
from entrepot.trade.finding import Unavailable

NAME = "a folder of this hub"
SIMULATED = False
FOLDER = "names"
ENDINGS = (".csv", ".xml")


def published() -> Iterator[Published]:
    """Every list in the folder, in the order of their names; a folder that is not there holds none."""
    folder = Path(settings.ENTREPOT_HOME) / FOLDER
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    by_name = {file.name.removesuffix(".gz"): file for file in files if file.is_file()}
    for name, file in by_name.items():
        code, ending = Path(name).stem, Path(name).suffix
        if ending in ENDINGS and not code.endswith(".alt"):
            second = by_name.get(f"{code}.alt.csv")
            yield Published(_content(file), code, aliases=_content(second) if second is not None else b"")


def _content(file: Path) -> bytes:
    try:
        content = file.read_bytes()
        return gzip.decompress(content) if file.suffix == ".gz" else content
    except (OSError, EOFError) as fault:
        raise Unavailable(f"{file.name} ({fault})") from None
