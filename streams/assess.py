"""From remembered hits to an alert: count, weigh, prioritise, and say it only when something changed."""

from collections.abc import Sequence
from typing import NamedTuple

from schemas.alert import Alert, Line, Status, Unused
from schemas.rulepack import Strength, Subject
from schemas.token import IDENTITY_KINDS, TokenKind
from streams.combination import Combined, LeftOut, combination
from streams.compose import compose
from streams.concern import child_concerned
from streams.counted import Counted, counted, sign_of
from streams.gist import Verdict, fingerprint, gist
from streams.history import DAY, Episode, History, Met
from streams.indicators.cross_benign import reasons_against
from streams.indicators.reading import people
from streams.leader import leader
from streams.pack import PREFERRED, Pack


def renewed(history: History, pack: Pack, answered: Sequence[Met] = ()) -> tuple[Alert, ...]:
    """New versions of this token's alerts, if what they say changed. Advances the episodes in the history.

    `answered`: hits just taken back; if what is left is not enough, an alert that was raised is withdrawn.
    """
    alerts = (_renew(history, about, pack, answered) for about in Subject)
    return tuple(alert for alert in alerts if alert is not None)


def risen(history: History, pack: Pack, now: int) -> tuple[Alert, ...]:
    """New versions of this token's alerts that the clock alone has made more urgent by now, milliseconds since 1970.
    `history`: as `streams.company.heard` gives it."""
    due = {Subject(about): episode for about, episode in history.episodes.items() if 0 < episode.rises <= now}
    for about, episode in due.items():
        history.episodes[about.value] = episode._replace(rises=0, rung=episode.rises)
    alerts = (_renew(history, about, pack, ()) for about in due)
    return tuple(
        alert.model_copy(update={"by_clock": alert.status is Status.OPEN}) for alert in alerts if alert is not None
    )


def weighed(history: History, about: Subject, pack: Pack) -> tuple[Sequence[Counted], Combined]:
    """What an alert about it would count now, with all reasons against, and what that comes to, enough or not: for whoever asks
    why there is none. `history`: as `streams.company.heard` gives it. Changes nothing."""
    found = _dampened(history, about, _found(history, about, pack), pack)
    return found.hits, found.combined


class _Found(NamedTuple):
    """The hits of one subject, and what they come to."""

    hits: list[Counted]
    combined: Combined
    child: bool


def _renew(history: History, about: Subject, pack: Pack, answered: Sequence[Met]) -> Alert | None:
    episode = _going_on(history, about, pack)
    raised = episode is not None and not episode.merged and not episode.withdrawn
    if not raised and not _conceivable(history, about, pack):
        return None
    found, gone = _found(history, about, pack), _quoted(history, about, answered, pack)
    kept = raised and not gone and not history.gone
    met = _met(found, about, pack, kept=kept)
    if met is not None:  # only now is it worth to look for reasons against that nobody stated
        found = _dampened(history, about, found, pack)
        met = _met(found, about, pack, kept=kept)
    if met is None:
        return _withdrawn(history, about, found, gone, pack) if raised else None
    better = _leader(history, found.hits, pack) if met[1] is not Line.KEPT else None
    if better is not None and not raised:
        return None
    return _told(history, about, Verdict(*met, found.combined.left_out, found.child), found.hits, better, pack)


def _told(
    history: History, about: Subject, verdict: Verdict, hits: list[Counted], better: str | None, pack: Pack
) -> Alert | None:
    """The next version, unless it would say nothing new."""
    episode = _current(history, about, pack)
    said = gist(history, about, hits, verdict, episode, better, pack)
    news = fingerprint(said, about)
    if news == episode.fingerprint:
        if said.rises != episode.rises:
            history.episodes[about.value] = episode._replace(rises=said.rises)
        return None
    alert = compose(history, about, hits, verdict, episode, said, pack)
    history.episodes[about.value] = episode._replace(
        version=alert.version,
        last=history.newest,
        fingerprint=news,
        merged=better is not None,
        withdrawn=alert.status is Status.WITHDRAWN,
        rises=said.rises,
    )
    return alert


def _withdrawn(history: History, about: Subject, found: _Found, gone: Sequence[Counted], pack: Pack) -> Alert | None:
    """The version that takes an alert back. None when nothing speaks against it: signs that are merely old, or of which a
    bound dropped the evidence, were true when it was raised."""
    hits = [*found.hits, *gone]
    if not hits or not (gone or history.gone or _outweighed(found, about, pack)):
        return None
    left_out = (*found.combined.left_out, *(LeftOut(hit.met.indicator, Unused.TAKEN_BACK, ()) for hit in gone))
    verdict = Verdict("no longer met", Line.KEPT, left_out, found.child, withdrawn=True)
    return _told(history, about, verdict, hits, None, pack)


def _quoted(history: History, about: Subject, answered: Sequence[Met], pack: Pack) -> list[Counted]:
    """The hits just taken back, with what they rested on."""
    quoted = []
    for met in answered:
        ready = pack.by_id.get(met.indicator)
        evidence = history.quoted(met)
        if evidence and ready is not None and ready.indicator.about is about and met.indicator not in history.hits:
            quoted.append(Counted(met, evidence, (), sign_of(met.indicator, ready.rule, evidence, None)))
    return quoted


def _outweighed(found: _Found, about: Subject, pack: Pack) -> bool:
    """Without the reasons against, the alert would stay open."""
    rules = [(hit, pack.by_id[hit.met.indicator].rule) for hit in found.hits]
    plain = [sign_of(hit.met.indicator, rule, hit.evidence, rule.strength) for hit, rule in rules]
    whole = found._replace(combined=combination(plain, pack.same))
    return _met(whole, about, pack, kept=True) is not None


def _conceivable(history: History, about: Subject, pack: Pack) -> bool:
    """A first look, for most tokens with a hit have a single one: could these reach any line?"""
    moderate = 0
    for name in history.hits:
        ready = pack.by_id.get(name)
        if ready is not None and ready.indicator.about is about and ready.rule.strength is not Strength.WEAK:
            if ready.rule.strength is Strength.STRONG:
                return True
            moderate += 1
    return moderate >= 2


def _dampened(history: History, about: Subject, found: _Found, pack: Pack) -> _Found:
    """The same with the reasons against that nobody states and that the history shows; as it was, when there are none."""
    if pack.dampener is None:
        return found
    hits = [_again(history, hit, pack) for hit in found.hits]
    if all(new is old for new, old in zip(hits, found.hits, strict=True)):
        return found
    combined = combination([hit.sign for hit in hits], pack.same)
    return _Found(hits, combined, child_concerned(history, about, hits, pack))


def _again(history: History, hit: Counted, pack: Pack) -> Counted:
    reasons = pack.answers(hit.met.indicator)
    if reasons_against(history, hit.evidence, reasons, pack.dampener) == hit.answered:
        return hit
    return counted(history, hit.met, hit.evidence, pack.by_id[hit.met.indicator].rule, reasons, pack.dampener)


def _found(history: History, about: Subject, pack: Pack) -> _Found:
    hits = _counted(history, about, pack)
    combined = combination([hit.sign for hit in hits], pack.same)
    return _Found(hits, combined, child_concerned(history, about, hits, pack))


def _met(found: _Found, about: Subject, pack: Pack, *, kept: bool) -> tuple[str, Line] | None:
    """Which combination is met in words, and on which line; None when it is not enough. `kept`: an alert that was raised, and
    of which nothing was taken back, for what never was keeps nothing open."""
    lines, combined = pack.lines, found.combined
    words = combined.meets(lines.raised)
    if words is not None:
        return words, Line.RAISED
    child = found.child and about is Subject.POSSIBLE_VICTIM
    if child and not combined.waits and (words := combined.meets(lines.child)) is not None:
        return words, Line.CHILD
    still = combined.meets(lines.kept_child if child else lines.kept) if kept else None
    return (still, Line.KEPT) if still is not None else None


def _counted(history: History, about: Subject, pack: Pack) -> list[Counted]:
    oldest = history.newest - pack.brakes.episode_days * DAY
    found = []
    for met in history.hits.values():
        ready = pack.by_id.get(met.indicator)
        if ready is None or not ready.rule.on or ready.indicator.about is not about or met.time < oldest:
            continue
        evidence = history.quoted(met)
        if evidence:
            found.append(counted(history, met, evidence, ready.rule, pack.answers(met.indicator)))
    return _nobodys(found) if _is_shared(history, about, found) else found


def _is_shared(history: History, about: Subject, hits: Sequence[Counted]) -> bool:
    """A phone or account stands for a person who shows no more; behind one that several people show, nobody is one."""
    if about is not Subject.POSSIBLE_VICTIM or history.kind in IDENTITY_KINDS or len(hits) < 2:
        return False
    return people(entry.me for hit in hits for entry in hit.evidence) > 1


def _nobodys(hits: Sequence[Counted]) -> list[Counted]:
    """None of them counts: each is told under the token of the person it is about."""
    return [hit._replace(sign=hit.sign._replace(strength=None)) for hit in hits]


def _leader(history: History, hits: Sequence[Counted], pack: Pack) -> str | None:
    allowed = [pack.by_id[hit.met.indicator].indicator.kinds for hit in hits]

    def accepts(kind: TokenKind) -> bool:
        return kind in PREFERRED and all(kinds is None or kind in kinds for kinds in allowed)

    return leader(history, {entry for hit in hits for entry in hit.evidence}, pack.brakes, accepts)


def _going_on(history: History, about: Subject, pack: Pack) -> Episode | None:
    """The episode that a new sighting belongs to; None when there is none yet, or it has been quiet for too long."""
    episode = history.episodes.get(about.value)
    if episode is None or history.newest - episode.last > pack.brakes.episode_days * DAY:
        return None
    return episode


def _current(history: History, about: Subject, pack: Pack) -> Episode:
    episode = _going_on(history, about, pack)
    if episode is not None:
        return episode
    before = history.episodes.get(about.value)
    return Episode(before.number + 1 if before else 1, 0, history.clock, history.newest, "")
