"""protect(): nobody on the way can tell whom an event is about; who may, reads everything."""

import re
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from consumers.unseal import new_sealing_pair, open_sealed, opening_key
from producers.preflight import protected
from producers.protect.protection import encode, protect, read_report
from producers.protect.seal import sealing_key
from producers.protect.token import TokenKey, TokenKeys, new_token_key, token
from schemas.codes import Sector
from schemas.errors import Malformed, SealBroken
from schemas.event import Event
from schemas.partner import Partner
from schemas.report import Identity, Report
from schemas.token import TokenKind, kind_of
from tests.producers.protect.test_mrz import pakistani

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=50)

PAIR = new_sealing_pair()
FIA = sealing_key(PAIR.public)
OPENING = {FIA.id: opening_key(PAIR.private)}
KEY = TokenKey("k1", b"an invented secret of 32 bytes!!")
KEYS = TokenKeys((KEY,))
PARTNER = Partner(id="air-nilkanth", title="Nilkanth Invented Airways", sector=Sector.AIRLINE)
SOURCE = "urn:raabta:partner:air-nilkanth"

IDENTITY = {
    "name": "Testina Farzi",
    "native_name": "فرضی نمونہ",
    "family_name": "Farzi",
    "father_or_husband": "Namoona Farzi",
    "birth_date": "2006-05-04",
    "cnic": "99999-9000001-1",
    "passport": {"number": "ZZ9999991", "country": "PAK"},
    "phones": ["+92 300 0000123", "0300-0000124"],
    "emails": ["Testina.Farzi@example.com"],
    "iban": "PK36SCBL0000001123456702",
    "card": "9999 0012 3456 7891",
    "oep_licence": "MPD/1234/RWP",
    "permission": "PEO-LHR/0099/7654",
    "agency": "Al-Farzi Travels (Pvt) Ltd",
    "employer": "Khayali Contracting Est",
    "device": "a1b2c3d4e5f60718",
    "document": "MED-7788-000777",
    "address": "House 12, Street 7, Sector Z-9, Farzabad",
}
BOOKING = {"locator": "ZZTEST", "carrier": "ZZ", "departure": "2026-07-02"}
NOTE = "Her uncle Namoona holds the passports."


def report(**changed: Any) -> Report:
    fields = {
        "id": "bk-000001",
        "kind": "booking",
        "occurred_at": "2026-07-01T10:00:00+05:00",
        "parties": [{"role": "traveller", "identity": IDENTITY, "sex": "F", "nationality": "PAK"}],
        "booking": BOOKING,
        "note": NOTE,
    }
    return read_report(orjson.dumps(fields | changed))


def one(identity: dict[str, Any], **changed: Any) -> Report:
    return report(
        **({"parties": [{"role": "traveller", "identity": identity}], "booking": None, "note": None} | changed)
    )


def values(node: Any) -> list[str]:
    if isinstance(node, dict):
        return [value for inner in node.values() for value in values(inner)]
    return [value for inner in node for value in values(inner)] if isinstance(node, list) else [str(node)]


def leaks(raw: bytes, words: list[str]) -> list[str]:
    """Which of the words, their parts of 4 letters and more, or their digits stand in the event outside seal and tokens."""
    event = orjson.loads(raw)
    del event["data"]["sealed"]["box"]
    text = re.sub(r":[A-Za-z0-9_-]{22}", "", orjson.dumps(event).decode())  # a mac is noise that may spell anything
    plain = re.sub(r"[^a-z0-9\u0600-\u06ff]", "", orjson.loads(orjson.dumps(text)).casefold())
    parts = {part.casefold() for word in words for part in re.findall(r"\w{4,}", word)}
    parts |= {digits for word in words if len(digits := re.sub(r"\D", "", word)) >= 5}
    return sorted(part for part in parts if part in plain)


def test_nothing_of_an_identity_stands_outside_the_seal() -> None:
    raw = encode(protect(report(), PARTNER, KEYS, FIA))
    said = [*values(IDENTITY), BOOKING["locator"], NOTE]
    assert leaks(raw, [word for word in said if word not in ("PAK",)]) == []


def test_the_check_for_leaks_would_see_one() -> None:
    raw = encode(protect(report(id="bk-Farzi-0000123"), PARTNER, KEYS, FIA))
    assert leaks(raw, ["Testina Farzi", "0000123"]) == ["0000123", "farzi"]


def test_the_tokens_are_those_of_the_canonical_forms() -> None:
    party = protect(report(), PARTNER, KEYS, FIA).data.parties[0]
    canonical = {
        "cnic": "9999990000011",
        "passport": "PAK:ZZ9999991",
        "iban": "PK36SCBL0000001123456702",
        "oep": "1234/RWP",
        "device": "a1b2c3d4e5f60718",
    }
    for kind, form in canonical.items():
        assert token(kind, form, KEY) in party.tokens
    assert token("phone", "+923000000123", KEY) in party.tokens
    kinds = [made.split(":")[0] for made in party.tokens]
    assert sorted(set(kinds)) == sorted(
        "address agency card cnic device document email employer family father iban oep passport permission person phone pnr rare".split()  # noqa: SIM905
    )
    assert (party.age, party.sex, party.nationality) == (20, "F", "PAK")


def test_while_keys_rotate_each_identifier_has_two_tokens() -> None:
    keys = TokenKeys((new_token_key("k2"), KEY))
    (party,) = protect(one({"cnic": "99999-9000001-1"}), PARTNER, keys, FIA).data.parties
    assert [made.split(":")[1] for made in party.tokens] == ["k2", "k1"]


def test_all_that_a_report_can_give_of_one_party_has_room_while_keys_rotate() -> None:
    phones = [f"+92300000{number:04d}" for number in range(123, 131)]
    full = {**IDENTITY, "phones": phones, "emails": [f"testina{n}@farzi.example" for n in range(4)], "mrz": pakistani()}
    keys = TokenKeys((new_token_key("k2"), KEY))
    full_report = report(parties=[{"role": "traveller", "identity": full}])
    (party,) = protect(full_report, PARTNER, keys, FIA).data.parties
    assert len(party.tokens) == 62  # of a firm; a person has six more, and no licence, permission or agency
    assert {made.split(":")[1] for made in party.tokens} == {"k1", "k2"}


def test_two_spellings_meet() -> None:
    first, second = (
        protect(one(identity), PARTNER, KEYS, FIA).data.parties[0].tokens
        for identity in (
            {"name": "Testina Farzi", "birth_date": "2006-05-04", "phones": ["0300 0000123"], "cnic": "9999990000011"},
            {"name": "TESTINA  FARZI", "birth_date": "2006-05-04", "phones": ["+923000000123"], "cnic": "99999-9000001-1"},
        )
    )  # fmt: skip
    assert first == second


def test_a_family_of_many_surnames_meets_in_the_name_of_its_father_or_husband() -> None:
    child = {"name": "Namoona Ali", "family_name": "Ali", "father_or_husband": "S/O Aslam Farzi"}
    wife = {"name": "Testina Bibi", "family_name": "Bibi", "father_or_husband": "ASLAM  FARZEE"}
    father = {"name": "Mr Aslam Farzi", "family_name": "Khan", "cnic": "99999-9000001-1"}
    roles = ("traveller", "companion", "payer")
    told = [{"role": role, "identity": one} for role, one in zip(roles, (child, wife, father), strict=True)]
    event = protect(report(parties=told, booking=None), PARTNER, KEYS, FIA)
    kin = [{token for token in party.tokens if token.startswith("family:")} for party in event.data.parties]
    assert kin[0] & kin[1]
    assert kin[0] & kin[2]
    assert kin[1] & kin[2]
    stranger = [*told, {"role": "contact", "identity": {"name": "Khayali Dost", "family_name": "Dost"}}]
    other = protect(report(parties=stranger, booking=None), PARTNER, KEYS, FIA).data.parties[3]
    assert all(kin[n].isdisjoint(other.tokens) for n in range(3))


def test_without_a_father_or_husband_a_whole_name_makes_no_token_of_a_family() -> None:
    event = protect(one({"name": "Testina Farzi", "cnic": "99999-9000001-1"}), PARTNER, KEYS, FIA)
    (surname,) = (made for made in event.data.parties[0].tokens if made.startswith("family:"))
    assert surname == token("family", "~frz", KEY)


def test_the_seal_opens_to_the_identities_the_booking_and_the_note() -> None:
    event = protect(report(), PARTNER, KEYS, FIA)
    clear = orjson.loads(open_sealed(event.data.sealed, OPENING, event.id, event.source))
    assert clear == {"parties": [IDENTITY], "booking": BOOKING, "note": NOTE}


def test_without_booking_and_note_only_parties_are_sealed() -> None:
    event = protect(one({"cnic": "99999-9000001-1"}), PARTNER, KEYS, FIA)
    clear = orjson.loads(open_sealed(event.data.sealed, OPENING, event.id, event.source))
    assert clear == {"parties": [{"cnic": "99999-9000001-1"}]}


def test_a_seal_put_into_another_event_does_not_open() -> None:
    first = protect(report(), PARTNER, KEYS, FIA)
    other = protect(report(id="bk-000002"), PARTNER, KEYS, FIA)
    with pytest.raises(SealBroken):
        open_sealed(first.data.sealed, OPENING, other.id, other.source)
    with pytest.raises(SealBroken):
        open_sealed(first.data.sealed, OPENING, first.id, "urn:raabta:partner:air-sahil")


def test_the_same_report_is_never_sealed_twice_the_same_and_otherwise_equal() -> None:
    first, second = (orjson.loads(encode(protect(report(), PARTNER, KEYS, FIA))) for _ in range(2))
    assert first["data"].pop("sealed") != second["data"].pop("sealed")
    assert first == second


@pytest.mark.parametrize(
    ("identity", "fields"),
    [
        ({"name": "N/A", "cnic": "0000000000000"}, ("cnic", "name")),
        ({"cnic": "0" * 13, "name": "Testina Farzi", "birth_date": "1999-01-01"}, ("birth_date", "cnic")),
        ({"phones": ["051 111 222 333"], "name": "Unknown"}, ("phones.0", "name")),
        ({"name": "FNU LNU", "passport": {"number": "000000000", "country": "PAK"}}, ("passport.number", "name")),
    ],
)
def test_placeholders_alone_join_nothing_and_each_is_named(identity: dict[str, Any], fields: tuple[str, ...]) -> None:
    with pytest.raises(Malformed) as refused:
        protect(one(identity), PARTNER, KEYS, FIA)
    assert (refused.value.reason, refused.value.field) == ("no_identifier", f"parties.0.identity.{fields[0]}")
    assert all(f"parties.0.identity.{other}" in refused.value.mend for other in fields[1:])
    assert "placeholder" in refused.value.mend


@pytest.mark.parametrize("booking", [BOOKING, None])
def test_a_name_with_a_first_of_january_is_refused_for_that_day_and_says_what_to_do(booking: Any) -> None:
    with pytest.raises(Malformed) as refused:
        protect(one({"name": "Testina Farzi", "birth_date": "1999-01-01"}, booking=booking), PARTNER, KEYS, FIA)
    assert (refused.value.reason, refused.value.field) == ("no_identifier", "parties.0.identity.birth_date")
    assert "1 January" in refused.value.mend
    assert "give the real day, or a document, phone or account" in refused.value.mend
    assert "1999" not in str(refused.value)
    assert "Testina" not in str(refused.value)


@pytest.mark.parametrize("identity", [{"name": "Testina Farzi"}, {"family_name": "Farzi"}, {}])
def test_who_gives_nothing_to_join_by_is_told_what_would_be(identity: dict[str, Any]) -> None:
    with pytest.raises(Malformed) as refused:
        protect(one(identity, booking=BOOKING), PARTNER, KEYS, FIA)
    assert (refused.value.reason, refused.value.field) == ("no_identifier", "parties")
    assert "a name with its birth date" in refused.value.mend


def test_a_bad_identifier_is_named_by_its_field_and_never_repeated() -> None:
    with pytest.raises(Malformed) as refused:
        protect(one({"phones": ["+92 300 0000123", "12345"]}), PARTNER, KEYS, FIA)
    assert refused.value.field == "parties.0.identity.phones.1"
    assert "12345" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__context__ is None


@pytest.mark.parametrize("id", ["bk-9999990000011", "99999-9000001-1", "bk.92-300-0000123", "PK36SCBL0000001123456702"])
def test_an_id_that_holds_an_identifier_is_refused_without_repeating_it(id: str) -> None:
    with pytest.raises(Malformed) as refused:
        report(id=id)
    assert "names nobody" in refused.value.mend
    assert "9999" not in str(refused.value)
    assert refused.value.__context__ is None


def test_too_many_identifiers_are_refused_and_not_repeated() -> None:
    keys = TokenKeys(tuple(new_token_key(f"k{number}") for number in range(5)))
    with pytest.raises(Malformed, match="too many identifiers") as refused:
        protected(report(), PARTNER, keys, FIA)
    assert refused.value.__context__ is None


def test_a_report_never_shows_itself_in_an_error() -> None:
    with pytest.raises(ValidationError) as of_pydantic:
        Report.model_validate_json(b'{"id":"x","parties":[{"identity":{"cnic":"99999-9000001-1","x":1}}]}')
    assert "99999" in str(of_pydantic.value)  # so this must never leave read_report
    with pytest.raises(Malformed) as ours:
        read_report(b'{"id":"x","parties":[{"identity":{"cnic":"99999-9000001-1","x":1}}]}')
    assert "99999" not in str(ours.value)
    assert ours.value.__context__ is None


NAMES = st.text(st.characters(categories=["L", "Zs"]), min_size=3, max_size=30).filter(lambda text: bool(text.strip()))


@PATIENT
@given(
    st.integers(0, 10**6 - 2), NAMES, st.datetimes(), st.sampled_from(["Z", "+05:00", "-03:30"]), st.integers(0, 10**9)
)
def test_an_encoded_event_is_orjsons_own_spelling(number: int, name: str, at: Any, zone: str, money: int) -> None:
    """Intake's fast path relies on it: bytes that differ from orjson's are searched for keys that stand twice."""
    transaction = {"money": {"amount": f"{money / 100:.2f}", "currency": "PKR"}, "direction": "in", "channel": "atm"}
    identity = {"cnic": f"99999-9{number:06}-1", "phones": ["+92 300 0000123"]}
    raw = encode(
        protect(
            one(identity, note=name, occurred_at=at.isoformat() + zone, transaction=transaction), PARTNER, KEYS, FIA
        )
    )
    assert orjson.dumps(orjson.loads(raw)) == raw
    assert encode(Event.model_validate_json(raw)) == raw


@pytest.mark.parametrize(
    ("identity", "field"),
    [
        ({"name": "Testina Farzi", "birth_date": "2026-07-02"}, "parties.0.identity.birth_date"),
        ({"name": "Testina Farzi", "birth_date": "2062-05-04"}, "parties.0.identity.birth_date"),
        ({"name": "Testina Farzi", "birth_date": "1806-05-04"}, "parties.0.identity.birth_date"),
    ],
)
def test_a_birth_date_that_cannot_be_is_refused_and_never_gives_a_wrong_age(
    identity: dict[str, Any], field: str
) -> None:
    with pytest.raises(Malformed) as why:
        protect(one(identity), PARTNER, KEYS, FIA)
    assert (why.value.reason, why.value.field) == ("bad_value", field)
    assert not re.search(r"\d{4}", str(why.value))


@pytest.mark.parametrize("role", ["traveller", "companion"])
def test_nobody_who_flies_is_born_after_the_departure(role: str) -> None:
    times = {"departs_at": "2026-06-01T10:00:00+05:00", "trip_type": "return", "return_used": False}
    trip = {"carrier": "S8", "flight": "123", "origin": "LHE", "destination": "DXB", **times}
    flown = {"role": role, "identity": {"name": "Testina Farzi", "birth_date": "2026-06-02"}}
    pays = {"role": "payer", "identity": {"name": "Namoona Khayali", "phones": ["+92 300 0000001"]}}
    with pytest.raises(Malformed) as why:
        protect(report(kind="segment", trip=trip, booking=None, parties=[pays, flown]), PARTNER, KEYS, FIA)
    assert (why.value.reason, why.value.field) == ("bad_value", "parties.1.identity.birth_date")
    assert "departure" in why.value.mend


@pytest.mark.parametrize(("name", "rare"), [("Testina Farzi", 1), ("Ayesha Malik", 0)])
def test_a_name_that_few_bear_joins_with_its_birth_date_by_itself(name: str, rare: int) -> None:
    born = one({"name": name, "family_name": name.split()[1], "birth_date": "2003-05-14"})
    kinds = [kind_of(token) for token in protect(born, PARTNER, KEYS, FIA).data.parties[0].tokens]
    assert (kinds.count(TokenKind.PERSON), kinds.count(TokenKind.RARE)) == (1, rare)


def test_a_father_or_husband_tells_namesakes_apart_and_a_surname_does_not() -> None:
    fathered = one({"name": "Testina Farzi", "birth_date": "2003-05-14", "father_or_husband": "Namoona Farzi"})
    kinds = [kind_of(token) for token in protect(fathered, PARTNER, KEYS, FIA).data.parties[0].tokens]
    assert kinds.count(TokenKind.FATHER) == 1


def test_a_child_born_on_the_day_of_the_event_is_no_year_old() -> None:
    (party,) = protect(one({"name": "Testina Farzi", "birth_date": "2026-07-01"}), PARTNER, KEYS, FIA).data.parties
    assert party.age == 0


@pytest.mark.parametrize(
    ("changed", "reason"),
    [({"kind": "retraction"}, "missing_field"), ({"corrects": "bk-000001"}, "bad_value")],
)
def test_a_correction_of_nothing_or_of_itself_is_refused_with_field_and_mend(
    changed: dict[str, Any], reason: str
) -> None:
    with pytest.raises(Malformed) as why:
        protect(report(**changed), PARTNER, KEYS, FIA)
    assert (why.value.reason, why.value.field) == (reason, "corrects")


def test_null_says_as_much_as_an_absent_field() -> None:
    plain = {"name": "Testina Farzi", "phones": ["+92 300 0000001"]}
    paid = {"money": {"amount": "5000.00", "currency": "PKR"}, "direction": "in", "channel": "wallet"}
    lean: dict[str, Any] = {
        "parties": [{"role": "holder", "identity": plain}],
        "transaction": paid,
        "kind": "transaction",
    }
    full = {
        **lean,
        "parties": [{"role": "holder", "identity": {**plain, "cnic": None, "emails": None}, "age": None}],
        "transaction": {**paid, "cash": None, "purpose": None, "city": None},
        "observations": None,
        "information_grade": None,
    }
    assert report(booking=None, note=None, **full) == report(booking=None, note=None, **lean)


@pytest.mark.parametrize("blank", ["", "  ", "N/A"])
def test_a_blank_identifier_is_an_absent_one(blank: str) -> None:
    texts = [name for name in Identity.model_fields if name not in {"birth_date", "passport", "phones", "emails"}]
    blanks: dict[str, Any] = dict.fromkeys(texts, blank)
    blanks |= {"phones": [blank], "emails": [blank], "passport": {"number": blank, "country": "PAK"}}
    (party,) = protect(
        one({**blanks, "name": "Testina Farzi", "phones": [blank, "0300 0000001"]}), PARTNER, KEYS, FIA
    ).data.parties
    assert {kind_of(token) for token in party.tokens} == {TokenKind.FAMILY, TokenKind.NAMED, TokenKind.PHONE}
    with pytest.raises(Malformed) as why:
        protect(one(blanks), PARTNER, KEYS, FIA)
    assert why.value.reason == "no_identifier"


def test_a_retraction_needs_no_identifier() -> None:
    event = protect(one({}, kind="retraction", corrects="bk-000000"), PARTNER, KEYS, FIA)
    assert (event.data.corrects, event.data.parties[0].tokens) == ("bk-000000", ())


def test_the_surname_inside_a_name_is_its_family_name_where_none_is_given() -> None:
    def families(**identity: Any) -> set[str]:
        (party,) = protect(one({"cnic": "99999-9000001-1", **identity}), PARTNER, KEYS, FIA).data.parties
        return {made for made in party.tokens if made.startswith("family:")}

    assert families(name="FARZI/TESTINA MRS") == families(family_name="Farzi")
    assert families(name="Mrs Testina Farzi") == families(family_name="Farzi")
    assert families(name="Namoona Farzi S/O Aslam Khayali") == families(family_name="Farzi")
    assert families(name="Farzi Travels", agency="Farzi Travels") == set()
    assert families(name="Testina Habibullah") == families(family_name="Habibullah")
    assert families(name="Farzi Travels", permission="PEO-LHR/0099/7654") == set()


@pytest.mark.parametrize(
    "name",
    [
        *("Testina", "Habibullah", "Abdulrehman", "Muhammadali", "Dr. Testina"),
        *("Testina Bibi", "Testina Begum", "Testina Khatoon", "Testina Bano", "Testina Muhammad", "Testina Sahiba"),
        *(
            "Habib Ullah",
            "Salah ud Din",
            "Fazal ur Rehman",
            "Zia ul Haq",
            "Namoona Abdul Rehman",
            "Testina F",
            "Farzi Jr.",
        ),
        *("Pak Traders", "City Laboratory"),
    ],
)
def test_a_name_without_a_word_of_a_family_shows_none(name: str) -> None:
    (party,) = protect(one({"cnic": "99999-9000001-1", "name": name}), PARTNER, KEYS, FIA).data.parties
    assert [made for made in party.tokens if made.startswith("family:")] == []


def test_a_name_joins_with_three_phones_at_most_and_a_firms_with_none() -> None:
    def joined(**identity: Any) -> int:
        told = {"name": "Testina Farzi", "phones": [f"+92300000{n:04d}" for n in range(123, 129)], **identity}
        (party,) = protect(one(told), PARTNER, KEYS, FIA).data.parties
        return sum(made.startswith("named:") for made in party.tokens)

    assert joined() == 3
    assert joined(agency="Farzi Travels") == 0


@pytest.mark.parametrize("field", ["departs_at", "return_at"])
def test_a_time_of_a_journey_that_stands_for_none_is_named_by_its_field(field: str) -> None:
    trip = {
        "carrier": "N7",
        "flight": "1",
        "origin": "ISB",
        "destination": "DXB",
        "departs_at": "2026-07-02T03:10:00Z",
        "trip_type": "one-way",
    }
    for moment in ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"):
        with pytest.raises(Malformed, match="more than five years") as refused:
            protect(report(trip={**trip, field: moment}), PARTNER, KEYS, FIA)
        assert refused.value.field == f"trip.{field}"
