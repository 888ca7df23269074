"""The line between two real hubs is cut in the middle of the story; it ends with the same table, and by itself."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.stories.telling import SUMMARY, ended, started

LOGS = "SELECT origin, size, acked, hex(root), state FROM network_channel WHERE direction = ? ORDER BY origin"
ORDER = """
    SELECT c.origin, o.id FROM network_outbox o JOIN network_leaf l ON l.id = o.leaf_id
    JOIN network_channel c ON c.id = l.channel_id ORDER BY c.origin, l."index"
"""
OPEN = "SELECT count(*) FROM network_inbox WHERE state NOT IN ('done', 'repeat')"


def asked(home: Path, question: str, *words: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{home / 'hub.sqlite3'}?mode=ro", uri=True, timeout=5)) as database:
        return database.execute(question, words).fetchall()


def test_a_partition_changes_nothing_in_the_end_and_the_backlog_drains_in_order(tmp_path: Path) -> None:
    world = tmp_path / "world"
    code, out, err = ended(started("demo", "--partition", "--json", "--home", str(world), cwd=tmp_path))
    assert code == 0, err[-3000:]
    told = json.loads(out)
    assert told.pop("calls_lost") >= 2  # each hub called in vain at least once
    assert told == SUMMARY
    assert "The line between the hubs is cut" in err
    hz, kl = world / "hz", world / "kl"
    for sender, receiver in ((hz, kl), (kl, hz)):
        sent, held = asked(sender, LOGS, "out"), asked(receiver, LOGS, "in")
        assert len(sent) == 4
        assert [(origin, root, state) for origin, _, _, root, state in sent if "/ctl/" not in origin] == [
            (origin, root, state) for origin, _, _, root, state in held if "/ctl/" not in origin
        ]
        assert all(size == acked and state == "open" for origin, size, acked, _, state in sent if "/ctl/" not in origin)
        assert asked(sender, ORDER) == sorted(asked(sender, ORDER))
        assert asked(receiver, OPEN) == [(0,)]
