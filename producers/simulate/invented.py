"""Names and numbers that nobody has, and that anyone can see are invented. The only place that makes them.

Family names are Urdu for made up, imaginary, sample and the like; CNICs begin with 9999 (no such district), passports with Z,
mobile numbers with +92 300 0 or +92 37, IBANs belong to a bank FARZ that does not exist, mail goes to the reserved domain .example.
A day takes numbers below a million and a season those above, so that the two share nobody either.
"""
# ruff: noqa: SIM905 - a word a line would hide the rest

FAMILY_NAMES = tuple(
    "Farzi Khayali Namunwala Misalpuri Tajurba Afsanvi Mafrooza Tamseeli Qayasi Dastanwi Mashqi Kahanwala Banauti Tasawuri "
    "Naqliwala Hawaiwala Kitabpuri Rangmanchi Natakwala Kirdarwala Swangwala Khwabgar Numaishi Azmaishi Nazriyati Kaghazi "
    "Wahmiwala Gumanpuri Ittefaqi Bahanawala Chehrapuri Daramawala Jhootpuri Lafzigar Mozuwala Pardawala Qissagar Ruposhwala "
    "Tilismi Zannigar".split()
)
"""Urdu for fictional, imaginary, sample, example, experiment, fable, and so on."""

MEN = tuple(
    "Aslam Akram Bilal Danish Ehsan Faisal Ghulam Habib Imran Javed Kamran Latif Mansoor Nadeem Omar Pervaiz Qasim Rashid "
    "Sajid Tariq Usman Waqar Yasir Zubair Adnan Babar Farhan Hamza Irfan Junaid Khalid Luqman Mubashir Naveed Rizwan Shahid "
    "Tahir Umair Waseem Zahid".split()
)
WOMEN = tuple(
    "Amina Bushra Farah Ghazala Hina Iqra Javeria Kiran Lubna Maryam Nadia Parveen Rabia Saima Tahira Uzma Yasmin Zainab "
    "Asma Fatima Humaira Kausar Mehwish Nasreen Rukhsana Samina Shazia Sumaira Tabassum Zubaida".split()
)
STREETS = tuple("Misal Namuna Khayal Farz Tajurba Afsana Tamseel Khwab Numaish Qissa".split())
CITY_CODES = tuple("RWP LHR KAR MKD PES SWT QTA SKT GRT MUL".split())
TRADES = tuple("Travels Tours Air Services,Holidays,Travel Point,Voyages".split(","))
WORKS = tuple(
    "Construction LLC,Facilities Co,Hospitality WLL,Logistics Est,Textiles,Agri Co,Security WLL,Steel Est".split(",")
)

BLOCK = 50_000
"""Numbers of one seed; twenty seeds differ before the numbers come again."""

_ROOTS = tuple(
    "Farz Khayal Namun Misal Tajurb Afsan Tamseel Qayas Dastan Mashq Kahan Tasawur Kitab Natak Kirdar Swang Khwab Numaish "
    "Azmaish Kaghaz Wahm Guman Bahan Chehr Daram Qiss Rupos Tilism Mafrooz Hawai".split()
)
SEASON_FAMILIES = tuple(f"{root}{end}" for root in _ROOTS for end in ("puri", "wala", "zai", "gar", "abadi", "nawaz"))
"""A hundred and eighty family names for the many people of a season, from the same words."""
SEASON_MEN = MEN + tuple(
    "Abid Afzal Amir Anwar Arif Arshad Asif Atif Azhar Bashir Dawood Fahad Farooq Fayyaz Hanif Haroon Hussain Ibrahim Ijaz "
    "Iqbal Ishaq Ismail Jamil Jawad Kashif Majid Mahmood Nasir Noman Qadir Rafiq Saleem Saqib Shafiq Shakeel Sohail Suleman "
    "Waheed Yaqoob Younas Zafar".split()
)
SEASON_WOMEN = WOMEN + tuple(
    "Aisha Aneela Ayesha Fakhra Farzana Gulnaz Hafsa Haleema Irum Khadija Mumtaz Naheed Naila Nargis Noreen Razia Robina "
    "Sadia Sajida Salma Shabana Shaheen Shamim Sobia Sughra Tasneem Zahida Zareena".split()
)
SEASON_ABROAD = tuple("Li Wang Chen Zhao Liu Sun Omar Said Ivan Anton Marko".split())
"""Given names of people of other countries; their family names are ours."""

SEASONS_FROM = 1_000_000
SEASON_BLOCK = 8_000_000
SEASONS = 11
"""A season of one seed has eight million numbers; so many seeds differ before the numbers come again."""
FILLERS = frozenset(
    int(text)
    for text in (
        *"0123456 1234567 2345678 9012345 9876543 2109876 1098765 0987654 3210987".split(),
        *(digit * 7 for digit in "0123456789"),
    )
)
"""Serials that read as typed to fill a box, as real ones of that kind would; nobody in a season has one."""


def first_of_season(seed: int) -> int:
    """Where the numbers of a season begin."""
    return SEASONS_FROM + seed % SEASONS * SEASON_BLOCK


def first_number(seed: int) -> int:
    """Where the numbers of a seed begin, so that days of different seeds share nobody."""
    return (seed % 20) * BLOCK + 100


def cnic(number: int, *, male: bool) -> str:
    """99999-9NNNNNN-N, in a season 9999N-NNNNNNN-N; as on real cards, the last digit is odd for men."""
    if number >= SEASONS_FROM:
        return f"9999{number // 10_000_000}-{number % 10_000_000:07d}-{1 if male else 2}"
    return f"99999-9{number:06d}-{1 if male else 2}"


def passport(number: int) -> str:
    """ZZ9NNNNNN, in a season Z, another letter and seven digits."""
    if number >= SEASONS_FROM:
        return f"Z{'ABCDEFGHJ'[number // 10_000_000]}{number % 10_000_000:07d}"
    return f"ZZ9{number:06d}"


def phone(number: int) -> str:
    """A mobile or wallet of a person. A season's begin with 037: no operator's prefix in domain 3.1, yet well formed."""
    if number >= SEASONS_FROM:
        return f"+92 37{number // 10_000_000} {number % 10_000_000:07d}"
    return f"+92 300 0{number:06d}"


def second_phone(number: int) -> str:
    """Another SIM of the person of a season who has this number."""
    return f"+92 379 {number % 10_000_000:07d}"


def foreign_passport(number: int) -> str:
    """A passport of another country."""
    return f"P9{number:08d}"


def office_phone(number: int) -> str:
    """A mobile of an agency or company."""
    return f"+92 301 0{number:06d}"


def foreign_phone(number: int) -> str:
    """A mobile in the Emirates."""
    return f"+971 50 0{number:06d}"


def iban(number: int, bank: str = "FARZ") -> str:
    """A Pakistani IBAN with right check digits of a bank that does not exist."""
    body = f"{bank}{number:016d}"
    checked = int("".join(str(int(letter, 36)) for letter in body + "PK00"))
    return f"PK{98 - checked % 97:02d}{body}"


def agency_code(number: int) -> str:
    """An IATA numeric code: seven digits beginning with 99, and the check digit."""
    digits = f"99{number:05d}"
    return f"{digits}{int(digits) % 7}"


def certificate(number: int) -> str:
    """A medical, police or degree certificate."""
    return f"MISAL/{number:08d}"


def permission(number: int, year: int) -> str:
    """A Protector's permission, of a Protectorate of no city."""
    return f"PEO-MSL/{year}/{number:07d}"


def card(number: int) -> str:
    """A payment card of an industry digit that is for national use, with the right check digit (ISO/IEC 7812)."""
    body = f"9{number:014d}"
    total = sum(
        sum(divmod(2 * int(digit), 10)) if place % 2 == 0 else int(digit) for place, digit in enumerate(reversed(body))
    )
    return f"{body}{-total % 10}"


def device(number: int) -> str:
    """An installation of a banking app."""
    return f"misal-device-{number:08d}"


def licence(number: int) -> str:
    """A promoter's licence above 9000, which the register has not reached; from 1,000 on, as seasons need, above 10000."""
    if 1_000 <= number < 91_000:
        return f"{9_000 + number}/{CITY_CODES[number % len(CITY_CODES)]}"
    return f"{9000 + number % 1000}/{CITY_CODES[number % len(CITY_CODES)]}"


def mail(name: str, number: int) -> str:
    """An address in the reserved domain."""
    return f"{name.lower()}.{number}@misal.example"


def address(number: int, district: str) -> str:
    """A house in a street named after make-believe."""
    return f"House {number % 997 + 1}, {STREETS[number % len(STREETS)]} Street, Mohallah {STREETS[number // 7 % len(STREETS)]}, {district}"
