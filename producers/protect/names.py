"""Names of people and companies as they are compared: a consonant skeleton of the words that tell them apart.

Latin spellings of Pakistani names vary in vowels, doubled letters, separators, order and abbreviations; the consonants and
the first vowel stay. A skeleton is weak by itself (Jamal and Jamil share one): it is for use with a birth date, or inside one event.
String distances are no substitute: Jaro-Winkler and metaphone miss Mohd and Ch, so a table of spellings is needed anyway.
"""

import re
import unicodedata
from functools import lru_cache

from producers.protect import urdu
from producers.protect.spellings import COMMON, CONNECTIVES, KEPT, SPELLINGS, TITLES, WIDESPREAD
from producers.protect.text import PLACEHOLDER_WORDS, bad, clean, is_placeholder

GLUED_TITLE = re.compile(r"(?<=[a-z]{3})(?<!sha)(mrs|mr|mstr|miss|ms|chd|inf)$")
"""Reservation systems write the title onto the given name (JOHNMR). Shams is a name; Amr and Badr are too short or other."""

KINSHIP = re.compile(r"\b[sdwc][./]\s*[o0]\b.*|\b(son|daughter|wife|widow) of\b.*")
ABDUL = re.compile(r"abd[aeou]+l?")
SERVANT = re.compile(r"abd(?:[aeou]+(?:l|r|s|n|z|d|t|sh)?)?")

_SPELLINGS = tuple((re.compile(pattern), word) for pattern, word in SPELLINGS)
_SUFFIXES = tuple(
    re.compile(pattern)
    for pattern in (
        r"([a-z]{3,}?)[aeu]?(ullah?|allah)",
        r"([a-z]{3,}?)[aeiu][ld]*(d[ie]{1,2}n)",
        r"([a-z]{3,}?)u[lr]*(r[ae]hman)",
        r"([a-z]{2,}?)ul(haqu?e?|islam|has+an|amin|ameen)",
        r"([a-z]{3,}?)(khan|bibi|begum)",
        r"(m[uo]hamm?[ae]d)([a-z]{3,})",
    )
)
_OF_NO_FAMILY = frozenset("muhammad syed hafiz haji bibi ullah Ktn bn dn shb shba jr".split())  # noqa: SIM905
"""Keys of second names and titles that strangers share. Begum has the key of Bibi; then Khatoon, Bano, Din, Sahib, Sahiba, Jr."""
_BINDING = frozenset("ul ud ur us un uz ush al".split())  # noqa: SIM905
"""What binds the word after it to the one before."""
_OF_FIRMS = frozenset(
    "travels traders enterprises services pvt ltd limited co company agency laboratory hospital exchange".split()  # noqa: SIM905
)
_DIGRAPHS = (("chh", "C"), ("ch", "C"), ("sh", "S"), ("kh", "K"), ("ph", "f"), ("ck", "k"))
_SINGLE = str.maketrans({"q": "k", "v": "w", "x": "ks"})


def skeleton(raw: str, field: str = "name") -> str | None:
    """`~` and the sorted keys of the telling words of a person's name, such as `~ahmd~khan`; itself when given again.

    None when no name was typed (N/A, UNKNOWN, only titles). Common words are dropped only while two better ones remain, so
    that neither is the key empty nor does every Ahmad become one. Raises Malformed when the name is in an unknown script.
    """
    text = clean(raw, field)
    if re.fullmatch(r"(~[A-Za-z]{1,64})+", text):
        return text
    if is_placeholder(text):
        return None
    words = _words(KINSHIP.sub("", text.casefold()))
    if not words:
        if any(letter.isalpha() and not _readable(letter) for letter in text.casefold()):
            raise bad(field, "write the name in Latin letters as in the machine readable zone, or in Urdu")
        return None
    keys = list(dict.fromkeys(_key(word) for word in _joined(words)))
    if len(keys) > 1:
        keys = [key for key in keys if len(key) > 1 or key not in "aubcdefghijklmnopqrstvwxyz"] or keys
    return "~" + "~".join(sorted(_telling(keys, COMMON)))


_SERVANT = "abd"
"""How the key of Abdul Rehman, Abdul Majeed and the like begins."""


def is_rare(key: str) -> bool:
    """A skeleton of two words or more of which one is borne by few: with a birth date it tells one person. Abdul and the word
    after it are one word of the key, and no rare one."""
    words = key[1:].split("~")
    return len(words) > 1 and any(word not in _widespread() and not word.startswith(_SERVANT) for word in words)


@lru_cache(maxsize=1)
def _widespread() -> frozenset[str]:
    return frozenset(_key(word) for word in WIDESPREAD)


def last_word(raw: str, field: str = "name") -> str | None:
    """The last word of a name as people write it in full, `Testina Farzi`: where no surname is written apart it is most often the
    family's, or the father's or husband's name.

    None of one word, of a name as airlines write it, where the word is the second half of one name (Habib Ullah, Abdul Rehman,
    Zia ul Haq), an initial, or no family's: Bibi, Khatoon, Muhammad; and of a firm.
    """
    text = KINSHIP.sub("", clean(raw, field).casefold())
    if "/" in text or is_placeholder(text):
        return None
    words = [word for word in letters_of(text).split() if word not in TITLES]
    if len(words) < 2 or len(words[-1]) < 2 or words[-2] in _BINDING or SERVANT.fullmatch(words[-2]):
        return None
    return words[-1] if _key(words[-1]) not in _OF_NO_FAMILY and words[-1] not in _OF_FIRMS else None


def _telling(keys: list[str], common: tuple[str, ...]) -> list[str]:
    telling = [key for key in keys if key not in common]
    spare = [key for key in reversed(common) if key in keys]
    return telling + spare[: max(0, 2 - len(telling))]


def _readable(letter: str) -> bool:
    return "a" <= letter <= "z" or urdu.is_urdu(letter)


def letters_of(text: str) -> str:
    """The text without accents and apostrophes; everything that is not a letter of ours becomes a space."""
    if not text.isascii():
        text = "".join(
            mark for mark in unicodedata.normalize("NFKD", text) if unicodedata.category(mark) not in ("Mn", "Lm")
        )
        text = text.replace("ß", "ss").replace("\u0131", "i").replace("ø", "o").replace("æ", "ae")
    text = re.sub("['`\u00b4\u2018\u2019\u02bf\u02be]", "", text)
    return "".join(letter if _readable(letter) else " " for letter in text)


def _words(text: str) -> list[str]:
    """The written words, titles and fillers gone, joined ones taken apart."""
    found: list[str] = []
    for word in letters_of(text).split():
        if urdu.is_urdu(word):
            found += urdu.words_of("".join(letter for letter in word if urdu.is_urdu(letter)))
            continue
        word = GLUED_TITLE.sub("", word)
        if word in TITLES or (word in PLACEHOLDER_WORDS and word != "na"):
            continue
        found += _apart(word)
    plain = [word for word in found if word not in CONNECTIVES]
    return plain or found


def _apart(word: str) -> list[str]:
    if ABDUL.match(word):
        return [word]
    for pattern in _SUFFIXES:
        match = pattern.fullmatch(word)
        if match:
            first, second = match.groups()
            return [*_apart(first), *_apart(second)] if first != word else [word]
    return [word]


def _joined(words: list[str]) -> list[str]:
    """Abdul and the word after it are one name, however they were written."""
    if len(words) > 1 and SERVANT.fullmatch(words[-1]):  # passports print REHMAN<<ABDUL
        words = [words[-1], *words[:-1]]
    joined: list[str] = []
    for word in words:
        if joined and SERVANT.fullmatch(joined[-1]):
            joined[-1] = "abdul" + ("" if word == "ullah" else "+") + word
        else:
            joined.append(word)
    return joined


@lru_cache(maxsize=8192)  # single words of names, not whole identities; bounded
def _key(word: str) -> str:
    """The skeleton of one word."""
    if word.startswith("abdul+"):
        return "abd" + _key(word[6:])
    if re.fullmatch(r"abd[aeou]*l+ah?|abdulullah", word):
        return "abdullah"
    glued = re.fullmatch(r"abd[aeou]+(?:l(?=[^l])|l(?=ll)|([lrsnzdt]|sh)(?=\1))?([a-z]{3,})", word)
    if glued:
        return "abd" + _key(glued[2])
    for pattern, meant in _SPELLINGS:
        if pattern.fullmatch(word):
            return meant if meant in KEPT else latin_consonants(meant)
    return (urdu.consonants(word) or "a") if urdu.is_urdu(word) else latin_consonants(word)


def latin_consonants(word: str) -> str:
    """First vowel as a (a e i) or u (o u), then the consonants as heard, then a when the word ends in -a or -ah.

    C, S and K stand for ch, sh and kh. y counts at the start only; w at the start and before a vowel; the h of an aspirate
    (bh, dh, gh, jh, th) is silent. The last a keeps Khalid and Khalida apart.
    """
    first = "" if word[0] not in "aeiou" else "u" if word[0] in "ou" else "a"
    last = "a" if re.search(r"[^aeiou]i?[aeiouy]*ah?$", word) and len(word) > 2 else ""
    body = re.sub(r"(?<=a)h$", "", word)
    for written, heard in _DIGRAPHS:
        body = body.replace(written, heard)
    body = re.sub(r"(?<=[bdgjt])h", "", body)
    body = re.sub(r"c(?=[eiy])", "s", body).replace("c", "k")
    body = re.sub(r"(?<!^)w(?![aeiouy])", "", body).translate(_SINGLE)
    body = re.sub(r"(.)\1+", r"\1", body)
    body = re.sub(r"[aeiou]|(?<!^)y", "", body)
    return (first + body + last) or "a"
