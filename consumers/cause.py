"""Whose event caused a view."""

from schemas.view import View


def cause_of(view: View) -> str | None:
    """The partner of the newest evidence; None for a view that may not show whose evidence it rests on, and for one that the clock
    alone caused.

    An event that came later than a newer one is taken for that one: a version does not say which event caused it.
    """
    if view.alert is None or view.alert.by_clock:
        return None
    return max(view.alert.evidence, key=lambda ref: ref.time).partner
