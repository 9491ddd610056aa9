"""What partners type, what it becomes, and what is refused. All numbers are invented or from the standards' own specimens."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from producers.protect.documents import has_unusual_prefix
from producers.protect.normalise import KINDS, identifiers, token_kind
from schemas.errors import Malformed
from schemas.token import TokenKind

PATIENT = settings(deadline=None)  # a busy machine is no failure

TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
PNR = {"carrier": "PK", "departs": "2026-11-23"}

MEET: list[tuple[str, str, dict[str, str], list[str]]] = [
    (
        "cnic",
        "9999991234562",
        {},
        ["99999-9123456-2", "9999991234562", " 99999 9123456 2 ", "٩٩٩٩٩-٩١٢٣٤٥٦-٢", "99999\u20139123456\u20132"],
    ),
    ("cnic", "8999991234560", {}, ["89999-9123456-0"]),
    ("passport", "PAK:ZZ9990001", {}, ["ZZ9990001", "zz 9990001", "ZZ-9990001", "PAK:ZZ9990001"]),
    ("passport", "SAU:Z999001", {"country": "SA"}, ["Z999001", "z 999 001"]),
    ("mrz", "UTO:L898902C3", {}, [TD3, TD3.replace("\n", ""), TD3.lower(), TD3.replace("\n", "\r\n")]),
    (
        "phone",
        "+923001234567",
        {},
        ["0300 1234567", "00923001234567", "3001234567", "+92 (300) 123-4567", "tel:+923001234567", "923001234567"],
    ),
    ("phone", "+971501234567", {}, ["+971 50 123 4567", "00971501234567", "971501234567"]),
    ("wallet", "+923001234567", {}, ["0300-1234567"]),
    ("iban", "PK36SCBL0000001123456702", {}, ["PK36 SCBL 0000 0011 2345 6702", "iban: pk36scbl0000001123456702"]),
    (
        "account",
        "PK36SCBL0000001123456702",
        {"bank": "SCBL"},
        ["1123456702", "0000001123456702", "PK36SCBL0000001123456702"],
    ),
    ("account", "PK36SCBL0000001123456702", {"bank": "SCBLPKKX"}, ["1123-456702"]),
    ("account", "NBADAEAA:1123456702", {"bank": "NBADAEAA"}, ["1123456702", "NBADAEAA:1123456702"]),
    (
        "email",
        "testinafarzi@gmail.com",
        {},
        ["Testina.Farzi@Gmail.com", "testinafarzi+visa@googlemail.com", "mailto:TESTINAFARZI@GMAIL.COM"],
    ),
    ("email", "testina.farzi@farzi.example", {}, ["Testina.Farzi@FARZI.example", "<testina.farzi+a@farzi.example>"]),
    ("email", "farzi@xn--exmple-cua.com", {}, ["farzi@exämple.com", "farzi@EXÄMPLE.com"]),
    (
        "oep",
        "1234/RWP",
        {},
        ["1234/RWP", "MPD/1234/RWP", "OEP-1234 rwp", "Lic. No. 01234-Rawalpindi", "RWP/1234", "MPD/1234/RWP/2019"],
    ),
    ("permission", "PEO/LHR/2026/1234", {}, ["PEO-LHR/2026/1234", "peo lhr 2026-1234", "PEO/LHR//2026/1234"]),
    ("agency", "27300000", {}, ["27300000", "27-3 0000 0", "2730000"]),
    ("agency", "name:alfla~trwls", {}, ["Al-Falah Travels (Pvt) Ltd.", "AL FALAH TRAVELS", "Travels Alfalah"]),
    ("employer", "name:glf~nkl", {}, ["Gulf Nakli Contracting LLC", "GULF NAKLI CO. L.L.C.", "The Gulf Nakli Company"]),
    ("card", "999999900000007", {}, ["9999 9990 0000 007", "9999-999000-00007"]),
    ("pnr", "PK:ABC123:2026-11-23", PNR, ["abc123", " ABC 123", "PK/ABC123", "PK:ABC123:2026-11-23"]),
    ("ticket", "ticket:2149999999999", {}, ["214-9999999999", "2149999999999", "ticket:2149999999999"]),
    ("document", "visa:SAU:V99900", {"type": "visa", "country": "SAU"}, ["V-99900", "v 99900"]),
    ("device", "aabbccddee01", {}, ["AA:BB:CC:DD:EE:01", "aabb.ccdd.ee01", "AABBCCDDEE01"]),
    (
        "address",
        "h 12 st 4 g 9 1 islamabad",
        {},
        [
            "House No. 12, Street 4, G-9/1, Islamabad",
            "h#12 street #4 G 9/1 ISLAMABAD",
            "H.No 12 St. 4, G-9/1 Islamabad, Pakistan",
        ],
    ),
    (
        "person",
        "~frz~tstna:1990-05-04",
        {"birth": "1990-05-04"},
        ["Testina Farzi", "FARZI/TESTINAMISS", "~frz~tstna:1990-05-04"],
    ),
    (
        "named",
        "~frz~tstna:+923000000123",
        {"phone": "+923000000123"},
        ["Testina Farzi", "FARZI/TESTINAMRS", "~frz~tstna:+923000000123"],
    ),
    ("family", "~krS", {}, ["Qureshi", "KORESHI"]),
]

PLACEHOLDERS: list[tuple[str, dict[str, str], list[str]]] = [
    ("cnic", {}, ["00000-0000000-0", "11111-1111111-1", "1234567890123", "35202-1234567-1", "99999-9999999-9"]),
    ("passport", {}, ["0000000", "P0000000", "AA1111111", "123456789"]),
    ("phone", {}, ["111-247-786", "051-111-247-786", "+92 42 111 000 786", "0300-0000000", "0000000000", "0800-12345"]),
    ("iban", {}, ["PK00SCBL0000000000000000"]),
    ("account", {"bank": "SCBL"}, ["0000000000", "1111111111"]),
    (
        "email",
        {},
        ["none@none.com", "noemail@farzi.pk", "no-email@farzi.pk", "test@test.com", "abc@gmail.com", "na@na.na"],
    ),
    ("oep", {}, ["0000/RWP"]),
    ("permission", {}, ["LHR/000000"]),
    ("agency", {}, ["00000000", "11111111"]),
    ("card", {}, ["0000000000000000", "4111 1111 1111 1111"]),
    ("pnr", PNR, ["000000", "AAAAAA"]),
    ("ticket", {}, ["0000000000000"]),
    ("device", {}, ["00000000-0000-0000-0000-000000000000"]),
    ("address", {}, ["Lahore", "-"]),
    ("person", {"birth": "1990-01-01"}, ["Testina Farzi"]),
    ("person", {}, ["Testina Farzi"]),
    ("person", {"birth": "1990-05-04"}, ["UNKNOWN"]),
    ("named", {}, ["Testina Farzi"]),
    ("named", {"phone": "+923000000123"}, ["Farzi", "Muhammad Khan", "Bibi", "Mr. Mohd. Khan", "UNKNOWN"]),
]

REFUSED: list[tuple[str, dict[str, str], list[str]]] = [
    ("cnic", {}, ["12345", "99999-9123456-22", "9999X-9123456-2", "09999-9123456-2"]),
    ("passport", {}, ["ABCDEFG", "999000199", "A1"]),
    ("passport", {"country": "ZZZ"}, ["Z999001"]),
    ("mrz", {}, [TD3[:44], TD3 + "<", "P<UTO"]),
    ("phone", {}, ["12345", "0300-CALLME", "03001234567 / 03011234568", "+999 300 1234567"]),
    ("iban", {}, ["PK36SCBL0000001123456703", "PK36SCBL", "ZZ36SCBL0000001123456702"]),
    ("account", {}, ["1123456702"]),
    ("email", {}, ["farzi", "farzi@", "farzi nakli@farzi.pk", "farzi@localhost", "a@b@c.d,e"]),
    ("oep", {}, ["98765", "LAHORE", "1234/RAWALPINDIABC"]),
    ("permission", {}, ["9876", "LAHORE", "2026/9876"]),
    ("agency", {}, ["27300001", "2730"]),
    ("card", {}, ["411111******1111", "999999…0007", "999999900000008", "9999"]),
    ("pnr", PNR, ["ABCD", "ABC1234"]),
    ("pnr", {}, ["ABC123"]),
    ("ticket", {}, ["214", "21499999999990"]),
    ("device", {}, ["ab cd ef gh"]),
    ("person", {"birth": "1990-02-30"}, ["Testina Farzi"]),
]


def flat(rows: list[tuple[str, dict[str, str], list[str]]]) -> list[tuple[str, dict[str, str], str]]:
    return [(kind, context, raw) for kind, context, raws in rows for raw in raws]


@pytest.mark.parametrize(("kind", "canonical", "context", "spellings"), MEET)
def test_spellings_of_one_identifier_meet(
    kind: str, canonical: str, context: dict[str, str], spellings: list[str]
) -> None:
    assert {raw: identifiers(kind, raw, **context) for raw in spellings} == dict.fromkeys(spellings, canonical)


@pytest.mark.parametrize(("kind", "canonical", "context", "spellings"), MEET)
def test_a_canonical_form_is_its_own(kind: str, canonical: str, context: dict[str, str], spellings: list[str]) -> None:
    assert identifiers(kind, canonical, **context) == canonical


@pytest.mark.parametrize(("kind", "context", "raw"), flat(PLACEHOLDERS))
def test_a_placeholder_names_nobody(kind: str, context: dict[str, str], raw: str) -> None:
    assert identifiers(kind, raw, **context) is None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "raw", ["", " ", "N/A", "n.a.", "UNKNOWN", "NIL", "None", "TEST", "-", "XXXX", "not available"]
)
def test_the_words_for_nothing_name_nobody_whatever_the_kind(kind: str, raw: str) -> None:
    assert identifiers(kind, raw) is None


@pytest.mark.parametrize(("kind", "context", "raw"), flat(REFUSED))
def test_a_refusal_names_the_field_and_the_mend_and_never_the_value(
    kind: str, context: dict[str, str], raw: str
) -> None:
    with pytest.raises(Malformed) as refused:
        identifiers(kind, raw, field="parties.0.identity", **context)
    error: BaseException | None = refused.value
    assert (refused.value.reason, refused.value.field) == ("bad_identifier", "parties.0.identity")
    assert refused.value.mend
    while error is not None:
        assert raw not in str(error)
        assert raw not in repr(error)
        error = error.__cause__ or error.__context__


CONTEXTS: dict[str, dict[str, str]] = {
    "account": {"bank": "SCBL"},
    "pnr": PNR,
    "person": {"birth": "1990-05-04"},
    "named": {"phone": "+923000000123"},
    "document": {"type": "visa", "country": "SAU"},
}
TYPED = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="0123456789-/ +().@PKABCzxя٣<:~", max_size=60),
    st.from_regex(r"[A-Z]{0,4}[ /-]?[0-9]{4,14}[ /-]?[A-Z]{0,4}", fullmatch=True),
    st.from_regex(r"[A-Za-z0-9._+]{1,12}@[a-z0-9-]{1,8}\.(pk|com|example)", fullmatch=True),
    st.from_regex(r"(\+|00)?(92|971|0)?3[0-9]{9}", fullmatch=True),
)


def answered(kind: str, raw: str, context: dict[str, str]) -> str | Malformed | None:
    try:
        return identifiers(kind, raw, **context)
    except Malformed as refused:
        return refused


@pytest.mark.parametrize("kind", KINDS)
@PATIENT
@given(raw=TYPED)
def test_any_text_has_an_answer_and_a_canonical_form_is_stable(kind: str, raw: str) -> None:
    context = CONTEXTS.get(kind, {})
    answer = answered(kind, raw, context)
    if isinstance(answer, Malformed):
        assert len(raw) < 12 or raw not in answer.mend
    elif answer is not None:
        assert answer.encode()
        assert identifiers(kind, answer, **context) == answer


DIGITS = st.from_regex(r"[1-9][0-9]{4}[2-9][0-9]{3}[0-9]{4}", fullmatch=True)


@PATIENT
@given(DIGITS, st.sampled_from(["", " ", "-", "  ", "\u2013"]))
def test_separators_in_a_cnic_do_not_matter(digits: str, separator: str) -> None:
    assert identifiers("cnic", separator.join((digits[:5], digits[5:12], digits[12]))) == identifiers("cnic", digits)


@PATIENT
@given(st.text(alphabet="ABCxyz0189 .,/#-", max_size=40))
def test_case_and_outer_spaces_of_an_address_do_not_matter(raw: str) -> None:
    assert identifiers("address", f"  {raw.upper()} ") == identifiers("address", raw.lower())


def test_a_prefix_that_stdnum_refuses_is_only_unusual() -> None:
    assert has_unusual_prefix("8999991234560")
    assert not has_unusual_prefix("3999991234560")


def test_very_long_text_is_refused_at_once() -> None:
    for kind in KINDS:
        with pytest.raises(Malformed):
            identifiers(kind, "9a" * 50_000)


def test_every_kind_of_token_can_be_normalised_and_every_kind_has_a_token() -> None:
    assert {token_kind(kind) for kind in KINDS} == set(TokenKind)


def test_an_unknown_kind_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        identifiers("shoe-size", "44")
