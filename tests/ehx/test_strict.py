"""A message is read in one way only, or not at all."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.ehx import strict
from entrepot.ehx.refusal import code_of
from entrepot.trade.finding import Refused

texts = st.text(st.characters(codec="utf-8"), max_size=8).filter(lambda text: not strict._HALF_OR_NONE.search(text))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b'{"a":1,"a":2}', "malformed-duplicate-key"),
        (b'{"a":{"b":1,"\\u0062":2}}', "malformed-duplicate-key"),
        (b'{"a":NaN}', "malformed-number"),
        (b'{"a":-Infinity}', "malformed-number"),
        (b'{"a":1.5}', "malformed-number-not-whole"),
        (b'{"a":1e400}', "malformed-number-not-whole"),
        (b'{"a":9007199254740992}', "malformed-number-too-large"),
        (b'{"a":' + b"9" * 100_000 + b"}", "malformed-number-too-large"),
        (b'{"a":"\\ud800"}', "malformed-character"),
        (b'{"\\udc00":1}', "malformed-character"),
        (b'{"a":"\\ufdd0"}', "malformed-character"),
        ('{"a":"\ufffe"}'.encode(), "malformed-character"),
        (b'{"a":"\xed\xa0\x80"}', "malformed-utf-8"),
        (b'{"a":"\xc0\x80"}', "malformed-utf-8"),
        (b'\xef\xbb\xbf{"a":1}', "malformed-json"),
        (b'{"a":"\x00"}', "malformed-json"),
        (b'{"a":1}\x00', "malformed-json"),
        (b'{"a":1}{}', "malformed-json"),
        (b"{'a':1}", "malformed-json"),
        (b'{"a":01}', "malformed-json"),
        (b'"a', "malformed-json"),
        (b"", "malformed-json"),
        (b"[" * 33 + b"]" * 33, "too-deep"),
        (b"[" * 100_000, "too-deep"),
        (b'{"a":"' + b"x" * 256 * 1024 + b'"}', "too-large"),
        (b"{" + b",".join(b'"%d":1' % n for n in range(2001)) + b"}", "too-many-keys"),
        (b'\\"' * 100_000, "malformed-json"),
    ],
)
def test_what_two_parsers_could_read_differently_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        strict.read(raw)
    assert code_of(refused.value) == code


def test_the_limits_themselves_are_allowed() -> None:
    assert strict.read(b"[" * 32 + b"]" * 32) is not None
    assert len(strict.read(b"{" + b",".join(b'"%d":1' % n for n in range(2000)) + b"}")) == 2000
    assert strict.read(b'{"a":9007199254740991,"b":"\\ud83d\\ude00"}') == {"a": 2**53 - 1, "b": "😀"}


def test_brackets_and_colons_inside_text_do_not_count() -> None:
    assert strict.read(b'{"a":"' + b"[:{" * 3000 + b'\\""}') == {"a": "[:{" * 3000 + '"'}


@given(values)
def test_what_is_written_is_read_back_equal_and_alike_by_an_ordinary_parser(value: object) -> None:
    raw = strict.line(value)
    assert strict.read(raw) == value == json.loads(raw)
    assert b"\n" not in raw
    assert strict.read(strict.page(value)) == value


def test_a_number_that_is_not_whole_is_never_written() -> None:
    with pytest.raises(AssertionError):
        strict.line({"a": 0.1})
