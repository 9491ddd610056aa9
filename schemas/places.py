"""Where in Pakistan: a closed list, because a misspelt district joins with nothing (FMU Circular 05 of 2021 rejects them too)."""

from typing import Annotated

from pydantic import AfterValidator, Field

DISTRICTS: frozenset[str] = frozenset(
    [
        "Abbottabad",
        "Attock",
        "Badin",
        "Bahawalnagar",
        "Bahawalpur",
        "Bannu",
        "Bhakkar",
        "Chakwal",
        "Charsadda",
        "Chiniot",
        "Chitral",
        "Dadu",
        "Dera_Ghazi_Khan",
        "Dera_Ismail_Khan",
        "Faisalabad",
        "Gilgit",
        "Gujranwala",
        "Gujrat",
        "Gwadar",
        "Hafizabad",
        "Haripur",
        "Hyderabad",
        "Islamabad",
        "Jacobabad",
        "Jamshoro",
        "Jhang",
        "Jhelum",
        "Karachi",
        "Kasur",
        "Kech",
        "Khairpur",
        "Khanewal",
        "Khushab",
        "Kohat",
        "Lahore",
        "Larkana",
        "Layyah",
        "Lodhran",
        "Malakand",
        "Mandi_Bahauddin",
        "Mansehra",
        "Mardan",
        "Mianwali",
        "Mirpur",
        "Mirpur_Khas",
        "Multan",
        "Muzaffarabad",
        "Muzaffargarh",
        "Nankana_Sahib",
        "Narowal",
        "Nawabshah",
        "Nowshera",
        "Okara",
        "Pakpattan",
        "Peshawar",
        "Quetta",
        "Rahim_Yar_Khan",
        "Rajanpur",
        "Rawalpindi",
        "Sahiwal",
        "Sanghar",
        "Sargodha",
        "Sheikhupura",
        "Shikarpur",
        "Sialkot",
        "Skardu",
        "Sukkur",
        "Swabi",
        "Swat",
        "Taftan",
        "Tharparkar",
        "Thatta",
        "Toba_Tek_Singh",
        "Turbat",
        "Umerkot",
        "Vehari",
    ]
)


def _district(name: str) -> str:
    if name not in DISTRICTS:
        raise ValueError("not in the list of districts; see schemas/places.py, spaces are written as _")
    return name


District = Annotated[
    str,
    AfterValidator(_district),
    Field(description="District of Pakistan, spaces as _", examples=["Lahore"], max_length=24),
]
