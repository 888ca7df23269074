"""20, 21 and 24: messages that are malformed, that use an id again, or that stand at a wrong place of their chain."""

from __future__ import annotations

from datetime import timedelta

from entrepot.conform.trial import Trial, failure
from entrepot.conform.verdict import holds, same

PATIENCE = timedelta(minutes=10)

# What is malformed, and the code that its sender reads in the business receipt. A line feed would end the message.
MALFORMED: dict[str, tuple[bytes, str]] = {
    "256 KiB + 1": (b'{"x":"' + b"y" * (256 * 1024 - 7) + b'"}', "too-large"),
    "depth 33": (b'{"a":' * 33 + b"1" + b"}" * 33, "too-deep"),
    "depth 100,000": (b"[" * 100_000, "too-deep"),
    "more keys than allowed": (b"{" + b",".join(b'"%x":0' % n for n in range(20_000)) + b"}", "too-many-keys"),
    "a million keys": (b"{" + b'"a":0,' * 999_999 + b'"b":0}', "too-large"),
    "a number of 200 KB": (b'{"a":' + b"9" * 200_000 + b"}", "malformed-number-too-large"),
    "a key twice": (b'{"a":1,"a":2}', "malformed-duplicate-key"),
    "NaN": (b'{"a":NaN}', "malformed-number"),
    "a fraction": (b'{"a":1.5}', "malformed-number-not-whole"),
    "half a character": (b'{"a":"\\ud800"}', "malformed-character"),
    "a byte order mark": (b"\xef\xbb\xbf{}", "malformed-json"),
    "NUL": (b'{"a":"\x00"}', "malformed-json"),
    "overlong UTF-8": (b'{"a":"\xc0\xaf"}', "malformed-utf-8"),
    "no UTF-8": (b"\xff\xfe", "malformed-utf-8"),
    "no attributes": (b"{}", "malformed-envelope"),
    "no object": (b"[]", "malformed-envelope"),
}
LONGEST_NUMBER = b'{"a":' + b"9" * 10_000_000 + b"}"


@failure(20, "Malformed messages: too large, too deep, too many keys, endless numbers, keys twice, broken UTF-8.")
def malformed(trial: Trial) -> str:
    outside = trial.outside()
    peer = outside.peer
    start = peer.logs["trade"].size
    good = peer.message("1.00", subject="6CN-GOOD")
    answer = peer.say("trade", *(leaf for leaf, _ in MALFORMED.values()), good)
    same("the batch with one good message among them", answer.status, 200)
    told = outside.outcomes("trade", start + len(MALFORMED) + 1)
    for at, (what, (_, code)) in enumerate(MALFORMED.items(), start):
        same(what, told[at], ("rejected", code))
    log = peer.logs["trade"].with_more([LONGEST_NUMBER])
    large = peer.post("trade", log.batch(log.size - 1))
    holds(large.status in (400, 413), f"a number of 10 MB was answered with {large.status}")
    outside.until(lambda: outside.size("trade") == start + len(MALFORMED) + 1, "the hub holds another size")
    return f"{len(MALFORMED)} kept, countersigned, told as rejected; 10 MB refused by size; {outside.end('1.00')}"


@failure(21, "Ids that are missing, empty, or used again with the same bytes and with others.")
def ids(trial: Trial) -> str:
    outside = trial.outside()
    peer = outside.peer
    start = peer.logs["trade"].size
    one = peer.message("1.00", id="same", subject="6CN-ID")
    other = peer.message("2.00", id="same", subject="6CN-ID", seq=2, before=one)
    missing = one.replace(b'"id":"same",', b"")
    empty = one.replace(b'"id":"same"', b'"id":""')
    foreign = one.replace(peer.url.encode(), b"https://other.example")
    peer.say("trade", one, one, other, missing, empty, foreign)
    told = outside.outcomes("trade", start + 6)
    if outside.inside is not None:
        same("the first, and the same bytes again", [told[start], told[start + 1]], [("accepted", "")] * 2)
    same("the same id with other bytes", told[start + 2], ("rejected", "conflict"))
    same("no id, an empty one", [told[start + 3], told[start + 4]], [("rejected", "malformed-envelope")] * 2)
    same("in another hub's name", told[start + 5], ("rejected", "malformed-parties"))
    return f"repeat, conflict, 2 malformed, another's name rejected; {outside.end('1.00')}"


@failure(24, "Numbers within a subject that are missing, come again or go back; a message that names no predecessor.")
def chain(trial: Trial) -> str:
    outside = trial.outside()
    peer = outside.peer
    inside = outside.within("a missing number is waited for ten minutes, which only a clock of ours lets pass")
    one = peer.message("1.00", subject="6CN-CHAIN")
    back = peer.message("9.00", subject="6CN-CHAIN", id="back")
    astray = peer.message("9.00", subject="6CN-CHAIN", id="astray", seq=2, before=back)
    two = peer.message("2.00", subject="6CN-CHAIN", seq=2, before=one)
    missing = peer.message("1.00", subject="6CN-GAP")
    after = peer.message("2.00", subject="6CN-GAP", seq=2, before=missing)
    peer.say("trade", one, back, astray, two, after)
    holds(5 not in outside.outcomes("trade", 5), "the message after a gap was taken or parked at once")
    began = inside.hands.shows
    told = outside.outcomes("trade", 6)
    codes = [told[at][1] for at in (1, 2, 3, 4)]
    same("the first, one back, one astray, the second", codes, ["", "conflict", "conflict", ""])
    same("the one after a gap", told[5], ("parked", "missing-predecessor"))
    holds(inside.hands.shows - began >= PATIENCE, "it was not waited for ten minutes")
    return f"2 conflicts, 1 parked as missing-predecessor after ten minutes; {outside.end('1.00', '2.00')}"
