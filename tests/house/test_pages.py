"""The pages of the project tell the truth: what they cut from the code is there, what they link to exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "src/entrepot/law/README.md"]
CUT = re.compile(r"<!-- from (?P<file>\S+) -->\n```\w*\n(?P<code>.*?)```", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#|mailto:)(?P<to>[^)#\s]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_snippet_is_cut_from_the_file_it_names(page: Path) -> None:
    missing = [
        (cut["file"], cut["code"])
        for cut in CUT.finditer(page.read_text())
        if cut["code"] not in (ROOT / cut["file"]).read_text()
    ]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = [link["to"] for link in LINK.finditer(page.read_text()) if not (page.parent / link["to"]).exists()]
    assert broken == []


def test_the_life_of_an_order_shows_code() -> None:
    assert len(CUT.findall((ROOT / "docs" / "life-of-an-order.md").read_text())) == 5
