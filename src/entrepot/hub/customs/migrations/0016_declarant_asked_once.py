"""Who declares is asked once for all rows of a statement: the thousands of a batch have one declarant."""

from __future__ import annotations

from django.db import migrations

from entrepot.hub.asked_once import Link


class Migration(migrations.Migration):
    dependencies = [("customs", "0015_kept_as_text"), ("parties", "0001_initial")]
    operations = [Link("customs_declaration", "declarant_id", "parties_party", "code").asked_once()]
