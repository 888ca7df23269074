"""A tariff of the United States in a few lines, in the form in which the Commission publishes it."""

from __future__ import annotations

import json
from pathlib import Path

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
