"""Cold: histories that are put away. Each fact is kept once in this process, packed, however many histories hold it.

A token that was not seen for long is most of what a worker holds, and one event is held by half a dozen of them. A history put away is
its head, as it stands in the state topic, and its facts by number; who lets go of a fact last, frees it. Facts are packed with a
dictionary of what facts have in common: a third of their size, for 20 us of CPU an event. Everything is plain bytes: objects cost more.
"""

import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection, Iterator
from hashlib import blake2b
from struct import Struct
from sys import getsizeof
from zlib import crc32

import orjson

from streams.erasure import mentions
from streams.history import History
from streams.stored import built, origin_of, parted

_FACT = Struct("<IH")
"""Before a packed fact: what tells it from another version of the same event, and how many histories hold it."""
_MOST_HOLDERS = 65_535
"""Whatever so many hold is not counted any more, and stays."""
_HEAD = Struct("<BH")
"""Before a history put away: whether its head is packed, and how many facts it holds."""
_NUMBER = Struct("<Q")
LONG = 200
"""Heads that have more bytes are packed."""


def put_away(data: bytes) -> bytes:
    """A history as `streams.stored.dump` writes it, in few bytes. Give it to `taken_up` or `let_go`, once."""
    head, lines = parted(data)
    whole = b"\n".join((head, *(own for own, _ in lines)))
    packed = len(whole) > LONG
    numbers = [_keep(raw) for _, raw in lines]
    body = _pack(whole) if packed else whole
    return b"".join((_HEAD.pack(packed, len(numbers)), *map(_NUMBER.pack, numbers), body))


def taken_up(token: str, cold: bytes) -> History:
    """The history, ready to read; what it held is let go."""
    head, *own = _whole(cold).split(b"\n")
    history = built(token, head, zip(own, [_raw(number) for number in _numbers(cold)], strict=True))
    let_go(cold)
    return history


def let_go(cold: bytes) -> None:
    """This history is put away no longer."""
    for number in _numbers(cold):
        kept = _KEPT[number]
        crc, held = _FACT.unpack_from(kept)
        if held <= 1:
            del _KEPT[number]
        elif held < _MOST_HOLDERS:
            _KEPT[number] = _FACT.pack(crc, held - 1) + kept[_FACT.size :]


def shows(cold: bytes, marks: Collection[bytes], numbers: Collection[int]) -> bool:
    """Whether a history put away mentions one of these texts in its head, or holds one of these facts."""
    return any(number in numbers for number in _numbers(cold)) or mentions(_whole(cold), list(marks))


def facts_with(marks: Collection[bytes]) -> set[int]:
    """The facts of this process that mention one of these texts."""
    return {number for number in _KEPT if mentions(_raw(number), list(marks))}


def tokens_of(event: str) -> frozenset[str]:
    """The tokens that an event shows, `partner/event id`, if a history put away in this process holds it."""
    number = _number(event)
    if number not in _KEPT:
        return frozenset()
    fact = orjson.loads(_raw(number))
    return frozenset(token for party in fact["parties"] for token in party.get("tokens", ()))


def weight(cold: bytes) -> float:
    """Bytes of a history put away: its own, and its share of each fact that it holds with others."""
    shares = (_own(number) / _FACT.unpack_from(_KEPT[number])[1] for number in _numbers(cold))
    return float(getsizeof(cold) + sum(shares))


def _own(number: int) -> float:
    return getsizeof(_KEPT[number]) + getsizeof(number) + getsizeof(_KEPT) / len(_KEPT)


def _keep(raw: bytes) -> int:
    """Keep a fact, or count one holder more of it."""
    event, crc = origin_of(raw)[1].decode(), crc32(raw)
    number = _number(event)
    kept = _KEPT.get(number)
    if kept is not None and _FACT.unpack_from(kept)[0] != crc:  # a token was erased from it in some history
        number = _number(f"{event} {crc}")
        kept = _KEPT.get(number)
    if kept is None:
        _KEPT[number] = _FACT.pack(crc, 1) + _pack(raw)
        return number
    held = _FACT.unpack_from(kept)[1]
    _KEPT[number] = _FACT.pack(crc, min(_MOST_HOLDERS, held + 1)) + kept[_FACT.size :]
    return number


def _raw(number: int) -> bytes:
    return _unpack(_KEPT[number][_FACT.size :])


def _numbers(cold: bytes) -> Iterator[int]:
    _, count = _HEAD.unpack_from(cold)
    for at in range(_HEAD.size, _HEAD.size + count * _NUMBER.size, _NUMBER.size):
        yield _NUMBER.unpack_from(cold, at)[0]


def _whole(cold: bytes) -> bytes:
    packed, count = _HEAD.unpack_from(cold)
    body = cold[_HEAD.size + count * _NUMBER.size :]
    return _unpack(body) if packed else body


def _number(event: str) -> int:
    return int.from_bytes(blake2b(event.encode(), digest_size=8).digest(), "little")


def _pack(text: bytes) -> bytes:
    """The macs of its tokens, which nothing makes smaller, as the bytes that they are; then the rest without them."""
    macs = _MAC.findall(text)
    press = zlib.compressobj(
        6, zlib.DEFLATED, -13, 8, zlib.Z_DEFAULT_STRATEGY, _COMMON
    )  # so short a text is not worth a code of its own
    rest = press.compress(_MAC.sub(_PLACE, text)) + press.flush()
    return b"".join((_COUNT.pack(len(macs)), *(urlsafe_b64decode(mac + b"==") for mac in macs), rest))


def _unpack(packed: bytes) -> bytes:
    (count,) = _COUNT.unpack_from(packed)
    end = _COUNT.size + 16 * count
    first, *rest = zlib.decompressobj(-13, _COMMON).decompress(packed[end:]).split(_PLACE)
    macs = (urlsafe_b64encode(packed[at : at + 16])[:22] for at in range(_COUNT.size, end, 16))
    return b"".join((first, *(part for pair in zip(macs, rest, strict=True) for part in pair)))


_MAC = re.compile(rb'(?<=:)[A-Za-z0-9_-]{21}[AQgw](?=")')
"""A mac of 128 bits in base64url, as `Token` has it; the last of 22 characters holds two bits of it."""
_PLACE = b"\x00"
"""Where a mac stood: no JSON holds this byte."""
_COUNT = Struct("<H")


def _party(role: str, *kinds: str) -> str:
    """A party as `producers.protect` writes one, without the macs."""
    tokens = ",".join(f'"{kind}:k1:\0"' for kind in kinds)
    return f'{{"role":"{role}","tokens":[{tokens}]'


def _reference(sector: str, partner: str) -> str:
    """The end of a fact, as intake writes it."""
    return (
        f'],"ref":{{"topic":"raabta.events.{partner}-","partition":0,"offset":1,"index":0,"partner":"{partner}-","event":"",'
        f'"sector":"{sector}","time":"2026-11-24T10:00:00.303832+05:00"}},"published":17955,"grade":"A"}}'
    )


_KNOWN = ',"age":34,"sex":"M","nationality":"PAK"}'
_WORKER = _party("candidate", "cnic", "address", "family", "passport", "phone", "person") + _KNOWN
_FIRM = _party("recruiter", "oep", "agency", "phone") + "}," + _party("employer", "employer") + "}"
_JOB = (
    '"job":{"country":"SAU","registered_country":"SAU","occupation":"9312","licence":"valid","permission":"present",'
    '"contract":"present","protector_stamp":true,"visa_class":"work","wage":{"amount":"2440","currency":"SAR"},'
    '"registered_wage":{"amount":"2440","currency":"SAR"},"fee":{"amount":"17000","currency":"PKR"},"fee_paid_by":"cash",'
    '"fee_receipt":true},"against":["protector-stamp"],"parties":['
)
_TRIP = (
    '"trip":{"carrier":"N7","flight":"342","origin":"LHE","destination":"RUH","departs_at":"2026-11-26T05:00:00+05:00",'
    '"booked_at":"2026-11-24T08:08:08.303832+05:00","return_at":"2026-12-04T05:00:00+05:00","trip_type":"return",'
    '"visa_class":"visit","paid_by":"card","bags":1,"stay_days":7,"hotel_booked":true,"first_trip":false},'
    '"against":["agency-accredited"],"parties":['
)
_PAID = (
    '"transaction":{"money":{"amount":"45000","currency":"PKR"},"direction":"in","channel":"transfer","cash":true,'
    '"purpose":"salary","city":"Lahore","counterparty_country":"SAU"},"account":{"business":true,"home_city":"Multan",'
    '"income":"low","ordinary_spend":true},"parties":['
)
_COMMON = (
    '{"position":4902092801,"taken":1,"undone":0,"aliases":{"cnic:k1:\0":{"bank-":"bank-/"},"passport:k1:\0":{"air-":"air-/"},'
    '"person:k1:\0":{"oep-":"oep-/"}},"strangers":[1],"hits":[["a-",["a-",[["count",3]]],["air-/"],1795.0,1]],'
    '"episodes":{"facilitator":[1,1,1],"possible-victim":[1,1,1]}}\n0 0\n1 0\n'
    '"unpaid-wage","missing","none","expired","hundi","wallet","agency-credit","tourist","study","spouse","transit","one-way",'
    '"Karachi","Islamabad","Rawalpindi","Faisalabad","Peshawar","Quetta","Sialkot","Gujrat","ARE","QAT","OMN","KWT","DXB","JED","ISB",'
    '"KHI","AED","counter","atm","remittance","travel","visa","medical","lodging","top-up","household","utilities","gift","other",'
    '"observations":["docs-held-by-other","spoken-for"],"family-link","verified-employer","guardian-consent","charity-escort"'
    + "".join(f'{{"kind":"{kind}",{_JOB}' for kind in ("advert", "complaint", "return", "fee", "contract", "registration"))
    + _party("subagent", "phone") + "}," + _WORKER + "," + _FIRM + _reference("recruiter", "oep")
    + '{"kind":"account-review","account":{"home_city":"{"kind":"account-opening","account":{"home_city":"{"kind":"transaction",'
    + _PAID + _party("beneficiary", "cnic", "iban", "phone", "person") + "}," + _party("sender", "employer") + "}"
    + _party("holder", "cnic", "iban", "address", "family", "phone", "person") + _KNOWN + _reference("bank", "bank")
    + '{"kind":"offload",{"kind":"segment",{"kind":"checkin",{"kind":"booking",' + _TRIP
    + _party("payer", "card") + "}," + _party("companion", "family", "passport", "person") + ',"age":9,"sex":"F"},'
    + _party("traveller", "family", "passport", "person", "pnr") + _KNOWN + ","
    + _party("agency", "agency", "phone") + "}," + _party("contact", "phone") + "}" + _reference("airline", "air")
).encode()  # fmt: skip
"""What histories and facts have in common, the commonest last; nothing of anybody. In memory only: it may change at any time."""
_KEPT: dict[int, bytes] = {}
"""The facts of this process, by number."""
