"""What each indicator rests on, and how well each fact is known: for the catalogue page, not for the hot path."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Mark(StrEnum):
    """How a fact is known."""

    READ = "S"
    """The source was read."""
    PASSAGE_NOT_READ = "P"
    """The source is known, this passage of it was not read."""
    GENERAL = "K"
    """General knowledge, to be confirmed before anybody relies on it."""
    OWN = "D"
    """Our own default or reading, to be tuned: no fact and no law."""


S, P, K, D = Mark.READ, Mark.PASSAGE_NOT_READ, Mark.GENERAL, Mark.OWN


class Basis(NamedTuple):
    """The facts behind one indicator."""

    sources: Mapping[str, Mark]
    """By source key."""
    thresholds: Mapping[str, Mark] = {}
    """Those that are more than our own default, by parameter. It holds for the value in the code: another is our own."""
    note: str = ""
    """What else is to be known of its facts; with a mark in brackets."""


_NUMBERS = "The sign is in the source; how often and how soon is ours [D]."

BASIS: Mapping[str, Basis] = {
    # Airlines
    "a-oneway-no-return": Basis({"FIA25": S, "GTAS": S}),
    "a-third-party-cash": Basis({"AKEO": S, "IATA18": P}),
    "a-last-minute": Basis({"AKEO": S, "GTAS": S}),
    "a-minor-alone": Basis({"AKEO": S}),
    "a-minor-unrelated-adult": Basis({"AKEO": S, "C352": P}),
    "a-no-luggage-long-stay": Basis({"AKEO": S, "AAI": S}),
    "a-visit-visa-worker": Basis({"BEOE": S, "FIA25": S}),
    "a-umrah-no-means": Basis(
        {"FIA-M": S}, note="In the cases eight women had 200 riyals each [S]; the sum is ours [D]."
    ),
    "a-umrah-poor": Basis({"FIA-M": S}, note="In the cases eight women had 200 riyals each [S]; the sum is ours [D]."),
    "a-fia25-profile": Basis(
        {"FIA25": S},
        {"visas": S, "countries": S, "youngest": S, "oldest": S},
        "The advisory also names nine districts and two airlines [S]; leaving them out is ours [D].",
    ),
    "a-broken-onward": Basis({"FIA25": S}, note="Which countries is our reading of the advisory's routes [D]."),
    "a-split-party-seating": Basis({"AKEO": S}, note="That several bookings of one payer say the same is ours [D]."),
    "a-doc-mismatch": Basis(
        {"Raabta": D, "ICAO Annex 9": K},
        note="First listed as moderate, strong for birth date or sex; weak and common is our own choice [D], for clerks mistype "
        "and names change at a wedding. Strong where birth date or sex is one of several differences [D]: a-doc-other-person.",
    ),
    "a-doc-other-person": Basis({"Raabta": D, "ICAO Annex 9": K}),
    "a-mrz-invalid": Basis({"ICAO 9303": K}),
    "a-doc-expired": Basis(
        {"ICAO 9303": K},
        note="First listed as strong, beside check digits that fail; weak and common is our own choice [D]: mostly an oversight.",
    ),
    "a-obs-docs-held": Basis({"FIN20": S, "ILO11": S}),
    "a-obs-spoken-for": Basis({"FIN20": S, "AAI": S, "AKEO": S}),
    "a-obs-unaware-dest": Basis({"AAI": S, "BLI": S, "FIN20": S}, note="Of BLI only the summary was read [S]."),
    "a-obs-scripted": Basis({"FIN20": S, "Blue Heart": S}),
    "a-obs-relation-unknown": Basis({"FIN20": S}),
    "a-obs-harm-fear": Basis(
        {"AKEO": S, "AAI": S, "FIN20": S}, note="That waiting for a second sign is unsafe is ours [D]."
    ),
    "a-obs-vague-job": Basis({"AAI": S}),
    "a-payer-many-unrelated": Basis({"FATF": P, "FIN20": S}, note=_NUMBERS),
    "a-shared-contact-pnrs": Basis(
        {"FIN14": S, "FIN20": S},
        note="Transposed from accounts to bookings [D]. First listed as moderate, and as strong once the pattern is old; that it stays "
        "moderate is our own choice [D]: the phone of a village travel agent who never registered grows old on honest bookings.",
    ),
    "a-sends-brides": Basis({"CN19": S}, note=_NUMBERS),
    "a-sends-one-way": Basis({"Raabta": D, "FIA25": S, "AKEO": S}, note=_NUMBERS),
    "a-escort-short-trips": Basis(
        {"Raabta": D, "KYC360": S}, note="FATF found no case of organ removal: low evidence [K]."
    ),
    "a-umrah-agent-group": Basis({"FIA-M": S}, note=_NUMBERS),
    "a-umrah-poor-group": Basis({"FIA-M": S}, note=_NUMBERS),
    "a-offload-retry": Basis({"Raabta": D, "FIA-M": S}),
    "a-offload-elsewhere": Basis({"Raabta": D, "FIA-M": S}, note="That both together weigh more is ours [D]."),
    "a-doc-reuse": Basis({"Raabta": D}),
    "a-doc-conflict": Basis(
        {"Raabta": D},
        note="First listed as strong for any other name or birth date; moderate where one thing alone differs is our own choice [D]: "
        "a slip explains it. Several are strong: a-doc-reuse.",
    ),
    "a-escort-diff-minors": Basis({"Raabta": D, "AKEO": S}),
    "a-escort-diff-women": Basis({"CN19": S}, note=_NUMBERS),
    "a-return-noshow-cluster": Basis(
        {"Raabta": D}, note="That smuggled people leave their return unused is practice [K]."
    ),
    # Banks
    "b-funnel-geo": Basis({"FIN20": S, "FIN14": S}, note=_NUMBERS),
    "b-fan-in-unrelated": Basis({"FIN14": S}, note=_NUMBERS),
    "b-senders-share-id": Basis({"fincrime.news": S}, note=_NUMBERS),
    "b-structuring-ctr": Basis(
        {"FIN14": S, "h3m.io": S},
        {"limit": S},
        "The limit of PKR 2,000,000 a day is read [S]; how near it is ours [D].",
    ),
    "b-sub-threshold-wires": Basis({"FIN14": S}, {"rupees": S}, "Below 3,000 dollars [S], at our rough rate [D]."),
    "b-living-cost-bundle": Basis({"FIN20": S, "AUSTRAC": S, "PP": P}, note=_NUMBERS),
    "b-nightly-cash": Basis({"PP": P, "FIN20": S}, note=_NUMBERS),
    "b-third-party-atm-small": Basis(
        {"AUSTRAC": S}, note="AUSTRAC: 200 to 800 Australian dollars [S]; the rupees are ours [D]."
    ),
    "b-cash-only-business": Basis({"FIN20": S, "AUSTRAC": S}, note=_NUMBERS),
    "b-offhours-oversize": Basis({"FIN20": S}, note=_NUMBERS),
    "b-prepaid-topup-heavy": Basis(
        {"FIN20": S, "AUSTRAC": S},
        note=f"{_NUMBERS} First listed as weak, rising to moderate; that it stays weak is our own choice [D]: whoever sells top-ups, "
        "and a large family, pays as often, and for as many numbers.",
    ),
    "b-contact-on-sex-ads": Basis({"FIN20": S}, note="Which list counts as vetted is the bank's to say [D]."),
    "b-foreign-classifieds": Basis({"FIN20": S, "AUSTRAC": S}, note=_NUMBERS),
    "b-crypto-illicit": Basis({"FIN20": S}),
    "b-tppp-conceal": Basis({"FIN20": S}),
    "b-id-avoid": Basis({"FIN20": S}),
    "b-multi-city-movement": Basis(
        {"FIN20": S},
        note=f"{_NUMBERS} First listed as weak, rising to moderate with journeys abroad; these are not asked for, and that it stays "
        "weak is our own choice [D]: drivers, traders and salespeople travel so.",
    ),
    "b-obs-controlled": Basis({"FIN20": S}),
    "b-thirdparty-id-open": Basis({"FIN20": S}),
    "b-minor-account-other": Basis({"FIN20": S}),
    "b-wage-pass-through": Basis({"ILO09": S, "FATF": P}, note=_NUMBERS),
    "b-speaks-for-several": Basis({"FIN20": S}, note=_NUMBERS),
    "b-many-accts-one-controller": Basis(
        {"FIN20": S}, note="From the case study of the advisory; numbers are ours [D]."
    ),
    "b-paid-by-controlled": Basis(
        {"FIN20": S, "ILO09": S}, note="From the case study of the advisory; numbers are ours [D]."
    ),
    "b-no-life-account": Basis({"FOS Audit": S}),
    "b-payroll-low-deduct": Basis({"FIN14": S}, note="A minimum wage of 37,000 rupees a month is to be confirmed [K]."),
    "b-fees-to-personal": Basis({"BEOE": S, "FLEX/IRIS": S}, note=_NUMBERS),
    "b-bulk-travel-purchase": Basis({"FIN20": S, "FATF": P}, note=_NUMBERS),
    "b-brideprice-inflow": Basis({"CN19": S}, note="Parents got several thousand dollars [S]; the sum is ours [D]."),
    "b-brideprice-payer": Basis(
        {"CN19": S},
        note="About 200,000 rupees of 2019 reached a family (AP, 4 December 2019) [P]; sums, numbers and country are ours [D].",
    ),
    "b-fees-far-over-norm": Basis(
        {"MRC": S, "BEOE": S, "FLEX/IRIS": S},
        note="The lawful items are read [S]; how much more, how many and how soon is ours [D].",
    ),
    "b-sums-for-visas": Basis({"FIN14": S, "FATF": P}, note=_NUMBERS),
    "b-fares-then-shares": Basis({"FIA-M": S}, note=_NUMBERS),
    "b-treats-and-gives": Basis(
        {"Raabta": D, "KYC360": S}, note="FATF found no case of organ removal: low evidence [K]."
    ),
    "b-organ-medical": Basis({"KYC360": S}, note="FATF found no case of organ removal: low evidence [K]."),
    # Recruiters
    "r-unlicensed": Basis({"EO79": S, "BEOE": S}, note="Of EO79 only the headings were read [S]."),
    "r-licence-not-valid": Basis({"BEOE": S}, note="States of the register: Aaj and APP, 29 June 2022 [S]."),
    "r-licence-expired": Basis(
        {"BEOE": S},
        note="First listed as moderate; weak and common is our own choice [D]: 1,256 licences stood expired in 2022 (APP) [S], and a "
        "renewal under way looks the same.",
    ),
    "r-no-permission": Basis({"BEOE": S}),
    "r-over-quota": Basis(
        {"BEOE": S}, {"days": S}, "A permission is valid for 120 days [S]; how far above it is ours [D]."
    ),
    "r-demand-unattested": Basis({"BEOE": S}),
    "r-fee-over-norm": Basis(
        {"MRC": S, "FLEX/IRIS": S},
        note="The lawful items are read [S]; the service charge in the sum is ours [D]. First listed as strong from twice the lawful sum; "
        "moderate from there, and strong only from many times (r-fee-far-over-norm), is our own choice [D]: what is usual is often "
        "unlawful, and a fare and tests may be in the sum.",
    ),
    "r-fee-far-over-norm": Basis(
        {"MRC": S, "FLEX/IRIS": S},
        note="The lawful items are read [S]; the service charge and the times are ours [D]. First listed as strong from twice the lawful "
        "sum; that it takes many times is our own choice [D]: less is explained by a fare and tests, and left to r-fee-over-norm.",
    ),
    "r-fee-no-receipt": Basis({"BEOE": S}),
    "r-debt-to-recruiter": Basis({"ILO11": S, "ILO09": S}),
    "r-passport-kept": Basis({"ILO11": S, "ILO09": S}),
    "r-contract-substitution": Basis({"ILO09": S}),
    "r-fsa-missing": Basis({"BEOE": S, "EO79": S}),
    "r-visa-job-mismatch": Basis({"BEOE": S, "FIA25": S}),
    "r-minor": Basis({"ILO09": S, "Palermo Protocol": S}),
    "r-domestic-woman-age": Basis(
        {"ER79": K},
        {"age": K},
        "The age of 35 is often quoted and not confirmed [K], so this is off until it is. First listed as moderate; weak is our own "
        "choice [D]: what describes sex and age alone never weighs more.",
    ),
    "r-contact-is-agent": Basis({"FIN20": S}, note="Transposed from accounts to recruitment [D]."),
    "r-clone-candidates": Basis({"Raabta": D}),
    "r-doc-template-reuse": Basis({"Raabta": D, "BEOE": S}),
    "r-agent-same-document": Basis({"Raabta": D, "BEOE": S}),
    "r-too-good-offer": Basis(
        {"UNODC": S, "AAI": S},
        note="There are no medians of corridors yet: one sum for all [D]. First listed as weak, rising to moderate; that it stays weak is "
        "our own choice [D] for as long: some employers do pay well and bear all costs.",
    ),
    "r-unapproved-ad": Basis({"EO79": S, "APP": S}, note="Of EO79 s. 9 only the heading was read [S]."),
    "r-direct-group": Basis({"ER79": S}, {"candidates": S}, "Rule 2(c) allows five at most [S]."),
    "r-dest-switch": Basis({"Raabta": D, "ILO09": S}),
    "r-complaint-cluster": Basis({"APP": S}, note=_NUMBERS),
    "r-early-return-cluster": Basis({"FIA-M": S}, note=_NUMBERS),
    "r-subagent-chain": Basis({"CN19": S, "FIA-M": S, "ILO09": S}, note=_NUMBERS),
    # Across sectors: combinations of our own
    "x-cashpayer-funnel-unlicensed": Basis({"Raabta": D, "AKEO": S, "FIN20": S, "EO79": S}),
    "x-unprotected-departure": Basis({"Raabta": D, "BEOE": S}),
    "x-fee-then-fly": Basis({"Raabta": D, "BEOE": S}),
    "x-phone-triple": Basis({"Raabta": D, "FIN14": S, "FIN20": S}),
    "x-paid-and-sends": Basis({"Raabta": D, "FIN14": S, "FATF": P, "AKEO": S}),
    "x-marriage-pipeline": Basis({"CN19": S}, note=_NUMBERS),
    "x-umrah-agent-cash": Basis({"Raabta": D, "FIA-M": S}),
    "x-child-two-sectors": Basis({"Raabta": D, "ILO09": S, "Palermo Protocol": S}),
    "x-doc-conflict": Basis(
        {"Raabta": D},
        note="First listed as moderate; weak and common is our own choice [D]: a typing error, another spelling or a bride's new name is "
        "the usual reason. Strong where births lie years apart, as first listed: x-doc-conflict-birth.",
    ),
    "x-doc-conflict-birth": Basis({"Raabta": D}),
    "x-cancelled-oep-bookings": Basis({"Raabta": D, "BEOE": S}),
    "x-offload-then-remit": Basis({"Raabta": D, "FIA-M": S}),
    "x-organ-combo": Basis({"Raabta": D, "KYC360": S}, note="FATF found no case of organ removal: low evidence [K]."),
    "x-organ-escort": Basis({"Raabta": D, "KYC360": S}, note="FATF found no case of organ removal: low evidence [K]."),
    "x-people-with-signs": Basis({"Raabta": D, "FIN20": S, "ILO09": S}),
    "x-sends-and-collects": Basis({"FIA-M": S, "ILO09": S}, note=_NUMBERS),
    "x-person-with-sign": Basis({"Raabta": D, "FIN20": S, "ILO09": S}, note=_NUMBERS),
    "x-people-seen": Basis({"Raabta": D, "FIN20": S, "AKEO": S}, note=_NUMBERS),
    "x-pilgrims-with-signs": Basis({"FIA-M": S, "FIN20": S}, note=_NUMBERS),
    "x-benign-dampener": Basis({"Raabta": D, "FINTRAC": S}, note="Indicators are to be considered as a whole [S]."),
}
"""By indicator. What is not marked among its thresholds is our own default [D]; so is every strength."""
