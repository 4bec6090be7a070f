from __future__ import annotations

from typing import Any

from partnerships.models import Agreement
from tests.access.answers import OF_STAFF, OPEN, of_api
from tests.access.keepers import Register
from tests.access.walk import Row, said
from tests.access.words import OUTSIDE, ROLES
from tests.factories.commitments import AnnouncementFactory, CommitmentFactory
from tests.factories.forums import ForumFactory

WORDS: dict[str, set[str]] = {
    "Announced-There": set(ROLES),
    "Announced-Hidden": set(),
    "Commitment-Made": set(ROLES),
    "Commitment-Hidden": set(),
    "Report-Made": set(ROLES),
    "Report-Hidden": set(),
}
MADE = {"Commitment-Made", "Commitment-Hidden"}
WITH_REPORTS = MADE | {"Report-Made", "Report-Hidden"}
ANNOUNCED = {"Announced-There", "Announced-Hidden"}
TRACKED = WITH_REPORTS | {"Agreement-Renewed"}
CHOICES = {"Forum-Held", "Forum-Planned"}
PUBLIC: dict[str, Row] = {
    "commitments": Row("/commitments/", OPEN, shows=TRACKED | CHOICES),
    "commitment": Row("/commitments/made/", OPEN, shows={"Commitment-Made", "Report-Made", "Commitment-Hidden"}),
}
HIDDEN = {"Commitment-Hidden", "Report-Hidden", "Agreement-Renewed", "Commitment-Made"}
FOREIGN: dict[str, Row] = {
    "commitment carried out by what is negotiated": Row(
        "/commitments/hidden/", OF_STAFF, unknown=said(405), shows=HIDDEN
    ),
    "commitments searched for": Row("/commitments/?search=Commitment", OPEN, shows=TRACKED | CHOICES),
    "forum with what happened there": Row(
        "/forums/91/",
        OPEN,
        shows={"Announced-There", "Forum-Planned"} | TRACKED,
        only={"Forum-Held": {*OUTSIDE}},
    ),
    "commitments counted": Row("/figures/commitments/", OPEN, shows=TRACKED),
    "hidden commitment in the API": Row(
        "/api/v1/commitments/hidden/",
        of_api(OF_STAFF),
        unknown=of_api(said(405)),
        shows={"Commitment-Hidden", "Report-Hidden"},
    ),
    "hidden announcement in the API": Row(
        "/api/v1/announcements/hidden/",
        of_api(OF_STAFF),
        unknown=of_api(said(405)),
        shows={"Announced-Hidden", "Agreement-Renewed"},
    ),
    "rows of commitments in the API": Row("/api/v1/figures/commitments/rows/", of_api(OPEN), shows=TRACKED),
    "table of commitments": Row("/api/v1/commitments/?format=csv", of_api(OPEN), shows=WITH_REPORTS),
    "table of announcements": Row("/api/v1/announcements/?format=csv", of_api(OPEN), shows=ANNOUNCED),
    "harvest of commitments": Row(
        "/api/v1/commitments/?updated_since=2020-01-01T00:00:00Z", of_api(OPEN), shows=WITH_REPORTS
    ),
    "harvest of announcements": Row(
        "/api/v1/announcements/?updated_since=2020-01-01T00:00:00Z", of_api(OPEN), shows=ANNOUNCED
    ),
}
API: dict[str, Row] = {
    "announcement-list": Row("/api/v1/announcements/", of_api(OPEN), shows=ANNOUNCED),
    "announcement-detail": Row("/api/v1/announcements/there/", of_api(OPEN), shows={"Announced-There"}),
    "commitment-list": Row("/api/v1/commitments/", of_api(OPEN), shows=WITH_REPORTS),
    "commitment-detail": Row("/api/v1/commitments/made/", of_api(OPEN), shows={"Commitment-Made", "Report-Made"}),
}
REGISTERS: dict[str, Register] = {
    "forums.announcement": Register(shows={"Announced-There"}),
    "forums.commitment": Register(shows=MADE),
}


def lay_out(world: Any) -> None:
    """At one forum something everybody hears of, and something that is hidden with what is still negotiated."""
    forum = ForumFactory(ordinal=91, held="2008-01-16")
    negotiated = Agreement.objects.get(key="renewed")
    AnnouncementFactory(key="there", forum=forum, text="Announced-There")
    AnnouncementFactory(key="hidden", forum=forum, agreement=negotiated, place="Announced-Hidden")
    CommitmentFactory(key="made", forum=forum, text="Commitment-Made", reported="2009", reported__words="Report-Made")
    CommitmentFactory(
        key="hidden",
        forum=forum,
        text="Commitment-Hidden",
        agreement=negotiated,
        reported="2009",
        reported__words="Report-Hidden",
    )
