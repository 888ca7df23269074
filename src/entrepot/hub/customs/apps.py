from __future__ import annotations

from django.apps import AppConfig


class Customs(AppConfig):
    name = "entrepot.hub.customs"
    label = "customs"
