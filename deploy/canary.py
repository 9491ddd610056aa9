"""The canary's place in every composition: a partner, an inbox and the route between them, none of which is configured.

They are built in so that no routes.toml can lose them: a synthetic alert goes to the canary's inbox and to no officer. The
route is the first of all and takes alerts that rest on the canary's events alone; one that rests on any real event too goes
where it would go without. The inbox is a service's, so that no identity is ever opened for it, and `raabta watch` serves it.
"""

from collections.abc import Container

from schemas.codes import Sector, SourceGrade
from schemas.errors import Misconfigured
from schemas.partner import Partner, PartnerTable
from schemas.route import Inbox, Match, Profile, Route, RouteTable

CANARY = "canary"
"""Its name as a partner, as an inbox and as a route."""
PARTNER = Partner(id=CANARY, title="Canary", sector=Sector.AIRLINE, grade=SourceGrade.A)
INBOX = Inbox(name=CANARY, title="Canary", profile=Profile.VICTIM_SERVICE)
ROUTE = Route(name=CANARY, match=Match(partner=(CANARY,)), inboxes=(CANARY,))


def with_canary(partners: PartnerTable) -> PartnerTable:
    """The partners, and the canary. Raises Misconfigured when a partner has its name."""
    _free("partners.toml", partners.partners)
    return partners.model_copy(update={"partners": {**partners.partners, CANARY: PARTNER}})


def with_canary_route(routes: RouteTable) -> RouteTable:
    """The routes, and the canary's before all others. Raises Misconfigured when an inbox has its name."""
    _free("routes.toml", routes.inboxes)
    root = routes.root.model_copy(update={"routes": (ROUTE, *routes.root.routes)})
    return routes.model_copy(update={"inboxes": {**routes.inboxes, CANARY: INBOX}, "root": root})


def _free(file: str, names: Container[str]) -> None:
    if CANARY in names:
        raise Misconfigured(file, f"{CANARY} is the name of the built-in canary", "choose another name")
