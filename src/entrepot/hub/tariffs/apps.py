from __future__ import annotations

from django.apps import AppConfig


class Tariffs(AppConfig):
    name = "entrepot.hub.tariffs"
    label = "tariffs"
