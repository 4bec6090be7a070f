"""Networks and programmes: a hidden partner, a hidden member and what was heard in confidence are for staff."""

from __future__ import annotations

from typing import Any

from alliance.dates import PartialDate
from tests.access.answers import OF_STAFF, OPEN, of_api
from tests.access.keepers import Register
from tests.access.walk import Row, said
from tests.access.words import ROLES
from tests.factories.agreements import PartnerFactory
from tests.factories.plans import RegionalStrategyFactory
from tests.factories.programmes import (
    ConsultationFactory,
    NetworkFactory,
    NetworkMemberFactory,
    ProgrammeFactory,
    ProgrammePartnerFactory,
    StrategyPartnerFactory,
)

BY_THEN = PartialDate.parse("../2007-12-31")
WORDS: dict[str, set[str]] = {
    "Network-Public": set(ROLES),
    "Network-Hidden": set(),
    "Seat-Public": set(ROLES),
    "Seat-Hidden": set(),
    "Seat-Silent": set(),
    "Programme-Public": set(ROLES),
    "Programme-Stepless": set(),
    "Part-Public": set(ROLES),
    "Part-Silent": set(),
    "Source-Public": set(ROLES),
    "Source-Silent": set(),
    "Heard-Whom": set(),
    "Heard-What": set(),
}
NETWORKS = {"Network-Public", "Network-Hidden"}
SEATS = {"Seat-Public", "Seat-Hidden", "Seat-Silent"}
PARTS = {"Part-Public", "Part-Silent"}
SOURCES = {"Source-Public", "Source-Silent"}
NOWHERE = said(404)
PUBLIC: dict[str, Row] = {
    "networks": Row("/networks/", OPEN, shows=NETWORKS),
    "network": Row("/networks/network-public/", OPEN, shows={"Network-Public", *SEATS}),
    "programmes": Row("/programmes/", OPEN, shows={"Programme-Public"}),
    "programme": Row(
        "/programmes/programme-public/",
        OPEN,
        shows={"Programme-Public", *PARTS, "Heard-Whom", "Heard-What", "Document-Staff"},
    ),
}
FOREIGN: dict[str, Row] = {
    "network of the office": Row(
        "/networks/network-hidden/", OF_STAFF, unknown=said(405), shows={"Network-Hidden", "Seat-Public"}
    ),
    "programme without a step": Row("/programmes/programme-stepless/", NOWHERE, unknown=said(405)),
    "networks found by a hidden name": Row("/networks/?search=Hidden", OPEN, shows={"Network-Hidden"}),
    "partner with networks and programmes": Row("/partners/helper/", OPEN, shows={*NETWORKS, "Programme-Public"}),
    "silent partner": Row(
        "/partners/silent/", OF_STAFF, unknown=said(405), shows={"Network-Public", "Programme-Public"}
    ),
    "organizations of a strategy": Row("/strategies/region/", OPEN, shows=SOURCES),
    "rows of networks": Row("/figures/networks/", OPEN, shows={"Network-Public"}),
    "rows of members of networks": Row("/figures/network-members/", OPEN, shows={"Network-Public", "Seat-Public"}),
    "rows of programmes": Row("/figures/programmes/", OPEN, shows={"Programme-Public"}),
    "network of the office in the API": Row(
        "/api/v1/networks/network-hidden/",
        of_api(OF_STAFF),
        unknown=of_api(said(405)),
        shows={"Network-Hidden", "Seat-Public"},
    ),
    "programme without a step in the API": Row(
        "/api/v1/programmes/programme-stepless/", of_api(NOWHERE), unknown=of_api(said(405))
    ),
    "organizations of a strategy in the API": Row("/api/v1/regional-strategies/region/", of_api(OPEN), shows=SOURCES),
    "networks of a partner": Row("/api/v1/networks/?partner=helper", of_api(OPEN), shows=NETWORKS),
    "table of networks": Row("/api/v1/networks/?format=csv", of_api(OPEN), shows=NETWORKS),
    "table of programmes": Row("/api/v1/programmes/?format=csv", of_api(OPEN), shows={"Programme-Public"}),
    "harvest of networks": Row("/api/v1/networks/?updated_since=2020-01-01T00:00:00Z", of_api(OPEN), shows=NETWORKS),
    "harvest of programmes": Row(
        "/api/v1/programmes/?updated_since=2020-01-01T00:00:00Z", of_api(OPEN), shows={"Programme-Public"}
    ),
    "programmes found by what was heard": Row("/api/v1/programmes/?search=Heard", of_api(OPEN)),
}
API: dict[str, Row] = {
    "network-list": Row("/api/v1/networks/", of_api(OPEN), shows=NETWORKS),
    "network-detail": Row("/api/v1/networks/network-public/", of_api(OPEN), shows={"Network-Public", *SEATS}),
    "programme-list": Row("/api/v1/programmes/", of_api(OPEN), shows={"Programme-Public"}),
    "programme-detail": Row("/api/v1/programmes/programme-public/", of_api(OPEN), shows={"Programme-Public", *PARTS}),
}
REGISTERS: dict[str, Register] = {
    "partnerships.network": Register(shows=NETWORKS),
    "partnerships.programme": Register(shows={"Programme-Public", "Programme-Stepless"}),
    "partnerships.consultation": Register(ways={"add", "change", "delete"}, shows={"Heard-Whom"}),
}


def lay_out(world: Any) -> None:
    """A helper is a partner whom everybody sees, a silent one is none; both take part in all that is public."""
    helper = PartnerFactory(key="helper", name="Helper")
    silent = PartnerFactory(key="silent", name="Silent", is_public=False)
    network = NetworkFactory(key="network-public", name="Network-Public", status_told=BY_THEN)
    hidden = NetworkFactory(key="network-hidden", name="Network-Hidden", status_told=BY_THEN, is_public=False)
    programme = ProgrammeFactory(key="programme-public", name="Programme-Public")
    programme.launch(on=BY_THEN, by=None)
    ProgrammeFactory(key="programme-stepless", name="Programme-Stepless")
    strategy = RegionalStrategyFactory(key="region", name="Region")
    strategy.adopt(on=BY_THEN, by=None)
    for partner, word in ((helper, "Public"), (silent, "Silent")):
        NetworkMemberFactory(network=network, partner=partner, role=f"Seat-{word}")
        ProgrammePartnerFactory(programme=programme, partner=partner, role=f"Part-{word}")
        StrategyPartnerFactory(strategy=strategy, partner=partner, source=f"Source-{word}")
    NetworkMemberFactory(network=network, called="Somebody", role="Seat-Hidden", is_public=False)
    NetworkMemberFactory(network=hidden, partner=helper, role="Seat-Public")
    heard = ConsultationFactory(programme=programme, with_whom="Heard-Whom", summary="Heard-What")
    heard.documents.add(world.document_staff)
