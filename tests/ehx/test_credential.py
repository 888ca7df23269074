"""Documents signed by another hub: one reading only, and a list of those withdrawn that cannot blow up."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest
from joserfc import jws
from joserfc.jwk import OctKey, OKPKey

from entrepot.ehx import credential, jose, statuslist, strict
from entrepot.ehx.encoding import b64url
from entrepot.ehx.keys import jwk, thumbprint
from entrepot.ehx.refusal import code_of
from entrepot.trade.finding import Refused
from tests.ehx.hubs import HANGZHOU, KLIA, ring

KEY = ring("hz.example", 80).log
KEYS = {thumbprint(KEY.verifier.public): KEY.verifier.public}
LIST = "https://hz.example/ehx/v1/status/permits"
CLAIMS = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "type": ["VerifiableCredential", "PermitCredential"],
    "issuer": {"id": HANGZHOU.entity, "name": "Plant Health Office"},
    "validFrom": "2026-01-01T00:00:00+00:00",
    "validUntil": "2026-12-31T23:59:59+00:00",
    "credentialSubject": {"number": "P-1"},
}


def signed(typ: str = "vc+jwt", **changes: object) -> str:
    return jose.compact(strict.line({**CLAIMS, **changes}), KEY, typ)


def part(document: str, issuer: str = HANGZHOU.entity) -> str:
    with pytest.raises(Refused) as refused:
        credential.opened(document, KEYS, issuer=issuer)
    return code_of(refused.value)


def test_a_document_of_its_issuer_opens() -> None:
    assert credential.opened(signed(), KEYS, issuer=HANGZHOU.entity) == CLAIMS
    assert credential.opened(signed(issuer=HANGZHOU.entity), KEYS, issuer=HANGZHOU.entity)["issuer"] == HANGZHOU.entity


def test_what_may_be_read_in_two_ways_is_refused() -> None:
    assert part(signed("jwt")) == "credential-typ"
    assert part(signed("vp+jwt")) == "credential-typ"
    assert part(signed(), issuer=KLIA.entity) == "credential-issuer"
    assert part(signed(iss=KLIA.entity)) == "credential-issuer"
    assert part(signed(vc={})) == "credential-claims"
    assert part(signed(vp={})) == "credential-claims"
    assert part("no document") == "credential-form"
    document = signed()
    at = len(document) - 20
    assert part(document[:at] + chr(ord(document[at]) ^ 1) + document[at + 1 :]) == "credential-signature"


def test_other_algorithms_are_refused_by_name() -> None:
    payload = strict.line(CLAIMS)
    none = ".".join([b64url(strict.line({"alg": "none", "typ": "vc+jwt"})), b64url(payload), ""])
    assert part(none) == "credential-alg"
    private = OKPKey.import_key({**jwk(KEY.verifier.public), "d": b64url(KEY.private.private_bytes_raw())})
    eddsa = jws.serialize_compact({"alg": "EdDSA", "typ": "vc+jwt"}, payload, private, algorithms=["EdDSA"])
    assert part(eddsa) == "credential-alg"
    shared = OctKey.import_key(KEY.verifier.public)  # the public key as the secret of a keyed hash
    keyed = jws.serialize_compact({"alg": "HS256", "typ": "vc+jwt"}, payload, shared, algorithms=["HS256"])
    assert part(keyed) == "credential-alg"


@pytest.mark.parametrize(
    ("on", "holds"),
    [
        ("2025-12-31T23:59:59", False),
        ("2026-01-01T00:00:00", True),
        ("2026-12-31T23:59:59", True),
        ("2027-01-01", False),
    ],
)
def test_a_document_is_in_force_from_its_first_moment_to_its_last(on: str, holds: bool) -> None:
    moment = datetime.fromisoformat(on).replace(tzinfo=UTC)
    if holds:
        credential.refuse_unless_in_force(CLAIMS, moment)
    else:
        with pytest.raises(Refused):
            credential.refuse_unless_in_force(CLAIMS, moment)


def test_only_the_list_that_we_know_is_looked_at() -> None:
    entry = {
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "94567",
        "statusListCredential": LIST,
    }
    assert credential.status_index({}, LIST) is None
    assert credential.status_index({"credentialStatus": entry}, LIST) == 94567
    for changed in (
        {"statusListCredential": "https://169.254.169.254/list"},
        {"type": "Other"},
        {"statusPurpose": "message"},
        {"statusListIndex": "many"},
    ):
        with pytest.raises(Refused) as refused:
            credential.status_index({"credentialStatus": {**entry, **changed}}, LIST)
        assert code_of(refused.value) == "credential-status"


def test_the_list_of_those_withdrawn_is_read_as_it_was_written() -> None:
    bits = statuslist.read(statuslist.written([0, 9, 131_071, 131_072]))
    assert len(bits) == 2 * statuslist.LEAST
    assert [place for place in (0, 1, 8, 9, 10, 131_071, 131_072) if statuslist.is_withdrawn(bits, place)] == [
        *(0, 9, 131_071, 131_072)
    ]
    assert statuslist.read(statuslist.written([])) == bytes(statuslist.LEAST)
    with pytest.raises(Refused):
        statuslist.is_withdrawn(bits, 8 * len(bits))


def test_the_empty_list_of_the_specification_is_read() -> None:
    """The example of Bitstring Status List 1.0: 131,072 bits, none of them set."""
    published = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"
    assert statuslist.read(published) == bytes(16 * 1024)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "H4sI",
        "u!!",
        "u" + b64url(b"not packed"),
        "u" + b64url(gzip.compress(b"too short")),
        "u" + b64url(gzip.compress(bytes(64 * 1024 * 1024))),
        "u" + b64url(gzip.compress(bytes(statuslist.LEAST))[:-8]),
    ],
    ids=["nothing", "no letter", "no base64", "not packed", "too short", "bomb", "cut off"],
)
def test_a_list_that_is_none_or_swells_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        statuslist.read(text)
    assert code_of(refused.value) == "status-list"
