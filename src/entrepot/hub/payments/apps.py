from __future__ import annotations

from django.apps import AppConfig


class Payments(AppConfig):
    name = "entrepot.hub.payments"
    label = "payments"
