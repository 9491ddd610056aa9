"""Strands: which sightings of one token belong to one person. Names need a second key; documents must not contradict.

Two people may bear one name and one birth date, and two may show one passport. What is joined by mistake is worse than what
is not joined, so sightings are put together only as far as they agree:

* under a **name** token, sightings agree when few bear such a name, or they share a document, or another key (phone, father or husband,
  address, account), unless that would give one person two CNICs: then only documents join, and a key that both CNICs share joins nobody.
  A surname is no other key: it is a part of the name;
* under a **name and phone** token, sightings agree unless two CNICs, passports or birth dates that nothing ties contradict, or two play
  one part in a report: brothers whose names are spelt alike may share a phone. Then only documents, and a name with its birth date, join;
* under a **document** token, sightings agree unless they contradict one another: another name and birth date, or another CNIC,
  and nothing that they share.

Who agrees with whom is told by what events themselves show under this token. What travelled here along an alias follows one of
these people and joins nobody: else a sighting could come by a join, undo the join by coming, and be taken back and sent for ever.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from schemas.token import TokenKind, key_of, kind_of
from streams.entry import IDENTITY, Entry

Strand = tuple[Entry, ...]
_DOCUMENTS = (f"{TokenKind.CNIC}:", f"{TokenKind.PASSPORT}:")
_CNIC = f"{TokenKind.CNIC}:"
_PERSON = f"{TokenKind.PERSON}:"
_FAMILY = f"{TokenKind.FAMILY}:"


def strands(token: str, entries: Sequence[Entry]) -> tuple[Strand, ...]:
    """The entries of an identity token by person, each in order; the first strand holds the oldest entry."""
    direct = [entry for entry in entries if entry.hops == 0]
    if len(direct) < 2:
        return (tuple(entries),) if entries else ()
    found = _READ.get(kind_of(token), _by_document)(token, direct)
    return found if len(direct) == len(entries) else _followed(found, entries)


def _followed(found: tuple[Strand, ...], entries: Sequence[Entry]) -> tuple[Strand, ...]:
    """Each sighting that travelled here, put to whoever shows the alias it came from; to the first where that is nobody."""
    if len(found) == 1:
        return (tuple(entries),)
    shown = [{key for entry in strand for key in entry.me.tokens} for strand in found]
    strand_of = {entry.key: number for number, strand in enumerate(found) for entry in strand}
    for entry in entries:
        if entry.key not in strand_of:
            strand_of[entry.key] = next((n for n, keys in enumerate(shown) if entry.via in keys), 0)
    return tuple(tuple(e for e in entries if strand_of[e.key] == number) for number in range(len(found)))


def shows_document(strand: Strand) -> bool:
    """Somebody of this name is known by a document here, whose own history tells of it."""
    return any(key.startswith(_DOCUMENTS) for entry in strand for key in (*entry.me.tokens, entry.via))


def _by_name(token: str, entries: Sequence[Entry]) -> tuple[Strand, ...]:
    shown = [[key for key in _keys(token, entry) if not key.startswith(_FAMILY)] for entry in entries]
    hard = [[key for key in keys if key.startswith(_DOCUMENTS)] for keys in shown]
    found = _grouped(shown)
    if not any(_contradicts(hard, group) for group in found):
        return _strands(entries, found)
    of_document = _grouped(hard)
    told: dict[str, list[int]] = defaultdict(list)
    for group in of_document:
        for key in {key for index in group for key in shown[index]}:
            told[key].extend(group)
    shared = {key for key, group in told.items() if _contradicts(hard, group)}
    found = _grouped([[key for key in keys if key not in shared] for keys in shown])
    if any(_contradicts(hard, group) for group in found):
        found = of_document
    return _strands(entries, found)


def _by_document(token: str, entries: Sequence[Entry]) -> tuple[Strand, ...]:
    names = [[t for t in entry.me.tokens if t != token and t.startswith((_CNIC, _PERSON))] for entry in entries]
    if not differ(name for entry, own in zip(entries, names, strict=True) if entry.hops == 0 for name in own):
        return (tuple(entries),)
    shown = [_keys(token, entry) for entry in entries]
    found = [group for group in _grouped(shown) if any(shown[index] for index in group)]
    direct = [own if entry.hops == 0 else [] for entry, own in zip(entries, names, strict=True)]
    if not _several_groups(direct, found):
        return (tuple(entries),)
    bare = [[index] for index, keys in enumerate(shown) if not keys]
    return _strands(entries, [*found, *bare])


def _by_phone(token: str, entries: Sequence[Entry]) -> tuple[Strand, ...]:
    hard = [[key for key in _keys(token, entry) if key.startswith(IDENTITY)] for entry in entries]
    found = [group for group in _grouped(hard) if hard[group[0]]]
    if any(_contradicts(hard, group) for group in found):
        hard = [[key for key in keys if key.startswith(_DOCUMENTS)] for keys in hard]
        found = [group for group in _grouped(hard) if hard[group[0]]]
    if not _one_part_twice(entries) and not _several_groups(hard, found):
        return (tuple(entries),)
    bare = [[index] for index, keys in enumerate(hard) if not keys]
    return _strands(entries, [*found, *bare])


def _one_part_twice(entries: Sequence[Entry]) -> bool:
    """Two who play one part in a report are two people, whatever they are called."""
    return len({(entry.event, entry.role) for entry in entries}) < len(entries)


_READ = {TokenKind.PERSON: _by_name, TokenKind.NAMED: _by_phone}


def _keys(token: str, entry: Entry) -> list[str]:
    keys = [other for other in entry.me.tokens if other != token]
    return [*keys, entry.via] if entry.via else keys


def _contradicts(hard: Sequence[Sequence[str]], group: Iterable[int]) -> bool:
    return differ(key for index in group for key in hard[index] if key.startswith(_CNIC))


def differ(tokens: Iterable[str]) -> bool:
    """Two tokens of one kind and one key that differ. Tokens of two keys may well mean the same."""
    seen: dict[tuple[str, str], str] = {}
    return any(seen.setdefault((token[: token.index(":")], key_of(token)), token) != token for token in tokens)


def _several_groups(names: Sequence[Sequence[str]], groups: Sequence[Sequence[int]]) -> bool:
    """Groups that share nothing, and of which two are named in the same way: they contradict one another."""
    seen: dict[tuple[str, str], int] = {}
    for number, group in enumerate(groups):
        for token in (name for index in group for name in names[index]):
            if seen.setdefault((token[: token.index(":")], key_of(token)), number) != number:
                return True
    return False


def _grouped(shown: Sequence[Sequence[str]]) -> list[list[int]]:
    """Positions put together that share a key, directly or through others; the oldest first."""
    parent = list(range(len(shown)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = index = parent[parent[index]]
        return index

    first: dict[str, int] = {}
    for index, keys in enumerate(shown):
        for key in keys:
            one, other = root(index), root(first.setdefault(key, index))
            parent[max(one, other)] = min(one, other)
    found: dict[int, list[int]] = defaultdict(list)
    for index in range(len(shown)):
        found[root(index)].append(index)
    return list(found.values())


def _strands(entries: Sequence[Entry], groups: Iterable[Sequence[int]]) -> tuple[Strand, ...]:
    found = [tuple(entries[index] for index in sorted(group)) for group in groups]
    return tuple(sorted(found, key=lambda strand: strand[0].order))
