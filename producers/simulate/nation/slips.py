"""What goes wrong when a desk writes: other spellings of a name, a digit mistyped, a letter misread."""

from random import Random

SPELLINGS = (
    ("MUHAMMAD", "MOHAMMAD"),
    ("MUHAMMAD", "MOHD"),
    ("MUHAMMAD", "M"),
    ("HUSSAIN", "HUSAIN"),
    ("BIBI", "BEBE"),
    ("AHMAD", "AHMED"),
    ("FAROOQ", "FARUQ"),
    ("YOUNAS", "YUNUS"),
    ("MAHMOOD", "MEHMUD"),
    ("SALEEM", "SALIM"),
    ("IQBAL", "EQBAL"),
    ("EE", "I"),
    ("OO", "U"),
    ("I", "EE"),
    ("U", "OO"),
    ("Q", "K"),
    ("Z", "ZZ"),
    ("L", "LL"),
    ("A", "E"),
)
"""How the same name is written elsewhere (domain 3.3), in capitals."""


def misspelt(rng: Random, name: str) -> str:
    """The same name in another spelling; one in six with a letter lost, which no rule of spelling brings back."""
    plain = name.upper()
    if rng.random() < 0.17 and len(plain) > 8:
        place = rng.randrange(2, len(plain) - 3)
        return name[:place] + name[place + 1 :] if plain[place].isalpha() else name
    for _ in range(4):
        written, other = rng.choice(SPELLINGS)
        place = plain.find(written, 1)
        if place > 0:
            other = other if name.isupper() else other.lower()
            return name[:place] + other + name[place + len(written) :]
    return name


def mistyped(rng: Random, cnic: str) -> str:
    """The last digit is another of the same sex: nobody of ours has such a number."""
    return cnic[:-1] + rng.choice("3579" if cnic[-1] in "13579" else "468")


def misread(rng: Random, passport: str) -> str:
    """The second sign is another, which no passport of ours has."""
    return passport[0] + (rng.choice("XYWV") if passport[1].isalpha() else "8") + passport[2:]
