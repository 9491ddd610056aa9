"""Urdu script to the consonants that a Latin spelling of the same name would give. Ours, small, and lossy on purpose.

Urdu does not write short vowels, so only consonants can be compared. General transliterators fail here: anyascii drops
the alif that begins a name, ICU leaves some letters of Urdu untouched. Limits: waw and ye are read as vowels or consonants
by their neighbours only; a name whose first short vowel is u (Umar, Usman) is not told from one in a unless `WORDS` knows it.
"""
# ruff: noqa: RUF001 - Urdu letters are meant

WORDS = {
    "محمد": "muhammad",
    "حسین": "hussain",
    "حسن": "hasan",
    "عمر": "umar",
    "عمیر": "umair",
    "عثمان": "usman",
    "عبید": "ubaid",
    "عظمی": "uzma",
    "اسامہ": "usama",
    "اسحاق": "ishaq",
    "اویس": "awais",
    "سید": "syed",
    "سیدہ": "syeda",
    "سعید": "saeed",
    "سعد": "saad",
    "بی": "bibi",
    "بیگم": "begum",
    "خان": "khan",
    "حافظ": "hafiz",
    "حاجی": "haji",
    "چوہدری": "chaudhry",
    "چودھری": "chaudhry",
    "مصطفی": "mustafa",
    "مرتضی": "murtaza",
    "مجتبی": "mujtaba",
    "موسی": "musa",
    "عیسی": "isa",
    "یحیی": "yahya",
    "یحی": "yahya",
    "داود": "daud",
    "عبداللہ": "abdullah",
    "اللہ": "ullah",
}
"""Names that letters alone would confuse or misread."""

BEGIN_WITH_AL = frozenset({"الیاس", "الطاف", "الماس"})
"""Names whose first two letters look like the article."""

SAME = str.maketrans(
    {"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ہ", "ه": "ہ", "ۂ": "ہ", "ە": "ہ", "ۃ": "ہ", "ں": "ن", "ء": None, "ـ": None}
)
"""Arabic keyboards type other code points for the same letters."""

CONSONANTS = dict(
    zip(
        "بپتٹثجچحدڈذرڑزژسشصضطظغفقکگلمنہ",
        "bpttsjChddzrrzzsSsztzgfkkglmnh",
        strict=True,
    )
) | {"خ": "K"}
"""C, S and K stand for ch, sh and kh."""

ASPIRATED = {"k": "K", "p": "f"}
"""What do-chashmi he makes of the letter before it, as Latin kh and ph are read; elsewhere it is silent."""

VOWELS = "اعیےو"


def is_urdu(word: str) -> bool:
    """True when the word is written in Arabic script."""
    return any("\u0600" <= letter <= "\u06ff" for letter in word)


def words_of(word: str) -> list[str]:
    """One written word as the words of a name: Abdul, the article al and Ullah are taken apart, known words made Latin."""
    word = word.translate(SAME)
    if word in WORDS:
        return [WORDS[word]]
    if word.startswith("عبدال") and len(word) > 6:
        return ["abdul", *words_of(word[5:])]
    if word == "عبد":
        return ["abdul"]
    if word.endswith("اللہ") and len(word) > 5:
        return [*words_of(word[:-4]), "ullah"]
    if "الدین" in word[1:]:
        return [*words_of(word[: word.index("الدین", 1)]), "دین"]
    if word.startswith("ال") and len(word) > 3 and word not in BEGIN_WITH_AL:
        return words_of(word[2:])
    return [word]


def consonants(word: str) -> str:
    """The consonant skeleton of one Urdu word, in the same letters as `names.latin_consonants`."""
    letters = [letter for letter in word if letter in CONSONANTS or letter in VOWELS or letter == "ھ"]
    key = ""
    for at, letter in enumerate(letters):
        before, after = letters[at - 1] if at else "", letters[at + 1] if at + 1 < len(letters) else ""
        if at == 0 and letter in "اع":
            key += "u" if after == "و" else "a"
        elif letter == "ھ":
            key = key[:-1] + ASPIRATED.get(key[-1:], key[-1:])
        elif not after and (letter == "ا" or (letter == "ہ" and before)):
            key += "a"
        elif letter == "ی" and at == 0:
            key += "y"
        elif letter == "و" and (at == 0 or (after and after in "ایے") or (before == "ا" and after and at > 1)):
            key += "w"
        else:
            key += CONSONANTS.get(letter, "")
    return key
