"""Cold: histories that are put away. Each fact is kept once in this process, packed, however many histories hold it.

A token that was not seen for long is most of what a worker holds, and one event is held by half a dozen of them. A history put away is
its head, as it stands in the state topic, and its facts by number; who lets go of a fact last, frees it. Facts are packed with a
dictionary of what facts have in common: a third of their size, for 20 us of CPU an event. Everything is plain bytes: objects cost more.
"""

import zlib
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
        else:
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
    press = zlib.compressobj(6, zlib.DEFLATED, -13, 8, 0, _COMMON)
    return press.compress(text) + press.flush()


def _unpack(packed: bytes) -> bytes:
    return zlib.decompressobj(-13, _COMMON).decompress(packed)


_COMMON = (
    b'{"position":49,"taken":2,"undone":0,"aliases":{"cnic:k1:":{"":""},"passport:k1:":{"":""},"person:k1:":{"":""}},"strangers":[1],'
    b'"hits":[["a-",["a-",[["",0]]],["/"],17.0,1]],"episodes":{"facilitator":[1,1,1],"possible-victim":[1,1,1]}}\n0 0'
    b'{"kind":"complaint","job":{"country":"ARE","occupation":"","licence":"none","permission":"missing","complaint":"unpaid-wage"}'
    b'{"kind":"account-review","kind":"account-opening","account":{"business":true,"home_city":"Lahore","income":"low","observations":["'
    b'{"kind":"contract","kind":"registration","kind":"fee","job":{"country":"SAU","registered_country":"SAU","occupation":"9312",'
    b'"licence":"valid","permission":"present","contract":"present","protector_stamp":true,"visa_class":"work","wage":{"amount":"",'
    b'"currency":"SAR"},"registered_wage":{"amount":"","currency":"SAR"},"fee":{"amount":"","currency":"PKR"},"fee_paid_by":"cash",'
    b'"fee_receipt":true},"against":["protector-stamp","verified-employer","family-link"],"parties":[{"role":"candidate","tokens":["'
    b'"]},{"role":"recruiter","tokens":["oep:k1:"]},{"role":"employer","tokens":["employer:k1:"]},{"role":"subagent","tokens":["'
    b'{"kind":"transaction","transaction":{"money":{"amount":"00","currency":"PKR"},"direction":"in","direction":"out",'
    b'"channel":"remittance","channel":"counter","channel":"transfer","cash":true,"purpose":"travel","purpose":"household",'
    b'"purpose":"salary","city":"Islamabad","counterparty_country":"SAU"},"account":{"home_city":"Rawalpindi","income":"middle",'
    b'"ordinary_spend":true},"parties":[{"role":"holder","tokens":["cnic:k1:","iban:k1:","address:k1:","family:k1:","phone:k1:","person:k1:'
    b'"]},{"role":"sender","role":"beneficiary","tokens":["'
    b'{"kind":"checkin","kind":"booking","trip":{"carrier":"","flight":"7","origin":"LHE","origin":"KHI","origin":"ISB",'
    b'"destination":"DXB","destination":"JED","departs_at":"2026-11-25T10:00:00+05:00","booked_at":"2026-11-24T10:00:00+05:00",'
    b'"return_at":"2026-12-25T10:00:00+05:00","trip_type":"one-way","trip_type":"return","visa_class":"umrah","visa_class":"visit",'
    b'"visa_class":"work","paid_by":"card","paid_by":"cash","bags":1,"stay_days":21,"hotel_booked":true,"first_trip":false},'
    b'"parties":[{"role":"traveller","tokens":["passport:k1:","address:k1:","family:k1:","phone:k1:","person:k1:","pnr:k1:'
    b'"],"age":34,"sex":"M","nationality":"PAK"},{"role":"companion","role":"contact","tokens":["phone:k1:"]},'
    b'{"role":"agency","tokens":["agency:k1:"]},{"role":"payer","tokens":["card:k1:"],"age":2,"sex":"F","nationality":"PAK"}],'
    b'"ref":{"topic":"raabta.events.","partition":0,"offset":1,"index":0,"partner":"","event":"","sector":"recruiter",'
    b'"sector":"bank","sector":"airline","time":"2026-11-24T10:00:00.000000+05:00"},"published":17955,"grade":"A"}"grade":"B"}'
)
"""What histories and facts have in common, the commonest last; nothing of anybody. In memory only: it may change at any time."""
_KEPT: dict[int, bytes] = {}
"""The facts of this process, by number."""
