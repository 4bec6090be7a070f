from __future__ import annotations

from typing import Any

from tests.access.answers import OF_STAFF, OPEN, of_api
from tests.access.keepers import Register
from tests.access.walk import Row, said
from tests.access.words import ROLES

EVERYONE = set(ROLES)
HIDDEN = {"Hidden-Unposted", "Hidden-Gift", "Hidden-Pledge"}
WORDS: dict[str, set[str]] = {
    "Contributor-Public": EVERYONE,
    "Agency-Public": EVERYONE,
    "Gift-Public": EVERYONE,
    "Pledge-Public": EVERYONE,
    "Rate-Public": EVERYONE,
    "Hidden-Benefactor": set(),
    "Hidden-Unposted": set(),
    "Hidden-Gift": set(),
    "Hidden-Pledge": set(),
    "Hidden-Contributor-Note": set(),
}
KEEPERS, READERS = {"finance", "management", "superuser"}, {"programme", "communications", "auditor"}
GIFTS = {"Contributor-Public", "Gift-Public", "Pledge-Public", *HIDDEN}
PUBLIC: dict[str, Row] = {
    "contributions": Row("/contributions/", OPEN, shows=GIFTS),
    "contributions_picture": Row("/contributions/by-year.svg", OPEN),
    "contributor": Row(
        "/contributors/contributor-public/",
        OPEN,
        shows={"Contributor-Public", "Agency-Public", "Gift-Public", "Pledge-Public", "Hidden-Unposted"},
    ),
}
ITS_GIFTS = {"Hidden-Gift", "Hidden-Pledge"}
FOREIGN: dict[str, Row] = {
    "contributor who wishes to stay unnamed": Row(
        "/contributors/unnamed/", OF_STAFF, unknown=said(405), shows={"Hidden-Benefactor", *ITS_GIFTS}
    ),
    "contributor that is only approached": Row(
        "/contributors/of-approached/", OF_STAFF, unknown=said(405), shows={"Hidden-Approached"}
    ),
    "unnamed contributor in the API": Row("/api/v1/contributors/unnamed/", of_api(OF_STAFF), unknown=of_api(said(405))),
    "gift of the unnamed in the API": Row(
        "/api/v1/contributions/hidden-gift/", of_api(OF_STAFF), unknown=of_api(said(405)), shows={"Hidden-Gift"}
    ),
    "contribution not posted in the API": Row(
        "/api/v1/contributions/unposted/",
        of_api(OF_STAFF),
        unknown=of_api(said(405)),
        shows={"Hidden-Unposted", "Contributor-Public"},
    ),
    "pledge of the unnamed in the API": Row(
        "/api/v1/pledges/hidden-pledge/", of_api(OF_STAFF), unknown=of_api(said(405)), shows={"Hidden-Pledge"}
    ),
    "rows of the figure of contributors": Row(
        "/api/v1/figures/contributors/rows/", of_api(OPEN), shows={"Contributor-Public"}
    ),
    "rows of the figure of pledges": Row("/api/v1/figures/pledges/rows/", of_api(OPEN), shows={"Contributor-Public"}),
    "table of contributions": Row(
        "/api/v1/contributions/?format=csv",
        of_api(OPEN),
        shows={"Contributor-Public", "Gift-Public", "Hidden-Unposted", "Hidden-Gift"},
    ),
    "harvest of contributors": Row(
        "/api/v1/contributors/?updated_since=2020-01-01T00:00:00Z",
        of_api(OPEN),
        shows={"Contributor-Public", "Hidden-Approached"},
    ),
    "search for the unnamed": Row("/api/v1/contributors/?search=Benefactor", of_api(OPEN)),
}
API: dict[str, Row] = {
    "contribution-list": Row(
        "/api/v1/contributions/",
        of_api(OPEN),
        shows={"Contributor-Public", "Gift-Public", "Hidden-Unposted", "Hidden-Gift"},
    ),
    "contribution-detail": Row(
        "/api/v1/contributions/gift-public/", of_api(OPEN), shows={"Contributor-Public", "Gift-Public"}
    ),
    "pledge-list": Row(
        "/api/v1/pledges/", of_api(OPEN), shows={"Contributor-Public", "Pledge-Public", "Hidden-Pledge"}
    ),
    "pledge-detail": Row("/api/v1/pledges/pledge-public/", of_api(OPEN), shows={"Contributor-Public", "Pledge-Public"}),
    "contributor-list": Row("/api/v1/contributors/", of_api(OPEN), shows={"Contributor-Public", "Hidden-Approached"}),
    "contributor-detail": Row(
        "/api/v1/contributors/contributor-public/", of_api(OPEN), shows={"Contributor-Public", "Agency-Public"}
    ),
    "operational-rate-list": Row("/api/v1/operational-rates/", of_api(OPEN), shows={"Rate-Public"}),
}
REGISTERS: dict[str, Register] = {
    "funds.contribution": Register(KEEPERS, READERS, shows={"Contributor-Public", "Hidden-Benefactor"}),
    "funds.pledge": Register(KEEPERS, READERS, shows={"Contributor-Public", "Hidden-Benefactor"}),
    "funds.contributor": Register(
        KEEPERS, READERS, shows={"Contributor-Public", "Hidden-Benefactor", "Hidden-Approached"}
    ),
    "funds.operationalrate": Register(KEEPERS, READERS),
    "funds.fund": Register(KEEPERS, READERS),
}


def lay_out(world: Any) -> None:
    from funds.models import PayingAgency
    from tests.factories.funds import ContributionFactory, ContributorFactory, PledgeFactory, RateFactory

    public = ContributorFactory(
        key="contributor-public", name="Contributor-Public", named_as="state", note="Hidden-Contributor-Note"
    )
    PayingAgency.objects.create(record=public, name="Agency-Public")
    unnamed = ContributorFactory(key="unnamed", unnamed=True, confidential_name="Hidden-Benefactor")
    ContributorFactory(key="of-approached", member=world.approached)
    ContributionFactory(key="unposted", contributor=public, earmark="Hidden-Unposted")
    ContributionFactory(key="gift-public", contributor=public, earmark="Gift-Public", reported=True)
    ContributionFactory(key="hidden-gift", contributor=unnamed, earmark="Hidden-Gift", reported=True)
    PledgeFactory(key="pledge-public", contributor=public, earmark="Pledge-Public")
    PledgeFactory(key="hidden-pledge", contributor=unnamed, earmark="Hidden-Pledge")
    RateFactory(note="Rate-Public")
