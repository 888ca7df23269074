from __future__ import annotations

from django.db import migrations

from entrepot.hub.events import horizon


class Migration(migrations.Migration):
    """Writers show how far the record is complete."""

    dependencies = [("events", "0002_fence")]

    operations = [horizon.shown_by_writers()]
