"""An approach is for staff: at no door does anybody else read anything that it has changed."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.dates import PartialDate
from tests.factories import DocumentFactory, FocalPointFactory, MemberFactory, UserFactory

pytestmark = pytest.mark.django_db

DOORS = [
    "/",
    "/sources/",
    "/members/",
    "/members/?on=2016-01-01",
    "/members/?on=2021-06-01",
    "/members/?status=withdrawn",
    "/members/?status=approached",
    "/members/ruritania/",
    "/documents/letter/",
    "/figures/",
    "/figures/members/?from=2005&to=2021",
    "/figures/members-left/?from=2005&to=2021",
    "/figures/members/?from=2021&to=2021",
    "/api/v1/members/",
    "/api/v1/members/?format=csv",
    "/api/v1/members/?on=2021-06-01",
    "/api/v1/members/?status=withdrawn",
    "/api/v1/members/?updated_since=YESTERDAY",
    "/api/v1/members/?ordering=-updated_at",
    "/api/v1/members/ruritania/",
    "/api/v1/documents/letter/",
    "/api/v1/figures/members/",
    "/api/v1/figures/members/rows/?from=2005&to=2021",
    "/api/v1/figures/members-left/rows/?from=2005&to=2021",
    "/api/v1/countries/?joined=no",
]


@pytest.fixture
def former_member(secretary):
    """A member that left, and an observer whose step from 2014 still counts for everyone but staff."""
    member = MemberFactory(key="ruritania", name="Ruritania", state=True, joined="2008")
    member.withdraw(on=PartialDate(2012), by=secretary)
    other = MemberFactory(name="Observing Union")
    other.observe(on=PartialDate(2014), by=secretary)
    return member


def read(client, address):
    yesterday = (timezone.now() - timedelta(days=1)).isoformat().replace("+00:00", "Z")
    response = client.get(address.replace("YESTERDAY", yesterday))
    text = re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", response.content)
    return response.status_code, text


@pytest.mark.parametrize("address", DOORS)
@pytest.mark.parametrize("visitor", ["anonymous", "another focal point"])
def test_an_approach_changes_nothing_that_anybody_else_reads(client, former_member, secretary, address, visitor):
    letter = DocumentFactory(key="letter")
    if visitor == "another focal point":
        user = UserFactory()
        FocalPointFactory(person=user.person)
        client.force_login(user)
    before = read(client, address)

    former_member.approach(on=PartialDate(2020, 3), by=secretary, documents=[letter], note="They may come back.")
    former_member.contact_notes.create(kind="call", summary="They may come back.", by=secretary)

    assert before[0] in {200, 400}
    assert read(client, address) == before


def test_a_new_acquaintance_is_nowhere(client, secretary):
    approached = MemberFactory(key="ruritania", name="Ruritania", state=True)
    approached.approach(on=PartialDate(2020, 3), by=secretary)

    for address in ["/members/ruritania/", "/api/v1/members/ruritania/"]:
        assert client.get(address).status_code == 404
    for address in [door for door in DOORS if "ruritania" not in door and "letter" not in door]:
        assert b"Ruritania" not in client.get(address).content or "countries" in address


def test_staff_see_the_approach(client, former_member, secretary):
    former_member.approach(on=PartialDate(2020, 3), by=secretary)
    client.force_login(secretary)

    assert "Approached" in client.get("/members/ruritania/").content.decode()
    assert client.get("/api/v1/members/ruritania/").json()["status"] == "approached"
