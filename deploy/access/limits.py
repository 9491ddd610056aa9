"""How much of the cluster each may use: one partner's mistake must not slow another's alert."""

from collections.abc import Mapping

from deploy.composition import Composition

MEGABYTE = 1024.0 * 1024.0
PARTNER = {"producer_byte_rate": 4 * MEGABYTE, "consumer_byte_rate": 4 * MEGABYTE, "request_percentage": 100.0}
"""Some thousand events a second; an event has 1 to 2 kB. The percentage is of one network or request thread."""
INBOX = {"producer_byte_rate": 1 * MEGABYTE, "consumer_byte_rate": 16 * MEGABYTE, "request_percentage": 100.0}


def limits(composition: Composition) -> dict[str, Mapping[str, float]]:
    """The quota of every partner and inbox, by user. Our own processes have none: they are what the quotas protect."""
    partners = dict.fromkeys(composition.partners.partners, PARTNER)
    return {**partners, **dict.fromkeys(composition.routes.inboxes, INBOX)}
