"""Python in the documents: carried out as it stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(document: str) -> Iterator[str]:
    """Every piece of Python in a document of the project, from its top."""
    return (found[1] for found in BLOCK.finditer((ROOT / document).read_text(encoding="utf-8")))
