"""Checking what somebody handed you, offline."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from entrepot.ehx.file import FileVerdict, verify_file
from entrepot.ehx.keys import VerifierKey

DOCUMENT = re.compile(rb"[\w-]+\.[\w-]+\.[\w-]+")
"""A signed document in the compact form (RFC 7515, 7.1)."""


def commands(app: typer.Typer) -> None:
    app.command()(verify)


def verify(
    file: Annotated[Path, typer.Argument(help="A consignment file, as a hub exported it.")],
    key: Annotated[list[str], typer.Option("--key", help="Public key (vkey) of a hub; give one for each hub.")],
    proof: Annotated[
        Path | None, typer.Option(help="The proof (.tlog-proof) of one message; FILE is the message.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Check a consignment file with the root keys of its hubs, or a permit or certificate with its hub's signet.

    With --proof: check one message by its proof, with the log key of its sender and the cosigning key of its receiver.
    Offline: nothing but the file and the keys is looked at. Exit 0 if it holds, 1 if not, 2 if it cannot be read.
    """
    try:
        raw, proved = file.read_bytes(), proof.read_bytes() if proof else None
    except OSError as unreadable:
        typer.echo(f"{unreadable.filename} cannot be read: {unreadable.strerror}.", err=True)
        raise typer.Exit(2) from None
    given = [VerifierKey.parse(each) for each in key]
    if proved is not None:
        raise typer.Exit(_message(raw, proved, given, as_json))
    if not raw.lstrip().startswith(b"{"):
        if not DOCUMENT.fullmatch(raw.strip()):
            typer.echo(
                f"{file} is neither a consignment file (JSON) nor a permit or certificate (three parts of letters and "
                "digits with dots between them). Ask whoever gave it to you for the file as the hub wrote it.",
                err=True,
            )
            raise typer.Exit(2)
        raise typer.Exit(_document(raw, given, as_json))
    verdict = verify_file(raw, key)
    typer.echo(json.dumps(told(verdict), ensure_ascii=False, indent=1) if as_json else page(verdict))
    raise typer.Exit(0 if verdict.ok else 1)


def _message(raw: bytes, proof: bytes, keys: list[VerifierKey], as_json: bool) -> int:
    """Check one message by its proof file; answers the exit code."""
    from entrepot.ehx import tlogproof
    from entrepot.ehx.keys import COSIGNATURE, ED25519
    from entrepot.trade.finding import Refused

    try:
        of = {kind: [key for key in keys if key.kind == kind] for kind in (ED25519, COSIGNATURE)}
        text = proof.decode(errors="replace")
        head, at = tlogproof.verify(text, raw, log=of[ED25519], cosign=of[COSIGNATURE])
    except Refused as refused:
        rows = [{"code": each.code, "sentence": each.told(), "remedy": each.cure()} for each in refused.findings]
        sentences = "\n".join(f"Does not hold. {each}" for each in refused.findings)
        typer.echo(json.dumps({"verified": False, "findings": rows}, ensure_ascii=False) if as_json else sentences)
        return 1
    received = datetime.fromtimestamp(at, tz=UTC).isoformat()
    place = tlogproof.Proof.parse(text).index
    plain = {"channel": head.origin, "index": place, "size": head.size, "root": head.root.hex(), "received": received}
    answer = json.dumps({"verified": True, "findings": [], **plain}, ensure_ascii=False, indent=1)
    said = f"Holds. Message {place} of {head.origin}, signed by its sender and countersigned at {received}."
    typer.echo(answer if as_json else said)
    return 0


def _document(raw: bytes, keys: list[VerifierKey], as_json: bool) -> int:
    """Check a permit or a certificate of training; answers the exit code."""
    from entrepot.hub.customs import document
    from entrepot.hub.training import credential
    from entrepot.trade.finding import Finding, Refused

    found: list[Finding] = []
    for key in keys:
        for check in (credential.verify, document.verify):
            try:
                said = check(raw.decode("ascii", errors="replace"), key.public)
            except Refused as refused:
                found += refused.findings
                continue
            plain = {name: str(value) for name, value in asdict(said).items()}
            answer = json.dumps({"verified": True, "findings": [], **plain}, ensure_ascii=False, indent=1)
            lines = ["Holds.", *(f"  {name}: {value}" for name, value in plain.items())]
            typer.echo(answer if as_json else "\n".join(lines))
            return 0
    rows = [{"code": each.code, "sentence": each.told(), "remedy": each.cure()} for each in found]
    sentences = "\n".join(dict.fromkeys(f"Does not hold. {each}" for each in found))
    typer.echo(json.dumps({"verified": False, "findings": rows}, ensure_ascii=False) if as_json else sentences)
    return 1


def told(verdict: FileVerdict) -> dict[str, object]:
    """The verdict as plain values."""
    return {
        "verified": verdict.ok,
        "ucr": verdict.ucr,
        "hubs": [{"name": hub.facts.name, "entity": hub.facts.entity} for hub in verdict.hubs],
        "entries": [
            {
                "kind": entry.kind,
                "from": entry.sender,
                "to": entry.receiver,
                "time": entry.time.isoformat(),
                "channel": entry.origin,
                "index": entry.index,
                "received": entry.received.isoformat(),
                "hash": entry.hash.hex(),
            }
            for entry in verdict.entries
        ],
        "root": verdict.root.hex(),
        "cuts": [{"hubs": list(cut.hubs), "root": cut.root.hex()} for cut in verdict.cuts],
        "findings": [
            {"code": found.code, "sentence": found.told(), "remedy": found.cure()} for found in verdict.findings
        ],
    }


def page(verdict: FileVerdict) -> str:
    """The verdict in sentences."""
    if not verdict.ok:
        return "\n".join(f"Does not hold. {found}" for found in verdict.findings)
    names = {hub.facts.entity: hub.facts.name for hub in verdict.hubs}
    of_many = len(verdict.hubs) > 2
    rows = [
        f"  {entry.time:%Y-%m-%d %H:%M:%S}  {names[entry.sender]:<20} {entry.kind.removeprefix('org.ehub.')}"
        + (f"  to {names[entry.receiver]}" if of_many else "")
        for entry in verdict.entries
    ]
    cuts = [f"  {names[cut.hubs[0]]} and {names[cut.hubs[1]]}: {cut.root.hex()}" for cut in verdict.cuts]
    return "\n".join(
        [
            f"Holds. {verdict.ucr}: {len(rows)} entries, each signed by its hub and countersigned by the other.",
            *rows,
            *(["Each two hubs hold between them:", *cuts] if of_many else []),
        ]
    )
