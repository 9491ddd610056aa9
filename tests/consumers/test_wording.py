"""What an officer or a caseworker reads."""

import re
from datetime import timedelta
from html import unescape

import pytest

from consumers.evidence import Missed, judged
from consumers.letter import as_html, as_text
from consumers.matter import Beside, Matter
from consumers.wording import letter
from schemas.alert import Hit, Join, Line, Linked, Priority, Status, Unused
from schemas.codes import Sector
from schemas.role import Role
from schemas.route import Profile
from schemas.rulepack import Strength, Subject
from schemas.token import TokenKind
from schemas.view import View
from tests.consumers.making import CNIC, DECIDE_BY, KEYS, NOW, alert, event, fia, merged, ref, service, view

OPENED = (judged(ref(), event(), KEYS),)


def flat(text: str) -> str:
    return " ".join(text.split())


def plain(page_html: str) -> str:
    """The words of a page, as a browser would show them."""
    body = re.sub(r"<style>.*?</style>|<title>.*?</title>", "", page_html, flags=re.S)
    return flat(unescape(re.sub(r"<[^>]+>", " ", body)))


def fia_text(shown: View | None = None, **more: object) -> str:
    return flat(as_text(letter(shown or view(), fia(), NOW, **more)))  # type: ignore[arg-type]


def test_the_decision_and_the_clock_come_first_in_the_inbox_time_zone() -> None:
    page = letter(view(), fia(), NOW)
    assert page.lead == "Decide by 03:10 PKT, in 5 h 12 min"
    assert "Tue 24 Nov 2026 03:10 PKT (Mon 22:10 UTC)" in page.clock
    assert as_text(page).startswith("DECIDE BY 03:10 PKT, IN 5 H 12 MIN\nP1")
    assert letter(view(), fia(time_zone="Asia/Dubai"), NOW).lead.startswith("Decide by 02:10 +04")


def test_an_overdue_decision_says_so() -> None:
    page = letter(view(), fia(), NOW + timedelta(hours=5, minutes=20))
    assert page.lead == "Decide by 03:10 PKT, overdue by 8 min"


def test_the_subject_names_the_priority_and_the_alert_but_nobody() -> None:
    page = letter(view(), fia(), NOW, pieces=OPENED)
    assert page.subject == "[P1] Possible victim: forced begging, ZZ741 ISB-JED · 00000000"
    assert letter(view(alert(1, 3)), fia(), NOW).subject.endswith("(version 3)")


def test_a_headline_cannot_break_out_of_its_line() -> None:
    page = letter(view(headline="Possible victim\r\nBcc: all@example.org\x00\u2028now"), fia(), NOW)
    assert page.subject == "[P1] Possible victim Bcc: all@example.org now · 00000000"


@pytest.mark.parametrize(
    "told",
    [
        "Name: Testina Farzi",
        "Born: 01 Feb 2008",
        f"CNIC: {CNIC}",
        "Passport: ZZ0000001 (PAK)",
        "Age: 18 years",
        "Flight ZZ741: ISB to JED (SAU), in 5 h 57 min departs Tue 24 Nov 2026 03:55 PKT (Mon 22:55 UTC)",
        "moderate (strong, lowered by a reason against): An Umrah visa with no hotel, no return and little money.",
        "Source of this sign: FinCEN FIN-2014-A008. Seen by airline air-farzi, 22 Nov 2026.",
        "Seen by airline air-farzi, 22 Nov 2026 (source B, information 2).",
        "عمرہ ویزا، نہ ہوٹل، نہ واپسی، اور پیسے بہت کم۔",
        "Combination met: 1 strong + 1 moderate (ILO-EC operational indicators, 2009)",
        "Source grade (4x4): B mostly reliable",
        "Independent sectors: 2: airline, bank",
        "Information grade (4x4): 2 known to the source itself",
        "family link: The traveller and the payer are family.",
        "payer: phone BBBBBB, in 3 events Namuna Khayali; 0300 0000002",
        "The payer waited at the counter.",
        "Speak to the person alone, with an interpreter; treat as a possible victim.",
        "not to be charged, held or punished",
        "TLP:RED",
        "111-247-786",
        "1121",
        "Rule pack 2026.11.1",
        "raabta.events.air-farzi/0/7. SHA-256",
        "it decides nothing about anyone",
    ],
)
def test_an_officer_reads_it_in_the_text_and_in_the_html(told: str) -> None:
    page = letter(view(), fia(), NOW, pieces=OPENED)
    assert told in flat(as_text(page))
    assert told.replace(": ", " ", 1) in plain(as_html(page)).replace(": ", " ", 1) or told in plain(as_html(page))


def test_text_has_at_most_76_columns_even_with_a_very_long_word() -> None:
    hit = Hit(indicator="x", strength=Strength.WEAK, counted=None, sentence="x" * 300, source="s", evidence=(ref(),))
    text = as_text(letter(view(alert(hits=(hit,))), fia(), NOW, pieces=OPENED))
    assert max(map(len, text.splitlines())) <= 76


def test_html_fetches_nothing_runs_nothing_and_escapes_what_partners_wrote() -> None:
    rude = judged(ref(), event(clear=b'{"parties": [{"name": "<script>x</script>"}], "note": "<img src=x>"}'), KEYS)
    page = as_html(letter(view(), fia(), NOW, pieces=(rude,)))
    assert not re.search(r"<(script|img|link|iframe|a|object)\b|https?://|url\(", page)
    assert "&lt;script&gt;x&lt;/script&gt;" in page


def test_identities_stay_out_and_the_reason_is_said() -> None:
    told = fia_text(withheld="the mail server offers no TLS")
    assert "A possible victim, identity withheld: the mail server offers no TLS" in told
    assert "Testina" not in told


@pytest.mark.parametrize(
    ("piece", "told"),
    [
        (judged(ref(), Missed.GONE, KEYS), "no longer on the broker"),
        (judged(ref(), event(), {}), "sealed to a key this desk does not hold"),
        (judged(ref(), event(sealed_as="other"), KEYS), "the seal does not open"),
    ],
)
def test_missing_evidence_and_a_broken_seal_are_shown(piece: object, told: str) -> None:
    text = fia_text(pieces=(piece,))
    assert f"identity withheld: {told}" in text
    assert told in text[text.index("EVIDENCE") :]


def test_what_a_weak_or_outweighed_sign_counted_for_is_said() -> None:
    hit = alert().hits[0].model_copy(update={"counted": None, "profile": True})
    told = fia_text(view(alert(hits=(hit,))))
    assert "strong, not counted: outweighed by a reason against; describes who someone is, never decisive" in told


@pytest.mark.parametrize(
    ("unused", "told"),
    [
        (Unused.SAME_THING, "not counted beside b-fan-in-unrelated: it measures the same"),
        (Unused.SAME_EVENT, "not counted beside b-fan-in-unrelated: it rests on the same observation"),
        (Unused.TAKEN_BACK, "taken back: answered or corrected since"),
    ],
)
def test_a_sign_that_does_not_count_says_why(unused: Unused, told: str) -> None:
    hit = alert().hits[0].model_copy(update={"unused": unused, "beside": ("b-fan-in-unrelated",)})
    assert told in fia_text(view(alert(hits=(hit,))))


def test_the_line_that_is_met_is_named() -> None:
    assert "2 moderate (a lower line for a child, our own" in fia_text(
        view(alert(child=True, age=9, line=Line.CHILD, combination="2 moderate"))
    )
    assert "1 strong (below the line that raised it; it stays open" in fia_text(
        view(alert(line=Line.KEPT, combination="1 strong"))
    )


BANK = ref(9, topic="raabta.events.bank-farzi", event="tx-000009").model_copy(update={"sector": Sector.BANK})
JOINS = (
    Join(kind=TokenKind.PASSPORT, hops=0, partners=("air-farzi",), events=2, confidence=1.0),
    Join(
        kind=TokenKind.CNIC,
        through=TokenKind.CNIC,
        hops=1,
        partners=("bank-farzi",),
        events=1,
        shown_by=("oep-farzi",),
        confidence=0.5,
    ),
)


def joined() -> View:
    return view(alert(refs=(ref(), BANK), joins=JOINS))


def test_an_officer_sees_which_key_joined_which_sectors() -> None:
    text = fia_text(joined())
    assert "HOW THE PIECES JOIN airline air-farzi ──passport── possible victim" in text
    assert "bank bank-farzi ──CNIC── possible victim" in text
    assert "The CNIC was shown together with this person's passport by oep-farzi. Confidence 0.50 of 1." in text
    html = plain(as_html(letter(joined(), fia(), NOW)))
    assert "How the pieces join airline air-farzi — passport — possible victim bank bank-farzi — CNIC —" in html
    assert max(map(len, as_text(letter(joined(), fia(), NOW)).splitlines())) <= 76


def test_what_one_partner_saw_alone_is_not_drawn() -> None:
    assert "HOW THE PIECES JOIN" not in fia_text(view(alert(joins=JOINS[:1])))


def test_a_contradiction_is_said_beside_the_key() -> None:
    doubtful = JOINS[1].model_copy(update={"conflicting": True, "hops": 2, "through": TokenKind.PERSON})
    text = fia_text(view(alert(refs=(ref(), BANK), joins=(JOINS[0], doubtful))))
    assert "The name and birth date was shown together with this person's passport by oep-farzi; the CNIC with" in text
    assert "Other evidence contradicts: another name, birth date or CNIC." in text


def test_urdu_runs_from_right_to_left() -> None:
    html = as_html(letter(view(), fia(), NOW))
    assert re.search(r'lang="ur" dir="rtl"[^>]*>عمرہ ویزا', html)
    assert html.count('lang="ur"') == 1  # the second sign has no Urdu sentence, and no empty line


def test_a_flight_that_has_left_says_so_and_what_can_still_be_done() -> None:
    told = fia_text(view(), withheld="")
    assert "The flight has left" not in told
    late = flat(as_text(letter(view(), fia(), DECIDE_BY + timedelta(hours=3))))
    assert "ISB to JED (SAU), left 2 h 15 min ago departed Tue 24 Nov 2026" in late
    assert "The flight has left: pass this to the circle of the zone at once." in late


def test_a_facilitator_with_signs_of_a_possible_victim_is_met_as_one_first() -> None:
    told = fia_text(view(alert(about=Subject.FACILITATOR, age=None, sex=None, may_be_victim=True)))
    assert "A possible facilitator who also shows signs of a possible victim and is perhaps made to do it" in told
    assert "Speak to the person as a possible victim first" in told


def test_a_facilitator_mail_lists_possible_victims_before_the_others() -> None:
    linked = (
        Linked(token="phone:k1:BBBBBBBBBBBBBBBBBBBBBB", role=Role.PAYER, events=9),
        Linked(token="cnic:k1:EEEEEEEEEEEEEEEEEEEEEE", role=Role.TRAVELLER, events=1),
    )
    told = fia_text(view(alert(about=Subject.FACILITATOR, age=None, sex=None, linked=linked)))
    assert told.index("traveller: CNIC EEEEEE") < told.index("payer: phone BBBBBB")
    assert "names this identifier too" in told


def test_whoever_shows_signs_is_listed_first_and_it_is_said() -> None:
    linked = (
        Linked(token="phone:k1:BBBBBBBBBBBBBBBBBBBBBB", role=Role.PAYER, events=9),
        Linked(token="cnic:k1:EEEEEEEEEEEEEEEEEEEEEE", role=Role.TRAVELLER, events=5),
        Linked(token="cnic:k1:FFFFFFFFFFFFFFFFFFFFFF", role=Role.HOLDER, events=1, shows_signs=True),
    )
    told = fia_text(view(alert(about=Subject.FACILITATOR, age=None, sex=None, linked=linked)))
    assert "holder: CNIC FFFFFF, in 1 event; shows signs of a possible victim" in told
    assert told.index("FFFFFF") < told.index("EEEEEE") < told.index("BBBBBB")


MATTER = Matter(
    alert(4).id,
    (
        Beside(view(alert(4, 2, about=Subject.FACILITATOR), headline="Possible facilitator: forced begging"), 3),
        Beside(view(alert(5, priority=Priority.P2)), 0),
        Beside(view(merged(6)), 1),
    ),
    standing=2,
)


def test_an_officer_reads_which_other_alerts_are_the_same_matter_and_what_they_share() -> None:
    page = letter(view(), fia(), NOW, matter=MATTER)
    assert page.clock.endswith("FIA shift, Farzi airport · one of 3 alerts of a matter")
    for told in (flat(as_text(page)), plain(as_html(page)).replace("THE SAME", "The same")):
        assert "P1 · alert 00000000 · decide by 03:10 PKT, in 5 h 12 min" in told
        assert "Possible facilitator: forced begging" in told
        assert "Rests on 3 of the reports that this one rests on." in told
        assert "Tied to this one by another alert between them." in told
        assert "continues under another alert" in told
        assert "proves nothing against any of them" in told


def test_an_alert_that_stands_alone_says_nothing_of_a_matter() -> None:
    for matter in (None, Matter(alert().id), Matter(alert().id, (Beside(view(merged(6)), 1),))):
        assert letter(view(), fia(), NOW, matter=matter).clock.endswith("Farzi airport")
    assert "SAME MATTER" not in fia_text(matter=Matter(alert().id))


def test_a_large_matter_lists_the_first_ten_and_counts_the_others() -> None:
    many = Matter(alert().id, tuple(Beside(view(alert(number)), 1) for number in range(2, 12)), more=3, standing=13)
    told = fia_text(matter=many)
    assert told.count("Rests on 1 of the reports") == 10
    assert "one of 14 alerts of a matter" in told
    assert "and 3 more" in told


def test_an_alert_that_ended_still_names_what_else_is_the_same_matter() -> None:
    told = fia_text(view(merged()), matter=MATTER)
    assert "Possible facilitator: forced begging" in told


def test_a_withdrawn_alert_names_the_sign_that_was_taken_back() -> None:
    gone = alert().hits[0].model_copy(update={"counted": None, "unused": Unused.TAKEN_BACK})
    told = fia_text(view(alert(1, 2, hits=(gone,), status=Status.WITHDRAWN)))
    assert "NOTHING TO DECIDE HERE" in told
    assert "taken back: An Umrah visa with no hotel, no return and little money." in told


def test_a_later_version_says_what_changed() -> None:
    before = view(alert(hits=alert().hits[:1], priority=Priority.P2, decide_by=NOW + timedelta(days=3)))
    told = fia_text(view(alert(1, 3)), earlier=before)
    assert "VERSION 3: WHAT CHANGED SINCE VERSION 1" in told
    assert "New sign: Seven unrelated people" in told
    assert "Priority P2 became P1." in told
    assert "The decision is due earlier than before." in told
    assert "Nothing new was reported" not in told
    nearer = fia_text(view(alert(1, 2, by_clock=True)), earlier=before)
    assert "Nothing new was reported: the departure has come near." in nearer
    fewer = alert(1, 3, hits=alert().hits[:1], line=Line.KEPT, sectors=(Sector.AIRLINE, Sector.RECRUITER))
    told = fia_text(view(fewer), earlier=view())
    assert "No longer a sign: Seven unrelated people" in told
    assert "A further sector saw something: recruiter." in told
    assert "What is left lies below the line that raised it; it stays open." in told
    assert "More evidence for the same signs." in fia_text(view(alert(1, 2)), earlier=view())


def test_a_facilitator_is_not_called_a_victim_nor_guilty() -> None:
    told = fia_text(view(alert(about=Subject.FACILITATOR, age=None, sex=None, journeys=())), pieces=OPENED)
    assert "A possible facilitator" in told
    assert "nothing is proven against anyone" in told
    assert "WHERE AND WHEN" not in told


def test_a_child_brings_child_protection_in() -> None:
    assert "call the Child Protection Bureau now" in fia_text(view(alert(child=True, age=9)))


def test_a_merged_alert_is_a_short_mail_that_says_where_it_goes_on() -> None:
    told = fia_text(view(merged()))
    assert "NOTHING TO DECIDE HERE" in told
    assert "cnic:k1:CCCCCCCCCCCCCCCCCCCCCC" in told
    assert "WHY" not in told


def test_a_service_reads_age_sex_need_urgency_and_grouped_signs_and_nothing_else() -> None:
    about = alert(child=True, age=15)
    grouped = {"signs_ur": ("سفر سے متعلق علامات۔",)}
    shown = view(about, inbox="ngo-farzi", profile=Profile.VICTIM_SERVICE, **grouped)
    for told in (
        as_text(letter(shown, service(), NOW, pieces=OPENED)),
        as_html(letter(shown, service(), NOW, pieces=OPENED)),
    ):
        words = flat(told)
        for wanted in (
            "18 to 24",
            "female",
            "shelter and care away",
            "Signs around a journey.",
            "سفر سے متعلق علامات۔",
            "03:10 PKT",
        ):
            assert wanted in words
        for never in (
            *(
                "Testina",
                CNIC,
                "ZZ741",
                "ISB",
                "JED",
                "air-farzi",
                "bank",
                "Seven unrelated",
                "FinCEN",
                "BBBBBB",
                "AAAAAA",
            ),
            *("departing", "raabta.events", "Namuna", "counter"),
        ):
            assert never not in words
