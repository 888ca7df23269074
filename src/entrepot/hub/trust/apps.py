from __future__ import annotations

from django.apps import AppConfig


class Trust(AppConfig):
    name = "entrepot.hub.trust"
    label = "trust"
