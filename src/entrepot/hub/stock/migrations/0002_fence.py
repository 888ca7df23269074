from __future__ import annotations

from django.db import migrations

from entrepot.hub.events import fence


class Migration(migrations.Migration):
    """What moved has moved; a mistake is corrected by another movement."""

    dependencies = [("stock", "0001_initial"), ("events", "0002_fence")]

    operations = [fence.around("stock_movement", "stock_parcelstep")]
