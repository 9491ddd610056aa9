"""Whatever contradicts whatever, what travels along aliases comes to rest: no sighting is sent and taken back for ever."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.streams.facts import tok
from tests.streams.test_scoring import Loop, seen

POOL = [
    *(tok("passport", name) for name in "ab"),
    *(tok("cnic", name) for name in "ab"),
    *(tok("person", name) for name in "abcd"),
    *(tok("named", name) for name in "ab"),
]
SHARED = [tok("phone", "f"), tok("family", "s")]
EVENTS = st.lists(
    st.tuples(
        st.lists(st.sampled_from(POOL), min_size=1, max_size=3, unique=True),
        st.lists(st.sampled_from(SHARED), unique=True),
    ),
    min_size=2,
    max_size=7,
)
MOST = 3_000
"""Frames; seven events that all join need some hundreds."""


class Ending(Loop):
    """Says no when it goes on and on."""

    def run(self) -> None:
        while self.queue:
            assert len(self.taken) < MOST, "it never comes to rest"
            record = self.queue.popleft()
            self.taken.append(record)
            self.state.take([record], self)


@settings(max_examples=150, deadline=None)
@given(EVENTS)
def test_relays_come_to_rest_whatever_documents_and_names_contradict(told: list[tuple[list[str], list[str]]]) -> None:
    loop = Ending()
    for number, (named, more) in enumerate(told):
        raw, tokens = seen(f"e{number}", (*named, *more), hours_ago=50 - number)
        loop.publish(raw, tuple(token for token in tokens if not token.startswith("family:")))


def test_a_passport_that_one_person_after_another_shows_comes_to_rest() -> None:
    """A ring's passport, two of whose bearers a recruiter knows: this went on for ever."""
    book = tok("passport", "ring")
    bearers = [(tok("person", name), tok("family", name)) for name in "abcd"]
    loop = Ending()
    for number, (who, kin) in enumerate(bearers[:2]):
        raw, _ = seen(f"r{number}", (tok("cnic", str(number)), who, kin), hours_ago=90 - number)
        loop.publish(raw, (tok("cnic", str(number)), who))
    for number in (2, 2, 0, 1, 3, 2, 0):
        who, kin = bearers[number]
        at = len(loop.taken)
        raw, _ = seen(f"b{at}", (book, who, kin), hours_ago=50 - at / 10)
        loop.publish(raw, (book, who))
