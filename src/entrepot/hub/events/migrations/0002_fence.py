from __future__ import annotations

from django.db import migrations

from entrepot.hub.events import fence, horizon


class Migration(migrations.Migration):
    """What happened stays as it was recorded, and writers show how far the record is complete."""

    dependencies = [("events", "0001_initial")]

    operations = [fence.around("events_event", "events_mention"), horizon.shown_by_writers()]
