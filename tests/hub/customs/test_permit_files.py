"""Files of an application: sealed, for its applicant and its agency, and for nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from cryptography.exceptions import InvalidTag

from entrepot.hub import sealing
from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models import Permit, PermitEnclosure
from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.parties.models import Party
from entrepot.trade.enclosure import Handed
from entrepot.trade.finding import NotAllowedNow, NotYours, Refused
from tests import cast
from tests.hub.customs.test_permits import FROM, TO, agency, apply, told

pytestmark = pytest.mark.django_db
PEER = Actor("peer", "hz.example", "Hangzhou hub", cast.NOON)
REPORT = Handed("laboratory report 8841.txt", b"No lead was found in the glaze.")
RECIPE = Handed("recipe.txt", b"Two parts of kaolin.")


def holder() -> Actor:
    return cast.by("kl-batik")


def names(permit: Permit) -> list[str]:
    return [each.name for each in queries.permit_enclosures(permit)]


class TestHandingIn:
    def test_files_come_with_the_application(self, batik: Party):
        permit = apply(documents=[REPORT, RECIPE])
        assert names(permit) == ["laboratory report 8841.txt", "recipe.txt"]
        assert apply(documents=[REPORT]).pk == permit.pk
        assert PermitEnclosure.objects.count() == 2

    def test_files_come_later_and_the_same_file_is_kept_once(self, batik: Party):
        permit = apply()
        for _ in range(2):
            actions.enclose_with_permit(permit, [REPORT, REPORT], by=holder())
        assert names(permit) == ["laboratory report 8841.txt"]
        event = Event.objects.get(kind="customs.permit.enclosed")
        assert event.body["digests"] == REPORT.digest
        assert "laboratory" not in str(event.body)

    def test_files_come_with_an_answer(self, batik: Party):
        permit = apply()
        actions.ask_applicant(permit, "Which laboratory?", by=agency())
        for _ in range(2):
            actions.answer_agency(permit, "The state laboratory.", [REPORT], by=holder())
        assert [each.question for each in PermitEnclosure.objects.all()] == [permit.questions.get()]

    def test_what_is_no_document_is_refused_and_nothing_is_kept(self, batik: Party):
        program = Handed("report.pdf", b"MZ\x00\x01")
        with pytest.raises(Refused) as refused:
            apply(documents=[REPORT, program])
        assert told(refused) == ["document-kind"]
        assert not Permit.objects.exists()
        permit = apply()
        actions.ask_applicant(permit, "Which laboratory?", by=agency())
        for hand_in in (
            lambda: actions.enclose_with_permit(permit, [REPORT, program], by=holder()),
            lambda: actions.enclose_with_permit(permit, [], by=holder()),
            lambda: actions.answer_agency(permit, "This.", [program], by=holder()),
        ):
            with pytest.raises(Refused):
                hand_in()  # type: ignore[no-untyped-call]
        assert not PermitEnclosure.objects.exists()
        assert permit.questions.get().answered_at is None

    def test_an_application_keeps_thirty_files(self, batik: Party):
        permit = apply()
        for ten in range(3):
            files = [Handed(f"{n}.txt", f"page {ten}{n}".encode()) for n in range(10)]
            actions.enclose_with_permit(permit, files, by=holder())
        with pytest.raises(Refused) as refused:
            actions.enclose_with_permit(permit, [REPORT], by=holder())
        assert told(refused) == ["too-many-permit-documents"]
        assert len(names(permit)) == 30

    def test_what_is_decided_takes_no_more_files(self, batik: Party):
        permit = actions.issue_permit(apply(), valid_from=FROM, valid_to=TO, by=agency())
        with pytest.raises(NotAllowedNow) as refused:
            actions.enclose_with_permit(permit, [REPORT], by=holder())
        assert told(refused) == ["permit-decided"]
        assert names(permit) == []

    @pytest.mark.parametrize("who", ["plant-health", "my-customs", "hz-ceramics", "tea-office"])
    def test_nobody_hands_files_in_for_another(self, batik: Party, who: str):
        permit = apply()
        for by in (cast.by(who), cast.stranger(), PEER):
            with pytest.raises(NotYours):
                actions.enclose_with_permit(permit, [REPORT], by=by)
        assert names(permit) == []


class TestReading:
    def test_the_applicant_and_the_agency_open_them(self, batik: Party):
        permit = apply(documents=[REPORT])
        [kept] = queries.permit_enclosures(permit)
        for by in (holder(), agency()):
            found = queries.permit_enclosure(kept.pk, permit, by=by)
            assert actions.open_permit_enclosure(found, by=by) == REPORT.content

    @pytest.mark.parametrize("who", ["my-customs", "tea-office", "vines-office", "hz-ceramics", "operator"])
    def test_nobody_else_does_not_even_customs_or_another_agency(self, batik: Party, who: str):
        permit = apply(documents=[REPORT])
        kept = PermitEnclosure.objects.get()
        attempts: list[Callable[[Actor], object]] = [
            lambda by: queries.permit_enclosure(kept.pk, permit, by=by),
            lambda by: actions.open_permit_enclosure(kept, by=by),
        ]
        for by in (cast.by(who), cast.stranger(), PEER, cast.the_hub()):
            for attempt in attempts:
                with pytest.raises(NotYours) as refused:
                    attempt(by)
                assert told(refused) == ["permit-files-not-yours"]

    def test_somebody_of_the_agency_without_its_right_reads_nothing(self, batik: Party):
        permit = apply(documents=[REPORT])
        cleaner = cast.person("cleaner@example.org", "plant-health", "seller")
        by = Actor("person", str(cleaner.pk), "Cleaner", cast.NOON, "plant-health")
        assert not queries.reads_files(permit, by)

    def test_a_file_is_of_its_own_application(self, batik: Party):
        permit, other = apply(documents=[REPORT]), apply(reference="APP-2")
        with pytest.raises(PermitEnclosure.DoesNotExist):
            queries.permit_enclosure(PermitEnclosure.objects.get().pk, other, by=holder())
        assert names(permit) == [REPORT.name]

    def test_whoever_copies_the_database_reads_nothing(self, batik: Party):
        apply(documents=[REPORT])
        kept = PermitEnclosure.objects.get()
        assert REPORT.content not in bytes(kept.sealed)
        with pytest.raises(InvalidTag):
            sealing.unseal(bytes(kept.sealed), about="permit:0/elsewhere")


class TestSending:
    def test_the_agency_sends_files_before_it_decides_and_later(self, batik: Party):
        permit = apply(documents=[RECIPE])
        actions.send_documents(permit, [REPORT], by=agency())
        actions.issue_permit(permit, valid_from=FROM, valid_to=TO, by=agency())
        for _ in range(2):
            actions.send_documents(permit, [Handed("annex.txt", b"Keep below 4 degrees.")], by=agency())
        sent = [each.name for each in queries.permit_enclosures(permit, of="plant-health")]
        assert sent == ["laboratory report 8841.txt", "annex.txt"]
        assert [each.name for each in queries.permit_enclosures(permit, of="kl-batik")] == ["recipe.txt"]
        first, _annex = Event.objects.filter(kind="customs.permit.documents_sent").order_by("pk")
        assert (first.body["digests"], "laboratory" in str(first.body)) == (REPORT.digest, False)
        [kept, *_] = queries.permit_enclosures(permit, of="plant-health")
        assert actions.open_permit_enclosure(kept, by=holder()) == REPORT.content

    @pytest.mark.parametrize("who", ["kl-batik", "vines-office", "my-customs", "hz-ceramics"])
    def test_nobody_else_sends_in_the_agencys_name(self, batik: Party, who: str):
        permit, by = apply(), cast.by(who)
        for other in (by, PEER, cast.stranger()):
            with pytest.raises(NotYours):
                actions.send_documents(permit, [REPORT], by=other)
        with pytest.raises(Refused):
            actions.send_documents(permit, [], by=agency())
        assert not PermitEnclosure.objects.exists()
        assert not Event.objects.filter(kind="customs.permit.documents_sent").exists()
