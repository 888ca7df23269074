from __future__ import annotations

from django.apps import AppConfig


class Stock(AppConfig):
    name = "entrepot.hub.stock"
    label = "stock"
