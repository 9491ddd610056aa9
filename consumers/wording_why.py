"""Why an alert was raised, how sure that is, and how the pieces join, for an inbox of profile fia. Pure."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from consumers.page import Block, Edge, Row
from consumers.phrases import GRADES, KEYS, SOURCES, in_words, seen_by
from schemas.alert import Against, Alert, Hit, Join, Line, Unused
from schemas.codes import Sector
from schemas.rulepack import Subject
from schemas.token import kind_of

MOST_EDGES = 12
_LINES = {
    Line.RAISED: "ILO-EC operational indicators, 2009",
    Line.CHILD: "a lower line for a child, our own; of a child no means need be shown, Palermo Protocol Art. 3(c)",
    Line.KEPT: "below the line that raised it; it stays open as long as this much is left",
}


def why(alert: Alert, zone: ZoneInfo) -> Block:
    """Each sign with what it counts for, in English and in Urdu, its source, its grades and who saw it."""
    return Block("Why", tuple(_hit(hit, zone) for hit in alert.hits))


def against(alert: Alert, zone: ZoneInfo) -> Block:
    """Each reason against, and which signs it lowers."""
    return Block(
        "Against", tuple(_against(one, zone) for one in alert.against) or (Row("No reason against is known."),)
    )


def how_sure(alert: Alert) -> Block:
    """The combination, the sectors, what the grades mean, the possible forms and the limits."""
    rows = [
        Row(f"{alert.combination} ({_LINES[alert.line]})", "Combination met"),
        Row(f"{len(alert.sectors)}: {', '.join(sector.value for sector in alert.sectors)}", "Independent sectors"),
    ]
    sources = sorted({hit.source_grade for hit in alert.hits if hit.source_grade is not None})
    known = sorted({hit.information_grade for hit in alert.hits if hit.information_grade is not None})
    if sources:
        rows.append(Row("; ".join(SOURCES[grade] for grade in sources), "Source grade (4x4)"))
    if known:
        rows.append(Row("; ".join(GRADES[grade] for grade in known), "Information grade (4x4)"))
    if alert.typologies:
        rows.append(Row(", ".join(in_words(typology) for typology in alert.typologies), "Possible forms"))
    if alert.capped:
        rows.append(Row("This identifier met so many others that older evidence was left out.", "Limit"))
    return Block("How sure", tuple(rows), "These are signs, not findings.")


def how_joined(alert: Alert) -> Block:
    """Which key brought what which partner saw; empty when a single partner saw all of it."""
    sectors = {ref.partner: ref.sector for ref in alert.evidence}
    if len({partner for join in alert.joins for partner in join.partners}) < 2:
        return Block("", ())
    middle = "possible victim" if alert.about is Subject.POSSIBLE_VICTIM else "possible facilitator"
    edges = tuple(_edges(alert, sectors))
    more = (Row(f"and {len(edges) - MOST_EDGES} more"),) if len(edges) > MOST_EDGES else ()
    return Block("How the pieces join", more, middle=middle, edges=edges[:MOST_EDGES])


def _edges(alert: Alert, sectors: dict[str, Sector]) -> Iterable[Edge]:
    for join in alert.joins:
        detail = _joining(join, alert)
        for number, partner in enumerate(join.partners, 1):
            sector = sectors.get(partner)
            end = f"{sector.value} {partner}" if sector is not None else partner
            yield Edge(end, KEYS[join.kind], detail if number == len(join.partners) else "")


def _joining(join: Join, alert: Alert) -> str:
    doubt = " Other evidence contradicts: another name, birth date or CNIC." if join.conflicting else ""
    if join.hops == 0 or join.through is None:
        return doubt.strip()
    mine, through = KEYS[kind_of(alert.subject)], KEYS[join.through]
    who = f" by {', '.join(join.shown_by)}" if join.shown_by else ""
    how = f"The {through} was shown together with this person's {mine}{who}"
    way = f"{how}; the {KEYS[join.kind]} with that {through}" if join.hops > 1 else how
    return f"{way}. Confidence {join.confidence:.2f} of 1.{doubt}"


def _hit(hit: Hit, zone: ZoneInfo) -> Row:
    strength = hit.strength.value
    beside = f" beside {', '.join(hit.beside)}" if hit.beside else ""
    if hit.unused is Unused.TAKEN_BACK:
        strength = f"{strength}, taken back: answered or corrected since"
    elif hit.counted is None:
        strength = f"{strength}, not counted: outweighed by a reason against"
    elif hit.counted is not hit.strength:
        strength = f"{hit.counted.value} ({strength}, lowered by a reason against)"
    if hit.unused is Unused.SAME_THING:
        strength = f"{strength}, not counted{beside}: it measures the same"
    elif hit.unused is Unused.SAME_EVENT:
        strength = f"{strength}, not counted{beside}: it rests on the same observation"
    elif hit.unused is Unused.COMMON:
        strength = f"{strength}, completes nothing: very many innocent people show it"
    profile = "; describes who someone is, never decisive" if hit.profile else ""
    graded = hit.source_grade is not None and hit.information_grade is not None
    grades = f" (source {hit.source_grade}, information {hit.information_grade})" if graded else ""
    seen = f"Source of this sign: {hit.source}. Seen by {seen_by(hit.evidence, zone)}{grades}."
    return Row(hit.sentence, strength + profile, seen, hit.sentence_ur)


def _against(one: Against, zone: ZoneInfo) -> Row:
    lowers = f"Lowers {', '.join(one.answers)}. " if one.answers else ""
    seen = f"Said by {seen_by(one.evidence, zone)}." if one.evidence else ""
    return Row(one.sentence, in_words(one.reason), lowers + seen)
