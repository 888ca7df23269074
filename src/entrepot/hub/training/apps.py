from __future__ import annotations

from django.apps import AppConfig


class Training(AppConfig):
    name = "entrepot.hub.training"
    label = "training"
