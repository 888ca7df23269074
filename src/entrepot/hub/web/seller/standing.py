"""Where a declaration stands, told to who declared it: what happens now, and whether anything is for them to do."""

from __future__ import annotations

from django.utils.translation import gettext as _

from entrepot.hub.customs.models import Declaration


def told(found: Declaration, *, asked: bool, unwanted: bool, appealable: bool) -> str:
    """One sentence or two; nothing where the state says it all.

    `asked` is that a question of customs is open, `unwanted` that the declarant has asked to take it back, `appealable`
    that a decision can still be appealed.
    """
    if asked:
        return _("Customs waits for your answer to the question below.")
    if unwanted:
        return _("You asked to take it back. An officer decides; until then it stays under control.")
    if appealable and found.state in ("refused", "seized"):
        return _("The goods do not pass. The reason stands below; you may appeal until the day that is named there.")
    return {
        "lodged": _("It waits for the papers that are missing below; it goes on by itself when they have come."),
        "under-control": _(
            "An officer looks at it. You need do nothing now: a question to you would stand here, and you are told "
            "what is decided."
        ),
        "held": _("The goods are held. You need do nothing now; you are told when the hold ends."),
    }.get(found.state, "")
