"""PostgreSQL puts a long body beside the table as it is, without pressing it together.

The event of a batch tells of thousands of declarations. To press it is a noticeable part of what the database does for
each of them, and saves little of the room that they take.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

AS_IT_IS, PRESSED = "EXTERNAL", "EXTENDED"


def as_it_is(apps: Any, schema_editor: Any) -> None:
    _kept(schema_editor, AS_IT_IS)


def pressed(apps: Any, schema_editor: Any) -> None:
    _kept(schema_editor, PRESSED)


def _kept(schema_editor: Any, how: str) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE events_event ALTER COLUMN body SET STORAGE {how}")


class Migration(migrations.Migration):
    dependencies = [("events", "0004_body_kept_as_text")]
    operations = [migrations.RunPython(as_it_is, pressed)]
