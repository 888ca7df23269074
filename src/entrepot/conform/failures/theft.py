"""29: the log key is stolen, and the thief speaks in the hub's name."""

from __future__ import annotations

from entrepot.conform.hubs.thief import thief_of
from entrepot.conform.hubs.two import Two, heads, totals
from entrepot.conform.trial import Trial, failure
from entrepot.conform.verdict import holds, same
from entrepot.hub.network import actions
from entrepot.hub.network.models import Inbox, Incident


@failure(29, "The log key is stolen: entries are forged before and after the notice.")
def stolen_log_key(trial: Trial) -> str:
    return f"{_forged_afterwards(trial)}; {_forged_before(trial)}"


def _forged_afterwards(trial: Trial) -> str:
    """What comes under the stolen key after the notice is refused, in the old epoch and in the new."""
    two = trial.two()
    two.hz.tell("1.00")
    two.settle()
    thief = thief_of(two)
    _noticed(two)
    forged = thief.logs["trade"].with_more([thief.message("9.00", subject="6CN-FORGED")])
    refused = thief.post("trade", forged.batch(forged.size - 1))
    holds(refused.status in (401, 422), f"a forged entry was answered with {refused.told}")
    two.hz.tell("2.00")
    now = two.kl.channel("trade", "in")
    same("epoch that the receiver is in", now.epoch, 2)
    return f"after the notice {refused.status} {refused.code}, epoch /2 begun, {two.end()}"


def _forged_before(trial: Trial) -> str:
    """What came before the notice stands, since nobody could know, and is flagged; the true messages follow."""
    two = trial.two()
    two.hz.tell("1.00")
    two.settle()
    thief = thief_of(two)
    answer = thief.say("trade", thief.message("9.00", subject="6CN-FORGED"))
    same("the forged entry, before anybody knew", answer.status, 200)
    two.kl.work()
    _noticed(two)
    two.hz.tell("2.00")
    two.settle()
    same("effects", totals(two.kl), ["1.00", "9.00", "2.00"])
    with two.kl.here():
        flagged = list(Inbox.objects.filter(disowned=True).values_list("subject", flat=True))
        evidence = Incident.objects.get(kind="disowned").evidence
    same("messages flagged", flagged, ["6CN-FORGED"])
    same("last good size in the evidence", evidence["after"], 2)
    same("sizes and roots", heads(two.hz), heads(two.kl))
    two.expect(two.kl, "disowned")
    two.see_alarms()
    return "the entry forged before it is kept and flagged as disowned"


def _noticed(two: Two) -> None:
    """The operator sees the theft, and the peer hears of it."""
    with two.hz.here():
        actions.replace_stolen_key("log", by=two.hz.by())
    two.settle()
