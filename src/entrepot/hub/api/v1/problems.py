"""What each kind of problem means: the page to which the `type` of a problem leads."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.utils.translation import gettext
from ninja import Router, Schema

from entrepot.hub.api.problem import KINDS

router = Router(tags=["problems"])


class KindShown(Schema):
    """A kind of problem, in the language of whoever asks."""

    name: str
    status: int
    title: str
    meaning: str


@router.get("", response=list[KindShown], auth=None, summary="Every kind of problem")
def listed(request: HttpRequest) -> list[KindShown]:
    return [_shown(name) for name in KINDS]


@router.get("/{name}", response=KindShown, auth=None, summary="One kind of problem")
def one(request: HttpRequest, name: str) -> KindShown:
    if name not in KINDS:
        raise Http404
    return _shown(name)


def _shown(name: str) -> KindShown:
    kind = KINDS[name]
    return KindShown(name=name, status=kind.status, title=gettext(kind.title), meaning=gettext(kind.meaning))
