"""The signatures that RFC 9421 prints in appendix B.2: what lies beneath our policy makes and accepts them, and the
policy itself refuses every one, since none covers what must be covered between hubs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.serialization import load_der_public_key, load_pem_private_key
from http_message_signatures import HTTPMessageVerifier, HTTPSignatureKeyResolver, algorithms
from http_message_signatures.exceptions import HTTPMessageSignaturesException

from entrepot.ehx import httpsig
from entrepot.ehx.encoding import unb64
from entrepot.ehx.httpsig import Request, Response
from entrepot.ehx.keys import ED25519, SigningKey, VerifierKey, thumbprint
from entrepot.ehx.refusal import code_of
from entrepot.trade.finding import Refused

MADE = 1618884473
BODY = b'{"hello": "world"}'
HEADERS = {
    "Host": "example.com",
    "Date": "Tue, 20 Apr 2021 02:07:55 GMT",
    "Content-Type": "application/json",
    "Content-Digest": "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew"
    "==:",
    "Content-Length": "18",
}
ED_PRIVATE = load_pem_private_key(
    b"-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF\n"
    b"-----END PRIVATE KEY-----\n",
    None,
)
P256 = unb64(
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqIVYZVLCrPZHGHjP17CTW0/+D9Lfw0EkjqF7xB4FivAxzic30tMM4GF+hR6Dxh71Z50VGGdldkkDXZCnTNnoXQ=="
)
SECRET = unb64("uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==")

REQUESTS = {
    "B.2.1": (
        'sig-b21=();created=1618884473;keyid="test-key-rsa-pss";nonce="b3k2pp5k7z-50gnwp.yemd"',
        "sig-b21=:d2pmTvmbncD3xQm8E9ZV2828BjQWGgiwAaw5bAkgibUopemLJcWDy/lkbbHAve4cRAtx31Iq786U7it++wgGxbtRxf8Udx7zFZsckzX"
        "aJMkA7ChG52eSkFxykJeNqsrWH5S+oxNFlD4dzVuwe8DhTSja8xxbR/Z2cOGdCbzR72rgFWhzx2VjBqJzsPLMIQKhO4DGezXehhWwE56YCE+O6c0"
        "mKZsfxVrogUvA4HELjVKWmAvtl6UnCh8jYzuVG5WSb/QEVPnP5TmcAnLH1g+s++v6d4s8m0gCw1fV5/SITLq9mhho8K3+7EPYTU8IU1bLhdxO5Ny"
        "t8C8ssinQ98Xw9Q==:",
    ),
    "B.2.2": (
        'sig-b22=("@authority" "content-digest" "@query-param";name="Pet");created=1618884473;'
        'keyid="test-key-rsa-pss";tag="header-example"',
        "sig-b22=:LjbtqUbfmvjj5C5kr1Ugj4PmLYvx9wVjZvD9GsTT4F7GrcQEdJzgI9qHxICagShLRiLMlAJjtq6N4CDfKtjvuJyE5qH7KT8UCMkSowOB"
        "4+ECxCmT8rtAmj/0PIXxi0A0nxKyB09RNrCQibbUjsLS/2YyFYXEu4TRJQzRw1rLEuEfY17SARYhpTlaqwZVtR8NV7+4UKkjqpcAoFqWFQh62s7C"
        "l+H2fjBSpqfZUJcsIk4N6wiKYd4je2U/lankenQ99PZfB4jY3I5rSV2DSBVkSFsURIjYErOs0tFTQosMTAoxk//0RoKUqiYY8Bh0aaUEb0rQl3/X"
        "aVe4bXTugEjHSw==:",
    ),
    "B.2.3": (
        'sig-b23=("date" "@method" "@path" "@query" "@authority" "content-type" "content-digest" "content-length");'
        'created=1618884473;keyid="test-key-rsa-pss"',
        "sig-b23=:bbN8oArOxYoyylQQUU6QYwrTuaxLwjAC9fbY2F6SVWvh0yBiMIRGOnMYwZ/5MR6fb0Kh1rIRASVxFkeGt683+qRpRRU5p2voTp768ZrC"
        "Ub38K0fUxN0O0iC59DzYx8DFll5GmydPxSmme9v6ULbMFkl+V5B1TP/yPViV7KsLNmvKiLJH1pFkh/aYA2HXXZzNBXmIkoQoLd7YfW91kE9o/CCo"
        "C1xMy7JA1ipwvKvfrs65ldmlu9bpG6A9BmzhuzF8Eim5f8ui9eH8LZH896+QIF61ka39VBrohr9iyMUJpvRX2Zbhl5ZJzSRxpJyoEZAFL2FUo5fT"
        "IztsDZKEgM4cUA==:",
    ),
    "B.2.5": (
        'sig-b25=("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"',
        "sig-b25=:pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=:",
    ),
    "B.2.6": (
        'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;'
        'keyid="test-key-ed25519"',
        "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:",
    ),
}


class Published(HTTPSignatureKeyResolver):
    def resolve_public_key(self, key_id: str) -> object:
        known = {
            "test-key-ed25519": ED_PRIVATE.public_key(),
            "test-key-ecc-p256": load_der_public_key(P256),
            "test-shared-secret": SECRET,
        }
        return known[key_id]


class AtItsTime(HTTPMessageVerifier):
    def validate_created_and_expires(self, sig_input: object, max_age: object = None) -> None:
        return None


def printed(section: str) -> Request:
    given, value = REQUESTS[section]
    url = "https://example.com/foo?param=Value&Pet=dog"
    return Request("POST", url, {**HEADERS, "Signature-Input": given, "Signature": value}, BODY)


def key() -> SigningKey:
    return SigningKey(ED_PRIVATE, VerifierKey("rfc9421", ED25519, ED_PRIVATE.public_key().public_bytes_raw()))


@pytest.mark.parametrize(("section", "algorithm"), [("B.2.5", algorithms.HMAC_SHA256), ("B.2.6", algorithms.ED25519)])
def test_what_lies_beneath_accepts_the_printed_requests(section: str, algorithm: object) -> None:
    verifier = AtItsTime(signature_algorithm=algorithm, key_resolver=Published())
    asked = printed(section)
    del asked.headers["Content-Digest"]  # neither signature covers the content
    assert len(verifier.verify(asked, max_age=None, body=b"")) == 1
    asked.headers["Content-Type"] = "text/plain"
    with pytest.raises(HTTPMessageSignaturesException):
        verifier.verify(asked, max_age=None, body=b"")


def test_what_lies_beneath_accepts_the_printed_answer() -> None:
    answer = Response(
        200,
        printed("B.2.6"),
        {
            "Date": "Tue, 20 Apr 2021 02:07:56 GMT",
            "Content-Type": "application/json",
            "Content-Digest": "sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0"
            "rjJuahq4l5aGgfLQ==:",
            "Content-Length": "23",
            "Signature-Input": 'sig-b24=("@status" "content-type" "content-digest" "content-length");created=1618884473'
            ';keyid="test-key-ecc-p256"',
            "Signature": "sig-b24=:wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+"
            "32oiasw==:",
        },
        b'{"message": "good dog"}',
    )
    verifier = AtItsTime(signature_algorithm=algorithms.ECDSA_P256_SHA256, key_resolver=Published())
    assert len(verifier.verify(answer, max_age=None, body=answer.body)) == 1
    with pytest.raises(Refused) as refused:
        httpsig.verify_response(answer, lambda _: key().verifier.public, now=MADE)
    assert code_of(refused.value) == "sig-invalid"


@pytest.mark.parametrize("section", REQUESTS)
def test_our_policy_refuses_every_printed_request_even_with_the_right_key_and_at_its_time(section: str) -> None:
    with pytest.raises(Refused) as refused:
        httpsig.verify_request(printed(section), lambda _: key().verifier.public, now=MADE)
    assert code_of(refused.value) == "sig-invalid"


@pytest.mark.parametrize("section", REQUESTS)
def test_a_printed_signature_relabelled_as_ours_is_refused_for_what_it_does_not_cover(section: str) -> None:
    asked = printed(section)
    label = f"sig-{section.replace('.', '').lower()}"
    asked.headers["Signature-Input"] = asked.headers["Signature-Input"].replace(label, "ehx")
    asked.headers["Signature"] = asked.headers["Signature"].replace(label, "ehx")
    with pytest.raises(Refused) as refused:
        httpsig.verify_request(asked, lambda _: key().verifier.public, now=MADE)
    assert code_of(refused.value) == "sig-invalid"


def test_the_printed_request_signed_under_our_policy_is_accepted_and_nothing_of_it_may_change() -> None:
    asked = printed("B.2.6")
    asked.headers = {name: value for name, value in HEADERS.items() if name != "Content-Digest"}
    httpsig.sign_request(asked, key(), now=MADE, nonce="b3k2pp5k7z-50gnwp.yemd")
    public = {thumbprint(key().verifier.public): key().verifier.public}
    assert httpsig.verify_request(asked, public.get, now=MADE).nonce == "b3k2pp5k7z-50gnwp.yemd"
    for changed in (
        replace(asked, method="PUT"),
        replace(asked, url="https://example.org/foo?param=Value&Pet=dog"),
        replace(asked, url="https://example.com/fo?param=Value&Pet=dog"),
        replace(asked, url="https://example.com/foo?param=Value&Pet=cat"),
        replace(asked, body=b'{"hello": "World"}'),
        replace(asked, headers={**asked.headers, "Content-Type": "text/plain"}),
    ):
        with pytest.raises(Refused) as refused:
            httpsig.verify_request(changed, public.get, now=MADE)
        assert code_of(refused.value) == "sig-invalid"
