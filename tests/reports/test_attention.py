"""What needs attention: every number opens exactly its rows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.attention import matters
from alliance.dates import PartialDate
from members.models import CountryGroup, GroupPlace, Member
from tests.factories import (
    CorrectionFactory,
    CountryFactory,
    FocalPointFactory,
    MemberFactory,
    NominationFactory,
    PersonFactory,
    StatedFigureFactory,
    UserFactory,
)


def opened(client, matter):
    """How many rows the address of a matter shows."""
    page = client.get(matter.address)
    assert page.status_code == 200
    if "norm" in page.context:
        return page.context["this_year"].missing
    return page.context["cl"].result_count if "cl" in page.context else page.context["gaps"].unnamed


@pytest.fixture
def office(client):
    client.force_login(UserFactory(staff=True, person=PersonFactory()))
    return client


def test_each_number_opens_its_rows_in_the_real_registers(real_registers, office):
    found = list(matters(timezone.localdate()))

    assert [opened(office, matter) for matter in found] == [matter.count for matter in found]
    assert sum(matter.count for matter in found) > 0


@pytest.fixture
def work(db):
    """Of everything that needs attention one or two, and beside it what looks like it."""
    today = timezone.localdate()
    ending = {"member__joined": "2008", "since": today - timedelta(days=400)}
    FocalPointFactory(**ending, until=today + timedelta(days=1))
    FocalPointFactory(**ending, until=today + timedelta(days=90))
    FocalPointFactory(**ending, until=today + timedelta(days=91))
    FocalPointFactory(**ending, until=today)
    FocalPointFactory(**ending, until=today + timedelta(days=9), person=PersonFactory(demonstration=True))
    implied = {"basis": Member.Basis.IMPLIED, "joined": "../2009"}
    MemberFactory(**implied)
    MemberFactory(**implied).withdraw(on=PartialDate(2012), by=None)
    MemberFactory(basis=Member.Basis.IMPLIED)
    settled = MemberFactory(joined="2008")
    NominationFactory(member=settled)
    NominationFactory(member=settled, status="withdrawn")
    CorrectionFactory(member=settled)
    CorrectionFactory(member=settled)
    CorrectionFactory(member=settled, status="accepted")
    StatedFigureFactory(value=20, as_of=PartialDate(2009))
    group = CountryGroup.objects.create(key="un-member-states", name="United Nations")
    for country in (CountryFactory(), MemberFactory(state=True, joined="2008").country):
        GroupPlace.objects.create(country=country, group=group)


def test_each_number_opens_its_rows_and_none_that_look_like_them(work, office):
    found = list(matters(timezone.localdate()))

    assert [matter.count for matter in found] == [1, 2, 5, 2, 12, 1, 1, 1]
    assert [opened(office, matter) for matter in found] == [matter.count for matter in found]


def test_what_has_rows_comes_first_on_the_home_page_of_staff(work, office):
    Member.objects.filter(basis=Member.Basis.IMPLIED).update(basis=Member.Basis.STATED)

    counts = [matter.count for matter in office.get("/admin/").context["matters"]]

    assert counts == [1, 2, 5, 2, 12, 1, 1, 0]


def test_the_list_of_work_is_for_staff_alone(work, client):
    client.force_login(UserFactory())

    assert client.get("/admin/", follow=True).status_code == 403
