"""Look-alikes: innocent stories that share signs with the cases. An honest scorer stays quiet. Reading `QUIET` is reading all."""

from producers.simulate.quiet.families import (
    newly_wed,
    one_phone_for_a_family,
    students_uncle,
    umrah_family_of_twelve,
    wages_to_mother,
)
from producers.simulate.quiet.groups import (
    bricklayers_of_one_employer,
    charity_escort,
    first_trip_with_stamp,
    hockey_team,
)
from producers.simulate.quiet.payers import busy_accredited_agency, charity_pays_for_many, wholesaler

QUIET = (
    umrah_family_of_twelve,
    bricklayers_of_one_employer,
    charity_escort,
    students_uncle,
    newly_wed,
    busy_accredited_agency,
    first_trip_with_stamp,
    one_phone_for_a_family,
    wages_to_mother,
    charity_pays_for_many,
    hockey_team,
    wholesaler,
)
"""The name is the id, the docstring the story."""
