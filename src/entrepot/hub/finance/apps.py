from __future__ import annotations

from django.apps import AppConfig


class Finance(AppConfig):
    name = "entrepot.hub.finance"
    label = "finance"
