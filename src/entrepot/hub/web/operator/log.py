"""The live log of messages to and from peers, and the proof of each, to be checked in the reader's own browser."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from entrepot.ehx.checkpoint import CHANNELS
from entrepot.hub.network import logbook, own, queries
from entrepot.hub.network.models import Leaf
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.operator import log_sheets
from entrepot.hub.web.pieces import Empty
from entrepot.hub.web.shell import show

SHOWN = 30


@at_desk("operator")
def log(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The newest messages; the page asks again by itself where a script may run."""
    said = {name: request.GET.get(name, "") for name in ("channel", "peer", "before")}
    before = int(said["before"]) if said["before"].isascii() and said["before"].isdigit() else 0
    found = list(logbook.latest(channel=said["channel"], peer=said["peer"], before=before)[: SHOWN + 1])
    chosen = {name: word for name, word in said.items() if word and name != "before"}
    older = urlencode({**chosen, "before": str(found[SHOWN - 1].pk)}) if len(found) > SHOWN else ""
    context = {
        "log": log_sheets.rows(found[:SHOWN]),
        "channels": tuple((name, name == said["channel"]) for name in CHANNELS),
        "peers": tuple((each.host, each.name, each.host == said["peer"]) for each in queries.peers()),
        "chosen": said,
        "again": "" if before else f"{reverse('operator-log')}?{urlencode(chosen)}",
        "older": older,
        "nothing": Empty(
            _("Nothing has been said yet"), _("The first message to or from a peer hub appears here by itself.")
        ),
    }
    return show(request, "operator/log.html", context, desk="operator", here="network")


@at_desk("operator")
def proof(request: HttpRequest, sitting: Sitting, cid: str, index: int) -> HttpResponse:
    """One message and its proof; a script of the page checks it on the reader's machine."""
    leaf = _leaf(cid, index)
    proved = logbook.proved_or_none(leaf)
    erased = not leaf.body
    keys = f"--key {proved.log} --key {proved.cosign}" if proved else ""
    name = _name(leaf)
    context = {
        "title": log_sheets.told(leaf.kind),
        "log": log_sheets.rows([leaf]),
        "cid": cid,
        "index": index,
        "erased": erased,
        "proved": proved,
        "facts": log_sheets.facts(leaf, proved) if proved else None,
        "way": log_sheets.way_up(leaf, proved) if proved else (),
        "hash": bytes(leaf.hash).hex(),
        "command": f"entrepot verify {name}.json --proof {name}.tlog-proof {keys}" if proved and not erased else "",
        "message": bytes(leaf.body).decode(errors="replace"),
        "ours": own.host(),
    }
    return show(request, "operator/proof.html", context, desk="operator", here="network")


@at_desk("operator")
def proof_file(request: HttpRequest, sitting: Sitting, cid: str, index: int) -> HttpResponse:
    """The proof alone, as a file that anybody can check."""
    leaf = _leaf(cid, index)
    return _file(queries.proof_file(leaf).encode(), "text/plain; charset=utf-8", f"{_name(leaf)}.tlog-proof")


@at_desk("operator")
def message(request: HttpRequest, sitting: Sitting, cid: str, index: int) -> HttpResponse:
    """The bytes that were signed, exactly."""
    leaf = _leaf(cid, index)
    if not leaf.body:
        raise Http404
    return _file(bytes(leaf.body), "application/octet-stream", f"{_name(leaf)}.json")


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=media_type, headers=disposition)


def _name(leaf: Leaf) -> str:
    return f"{leaf.channel.cid}-{leaf.index}"


def _leaf(cid: str, index: int) -> Leaf:
    if (found := logbook.leaf(cid, index)) is None:
        raise Http404
    return found
