"""A worker that is killed: `python -m tests.hub.events.mortal WORK [NUMBER]`, a process of its own.

`make` prepares a hub with NUMBER sales waiting; `work` carries them out and kills itself with SIGKILL in the middle of
the NUMBERth, after its effect and before its commit; `tell` prints what the book says then.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import timedelta

import django


def main(work: str, number: int = 0) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entrepot.hub.settings")
    django.setup()
    from django.conf import settings

    from entrepot.hub.events import worker

    settings.ENTREPOT_FOLLOWERS = "tests.hub.events.mortal.FOLLOWERS"
    worker.LEASE = timedelta(seconds=0.2)
    {"make": make, "work": carry_out, "tell": tell}[work](number)


def make(number: int) -> None:
    from django.core.management import call_command
    from django.db import transaction

    from entrepot.hub import events
    from tests import cast

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        events.record_many("tests.sale", [(f"sale{n}", {}) for n in range(number)], by=cast.the_hub())


def carry_out(number: int) -> None:
    import time

    from entrepot.hub.events import worker
    from entrepot.hub.events.models import Run

    global left
    left = number
    while Run.objects.exclude(state="done").exists():
        if not worker.work_until_idle():
            time.sleep(0.05)


def tell(number: int) -> None:
    from entrepot.hub.events.models import Run
    from entrepot.hub.ledger import queries

    print(queries.balance("fees", "MYR"), Run.objects.filter(state="done").count(), queries.trial())


left = 0


def sale(event: object, by: object) -> None:
    from tests.hub.events import consequences

    global left
    consequences.fee(event, by)  # type: ignore[arg-type]
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)


FOLLOWERS = {"tests.sale": [sale]}

if __name__ == "__main__":
    from tests.hub.events import mortal

    mortal.main(sys.argv[1], *map(int, sys.argv[2:]))
