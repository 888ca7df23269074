"""Whether this hub is up, and which one it is: for whoever watches over it."""

from __future__ import annotations

from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, JsonResponse

from entrepot import __version__
from entrepot.hub.events import clock


def health(request: HttpRequest) -> JsonResponse:
    """The hub's name, version and clock; an answer at all means that its database answers.

    `home` tells two hubs of one machine apart without naming a folder.
    """
    told = {
        "name": settings.ENTREPOT_NAME,
        "country": settings.ENTREPOT_COUNTRY,
        "version": __version__,
        "home": sha256(str(settings.ENTREPOT_HOME).encode()).hexdigest()[:16],
        "clock": "simulated" if clock.simulated() else "wall",
        "time": clock.now().isoformat(),
    }
    return JsonResponse(told, headers={"Cache-Control": "no-store"})
