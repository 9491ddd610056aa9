"""When a second person must look before a version goes: what is beyond the attention budget, and what is too little to tell."""

from collections.abc import Iterable

from schemas.rulebook import Forecast, Load

MAY_LOSE = 0.1
"""A candidate that loses a larger share of today's subjects waits for a second person too: what is lost is seen by nobody [D]."""
LEAST_EVENTS = 500
LEAST_DAYS = 3.0
LEAST_SUBJECTS = 10
"""Alerted on today. A smaller sample says nothing of a day's alerts nor of a tenth of the subjects, and holds [D]."""


def beyond(loads: Iterable[Load], lost: int, before: int, events: int, days: float) -> tuple[str, ...]:
    """Why a second person must look. An inbox that had too much before and gets no more is not the candidate's doing."""
    reasons = [
        f"{load.inbox} would get {load.after:.1f} alerts a day instead of {load.before:.1f}; its budget is {load.budget:g}"
        for load in loads
        if load.after > load.budget and load.after > load.before
    ]
    if lost > before * MAY_LOSE:
        reasons.append(f"{lost} of {before} subjects that are alerted on today would not be")
    if events < LEAST_EVENTS or days < LEAST_DAYS or before < LEAST_SUBJECTS:
        reasons.append(
            f"there is nothing to compare on: {events:,} events over {days:.1f} days with {before} subjects alerted on "
            f"today, and less than {LEAST_EVENTS} events, {LEAST_DAYS:g} days or {LEAST_SUBJECTS} subjects says nothing"
        )
    return tuple(reasons)


def held_by_both(live: Forecast, reports: Forecast) -> Forecast:
    """What live traffic says, held by what a file of reports says too: a file that its author chose lets nothing through."""
    return live.model_copy(
        update={"beyond": (*live.beyond, *(f"on the reports given: {why}" for why in reports.beyond))}
    )
