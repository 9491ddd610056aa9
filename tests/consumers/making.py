"""Views, inboxes and events of invented people, for the tests of the consumers. Nobody in here exists."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import orjson

from consumers.arrivals import Fetched, take
from consumers.store import Store, open_store
from consumers.unseal import SealingPair, new_sealing_pair, opening_key
from producers.protect.seal import seal, sealing_key
from schemas.alert import Against, Alert, Hit, Journey, Linked, Priority, Status
from schemas.codes import InformationGrade, Sector, Sex, SourceGrade, TrafficLight
from schemas.event import Event, EventData, Party, source_of, type_of
from schemas.evidence import EvidenceRef
from schemas.facts import Benign, Kind
from schemas.report import Identity, Passport
from schemas.role import Role
from schemas.route import EmailChannel, Inbox, Profile, WebhookChannel
from schemas.rulepack import Strength, Subject, Typology
from schemas.view import AgeBand, View, delivery_id
from tests.postgresql import database_of

NOW = datetime(2026, 11, 23, 16, 58, tzinfo=UTC)
DECIDE_BY = datetime(2026, 11, 23, 22, 10, tzinfo=UTC)
SUBJECT = "passport:k1:AAAAAAAAAAAAAAAAAAAAAA"
PHONE = "phone:k1:BBBBBBBBBBBBBBBBBBBBBB"
TESTINA = Identity(
    name="Testina Farzi",
    birth_date=date(2008, 2, 1),
    cnic="99999-9000001-0",
    passport=Passport(number="ZZ0000001", country="PAK"),
    phones=("0300 0000001",),
)
PAYER = Identity(name="Namuna Khayali", phones=("0300 0000002",))
CNIC = "99999-9000001-0"


def ref(
    offset: int = 7, *, topic: str = "raabta.events.air-farzi", event: str = "bk-000017", index: int = 0
) -> EvidenceRef:
    return EvidenceRef(
        topic=topic,
        partition=0,
        offset=offset,
        index=index,
        partner=topic.rpartition(".")[2],
        event=event,
        sector=Sector.AIRLINE,
        time=NOW - timedelta(days=1),
    )


def alert(number: int = 1, version: int = 1, *, refs: Sequence[EvidenceRef] = (), **changes: object) -> Alert:
    evidence = tuple(refs) or (ref(),)
    whole: dict[str, object] = {
        "id": f"{number:032x}",
        "version": version,
        "about": Subject.POSSIBLE_VICTIM,
        "subject": SUBJECT,
        "episode": 1,
        "priority": Priority.P1,
        "decide_by": DECIDE_BY,
        "rank": 11.5,
        "combination": "1 strong + 1 moderate",
        "typologies": (Typology.FORCED_BEGGING,),
        "sectors": (Sector.AIRLINE, Sector.BANK),
        "hits": (
            Hit(
                indicator="a-umrah-no-means",
                strength=Strength.STRONG,
                counted=Strength.MODERATE,
                sentence="An Umrah visa with no hotel, no return and little money.",
                sentence_ur="عمرہ ویزا، نہ ہوٹل، نہ واپسی، اور پیسے بہت کم۔",
                source_grade=SourceGrade.B,
                information_grade=InformationGrade.KNOWN,
                source="FIA Multan airport cases 2023-24",
                evidence=evidence,
            ),
            Hit(
                indicator="b-fan-in-unrelated",
                strength=Strength.MODERATE,
                counted=Strength.MODERATE,
                sentence="Seven unrelated people paid into one account within 30 days.",
                source="FinCEN FIN-2014-A008",
                evidence=evidence,
            ),
        ),
        "against": (
            Against(
                reason=Benign.FAMILY_LINK,
                sentence="The traveller and the payer are family.",
                answers=("a-umrah-no-means",),
                evidence=evidence,
            ),
        ),
        "age": 18,
        "sex": Sex.FEMALE,
        "journeys": (
            Journey(
                carrier="ZZ",
                flight="741",
                origin="ISB",
                destination="JED",
                destination_country="SAU",
                departs_at=DECIDE_BY + timedelta(minutes=45),
            ),
        ),
        "linked": (Linked(token=PHONE, role=Role.PAYER, events=3),),
        "evidence": evidence,
        "first_seen": NOW - timedelta(days=9),
        "last_seen": NOW - timedelta(hours=1),
        "published": int(NOW.timestamp() * 1000) - 1500,
        "handling": TrafficLight.RED,
        "rule_pack": "2026.11.1",
    }
    return Alert.model_validate(whole | changes)


def view(
    about: Alert | None = None, *, inbox: str = "fia-farzi", profile: Profile = Profile.FIA, **changes: object
) -> View:
    about = about or alert()
    full = profile is Profile.FIA
    whole: dict[str, object] = {
        "id": delivery_id(about.id, about.version, inbox),
        "alert_id": about.id,
        "version": about.version,
        "inbox": inbox,
        "profile": profile,
        "route": "departing-isb",
        "routes_version": "2026.11.1",
        "status": about.status,
        "priority": about.priority,
        "decide_by": about.decide_by,
        "headline": "Possible victim: forced begging, ZZ741 ISB-JED"
        if full
        else "Possible victim: support may be needed",
        "signs": tuple(hit.sentence for hit in about.hits) if full else ("Signs around a journey.",),
        "typologies": about.typologies,
        "child": about.child,
        "age_band": AgeBand.YOUNG,
        "sex": about.sex,
        "handling": about.handling,
        "published": about.published,
        "alert": about if full else None,
    }
    return View.model_validate(whole | changes)


def merged(number: int = 1, version: int = 2) -> Alert:
    return alert(number, version, status=Status.MERGED, merged_into="cnic:k1:CCCCCCCCCCCCCCCCCCCCCC")


def fia(name: str = "fia-farzi", **channels: object) -> Inbox:
    given: dict[str, object] = {"name": name, "title": "FIA shift, Farzi airport", "profile": Profile.FIA}
    return Inbox.model_validate(given | channels)


def service(name: str = "ngo-farzi", **channels: object) -> Inbox:
    given: dict[str, object] = {"name": name, "title": "Farzi shelter", "profile": Profile.VICTIM_SERVICE}
    return Inbox.model_validate(given | channels)


MAIL = EmailChannel(to=("shift@fia.example",))
HOOK = WebhookChannel(url="https://hooks.fia.example/raabta", secret_env="FARZI_SECRET")


@dataclass
class Topic:
    """An inbox's topic in memory: what is put on it goes into the store as the reader would do it."""

    store: Store
    inbox: Inbox
    offset: int = 0
    stored: list[str] = field(default_factory=list)

    def put(self, *views: View, now: datetime = NOW) -> None:
        records = [fetched(one, self.offset + n) for n, one in enumerate(views)]
        self.offset += len(records)
        self.stored += [one.id for one in take(self.store, records, self.inbox, now).new]


def fetched(one: View, offset: int = 0) -> Fetched:
    return Fetched(f"raabta.inbox.{one.inbox}", 0, offset, one.model_dump_json().encode())


def new_store(folder: Path) -> Store:
    return open_store(database_of(folder))


PAIR: SealingPair = new_sealing_pair("fia-test")
KEYS = {"fia-test": opening_key(PAIR.private)}


def event(
    id: str = "bk-000017",
    partner: str = "air-farzi",
    *,
    pair: SealingPair = PAIR,
    clear: bytes | None = None,
    sealed_as: str | None = None,
) -> bytes:
    """One event of an invented booking in its published bytes, sealed to the tests' key."""
    source = source_of(partner)
    told = clear or orjson.dumps(
        {
            "parties": [
                one.model_dump(mode="json", exclude_none=True, exclude_defaults=True) for one in (TESTINA, PAYER)
            ],
            "note": "The payer waited at the counter.",
        }
    )
    whole = Event(
        specversion="1.0",
        id=id,
        source=source,
        type=type_of("airline", "booking"),
        time=NOW - timedelta(days=1),
        data=EventData(
            kind=Kind.BOOKING,
            parties=(Party(role=Role.TRAVELLER, tokens=(SUBJECT,)), Party(role=Role.PAYER, tokens=(PHONE,))),
            sealed=seal(told, to=sealing_key(pair.public, pair.key_id), event_id=sealed_as or id, source=source),
        ),
    )
    return whole.model_dump_json(exclude_none=True).encode()
