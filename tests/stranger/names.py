"""Names of invented people. The families are words for what is made up: Farzi, Khayali, Saraabi."""


def words(text: str) -> tuple[str, ...]:
    """The words of a text."""
    return tuple(text.split())


MEN = words(
    "Adil Bilal Danish Faisal Ghazan Hamid Imran Junaid Kashif Luqman Moin Nadir Omair Qasim Rafay Salman Tariq Waqas"
)
WOMEN = words(
    "Amna Bushra Dua Erum Fariha Ghazal Hina Iqra Javeria Kiran Laiba Mahnoor Nida Pakeeza Rimsha Sidra Tehmina Zoya"
)
FAMILIES = words(
    "Farzi Misali Khayali Namooni Qissai Afsanvi Tasavvuri Dastani Kahanvi Roopaki Tamsili Fasanvi Hikayati Sanadvi "
    "Naqshgar Rangrezi Sitarvi Chandvi Barfani Koharvi Dhundla Parchhai Saraabi Wahmi Gumani Khwabi Tabeeri Lafzgar "
    "Harfgar Nuqtavi Safhavi Kitabgar Qalamvi Daftari Gulfarz Bagfarz Darfarz Kohfarz Naufarz Umarfarz"
)
DISTRICTS = words(
    "Lahore Karachi Gujrat Sialkot Faisalabad Multan Peshawar Swat Rawalpindi Quetta Sukkur Kasur Vehari Mardan Jhelum "
    "Sargodha Bahawalpur Larkana"
)
AGENCIES = tuple(f"{name} Travels" for name in words("Namuna Misaal Tasveer Roshan Kahani Manzar Khwab Sitara"))
