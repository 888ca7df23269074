"""Which event mentions a consignment is asked once for all rows of a statement: those of a batch name one event."""

from __future__ import annotations

from django.db import migrations

from entrepot.hub.asked_once import Link


class Migration(migrations.Migration):
    dependencies = [("events", "0002_fence")]
    operations = [Link("events_mention", "event_id", "events_event", "position").asked_once()]
