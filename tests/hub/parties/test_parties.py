from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate

from entrepot.hub.events import queries as record
from entrepot.hub.parties import actions, queries
from entrepot.hub.parties.models import Membership, Party, Person, Right
from entrepot.trade.finding import NotAllowedNow, NotYours, Refused
from tests import cast

pytestmark = pytest.mark.django_db


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    return [(finding.code, finding.pointer) for finding in refused.value.findings]


def test_a_party_is_registered_with_its_rights_and_the_record_says_who_did_it() -> None:
    operator = cast.by("operator")
    party = actions.register("pen-weavers", name="Penang Weavers", country="MY", rights=["seller"], by=operator)
    assert queries.party("pen-weavers") == party
    assert list(queries.with_right("seller")) == [party]
    assert Right.objects.get(party=party).by == "party:operator"
    assert [event.kind for event in record.about("party:pen-weavers")] == [
        "parties.party.registered",
        "parties.right.granted",
    ]


def test_registering_the_same_party_again_is_harmless() -> None:
    party = cast.party("hz-ceramics")
    before = record.about("party:hz-ceramics").count()
    assert cast.party("hz-ceramics") == party
    assert record.about("party:hz-ceramics").count() == before


def test_a_code_that_stands_for_another_is_refused() -> None:
    cast.party("hz-ceramics")
    with pytest.raises(Refused) as refused:
        actions.register("hz-ceramics", name="Another", country="CN", by=cast.the_hub())
    assert codes(refused) == [("party-code-taken", "/code")]
    assert queries.party("hz-ceramics").name == "Hangzhou Ceramics"


def test_everything_wrong_with_a_party_is_told_at_once() -> None:
    with pytest.raises(Refused) as refused:
        actions.register("Hz Ceramics", name=" ", country="China", rights=["seller", "king"], by=cast.the_hub())
    assert codes(refused) == [
        ("party-code-form", "/code"),
        ("name-missing", "/name"),
        ("country-unknown", "/country"),
        ("right-unknown", "/right"),
    ]
    assert not Party.objects.exists()


@pytest.mark.parametrize(
    ("country", "told"),
    [
        ("ZZ", "“ZZ” is not a country code of ISO 3166-1. Give two letters, such as MY, CN or SG."),
        ("EU", "“EU” is not a country code of ISO 3166-1. Give two letters, such as MY, CN or SG."),
        ("UK", "“UK” is not a country code of ISO 3166-1. GB is probably meant."),
        ("my", "“my” is not a country code. Use the two capital letters of ISO 3166-1, such as MY."),
    ],
)
def test_a_party_is_of_a_country_that_there_is(country: str, told: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.register("ghost", name="Ghost", country=country, by=cast.the_hub())
    assert [str(each) for each in refused.value.findings] == [f"/country: {told}"]
    assert not Party.objects.exists()


def test_a_name_longer_than_the_hub_can_keep_is_refused_on_every_database() -> None:
    with pytest.raises(Refused) as refused:
        actions.register("a", name="x" * 201, country="CN", registration="9" * 61, by=cast.the_hub())
    assert codes(refused) == [("too-long", "/name"), ("too-long", "/registration")]


@pytest.mark.parametrize("who", ["hz-ceramics", "cn-customs", "stranger"])
def test_only_an_operator_registers_grants_withdraws_and_enrols(who: str) -> None:
    by = cast.stranger() if who == "stranger" else cast.by(who)
    party = cast.party("hz-post")
    before = (Party.objects.count(), Right.objects.count(), Person.objects.count(), Membership.objects.count())
    with pytest.raises(NotYours):
        actions.register("new", name="New", country="CN", by=by)
    with pytest.raises(NotYours):
        actions.grant(party, "customs", by=by)
    with pytest.raises(NotYours):
        actions.withdraw(party, "carrier", by=by)
    with pytest.raises(NotYours):
        actions.enrol("eve@example.org", name="Eve", password=cast.PASSWORD, party=party, role="carrier", by=by)
    assert (
        Party.objects.count(),
        Right.objects.count(),
        Person.objects.count(),
        Membership.objects.count(),
    ) == before


def test_a_right_is_withdrawn_and_withdrawing_it_again_is_harmless() -> None:
    party = cast.party("hz-post")
    for _ in range(2):
        actions.withdraw(party, "carrier", by=cast.the_hub())
    assert not queries.may(queries.actor_of(party, cast.NOON), "carrier")
    assert record.about("party:hz-post").filter(kind="parties.right.withdrawn").count() == 1


def test_an_unknown_party_is_refused_by_its_code() -> None:
    with pytest.raises(Refused) as refused:
        queries.party("nobody")
    assert codes(refused) == [("party-unknown", "")]


def test_a_person_who_is_enrolled_can_sign_in_by_email() -> None:
    person = cast.person("Mei@Example.org", "hz-ceramics", "seller")
    assert person.email == "mei@example.org"
    assert authenticate(None, email="mei@example.org", password=cast.PASSWORD) == person
    assert authenticate(None, email="mei@example.org", password="wrong") is None
    assert EmailAddress.objects.get(user=person).verified


def test_someone_enrolled_twice_keeps_the_password_and_gains_the_role() -> None:
    person = cast.person("mei@example.org", "hz-ceramics", "seller")
    again = actions.enrol(
        "mei@example.org",
        name="Another",
        password="another-password-9",
        party=cast.party("hz-ceramics"),
        role="declarant",
        by=cast.the_hub(),
    )
    assert again == person
    assert again.check_password(cast.PASSWORD)
    assert sorted(person.memberships.values_list("role", flat=True)) == ["declarant", "seller"]


def test_a_weak_password_and_a_crooked_address_are_both_named() -> None:
    with pytest.raises(Refused) as refused:
        actions.enrol("mei", name="", password="short", party=cast.party("hz-post"), role="king", by=cast.the_hub())
    assert codes(refused) == [("right-unknown", "/right"), ("email-form", "/email"), ("password-weak", "/password")]
    assert not Person.objects.exists()


def test_a_person_acts_only_in_the_roles_held_and_only_with_rights_the_party_has() -> None:
    person = cast.person("mei@example.org", "hz-ceramics", "seller")
    by = queries.actor_for(person, "hz-ceramics", cast.NOON)
    assert queries.rights_of(by) == {"seller"}
    queries.require(by, "seller", "hz-ceramics")
    for right, party in (("declarant", None), ("seller", "kl-batik"), ("customs", None)):
        with pytest.raises(NotYours):
            queries.require(by, right, party)
    actions.withdraw(queries.party("hz-ceramics"), "seller", by=cast.the_hub())
    with pytest.raises(NotYours):
        queries.require(by, "seller")


def test_who_is_struck_off_acts_for_the_party_no_more_and_striking_off_twice_is_harmless() -> None:
    person = cast.person("mei@example.org", "hz-ceramics", "seller")
    party = cast.party("hz-ceramics")
    with pytest.raises(NotYours):
        actions.strike_off(person, party=party, role="seller", by=cast.by("hz-ceramics"))
    assert [(row.person, row.role) for row in queries.people_of(party)] == [(person, "seller")]
    by = queries.actor_for(person, party, cast.NOON)
    for _ in range(2):
        actions.strike_off(person, party=party, role="seller", by=cast.by("operator"))
    assert queries.rights_of(by) == set()
    assert record.about("party:hz-ceramics").filter(kind="parties.person.struck_off").count() == 1


def test_nobody_acts_for_a_party_without_being_enrolled_there() -> None:
    cast.party("kl-batik")
    person = cast.person("mei@example.org", "hz-ceramics", "seller")
    with pytest.raises(NotYours):
        queries.actor_for(person, "kl-batik", cast.NOON)
    assert queries.actor_for(person, None, cast.NOON).party == "hz-ceramics"


def test_who_is_put_out_of_the_hub_may_do_nothing() -> None:
    person = cast.person("mei@example.org", "hz-ceramics", "seller")
    by = queries.actor_for(person, None, cast.NOON)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert queries.rights_of(by) == set()


def test_the_first_operator_opens_the_hub_once() -> None:
    person = actions.first_operator("op@example.org", cast.PASSWORD, at=cast.NOON)
    by = queries.actor_for(person, None, cast.NOON)
    queries.require(by, "operator")
    assert actions.register("hz-post", name="Hangzhou Post", country="CN", by=by).home
    with pytest.raises(NotAllowedNow):
        actions.first_operator("second@example.org", cast.PASSWORD, at=cast.NOON)
    assert Person.objects.count() == 1
