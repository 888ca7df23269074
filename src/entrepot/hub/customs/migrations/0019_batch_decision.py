"""The release of thousands of declarations by one rule at one moment is one decision, and says of which."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import F, Q

from entrepot.hub.kept import KeptTree

STATES = (
    *("lodged", "accepted", "refused", "invalidated", "under-control", "released", "held", "seized"),
    "returned",
)


class Migration(migrations.Migration):
    dependencies = [("customs", "0018_permits_abroad")]
    operations = [
        migrations.CreateModel(
            name="BatchDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("batch", models.CharField("file or request with which they came", max_length=40)),
                ("first", models.BigIntegerField("lowest number that it covers")),
                ("last", models.BigIntegerField("highest number that it covers")),
                ("covers", KeptTree("runs of numbers")),
                ("move", models.CharField(max_length=20)),
                ("state", models.CharField("state after it", max_length=20)),
                ("by", models.JSONField()),
                ("reason", models.TextField(blank=True)),
                ("law", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["batch", "first"], name="customs_decided_in_batch")],
                "constraints": [
                    models.CheckConstraint(condition=Q(state__in=STATES), name="customs_batch_decision_state"),
                    models.CheckConstraint(condition=Q(first__lte=F("last")), name="customs_batch_decision_covers_some"),
                ],
            },
        )
    ]
