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

_BORNE_BY_MANY = """
    muhammad syed hafiz haji khan bibi allah ullah abdul ahmed ali hassan hussain abdullah usman umar umayr hamza bilal imran
    asif tariq khalid arshad rashid shahid zahid sajid majid javed iqbal akram aslam ashraf nadeem naeem saleem waseem nasir
    yasir amir amjad kashif irfan adnan faisal kamran rizwan zeeshan shahzad waqas waqar junaid tahir zafar riaz shafiq rafiq
    latif hanif sharif younas yousaf yaqoob ishaq ibrahim ismail abbas haider raza karim rehman rahim ghulam noor gul mustafa
    murtaza mehmood habib sohail farooq siddique saeed anwar akbar asghar azam babar sultan fatima ayesha maryam khadija zainab
    amna sana sadia saima nadia rabia hina sidra iqra bushra shazia nazia rubina yasmin nasreen parveen kausar shabana samina
    farzana tahira rukhsana shamim nargis zahra saba kiran asma uzma fozia kalsoom hafsa naseem malik butt chaudhry sheikh
    qureshi shah mirza mughal rajput bhatti awan gujjar jutt arain ansari siddiqui hashmi baloch afridi yousafzai khattak masih
    rana raja bukhari gilani kazmi rizvi naqvi zaidi niazi abbasi cheema dogar minhas memon soomro bhutto chandio din jan
    bashir manzoor mukhtar iftikhar ijaz ramzan shaukat liaqat zulfiqar nawaz waheed rasool zaheer bilqees farhan ashfaq ikram
    zia haq rashida sughra hajra zubaida ghafoor ghaffar majeed hameed aziz rauf wahab sattar qadir jabbar mumtaz shabbir
"""
WIDESPREAD = frozenset(_BORNE_BY_MANY.split())
"""Words that very many bear [K]: of people called by such words alone the same birth date says little. Pakistan has some 240 million
people and 22,000 birth dates, so two words that one in a hundred bears each have a namesake born on the same day."""

TITLES = frozenset(
    "mr mrs ms miss mstr mister master mst musammat dr prof engr chd chld inf adt late mx sir madam shri".split()  # noqa: SIM905
)
CONNECTIVES = frozenset("ul ud ur us un uz ush al el e i o de bin ibn bint binti wa".split())  # noqa: SIM905
