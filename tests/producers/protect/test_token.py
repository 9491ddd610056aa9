"""Tokens: what must be equal, what must differ, what must never be shown."""

import hmac
import re
from base64 import urlsafe_b64decode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from producers.protect.token import TokenKey, TokenKeys, new_token_key, token
from schemas.token import TOKEN, TokenKind, key_of, kind_of

PATIENT = settings(deadline=None)  # a busy machine is no failure

KEY = TokenKey("k1", b"an invented secret of 32 bytes!!")


def test_a_token_is_the_first_half_of_a_keyed_hash_of_kind_and_canonical_form() -> None:
    whole = hmac.new(KEY.secret, b"phone\x00+923001234567", "sha256").digest()
    assert urlsafe_b64decode(token("phone", "+923001234567", KEY).split(":")[2] + "==") == whole[:16]


@PATIENT
@given(st.sampled_from(list(TokenKind)), st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_every_token_has_the_shape_of_the_schema(kind: TokenKind, canonical: str) -> None:
    made = token(kind, canonical, KEY)
    assert re.fullmatch(TOKEN, made)
    assert (kind_of(made), key_of(made)) == (kind, "k1")
    assert len(canonical) < 8 or canonical not in made


def test_equal_digits_of_two_kinds_have_unrelated_tokens() -> None:
    assert token("phone", "9999991234562", KEY)[-22:] != token("cnic", "9999991234562", KEY)[-22:]


def test_another_key_gives_another_token() -> None:
    assert token("phone", "+923001234567", KEY)[-22:] != token("phone", "+923001234567", new_token_key("k1"))[-22:]


def test_while_rotating_an_identifier_has_a_token_under_each_key_the_newest_first() -> None:
    keys = TokenKeys((new_token_key("k2"), KEY))
    assert [key_of(made) for made in keys.tokens("cnic", "9999991234562")] == ["k2", "k1"]
    assert keys.tokens("cnic", "9999991234562")[1] == token("cnic", "9999991234562", KEY)


def test_a_secret_is_never_shown() -> None:
    for text in (repr(KEY), str(KEY), repr(TokenKeys((KEY,))), f"{KEY}"):
        assert "secret" not in text


@pytest.mark.parametrize("id", ["", "K1", "k:1", "k" * 17, "k1\n"])
def test_a_bad_key_id_is_refused(id: str) -> None:
    with pytest.raises(ValueError, match="id of a token key"):
        TokenKey(id, KEY.secret)


def test_a_short_secret_is_refused_without_showing_it() -> None:
    with pytest.raises(ValueError, match="at least 32 bytes") as refused:
        TokenKey("k1", b"short secret")
    assert "short" not in str(refused.value)


def test_no_key_and_one_id_twice_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        TokenKeys(())
    with pytest.raises(ValueError, match="same id"):
        TokenKeys((KEY, KEY))


@pytest.mark.parametrize("kind", ["", "Phone", "phone\0x", "a:b"])
def test_a_kind_that_could_be_mistaken_for_another_is_refused(kind: str) -> None:
    with pytest.raises(ValueError, match="kind of a token"):
        token(kind, "x", KEY)
