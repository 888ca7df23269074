from __future__ import annotations

from django.db import migrations

from entrepot.hub.events import fence


class Migration(migrations.Migration):
    """What happened stays as it was recorded."""

    dependencies = [("events", "0001_initial")]

    operations = [fence.around("events_event", "events_mention")]
