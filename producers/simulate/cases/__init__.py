"""Planted cases, written from the source documents before the scorer's indicators were read. Reading `CASES` is reading all."""

from producers.simulate.cases.agents import (
    cancelled_promoter_sends_on,
    cash_payer_with_funnel,
    funnel_buys_tickets,
    one_phone_for_three,
    umrah_beggars,
)
from producers.simulate.cases.children import child_with_a_stranger, escort_of_different_children
from producers.simulate.cases.marriage import bride_in_two_spellings, marriage_broker
from producers.simulate.cases.money import fee_to_a_private_wallet, wages_by_account, wages_to_one_hand
from producers.simulate.cases.recruitment import (
    altered_birth_date,
    complaints_of_a_suspended_promoter,
    debt_and_substitution,
    scam_centre_offer,
    switched_and_misspelt,
    unprotected_departure,
)
from producers.simulate.cases.travel import (
    escort_of_different_women,
    harm_at_the_counter,
    offloaded_and_back,
    passport_of_lookalikes,
    passport_of_two_women,
    pilgrim_without_means,
)

CASES = (
    cash_payer_with_funnel,
    unprotected_departure,
    one_phone_for_three,
    umrah_beggars,
    child_with_a_stranger,
    escort_of_different_women,
    debt_and_substitution,
    wages_to_one_hand,
    wages_by_account,
    bride_in_two_spellings,
    marriage_broker,
    offloaded_and_back,
    cancelled_promoter_sends_on,
    fee_to_a_private_wallet,
    harm_at_the_counter,
    complaints_of_a_suspended_promoter,
    funnel_buys_tickets,
    pilgrim_without_means,
    switched_and_misspelt,
    scam_centre_offer,
    altered_birth_date,
    escort_of_different_children,
    passport_of_two_women,
    passport_of_lookalikes,
)
"""The name is the id, the docstring the story."""
