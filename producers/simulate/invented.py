"""Names and numbers that nobody has, and that anyone can see are invented. The only place that makes them.

Family names are Urdu for made up, imaginary, sample and the like; CNICs begin with 99999-9 (no such district), passports with ZZ9,
mobile numbers with +92 300 0, IBANs belong to a bank FARZ that does not exist, mail goes to the reserved domain .example.
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


def first_number(seed: int) -> int:
    """Where the numbers of a seed begin, so that days of different seeds share nobody."""
    return (seed % 20) * BLOCK + 100


def cnic(number: int, *, male: bool) -> str:
    """99999-9NNNNNN-N; as on real cards, the last digit is odd for men."""
    return f"99999-9{number:06d}-{1 if male else 2}"


def passport(number: int) -> str:
    """ZZ9NNNNNN."""
    return f"ZZ9{number:06d}"


def phone(number: int) -> str:
    """A mobile or wallet of a person."""
    return f"+92 300 0{number:06d}"


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


def licence(number: int) -> str:
    """A promoter's licence above 9000, which the register has not reached."""
    return f"{9000 + number % 1000}/{CITY_CODES[number % len(CITY_CODES)]}"


def mail(name: str, number: int) -> str:
    """An address in the reserved domain."""
    return f"{name.lower()}.{number}@misal.example"


def address(number: int, district: str) -> str:
    """A house in a street named after make-believe."""
    return f"House {number % 997 + 1}, {STREETS[number % len(STREETS)]} Street, Mohallah {STREETS[number // 7 % len(STREETS)]}, {district}"
