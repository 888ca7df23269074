"""What an event says is kept as the text that was written: nobody asks for its parts, and that of a batch is long."""

from __future__ import annotations

from django.db import migrations

from entrepot.hub.events import fence
from entrepot.hub.kept import KeptTree


class Migration(migrations.Migration):
    dependencies = [("events", "0003_mentions_asked_once")]
    operations = [migrations.AlterField("event", "body", KeptTree()), fence.around("events_event")]
