"""What a party is told: once for each thing that concerns it, in its language, with law and last day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.conf import LazySettings
from django.utils import translation

from entrepot.hub.adapters import notice as letters
from entrepot.hub.adapters.notice import simulator
from entrepot.hub.customs import actions as customs
from entrepot.hub.customs.models import Declaration
from entrepot.hub.events import worker
from entrepot.hub.events.models import Event
from entrepot.hub.followers import FOLLOWERS as ALL
from entrepot.hub.notices import actions, consequences, queries, telling
from entrepot.hub.notices.models import NoLetters, Notice
from entrepot.hub.notices.texts import TEXTS
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party, Person
from entrepot.trade.finding import NotYours, Refused
from entrepot.trade.partial_release import Going
from entrepot.trade.seizure import Seized
from tests import cast
from tests.hub.customs import goods
from tests.hub.customs.controlling import lodged, officer

pytestmark = pytest.mark.django_db

FOLLOWERS = {kind: [each for each in ALL[kind] if each is consequences.tell] for kind in TEXTS} | {
    "notices.notice.written": ALL["notices.notice.written"]
}
LAW = "Customs Act 1967"


@pytest.fixture(autouse=True)
def _followed(settings: LazySettings) -> None:
    settings.ENTREPOT_FOLLOWERS = "tests.hub.notices.test_notices.FOLLOWERS"
    settings.ENTREPOT_NOTICE = "entrepot.hub.adapters.notice.simulator"
    settings.ENTREPOT_CLOCK = "simulated"
    simulator.KEPT.clear()


@pytest.fixture
def batik() -> Party:
    for code in ("cn-customs", "my-customs"):
        cast.party(code)
    return cast.party("kl-batik")


@pytest.fixture
def stopped(batik: Party) -> Declaration:
    tea = goods.item(quantity="3", value="300.00")
    return lodged(items=(tea, goods.item(number=2, description="Porcelain power bank", value="100.00")))


def told(party: str = "kl-batik") -> list[str]:
    worker.work_until_idle()
    return list(Notice.objects.filter(party__code=party).order_by("pk").values_list("kind", flat=True))


def person(name: str = "siti", party: str = "kl-batik") -> Person:
    return cast.person(f"{name}@example.org", party, "seller")


def by(someone: Person, party: str = "kl-batik") -> Any:
    return parties.actor_for(someone, party, cast.NOON)


def test_each_thing_that_happens_makes_one_notice(stopped: Declaration) -> None:
    asked = customs.ask(stopped, "Show the invoice.", by=officer(), law=LAW, answer_by=date(2026, 3, 9))
    customs.withdraw_request(asked, by=officer())
    customs.hold(stopped, "A laboratory looks.", until=date(2026, 3, 9), by=officer(), law=LAW)
    customs.lift(stopped, "Sound.", by=officer())
    customs.release_part(stopped, (Going(item=1, quantity="1"),), "Wait.", law=LAW, version=1, by=officer())
    inventory = [Seized(item=1, quantity="2", unit="H87"), Seized(item=2, quantity="1", unit="H87")]
    customs.seize(stopped, "Not declared.", inventory, place="Hall 2", law=LAW, by=officer())
    happened = ("selected", "documents_asked", "request_withdrawn", "held", "hold_lifted", "partly_released", "seized")
    expected = [f"customs.declaration.{each}" for each in happened]
    assert told() == expected
    assert told("my-customs") == []
    for event in Event.objects.filter(kind__startswith="customs."):
        if event.kind in TEXTS:
            consequences.tell(event, by=cast.the_hub())
    assert told() == expected


def test_a_notice_says_what_why_by_which_law_until_when_and_where(stopped: Declaration) -> None:
    customs.refuse(stopped, "Not safe.", by=officer(), law=LAW)
    told()
    notice = Notice.objects.get(kind="customs.declaration.refused")
    assert (notice.reason, notice.law, notice.due) == ("Not safe.", LAW, date(2026, 4, 1))
    with translation.override("en"):
        said = telling.told(notice)
    assert said.heading == f"Declaration {stopped.mrn} is refused"
    assert said.do == "You may appeal against this until April 1, 2026, on the page of the declaration."
    assert said.link == f"/seller/declarations/{stopped.mrn}"


def test_a_part_is_named_with_what_goes_and_what_stays(stopped: Declaration) -> None:
    customs.release_part(stopped, (Going(item=1, quantity="1"),), "Wait.", law=LAW, version=1, by=officer())
    told()
    notice = Notice.objects.get(kind="customs.declaration.partly_released")
    with translation.override("en"):
        said = telling.told(notice)
    assert notice.about == stopped.mrn
    assert said.told.startswith("Goes: 1 × Porcelain tea set, six cups. Stays under control: 2 ×")


def test_a_question_names_its_last_day_and_an_amendment_has_words_of_its_own(stopped: Declaration) -> None:
    customs.ask(stopped, "State the price.", by=officer(), wanted="amendment", answer_by=date(2026, 3, 9))
    assert told()[-1] == "customs.declaration.amendment_asked"
    assert Notice.objects.latest("pk").due == date(2026, 3, 9)


def test_a_file_of_declarations_makes_one_notice_for_all(batik: Party) -> None:
    batch = [goods.entry(lrn=f"L-{n}", ucr=f"6CN-{n}") for n in range(25)]
    customs.lodge(batch, declarant=batik, by=cast.by("kl-batik"))
    assert told() == ["customs.batch.lodged"]
    assert Notice.objects.get().facts == {"number": 25, "released": 25, "own": True}


@pytest.mark.parametrize("language", ["en", "zh-hans", "ms"])
def test_every_kind_has_words_in_every_language(batik: Party, language: str) -> None:
    facts = {"goes": [], "stays": [], "until": "2026-03-09", "site": "Hall 2", "moment": cast.NOON.isoformat()}
    for kind in TEXTS:
        notice = Notice(party=batik, kind=kind, about="26MY1", due=date(2026, 3, 9), facts=facts)
        with translation.override(language):
            said = telling.told(notice)
            assert "{" not in f"{said.heading}{said.told}{said.do}"
            assert language == "en" or said.heading != TEXTS[kind].heading.format(about="26MY1")


def test_letters_go_to_the_party_s_people_in_its_language_and_say_that_they_are_simulated(
    stopped: Declaration,
) -> None:
    person()
    customs.refuse(stopped, "Not safe for Aminah.", by=officer(), law=LAW)
    told()
    last = simulator.KEPT[-1]
    assert (last.to, last.subject.startswith("[simulated] ")) == ("siti@example.org", True)
    assert "ditolak" in last.subject
    assert "Aminah" not in last.subject
    assert "siti" not in last.subject
    for part in ("Not safe for Aminah.", LAW, f"/seller/declarations/{stopped.mrn}", "/notices/letters/"):
        assert part in last.text


def test_whoever_wants_no_letters_gets_none_and_the_inbox_keeps_everything(stopped: Declaration) -> None:
    siti, zul = person(), person("zul")
    party = cast.party("kl-batik")
    actions.want_letters(siti, party, False, by=by(siti))
    actions.want_letters(siti, party, False, by=by(siti))
    told()
    assert [each.to for each in simulator.KEPT] == ["zul@example.org"]
    assert queries.unread(siti) == queries.unread(zul) == 1
    actions.want_letters(siti, party, True, by=by(siti))
    assert queries.wants_letters(siti, party)


def test_nobody_turns_off_another_s_letters(batik: Party) -> None:
    siti, zul = person(), person("zul")
    for actor in (by(zul), cast.by("kl-batik"), cast.by("my-customs")):
        with pytest.raises(NotYours):
            actions.want_letters(siti, batik, False, by=actor)
    assert not NoLetters.objects.exists()


def test_the_link_of_a_letter_ends_letters_and_a_forged_one_does_not(batik: Party) -> None:
    siti = person()
    word = actions.farewell(siti, batik)
    with pytest.raises(Refused) as refused:
        actions.unsubscribe(word[:-1], by=cast.the_hub())
    assert refused.value.findings[0].code == "farewell-unknown"
    assert queries.wants_letters(siti, batik)
    actions.unsubscribe(word, by=cast.the_hub())
    actions.unsubscribe(word, by=cast.the_hub())
    assert not queries.wants_letters(siti, batik)


def test_a_party_s_people_choose_its_language_and_nobody_else(batik: Party) -> None:
    assert queries.language_of(batik) == "ms"
    siti = person()
    assert queries.language_of(actions.choose_language(batik, "zh-hans", by=by(siti))) == "zh-hans"
    with pytest.raises(Refused):
        actions.choose_language(batik, "tlh", by=by(siti))
    for other in (cast.by("my-customs"), cast.by("hz-ceramics"), cast.stranger()):
        with pytest.raises(NotYours):
            actions.choose_language(batik, "en", by=other)
    batik.refresh_from_db()
    assert queries.language_of(batik) == "zh-hans"
    assert queries.language_of(replace_country(batik, "DE")) == "en"


def replace_country(party: Party, country: str) -> Party:
    return Party(code=party.code, country=country)


def test_nobody_reads_another_s_notices(stopped: Declaration) -> None:
    told()
    number = Notice.objects.get().pk
    for other in (cast.by("hz-ceramics"), cast.by("my-customs"), cast.stranger()):
        assert list(queries.visible(other)) == []
        assert actions.read([number], by=other) == 0
    assert actions.read([number], by=cast.by("kl-batik")) == 1
    assert actions.read([number], by=cast.by("kl-batik")) == 0


def test_the_seller_of_the_consignment_is_told_too_but_no_firm_of_another_hub(stopped: Declaration) -> None:
    from tests.hub.network.test_parts import consignment

    cast.party("hz-ceramics")
    consignment(home=True)
    customs.release(stopped, by=officer())
    assert told("hz-ceramics") == ["customs.declaration.selected", "customs.declaration.released"]
    assert telling.link(Notice.objects.filter(party__code="hz-ceramics")[0]) == f"/c/{goods.UCR}"
    Party.objects.filter(code="hz-ceramics").update(home=False)
    event = Event.objects.get(kind="customs.declaration.released")
    assert [code for code, _ in consequences._concerned(event)] == ["kl-batik"]


def test_the_subject_is_one_line_whatever_the_hub_is_called(stopped: Declaration, settings: LazySettings) -> None:
    settings.ENTREPOT_NAME = "Hub\nBcc: all@example.org"
    person()
    told()
    [letter] = letters.letters(Notice.objects.get())
    assert "\n" not in letter.subject
