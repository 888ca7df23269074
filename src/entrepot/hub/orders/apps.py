from __future__ import annotations

from django.apps import AppConfig


class Orders(AppConfig):
    name = "entrepot.hub.orders"
    label = "orders"
