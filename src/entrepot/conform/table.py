"""Every failure by its number: the table of the protocol, in order."""

from __future__ import annotations

from hashlib import sha256

from entrepot.conform.failures import (
    bodies,
    clocks,
    contents,
    crashes,
    credentials,
    disks,
    floods,
    forks,
    keys,
    messages,
    order,
    outside_effects,
    partitions,
    peering,
    poison,
    proofs,
    proxies,
    receipts,
    replays,
    restore,
    slow,
    soak,
    tampering,
    theft,
    versions,
)
from entrepot.conform.trial import Failure

FAILURES: dict[int, Failure] = {
    1: crashes.after_commit,
    2: crashes.before_commit,
    3: crashes.after_signing,
    4: crashes.before_keeping_the_receipt,
    5: crashes.between_effect_and_mark,
    6: outside_effects.outside_effect,
    7: replays.captured_request,
    8: replays.captured_answer,
    9: order.out_of_order,
    10: forks.overlap,
    11: forks.fork,
    12: tampering.changed_letters,
    13: bodies.no_batch,
    14: clocks.wrong_clocks,
    15: clocks.strange_days,
    16: partitions.cut_line,
    17: partitions.bad_line,
    18: slow.dripping,
    19: bodies.lengths,
    20: messages.malformed,
    21: messages.ids,
    22: poison.poison,
    23: poison.poison_in_the_middle,
    24: messages.chain,
    25: receipts.lying,
    26: receipts.proxies,
    27: keys.unknown_key,
    28: keys.planned_rotation,
    29: theft.stolen_log_key,
    30: keys.stolen_root,
    31: keys.false_statements,
    32: restore.sender_restored,
    33: restore.receiver_restored,
    34: restore.both_restored,
    35: disks.no_room,
    36: order.two_at_once,
    37: order.late_commit,
    38: versions.other_versions,
    39: versions.rolling_upgrade,
    40: contents.contents,
    41: credentials.documents_that_do_not_hold,
    42: floods.flood,
    43: peering.false_offers,
    44: tampering.edited_books,
    45: proofs.erased,
    46: proofs.proof_file,
    47: proxies.changing_proxy,
    48: soak.soak,
}


def digest() -> str:
    """One hash over the numbers and sentences of the failures: two reports with the same one tried the same."""
    lines = (f"{number} {each.injected}" for number, each in sorted(FAILURES.items()))
    return "sha-256:" + sha256("\n".join(lines).encode()).hexdigest()
