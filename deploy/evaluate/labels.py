"""The truth file: what a labelled stream is known to hold, with the tokens that its subjects carry in this evaluation."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from pydantic import ValidationError

from deploy.evaluate.reading import Bad, bad, numbered
from producers.protect.protection import tokens_of
from producers.protect.token import TokenKeys
from schemas.codec import malformed_of, parse
from schemas.errors import Malformed
from schemas.reject import Reason
from schemas.rulepack import Subject
from schemas.token import COMPARED_KINDS, kind_of
from schemas.truth import Truth

_REPORT_FIELDS = {"occurred_at", "kind"}


@dataclass(frozen=True, slots=True)
class TokenedSubject:
    """A true subject as an alert may name it."""

    about: Subject
    tokens: frozenset[str]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A truth record with its subjects' tokens, in the order of its subjects."""

    truth: Truth
    subjects: tuple[TokenedSubject, ...]


def labels(path: str, keys: TokenKeys) -> Iterator[Labelled | Bad]:
    """The records of a truth file. A line that cannot be taken says what to mend. Raises Misconfigured."""
    known: set[str] = set()
    for number, line in numbered(path):
        try:
            if isinstance(line, Malformed):
                raise line
            truth = read_truth(line)
            if truth.id in known:
                raise Malformed(Reason.CONFLICTING_DUPLICATE, "id", "every record of a truth file has an id of its own")
            known.add(truth.id)
            yield labelled(truth, keys)
        except Malformed as why:
            yield bad(number, why)


def read_truth(raw: bytes) -> Truth:
    """A truth record from JSON. Raises Malformed naming the field and the mend, never the value."""
    fields = parse(raw.strip())
    if isinstance(fields, dict) and fields.keys() >= _REPORT_FIELDS:
        raise Malformed(Reason.WRONG_TYPE, "", "this is a report; give a truth file here")
    try:
        return Truth.model_validate_json(raw)
    except ValidationError as error:
        why = malformed_of(error)
    if why.reason == Reason.UNKNOWN_FIELD:
        why.mend = "take this field out, or mend its name; docs/truth.md lists them all"
    raise why


def labelled(truth: Truth, keys: TokenKeys) -> Labelled:
    """The record with tokens. Raises Malformed when a subject has nothing that an alert could name."""
    on = (truth.departs_at or datetime.now(UTC)).date()
    return Labelled(truth, tuple(_subject(truth, index, keys, on) for index in range(len(truth.subjects))))


def _subject(truth: Truth, index: int, keys: TokenKeys, on: date) -> TokenedSubject:
    subject, tokens = truth.subjects[index], set[str]()
    for place, identity in enumerate(subject.identities):
        try:
            tokens.update(tokens_of(identity, keys, on))
            continue
        except Malformed as error:
            field = error.field.removeprefix("identity.")
            why = Malformed(error.reason, f"subjects.{index}.identities.{place}.{field}", error.mend)
        raise why
    named = frozenset(token for token in tokens if kind_of(token) not in COMPARED_KINDS)
    if not named:
        mend = (
            "give an identifier by which an alert may name it, such as a CNIC, a passport or a name with a birth date"
        )
        raise Malformed(Reason.NO_IDENTIFIER, f"subjects.{index}.identities", mend)
    return TokenedSubject(subject.about, named)
