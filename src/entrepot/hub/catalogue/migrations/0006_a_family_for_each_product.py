"""Every product that stands alone becomes a family of its own, so that shoppers see every product in one way."""

import hashlib
import re

from django.db import migrations


def founded(apps, schema_editor):
    Family = apps.get_model("catalogue", "Family")
    Product = apps.get_model("catalogue", "Product")
    taken = set()
    for product in Product.objects.filter(family__isnull=True).iterator():
        handle = re.sub(r"[^a-z0-9]+", "-", product.sku.lower()).strip("-") or "product"
        if (product.seller_id, handle) in taken:
            handle += "-" + hashlib.sha256(product.sku.encode()).hexdigest()[:8]
        taken.add((product.seller_id, handle))
        texts = {language: {"title": title} for language, title in product.texts.items()}
        product.family = Family.objects.create(
            seller_id=product.seller_id, handle=handle, title=product.title, texts=texts, changed_at=product.listed_at
        )
        product.save(update_fields=["family"])


class Migration(migrations.Migration):

    dependencies = [("catalogue", "0005_families")]

    operations = [migrations.RunPython(founded, migrations.RunPython.noop)]
