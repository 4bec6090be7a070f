"""Partners and agreements: with whom the Alliance negotiates, and on what, is for staff."""

from __future__ import annotations

from typing import Any

from alliance.dates import PartialDate
from tests.access.answers import OF_STAFF, OPEN, of_api
from tests.access.keepers import Register
from tests.access.walk import Row, said
from tests.access.words import ROLES
from tests.factories import DocumentFactory
from tests.factories.agreements import AgreementFactory, PartnerFactory

BY_THEN = PartialDate.parse("../2007-12-31")
WORDS: dict[str, set[str]] = {
    "Partner-Public": set(ROLES),
    "Partner-Hidden": set(),
    "Role-Partner": set(),
    "Agreement-Signed": set(ROLES),
    "Agreement-Renewed": set(),
    "Agreement-Approached": set(),
    "Note-Signed": set(ROLES),
    "Note-Talks": set(),
    "Place-Talks": set(),
    "Note-Renewed": set(),
}
AGREEMENTS = {"Agreement-Signed", "Agreement-Renewed", "Agreement-Approached"}
PARTNERS = {"Partner-Public", "Partner-Hidden"}
PUBLIC: dict[str, Row] = {
    "partners": Row("/partners/", OPEN, shows=PARTNERS),
    "partner": Row("/partners/partner-public/", OPEN, shows=PARTNERS | {"Agreement-Signed", "Agreement-Renewed"}),
    "agreements": Row("/agreements/", OPEN, shows=AGREEMENTS | PARTNERS),
    "agreement": Row(
        "/agreements/signed/",
        OPEN,
        shows={"Partner-Public", "Agreement-Signed", "Note-Signed", "Note-Talks", "Place-Talks"}
        | {"Document-Staff", "Agreement-Renewed"},
    ),
    "agreement_pipeline": Row(
        "/agreements/pipeline/",
        OF_STAFF,
        unknown=said(405),
        shows={"Agreement-Renewed", "Agreement-Approached", "Note-Renewed"},
    ),
}
FOREIGN: dict[str, Row] = {
    "partner of nobody": Row(
        "/partners/partner-hidden/", OF_STAFF, unknown=said(405), shows={*PARTNERS, "Agreement-Approached"}
    ),
    "agreement in negotiation": Row(
        "/agreements/renewed/",
        OF_STAFF,
        unknown=said(405),
        shows={"Partner-Public", "Agreement-Signed", "Agreement-Renewed", "Note-Renewed"}
        | {"Commitment-Hidden", "Report-Hidden"},
    ),
    "agreement approached": Row(
        "/agreements/approached/", OF_STAFF, unknown=said(405), shows={"Partner-Hidden", "Agreement-Approached"}
    ),
    "agreements found by a hidden partner": Row(
        "/agreements/?search=Partner-Hidden",
        OPEN,
        shows={"Partner-Hidden", "Agreement-Approached"},
        only={"Partner-Hidden": set(ROLES)},  # what is asked for stands in the box
    ),
    "document of a negotiation": Row(
        "/documents/minutes/",
        OPEN,
        shows={"Agreement-Signed", "Agreement-Renewed"},
    ),
    "agreements signed": Row("/figures/agreements-signed/", OPEN, shows={"Agreement-Signed"}),
    "negotiations counted": Row(
        "/figures/agreements-in-negotiation/", OF_STAFF, unknown=said(405), shows={"Agreement-Renewed"}
    ),
    "partner of nobody in the API": Row(
        "/api/v1/partners/partner-hidden/",
        of_api(OF_STAFF),
        unknown=of_api(said(405)),
        shows={"Partner-Hidden"},
    ),
    "agreement in negotiation in the API": Row(
        "/api/v1/agreements/renewed/",
        of_api(OF_STAFF),
        unknown=of_api(said(405)),
        shows={"Partner-Public", "Agreement-Renewed", "Note-Renewed"},
    ),
    "negotiations counted in the API": Row(
        "/api/v1/figures/agreements-in-negotiation/rows/",
        of_api(OF_STAFF),
        unknown=of_api(said(405)),
        shows={"Agreement-Renewed"},
    ),
    "table of agreements": Row("/api/v1/agreements/?format=csv", of_api(OPEN), shows=AGREEMENTS | PARTNERS),
    "table of partners": Row("/api/v1/partners/?format=csv", of_api(OPEN), shows=PARTNERS),
    "harvest of agreements": Row(
        "/api/v1/agreements/?updated_since=2020-01-01T00:00:00Z", of_api(OPEN), shows=AGREEMENTS | PARTNERS
    ),
    "agreements of a past day": Row("/api/v1/agreements/?on=2007-12-31", of_api(OPEN), shows=AGREEMENTS | PARTNERS),
}
API: dict[str, Row] = {
    "partner-list": Row("/api/v1/partners/", of_api(OPEN), shows=PARTNERS),
    "partner-detail": Row("/api/v1/partners/partner-public/", of_api(OPEN), shows={"Partner-Public"}),
    "agreement-list": Row("/api/v1/agreements/", of_api(OPEN), shows=AGREEMENTS | PARTNERS),
    "agreement-detail": Row(
        "/api/v1/agreements/signed/",
        of_api(OPEN),
        shows={"Partner-Public", "Agreement-Signed", "Note-Signed", "Note-Talks", "Place-Talks"},
    ),
}
REGISTERS: dict[str, Register] = {
    "partnerships.partner": Register(shows=PARTNERS),
    "partnerships.agreement": Register(shows=AGREEMENTS),
}


def lay_out(world: Any) -> None:
    """One is signed, with what was talked before in confidence, and is being renewed; one is only approached."""
    partner = PartnerFactory(key="partner-public", name="Partner-Public", role="Role-Partner")
    hidden = PartnerFactory(key="partner-hidden", name="Partner-Hidden", part_of=partner, is_public=False)
    minutes = DocumentFactory(key="minutes")
    signed = AgreementFactory(key="signed", title="Agreement-Signed", partner=partner, text=world.document_staff)
    signed.negotiate(on=PartialDate.parse("../2007-06-30"), by=None, note="Note-Talks", place="Place-Talks")
    signed.sign(on=BY_THEN, by=None, note="Note-Signed", documents=[minutes])
    renewed = AgreementFactory(key="renewed", title="Agreement-Renewed", partner=partner, predecessor=signed)
    renewed.negotiate(on=BY_THEN, by=None, note="Note-Renewed", documents=[minutes])
    approached = AgreementFactory(key="approached", title="Agreement-Approached", partner=hidden)
    approached.approach(on=BY_THEN, by=None)
