"""A tariff of the United States in a few lines, in the form in which the Commission publishes it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.cli.conftest import Said

TO_US = ("quote", "--to", "US", "--value", "480", "--currency", "USD", "--on", "2025-01-15", "--regime", "informal")
FROM_MY = (*TO_US, "--from", "MY", "--json")
SAID = ("--from", "2024-12-01", "--published", "2024-12-16", "--source", "hts.usitc.gov", "--yes")

LINES: list[dict[str, object]] = [
    {"htsno": "0409", "indent": "0", "description": "Natural honey:"},
    {"htsno": "0409.00.00", "indent": "1", "description": "Natural honey", "general": "1.9¢/kg", "other": "6.6¢/kg"},
    {"htsno": "0409.00.00.10", "indent": "2", "description": "Comb honey", "units": ["kg"]},
    {"htsno": "0409.00.00.20", "indent": "2", "description": "Other", "units": ["kg"]},
    {"htsno": "6912", "indent": "0", "description": "Ceramic tableware:"},
    {
        "htsno": "6912.00.35",
        "indent": "1",
        "description": "Sets of low value",
        "general": "9.8%",
        "special": "Free (AU,S,SG)",
        "other": "55%",
    },
    {"htsno": "6912.00.35.10", "indent": "2", "description": "Plates"},
    {"htsno": "6912.00.39", "indent": "1", "description": "Sets of higher value", "general": "4.5%", "other": "55%"},
    {"htsno": "6912.00.39.10", "indent": "2", "description": "Plates"},
    {"htsno": "6912.00.50.00", "indent": "1", "description": "Other", "general": "6%", "other": "55%"},
    {"htsno": "9903.88.15", "indent": "0", "description": "Articles of China",
     "general": "The duty provided in the applicable subheading + 7.5%"},
]  # fmt: skip


def written(place: Path, name: str = "hts.jsonl", **changed: str) -> Path:
    """The schedule as a file; `changed` gives another general rate to a line, by its digits (`hts_69120050="7%"`)."""
    rates = {code.removeprefix("hts_"): rate for code, rate in changed.items()}
    lines = []
    for line in LINES:
        code = str(line["htsno"]).replace(".", "")
        if code in rates:
            line = {**line, "general": rates[code]}
        lines.append(json.dumps(line, ensure_ascii=False))
    path = place / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def duty(said: Said) -> Any:
    """The duty of the first way in an answer, or its range."""
    return said.told["options"][0]["duty"]


def declared(folder: Path, lines: str, rates: str) -> None:
    """A tariff in the declared format, in force from the beginning of 2026."""
    folder.mkdir()
    act = "act_id,title,published,valid_from,valid_to,url\npdk,Order of 2026,2025-12-01,2026-01-01,,gazette\n"
    (folder / "act.csv").write_text(act)
    (folder / "lines.csv").write_text("code,indent,declarable,unit1,unit2,text_en,text_local\n" + lines)
    (folder / "rates.csv").write_text("code,column,expression,valid_from,valid_to,act_id,remark,area\n" + rates)


def whole_tariff(tmp_path: Path) -> None:
    """A tariff with a line in every chapter, so that a code outside it is none."""
    chapters = "".join(f"{chapter:02d}01000000,1,1,,,Goods,\n" for chapter in range(1, 98) if chapter != 77)
    bowls = "6912003510,2,1,,,Plates,\n6912003550,2,1,,,Other,\n"
    declared(tmp_path / "whole", chapters + bowls, "69120035,mfn,9.8%,2024-12-01,,pdk,,\n")
    act = tmp_path / "whole" / "act.csv"
    act.write_text(act.read_text().replace("2025-12-01,2026-01-01", "2024-11-01,2024-12-01"))


def files(home: Path) -> list[str]:
    """The tariffs that a hub keeps, by the names of their files."""
    return sorted(path.name for path in home.glob("tariffs/*/*"))
