from __future__ import annotations

from django.apps import AppConfig


class Events(AppConfig):
    name = "entrepot.hub.events"
    label = "events"
