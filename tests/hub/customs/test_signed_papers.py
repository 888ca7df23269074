"""Papers that arrive signed from their own senders, in any order, by anybody's hand."""

from __future__ import annotations

import json
from itertools import permutations

import pytest

from entrepot.ehx import jose, strict
from entrepot.ehx.encoding import b64url, unb64url
from entrepot.hub.customs import actions, signed
from entrepot.hub.customs.models import Declaration, Paper
from entrepot.hub.events import queries as record
from entrepot.hub.parties import actions as parties
from entrepot.hub.parties.models import Party
from entrepot.trade.finding import NotYours, Refused
from tests import cast
from tests.hub.customs import goods, signing


def codes(filed: list[actions.Filed]) -> list[list[str]]:
    return [[finding.code for finding in each.findings] for each in filed]


@pytest.mark.parametrize("order", list(permutations(("order", "payment", "waybill"))))
def test_three_signed_papers_release_the_goods_in_whatever_order_they_come(ceramics: Party, order: tuple[str, ...]):
    actions.lodge([goods.export()], declarant=ceramics, by=cast.by("hz-ceramics"))
    sale = signing.sale()
    states = []
    for kind in order:
        assert codes(actions.file_signed([sale[kind]], by=cast.stranger())) == [[]]
        states.append(Declaration.objects.get().state)
    assert states == ["lodged", "lodged", "released"]


def test_the_signer_speaks_whoever_carries_the_paper(ceramics: Party):
    key = signing.key_of("hz-bank")
    [filed] = actions.file_signed([signing.sale(payment=key)["payment"]], by=cast.by("kl-batik"))
    assert filed.paper is not None
    assert (filed.paper.sender_id, filed.paper.signed_by) == ("hz-bank", jose.thumbprint(key.verifier.public))
    [event] = record.about(goods.UCR).filter(kind="customs.paper.filed")
    assert (event.by.party, event.body["signed_by"]) == ("hz-bank", filed.paper.signed_by)


def test_the_same_paper_again_is_harmless_and_one_bad_paper_spoils_no_other(ceramics: Party):
    sale = signing.sale()
    batch = [sale["order"], "no JWS", sale["payment"], sale["order"]]
    assert codes(actions.file_signed(batch, by=cast.stranger())) == [[], ["jws"], [], []]
    assert codes(actions.file_signed(batch, by=cast.stranger())) == [[], ["jws"], [], []]
    assert list(Paper.objects.values_list("kind", "version")) == [("order", 1), ("payment", 1)]


def test_a_firm_speaks_only_of_what_it_knows(ceramics: Party):
    sale = signing.sale(payment=signing.key_of("hz-post"))
    assert codes(actions.file_signed([sale["payment"]], by=cast.stranger())) == [["not-yours"]]
    assert not Paper.objects.exists()


def test_a_paper_signed_with_a_withdrawn_or_unknown_key_is_not_believed(ceramics: Party):
    sale = signing.sale()
    key = jose.opened_unverified(sale["payment"])[0]["kid"]
    parties.withdraw_verifying_key(cast.party("hz-bank"), key, by=cast.by("operator"))
    assert codes(actions.file_signed([sale["payment"]], by=cast.stranger())) == [["verifying-key-withdrawn"]]
    fresh = jose.compact(b"{}", signing.key_of("hz-bank"), signed.TYPE).split(".")
    header = strict.read(unb64url(fresh[0])) | {"kid": "A" * 43}
    fresh[0] = b64url(json.dumps(header).encode())
    assert codes(actions.file_signed([".".join(fresh)], by=cast.stranger())) == [["verifying-key-unknown"]]
    assert not Paper.objects.exists()


def test_no_letter_of_a_signed_paper_can_be_changed(ceramics: Party):
    text = signing.sale()["payment"]
    header, payload, signature = text.split(".")
    forged = unb64url(payload).replace(b"548.00", b"458.00")
    tried = [
        f"{header}.{b64url(forged)}.{signature}",
        f"{header}.{payload}.{b64url(bytes(64))}",
        f"{b64url(unb64url(header).replace(b'Ed25519', b'none'))}.{payload}.",
        f"{b64url(unb64url(header).replace(b'paper+jws', b'other+jws'))}.{payload}.{signature}",
        text[:-1],
        text + ".x",
    ]
    assert [bool(found) for found in codes(actions.file_signed(tried, by=cast.stranger()))] == [True] * len(tried)
    assert not Paper.objects.exists()


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b"{}", "paper-unreadable"),
        (b"[]", "paper-unreadable"),
        (b'{"kind":"order","kind":"order"}', "malformed-duplicate-key"),
        (b'{"kind":"invoice","ucr":"X","paper":{}}', "paper-unreadable"),
        (b'{"kind":"payment","ucr":"X","paper":{"amount":548}}', "paper-unreadable"),
        (b'{"kind":"payment","ucr":"X","paper":{},"more":1}', "paper-unreadable"),
    ],
)
def test_a_signed_text_that_is_no_paper_is_refused(ceramics: Party, payload: bytes, code: str):
    text = jose.compact(payload, signing.key_of("hz-bank"), signed.TYPE)
    [found] = codes(actions.file_signed([text], by=cast.stranger()))
    assert found == [code]
    assert not Paper.objects.exists()


def test_names_are_sealed_and_an_officer_opens_them_on_record(ceramics: Party):
    actions.lodge([goods.export()], declarant=ceramics, by=cast.by("hz-ceramics"))
    text = signing.sale()["order"]
    actions.file_signed([text], by=cast.stranger())
    paper = Paper.objects.get()
    kept = bytes(paper.sealed) + json.dumps(paper.facts).encode()
    assert b"Aminah" not in kept
    assert b"880101" not in kept
    assert text.encode() not in kept

    opened = actions.open_original(paper, "Undervaluation suspected", by=cast.by("cn-customs"))
    assert opened == text
    [event] = record.about(goods.UCR).filter(kind="customs.paper.opened")
    assert (event.by.party, event.body["reason"]) == ("cn-customs", "Undervaluation suspected")


def test_nobody_else_opens_what_a_sender_signed_and_an_officer_says_why(ceramics: Party):
    actions.lodge([goods.export()], declarant=ceramics, by=cast.by("hz-ceramics"))
    actions.file_signed([signing.sale()["order"]], by=cast.stranger())
    paper = Paper.objects.get()
    for by in (cast.by("my-customs"), cast.by("hz-ceramics"), cast.by("operator"), cast.stranger()):
        with pytest.raises(NotYours):
            actions.open_original(paper, "Curious", by=by)
    with pytest.raises(Refused) as told:
        actions.open_original(paper, " ", by=cast.by("cn-customs"))
    assert told.value.findings[0].code == "reason-missing"
    assert not record.about(goods.UCR).filter(kind="customs.paper.opened").exists()


def test_a_paper_that_came_unsigned_has_no_original(ceramics: Party, file):
    actions.lodge([goods.export()], declarant=ceramics, by=cast.by("hz-ceramics"))
    file("order")
    with pytest.raises(Refused) as told:
        actions.open_original(Paper.objects.get(), "Undervaluation suspected", by=cast.by("cn-customs"))
    assert told.value.findings[0].code == "original-missing"
