"""What the words of Pakistani names are written like, and how much each tells: the tables that `names` reads."""

SPELLINGS: tuple[tuple[str, str], ...] = (
    (r"m[ou]+h[aeu]?mm?[aei]?d|mahamm[aeu]d|mohd|muhd|mohmd|mhd|md|m", "muhammad"),
    (r"h[ou]+s+[aey]+i?[ny]+", "hussain"),
    (r"s(y|ay|ayy|aiy|yy|ey|eyy)[aei]d(a|ah)?", "syed"),
    (r"sa(ee|ei|i|ye|yee|e)d", "saeed"),
    (r"(bibi|bebe|beebee|bibee|begum|begam|beghum|baigum)", "bibi"),
    (r"kh?an", "khan"),
    (r"haf[ei]+z", "hafiz"),
    (r"(al)?haj+[ie]*", "haji"),
    (r"ch|chaudh?|chau", "chaudhry"),
    (r"[ou]mai?yr|[ou]mair|[ou]mayr", "umayr"),
    (r"[aou]w+ai?[iy]?s", "awais"),
    (r"(o|u)thman", "usman"),
    (r"rid+h?wan", "rizwan"),
    (r"ramad+h?an", "ramzan"),
    (r"da(w|v)?(oo|u)d", "daud"),
    (r"u?l+ah?", "ullah"),
)
"""Spellings that the consonants alone would not bring together, or would confuse with another name."""

KEPT = frozenset({"muhammad", "hussain", "syed", "saeed", "bibi", "khan", "hafiz", "haji", "umayr", "ullah"})
"""Spellings that stand for themselves in the skeleton: hsn would be Hasan, mhmd would be Mahmood, umr would be Umar."""

COMMON = ("muhammad", "syed", "hafiz", "haji", "khan", "bibi")
"""Words that hardly tell people apart, the commonest first: dropped while two better words remain."""

TITLES = frozenset(
    "mr mrs ms miss mstr mister master mst musammat dr prof engr chd chld inf adt late mx sir madam shri".split()  # noqa: SIM905
)
CONNECTIVES = frozenset("ul ud ur us un uz ush al el e i o de bin ibn bint binti wa".split())  # noqa: SIM905
