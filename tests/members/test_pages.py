from datetime import date

import pytest

from alliance.dates import PartialDate
from members.models import Alias, Member
from tests.factories import FocalPointFactory, MemberFactory, UserFactory
from tests.factories.agreements import AgreementFactory, PartnerFactory
from tests.factories.plans import NationalPlanFactory, StrategyParticipantFactory
from tests.members.test_api import AS_MEMBER, for_all

pytestmark = pytest.mark.django_db


def test_the_list_shows_members_with_the_day_as_far_as_known(client):
    MemberFactory(name="Ruritania", joined="../2006-11-06", basis="implied")

    page = client.get("/members/").content.decode()

    assert "Ruritania" in page
    assert "by 6 November 2006" in page
    assert "only implied" in page


def test_the_filters_work_without_javascript(client):
    MemberFactory(name="Ruritania", state=True, joined="2008")
    MemberFactory(name="Union of Rivers", joined="2008")

    page = client.get("/members/", {"kind": "organization", "search": "", "region": ""}).content.decode()

    assert "Union of Rivers" in page
    assert "Ruritania" not in page


def test_a_wrong_filter_is_told_at_its_field_and_the_page_still_stands(client):
    MemberFactory(name="Ruritania", joined="2008")

    response = client.get("/members/", {"on": "the other day"})

    assert response.status_code == 200
    assert "Enter a valid date." in response.content.decode()
    assert "Ruritania" in response.content.decode()


@pytest.mark.parametrize("page", ["2", "0", "nowhere"])
def test_a_page_that_is_not_there_is_a_404_in_words(client, page):
    response = client.get("/members/", {"page": page})

    assert response.status_code == 404
    assert f"There is no page “{page}” of this list." in response.content.decode()


@pytest.mark.parametrize("number", [10, 1000])
def test_the_list_runs_the_same_queries_for_ten_members_and_a_thousand(client, number, django_assert_num_queries):
    Member.objects.bulk_create(
        Member(key=f"m-{n}", name=f"Member {n:04}", kind="organization", **AS_MEMBER) for n in range(number)
    )
    for_all(Member.objects.all())

    with django_assert_num_queries(3):
        page = client.get("/members/").content.decode()

    assert page.count('<th scope="row">') == min(number, 100)


def test_a_member_s_page_tells_its_steps_other_names_and_accounts_that_contradict(client):
    member = MemberFactory(key="ruritania", name="Ruritania", joined="2008-03")
    member.steps.create(status="member", on=date(2008, 5, 1), preferred=False, note="according to the press")
    Alias.objects.create(record=member, name="Old Ruritania")

    page = client.get("/members/ruritania/").content.decode()

    assert "March 2008" in page
    assert "According to the press" in page
    assert "another account" in page
    assert "Old Ruritania" in page


def test_the_page_shows_the_office_of_the_focal_point_and_never_the_person(client):
    focal_point = FocalPointFactory(
        member__key="ruritania",
        ministry="Ministry of Culture",
        person__name="Ana Example",
        person__office_email="culture@example.org",
    )
    focal_point.person.office_phone = "+00 1"
    focal_point.person.save()

    page = client.get("/members/ruritania/").content.decode()

    assert "Ministry of Culture" in page
    assert "culture@example.org" in page
    assert "Ana Example" not in page


def test_nobody_of_the_demonstration_is_on_a_public_page(client):
    FocalPointFactory(member__key="ruritania", ministry="Ministry of Show", person__demonstration=True)

    page = client.get("/members/ruritania/").content.decode()

    assert "Ministry of Show" not in page
    assert "unknown" in page


def test_a_member_that_is_only_approached_does_not_exist_for_the_public(client, secretary):
    member = MemberFactory(key="ruritania")
    member.approach(on=PartialDate(2008), by=secretary)

    assert client.get("/members/ruritania/").status_code == 404

    client.force_login(secretary)

    assert client.get("/members/ruritania/").status_code == 200


def test_the_portal_wants_a_login_and_brings_the_visitor_back(client):
    response = client.get("/portal/")

    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/portal/")


def test_a_focal_point_finds_its_member_and_its_colleagues_and_nobody_else(client):
    me = UserFactory(person__name="Ana Example")
    mine = FocalPointFactory(person=me.person, member__name="Ruritania")
    FocalPointFactory(member=mine.member, role="alternate", person__name="Ben Example")
    FocalPointFactory(member__name="Elsewhere", person__name="Cleo Example")
    client.force_login(me)

    page = client.get("/portal/").content.decode()

    assert "Ruritania" in page
    assert "Ben Example" in page
    assert "Elsewhere" not in page
    assert "Cleo Example" not in page


def test_whose_appointment_has_ended_finds_no_member(client):
    me = UserFactory()
    FocalPointFactory(person=me.person, member__name="Ruritania", until=date(2009, 1, 1))
    client.force_login(me)

    page = client.get("/portal/").content.decode()

    assert "Ruritania" not in page
    assert "You act for no member at present" in page


def test_a_member_s_page_tells_its_plans_its_strategies_and_what_it_has_agreed(client, secretary):
    member = MemberFactory(key="ruritania", name="Ruritania", state=True, joined="2008")
    NationalPlanFactory(member=member, title="Plan of Rivers", announced="2009-04", adopted="2008")
    StrategyParticipantFactory(country=member.country, strategy__name="The Rivers")
    partner = PartnerFactory(key="ruritania", member=member)
    AgreementFactory(title="Charter of Rivers", partner=partner, signed="2010-05-29")
    AgreementFactory(title="Whispered renewal", partner=partner, negotiating="2012")

    page = " ".join(client.get("/members/ruritania/").content.decode().split())

    assert "Plan of Rivers" in page
    assert "The Rivers</a>: adopting" in page
    assert "Charter of Rivers</a>: signed, 29 May 2010" in page
    assert 'href="/partners/ruritania/"' in page
    assert "Whispered renewal" not in page
    client.force_login(secretary)
    assert "Whispered renewal" in client.get("/members/ruritania/").content.decode()


def test_a_member_with_whom_nothing_is_signed_shows_no_partner(client):
    member = MemberFactory(key="ruritania", joined="2008")
    partner = PartnerFactory(key="whispered", member=member, is_public=False)
    AgreementFactory(partner=partner, negotiating="2012")

    page = client.get("/members/ruritania/").content.decode()

    assert "whispered" not in page
    assert "Agreements with the Alliance" not in page
