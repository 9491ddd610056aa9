"""The province of a district, to compare how people of different provinces fare."""

from schemas.places import DISTRICTS

_OF = {
    "Khyber Pakhtunkhwa": "Abbottabad Bannu Charsadda Chitral Dera_Ismail_Khan Haripur Kohat Malakand Mansehra Mardan Nowshera "
    "Peshawar Swabi Swat",
    "Sindh": "Badin Dadu Hyderabad Jacobabad Jamshoro Karachi Khairpur Larkana Mirpur_Khas Nawabshah Sanghar Shikarpur Sukkur "
    "Tharparkar Thatta Umerkot",
    "Balochistan": "Gwadar Kech Quetta Taftan Turbat",
    "Azad Jammu and Kashmir": "Mirpur Muzaffarabad",
    "Gilgit-Baltistan": "Gilgit Skardu",
    "Islamabad": "Islamabad",
}
_PROVINCE = {district: province for province, districts in _OF.items() for district in districts.split()}


def province_of(district: str) -> str:
    """The province or territory; all districts of the list that are in no other are in Punjab."""
    if district not in DISTRICTS:
        raise ValueError("not in the list of districts; see schemas/places.py")
    return _PROVINCE.get(district, "Punjab")
