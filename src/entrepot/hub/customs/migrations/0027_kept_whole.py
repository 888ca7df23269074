"""PostgreSQL keeps a declaration in its row as it came, up to a whole page.

It would press texts together in every row above 2,000 bytes. That is a noticeable part of what it does for a
declaration, and saves little room. What does not fit into a page is still pressed and put aside.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

WHOLE = "SET (toast_tuple_target = 8160)"
AS_EVER = "RESET (toast_tuple_target)"


def whole(apps: Any, schema_editor: Any) -> None:
    _kept(schema_editor, WHOLE)


def as_ever(apps: Any, schema_editor: Any) -> None:
    _kept(schema_editor, AS_EVER)


def _kept(schema_editor: Any, how: str) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE customs_declaration {how}")


class Migration(migrations.Migration):
    dependencies = [("customs", "0026_small_samples")]
    operations = [migrations.RunPython(whole, as_ever)]
