from __future__ import annotations

from django.db import migrations

from entrepot.hub.events import fence


class Migration(migrations.Migration):
    """What was posted stays as it was posted."""

    dependencies = [("ledger", "0001_initial"), ("events", "0002_fence")]

    operations = [fence.around("ledger_account", "ledger_transfer", "ledger_posting")]
