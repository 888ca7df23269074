"""What was declared and how it was judged is kept as text: no query looks inside, and to take it apart cost the most."""

from __future__ import annotations

from django.db import migrations

from entrepot.hub.kept import KeptTree


class Migration(migrations.Migration):
    dependencies = [("customs", "0014_whole_rows")]
    operations = [
        migrations.AlterField("declaration", "facts", KeptTree()),
        migrations.AlterField("declaration", "assessment", KeptTree(default=dict)),
        migrations.AlterField("declaration", "findings", KeptTree("found when it was lodged", default=list)),
        migrations.AlterField(
            "declaration", "differences", KeptTree("found between the papers, as of now", default=list)
        ),
        migrations.AlterField("declaration", "hits", KeptTree("risk profiles that matched", default=list)),
    ]
