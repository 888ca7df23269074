"""The example on the page of landed cost says what it says there."""

from __future__ import annotations

import re
from contextlib import redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "landed-cost.md"


def test_the_example_prints_what_stands_beside_it() -> None:
    (example,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    (expected,) = re.findall(r"#\s*(lvg .*)", example)
    printed = StringIO()
    with redirect_stdout(printed):
        exec(example, {"date": date})  # noqa: S102 - our own page
    assert printed.getvalue().strip() == expected


def test_every_file_the_page_names_is_there() -> None:
    folder = PAGE.parents[1] / "src" / "entrepot" / "trade" / "duty"
    named = set(re.findall(r"`([a-z_]+\.py)`", PAGE.read_text(encoding="utf-8")))
    assert named
    assert {name for name in named if not (folder / name).exists()} == set()
