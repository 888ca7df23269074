"""A hub for the tests of `entrepot lodge`, in processes of its own: `python -m tests.cli.lodging_hub make|tell`.

`make` prepares it with the cast; `tell` prints what its book says, as JSON.
"""

from __future__ import annotations

import json
import os
import sys


def main(work: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entrepot.hub.settings")
    import django

    django.setup()
    {"make": make, "tell": tell}[work]()


def make() -> None:
    from django.core.management import call_command

    from tests import cast

    call_command("migrate", verbosity=0)
    for code in ("cn-customs", "my-customs", "hz-ceramics", "kl-batik"):
        cast.party(code)


def tell() -> None:
    from django.db.models import Count, Sum

    from entrepot.hub.customs import queries as customs
    from entrepot.hub.customs.models import Declaration
    from entrepot.hub.events.models import Event, Mention
    from entrepot.hub.ledger import queries

    owed = Declaration.objects.aggregate(duty=Sum("duty_minor"), tax=Sum("tax_minor"))
    twice = Declaration.objects.values("lrn").annotate(times=Count("id")).filter(times__gt=1)
    told = {
        "declarations": Declaration.objects.count(),
        "twice": twice.count(),
        "decisions": sum(map(len, customs.decisions_of(Declaration.objects.all()).values())),
        "told": Mention.objects.count() + Event.objects.filter(kind="customs.declaration.lodged").count(),
        "trial": queries.trial(),
        "owed": [owed["duty"], owed["tax"]],
        "book": [-queries.balance(f"tax:MY:{kind}", "MYR") for kind in ("duty", "tax")],
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])
