from __future__ import annotations

from django.apps import AppConfig


class Notices(AppConfig):
    name = "entrepot.hub.notices"
    label = "notices"
