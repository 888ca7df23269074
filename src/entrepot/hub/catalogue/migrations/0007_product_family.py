import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("catalogue", "0006_a_family_for_each_product")]

    operations = [
        migrations.AlterField(
            model_name="product",
            name="family",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="products", to="catalogue.family"
            ),
        ),
    ]
