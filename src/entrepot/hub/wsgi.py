"""The hub as a WSGI application."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from entrepot.hub import lifeline

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entrepot.hub.settings")

if parent := os.environ.get("ENTREPOT_LIFELINE"):
    lifeline.hold(int(parent))

application = get_wsgi_application()
