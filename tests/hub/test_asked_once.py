"""A foreign key asked once a statement promises what one asked row by row does."""

from __future__ import annotations

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from entrepot.hub import rows
from entrepot.hub.customs import actions
from entrepot.hub.customs.models import Declaration
from entrepot.hub.events.models import Event, Mention
from entrepot.hub.parties.models import Party
from tests import cast
from tests.hub.customs import goods

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("on_postgres")]


def lodged() -> Declaration:
    for code in ("cn-customs", "my-customs", "kl-batik"):
        cast.party(code)
    actions.lodge([goods.entry()], declarant=cast.party("kl-batik"), by=cast.by("kl-batik"))
    return Declaration.objects.get()


def test_a_row_that_names_nobody_is_refused_however_it_is_written() -> None:
    declaration = lodged()
    with pytest.raises(IntegrityError, match="names in declarant_id what parties_party does not hold"):
        Declaration.objects.filter(pk=declaration.pk).update(declarant="nobody")
    declaration.pk, declaration.lrn, declaration.mrn, declaration.declarant_id = None, "B-9", "26MY9", "nobody"
    with pytest.raises(IntegrityError):
        declaration.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.insert(Mention, ("event", "ucr"), [(Event.objects.latest("position").pk, "A"), (10**12, "B")])
    assert list(Declaration.objects.values_list("declarant_id", flat=True)) == ["kl-batik"]
    assert not Mention.objects.exists()


def test_who_is_named_cannot_be_deleted_or_renamed_past_the_models() -> None:
    lodged()
    for statement in (
        "DELETE FROM parties_right; DELETE FROM parties_party WHERE code = 'kl-batik'",
        "UPDATE parties_party SET code = 'kl-other' WHERE code = 'kl-batik'",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Party.objects.filter(code="kl-batik").count() == 1


def test_who_is_being_named_is_not_taken_away_at_the_same_moment() -> None:
    declaration = lodged()
    cast.party("hz-ceramics")
    refused: list[str] = []

    def take_away() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("DELETE FROM parties_right")
                cursor.execute("DELETE FROM parties_party WHERE code = 'hz-ceramics'")
        except IntegrityError as error:
            refused.append(str(error))
        finally:
            connection.close()

    taking = threading.Thread(target=take_away)
    with transaction.atomic():
        Declaration.objects.filter(pk=declaration.pk).update(declarant="hz-ceramics")
        taking.start()
        taking.join(0.3)
        assert taking.is_alive()
    taking.join(20)
    assert [("names in declarant_id" in each) for each in refused] == [True]
    assert Party.objects.filter(code="hz-ceramics").exists()
