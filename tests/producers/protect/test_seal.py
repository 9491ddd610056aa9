"""A seal opens for its event, its partner and its key, and for nothing else."""

from base64 import b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from consumers.unseal import new_sealing_pair, open_sealed, opening_key
from producers.protect.seal import seal, sealing_key
from schemas.errors import SealBroken
from schemas.sealed import (
    LONGEST_PLAINTEXT_BYTES,
    OVERHEAD_BYTES,
    STEP_BYTES,
    Sealed,
    binding,
    key_id_of,
    padded,
    unpadded,
)

PATIENT = settings(deadline=None)  # a busy machine is no failure

PAIR = new_sealing_pair()
TO = sealing_key(PAIR.public)
KEYS = {TO.id: opening_key(PAIR.private)}
WHO = b'{"name":"Testina Farzi","cnic":"99999-9123456-2"}'
SEALED = seal(WHO, to=TO, event_id="e-1", source="urn:raabta:partner:nakli-air")


def reopened(box: bytes, **changed: str) -> bytes:
    where = {"event_id": "e-1", "source": "urn:raabta:partner:nakli-air"} | changed
    return open_sealed(Sealed(key_id=TO.id, box=b64encode(box).decode()), KEYS, where["event_id"], where["source"])


@PATIENT
@given(st.binary(max_size=2000))
def test_what_was_sealed_opens(plaintext: bytes) -> None:
    sealed = seal(plaintext, to=TO, event_id="e-1", source="s")
    assert open_sealed(Sealed.model_validate_json(sealed.model_dump_json()), KEYS, "e-1", "s") == plaintext


def test_the_longest_identity_fits_and_a_longer_one_is_refused() -> None:
    longest = bytes(LONGEST_PLAINTEXT_BYTES)
    assert open_sealed(seal(longest, to=TO, event_id="e", source="s"), KEYS, "e", "s") == longest
    with pytest.raises(ValueError, match="too long"):
        seal(longest + b"x", to=TO, event_id="e", source="s")


@pytest.mark.parametrize("at", [0, 500, 1087, 1088, 1119, 1120, 1130, -17, -16, -1])
def test_one_altered_bit_anywhere_breaks_the_seal(at: int) -> None:
    """Offsets: ML-KEM ciphertext 0-1087, X25519 share 1088-1119, ciphertext from 1120, tag the last 16."""
    box = bytearray(SEALED.box_bytes())
    box[at] ^= 1
    with pytest.raises(SealBroken):
        reopened(bytes(box))


@pytest.mark.parametrize("cut", [1, 16, STEP_BYTES])
def test_a_truncated_or_lengthened_seal_does_not_open(cut: int) -> None:
    with pytest.raises(SealBroken):
        reopened(SEALED.box_bytes()[:-cut])
    with pytest.raises(SealBroken):
        reopened(SEALED.box_bytes() + bytes(cut))


def test_a_seal_swapped_between_two_events_does_not_open() -> None:
    with pytest.raises(SealBroken):
        reopened(SEALED.box_bytes(), event_id="e-2")


def test_a_seal_under_another_partners_name_does_not_open() -> None:
    with pytest.raises(SealBroken):
        reopened(SEALED.box_bytes(), source="urn:raabta:partner:farzi-bank")


def test_another_key_does_not_open_it_even_under_the_same_id() -> None:
    other = new_sealing_pair()
    with pytest.raises(SealBroken, match="no private key"):
        open_sealed(SEALED, {other.key_id: opening_key(other.private)}, "e-1", "urn:raabta:partner:nakli-air")
    with pytest.raises(SealBroken, match="does not open") as broken:
        open_sealed(SEALED, {TO.id: opening_key(other.private)}, "e-1", "urn:raabta:partner:nakli-air")
    assert "Testina" not in str(broken.value)


def test_two_seals_of_one_identity_have_nothing_in_common() -> None:
    again = seal(WHO, to=TO, event_id="e-1", source="urn:raabta:partner:nakli-air")
    assert again.box != SEALED.box


def test_the_length_of_a_box_does_not_tell_one_name_from_another() -> None:
    lengths = {len(seal(b"x" * size, to=TO, event_id="e", source="s").box_bytes()) for size in range(0, 255, 50)}
    assert lengths == {OVERHEAD_BYTES + STEP_BYTES}


@PATIENT
@given(st.binary(max_size=600))
def test_filling_is_taken_off_again(plaintext: bytes) -> None:
    assert unpadded(padded(plaintext)) == plaintext
    assert len(padded(plaintext)) % STEP_BYTES == 0


@PATIENT
@given(st.tuples(st.text(max_size=9), st.text(max_size=9)), st.tuples(st.text(max_size=9), st.text(max_size=9)))
def test_two_places_have_two_bindings(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert (binding(*one) == binding(*other)) == (one == other)


@pytest.mark.parametrize(
    "box",
    [
        "",
        b64encode(bytes(OVERHEAD_BYTES - 1)).decode(),
        b64encode(bytes(98_305)).decode(),
        SEALED.box[:-1] + "!",
        SEALED.box + "\n",
        SEALED.box.replace(SEALED.box[7], "-"),
        b64encode(bytes(1136 + 1)).decode()[:-3]
        + "B==",  # the last bits are not zero: a second spelling of the same bytes
    ],
)
def test_only_canonical_base64_within_its_bounds_is_a_box(box: str) -> None:
    with pytest.raises(ValidationError):
        Sealed(key_id=TO.id, box=box)


def test_the_keys_have_one_name_on_both_sides() -> None:
    assert TO.id == PAIR.key_id == key_id_of(PAIR.public)
    assert new_sealing_pair("fia-2026").key_id == "fia-2026"
    assert "public=" not in repr(TO)


@pytest.mark.parametrize("size", [0, 32, 1215, 1217])
def test_bytes_of_another_length_are_no_key(size: int) -> None:
    with pytest.raises(ValueError, match="1216 bytes"):
        sealing_key(bytes(size))
    with pytest.raises(ValueError, match="96 bytes"):
        opening_key(bytes(size))
