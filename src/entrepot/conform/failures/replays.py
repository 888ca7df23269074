"""7 and 8: what was captured on the line and is sent again."""

from __future__ import annotations

from dataclasses import replace

from entrepot.conform.outside import Outside
from entrepot.conform.peer.reply import Reply
from entrepot.conform.trial import Trial, failure
from entrepot.conform.verdict import holds, same
from entrepot.ehx import checkpoint, httpsig
from entrepot.ehx.httpsig import Request

SIX_MINUTES = 361


@failure(7, "A captured request is sent again: at once, six minutes later, elsewhere, with another method.")
def captured_request(trial: Trial) -> str:
    outside = trial.outside()
    peer = outside.peer
    first = peer.say("trade", peer.message("1.00"))
    sent = peer.logs["trade"].batch(peer.logs["trade"].size - 1)
    asked = peer.request("trade", sent)
    at_once = [peer.way(asked), peer.way(asked)]
    same("answers", [each.status for each in (first, *at_once)], [200, 200, 200])
    holds({each.body for each in at_once} == {first.body}, "the replay got another receipt")
    same("on another path", peer.way(replace(asked, url=peer.entries_url("reg"))).told, (401, "sig-invalid"))
    elsewhere = peer.request("trade", sent, url=peer.entries_url("trade").replace("://", "://other."))
    same("made for another hub", peer.way(replace(elsewhere, url=asked.url)).told, (401, "sig-invalid"))
    same("with another method", peer.way(replace(asked, method="PUT")).status, 405)
    question = Request("GET", f"{peer.known.facts.base}/channels/{peer.logs['trade'].cid}/checkpoint")
    httpsig.sign_request(question, peer.keys.http, now=peer.now)
    same("a question, once", peer.way(question).status, 200)
    same("the question again", peer.way(question).told, (401, "sig-replayed"))
    late = _late(outside, asked)
    same("six minutes later", late.told, (401, "clock-skew"))
    holds(any(name.lower() == "date" for name in late.headers), "the refusal does not tell the hub's time")
    return f"at once the same receipt; later, elsewhere and as a question 401; by PUT 405; {outside.end('1.00')}"


@failure(8, "A captured answer is given to another request.")
def captured_answer(trial: Trial) -> str:
    """The hub speaks to us on `ctl`: its business receipts are what it wants countersigned."""
    outside = trial.outside()
    peer = outside.peer
    ctl = checkpoint.channel_id(checkpoint.origin(peer.known.host, peer.host, "ctl"))
    start = peer.logs["trade"].size
    peer.say("trade", peer.message("1.00"))
    outside.outcomes("trade", start + 1)
    old = peer.gave[ctl]
    given: list[Request] = []

    def replayed(asked: Request, true: Reply) -> Reply:
        if asked.url.endswith(f"{ctl}/entries") and not given:
            given.append(asked)
            return replace(old)
        return true

    peer.forged = replayed
    peer.say("trade", peer.message("2.00", subject="6CN-OTHER"))
    outside.until(lambda: bool(given), "the hub sent nothing that an old answer could be given to")
    sent = len([each for each in peer.asked if each.url.endswith(f"{ctl}/entries")])
    outside.until(
        lambda: len([each for each in peer.asked if each.url.endswith(f"{ctl}/entries")]) > sent,
        "the hub took the old answer for a receipt",
    )
    outside.expect("receipt-invalid")
    return f"the old answer was not believed and the message sent again; {outside.end('1.00', '2.00')}"


def _late(outside: Outside, asked: Request) -> Reply:
    """What a request gets that is six minutes old: the captured one, or on a clock that we cannot move, one like it."""
    if outside.inside is not None:
        outside.inside.hands.move(SIX_MINUTES)
        return outside.peer.way(asked)
    old = replace(asked, headers={"Content-Type": asked.headers["Content-Type"]})
    return outside.peer.way(httpsig.sign_request(old, outside.peer.keys.http, now=outside.peer.now - SIX_MINUTES))
