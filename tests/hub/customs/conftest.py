"""Who stands at the two borders, and what they hand in.

Imports stand in the fixtures: this file is read before Django is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from entrepot.hub.customs.models import Declaration
    from entrepot.hub.parties.models import Party

SENDERS = {"order": "hz-ceramics", "payment": "hz-bank", "waybill": "hz-post"}


@pytest.fixture
def ceramics(db: None) -> Party:
    """Hangzhou Ceramics, where both borders have their customs."""
    from tests import cast

    cast.party("cn-customs")
    cast.party("my-customs")
    return cast.party("hz-ceramics")


@pytest.fixture
def batik(db: None) -> Party:
    """Batik House, where both borders have their customs."""
    from tests import cast

    cast.party("cn-customs")
    cast.party("my-customs")
    return cast.party("kl-batik")


@pytest.fixture
def file(db: None) -> Callable[..., None]:
    """Files the three documents, or those named; `order={"goods": "1"}` alters one."""
    from entrepot.hub.customs import actions
    from tests import cast
    from tests.hub.customs import goods

    def filed(*kinds: str, **changes: Any) -> None:
        for kind, paper in goods.papers(**changes).items():
            if not kinds or kind in kinds:
                sender = cast.party(SENDERS[kind])
                actions.file_paper(kind, paper.ucr, paper, sender=sender, by=cast.by(sender.code))

    return filed


@pytest.fixture
def under_control(batik: Party) -> Declaration:
    """An import that a profile put before an officer: a power bank declared as a tea set."""
    from entrepot.hub.customs import actions
    from entrepot.hub.customs.models import Declaration
    from tests import cast
    from tests.hub.customs import goods

    facts = goods.entry(items=(goods.item(description="Porcelain power bank"),))
    [judgement] = actions.lodge([facts], declarant=batik, by=cast.by("kl-batik"))
    assert judgement.in_order, judgement.findings
    declaration = Declaration.objects.get(lrn=facts.lrn)
    assert (declaration.state, declaration.lane) == ("under-control", "red")
    return declaration
