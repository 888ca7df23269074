from __future__ import annotations

from django.apps import AppConfig


class Duties(AppConfig):
    name = "entrepot.hub.duties"
    label = "duties"
