"""An alert in the words an officer, or a caseworker, reads at three in the morning on a phone. Pure: `now` is an argument."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import zip_longest
from zoneinfo import ZoneInfo

from consumers.evidence import Piece
from consumers.matter import Matter
from consumers.page import Block, Page, Row
from consumers.phrases import HANDLING, clock, day_and_clock, time_left
from consumers.wording_fia import fia_blocks, fia_footer
from consumers.wording_matter import how_many, same_matter
from schemas.alert import Priority, Status
from schemas.codes import Sex
from schemas.route import Inbox
from schemas.rulepack import Typology
from schemas.view import AgeBand, View

HELPLINES = (
    Row("111-247-786", "TIP hotline (FIA)"),
    Row("1121", "Child Protection and Welfare Bureau, Punjab"),
)
NEEDS = {
    Typology.SEXUAL_EXPLOITATION: "safe shelter, medical and psychosocial care",
    Typology.FORCED_LABOUR: "legal aid on wages, debts and papers",
    Typology.FORCED_BEGGING: "shelter and care away from those who send the person begging",
    Typology.FORCED_MARRIAGE: "safe shelter and legal aid on the marriage",
    Typology.CHILD_TRAFFICKING: "child protection and tracing of the family",
    Typology.ORGAN_REMOVAL: "medical care and legal aid",
    Typology.SMUGGLING: "legal advice on migration",
}
SEXES = {Sex.FEMALE: "female", Sex.MALE: "male", Sex.UNSPECIFIED: "not specified"}


def letter(
    view: View,
    inbox: Inbox,
    now: datetime,
    *,
    earlier: View | None = None,
    pieces: Sequence[Piece] = (),
    withheld: str = "",
    matter: Matter | None = None,
) -> Page:
    """The page for one view. `pieces` are its evidence, `withheld` why identities must not be on this page, `earlier` the
    version the recipient has read before, `matter` the alerts of this inbox that rest on the same reports."""
    zone = ZoneInfo(inbox.time_zone)
    ended = view.status is not Status.OPEN
    if ended:
        happened = _continues(view) if view.status is Status.MERGED else _withdrawn(view)
        beside = same_matter(matter, zone, now)
        blocks: tuple[Block, ...] = (happened, beside) if beside.rows else (happened,)
    elif view.alert is not None:
        blocks = fia_blocks(view.alert, zone, now, pieces, withheld, earlier, matter)
    else:
        blocks = _service_blocks(view)
    return Page(
        subject=_subject(view),
        lead="Nothing to decide here"
        if ended
        else f"Decide by {clock(view.decide_by, zone)}, {time_left(view.decide_by, now)}",
        clock=" · ".join(
            part
            for part in (view.priority.value, day_and_clock(view.decide_by, zone), inbox.title, how_many(matter))
            if part
        ),
        headline=_one_line(view.headline),
        urgent=view.priority is Priority.P1 and not ended,
        blocks=blocks,
        footer=_footer(view, zone, now),
    )


def _subject(view: View) -> str:
    version = f" (version {view.version})" if view.version > 1 else ""
    return f"[{view.priority.value}] {_one_line(view.headline)[:120]} · {view.alert_id[:8]}{version}"


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _continues(view: View) -> Block:
    into = view.alert.merged_into if view.alert is not None else None
    where = (
        f"It is now led under the token {into}." if into else "It is now led under another alert of the same person."
    )
    return Block(
        "What happened",
        (
            Row("The same person is now known under a better identifier. This alert ends here and continues there."),
            Row(where),
            Row("No signs were lost; what you noted on this alert stays with it."),
        ),
    )


def _withdrawn(view: View) -> Block:
    hits = view.alert.hits if view.alert is not None else ()
    return Block(
        "What happened",
        (
            Row("What came later answers a sign of this alert, such as a registered contract, or corrects a report."),
            *(Row(hit.sentence, "taken back", urdu=hit.sentence_ur) for hit in hits if hit.counted is None),
            Row("What is left is not enough for an alert. If something new comes, it opens again in this thread."),
            Row("If you have spoken to the person already, your own judgement stands."),
        ),
    )


def _service_blocks(view: View) -> tuple[Block, ...]:
    """Age band, sex, need, urgency and grouped signs: all that a service may have before the person consents (domain 4.3)."""
    needs = tuple(Row(NEEDS[typology]) for typology in view.typologies) or (Row("to be found out with the person"),)
    age = view.age_band.value if view.age_band is not AgeBand.UNKNOWN else "not known"
    who = (
        Row(age, "Age"),
        Row(SEXES[view.sex] if view.sex is not None else "not known", "Sex"),
        Row("A child: the best interest of the child comes first." if view.child else "No sign that this is a child."),
    )
    return (
        Block("Who may need support", who, "The identity is not shared before the person consents."),
        Block("What support may be needed", needs),
        Block("Signs", tuple(Row(_one_line(sign), urdu=_one_line(urdu)) for sign, urdu in _both(view))),
        Block(
            "What is asked",
            (
                Row(
                    "Keep a place or a caseworker ready until the time above; the FIA calls when the person agrees to support."
                ),
                Row("Do not look for the person, and do not contact family, employer or agent."),
                Row("This is a possible victim. Nobody is to be punished for what trafficking made them do."),
            ),
        ),
        Block("Handling", (Row(HANDLING[view.handling]), *HELPLINES)),
    )


def _both(view: View) -> Iterable[tuple[str, str]]:
    """The signs with their Urdu, if the view has it."""
    return zip_longest(view.signs, view.signs_ur[: len(view.signs)], fillvalue="")


def _footer(view: View, zone: ZoneInfo, now: datetime) -> tuple[str, ...]:
    return (
        "Raabta ranks what people should look at; it decides nothing about anyone.",
        f"Alert {view.alert_id}, version {view.version}. Written {day_and_clock(now, zone)}.",
        # The name of a route may tell an airport or a sector: not for everybody.
        *(fia_footer(view, view.alert) if view.alert is not None else ()),
    )
