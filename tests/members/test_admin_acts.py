"""What staff do to several records at once, asked for first."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from alliance.admin import RegisterAdmin
from members.models import FocalPoint, Member
from tests.browserless import form_on, told
from tests.factories import DocumentFactory, FocalPointFactory, MemberFactory, UserFactory

pytestmark = pytest.mark.django_db
MEMBERS, FOCAL_POINTS = "/admin/members/member/", "/admin/members/focalpoint/"


@pytest.fixture
def office(client, secretary):
    client.force_login(secretary)
    return client


def chosen(office, address, action, *records, **answers):
    selected = {"action": action, "_selected_action": [record.pk for record in records]}
    return office.post(address, selected | answers, follow=True)


def answered(office, address, action, *records, **answers):
    return chosen(office, address, action, *records, is_answered="yes", **answers)


def test_a_withdrawal_asks_back_before_anything_is_done(office):
    ruritania, borduria = MemberFactory(name="Ruritania", joined="2008"), MemberFactory(name="Borduria", joined="2008")
    MemberFactory(name="Syldavia", joined="2008")

    page = chosen(office, MEMBERS, "record_withdrawal", ruritania, borduria)

    words = page.content.decode()
    assert [record.name for record in page.context["records"]] == ["Borduria", "Ruritania"]
    assert "2 records are chosen:" in words
    assert "Ruritania" in words
    assert "Syldavia" not in words
    assert form_on(page)["on"] == timezone.localdate().isoformat()
    assert set(Member.objects.values_list("status", flat=True)) == {"member"}


def test_what_is_answered_is_what_is_recorded(office, secretary):
    member, letter = MemberFactory(joined="2008"), DocumentFactory()
    page = chosen(office, MEMBERS, "record_withdrawal", member)

    answers = form_on(page) | {"on": "2012-05", "documents": [letter.pk], "note": "By its letter"}
    response = office.post(MEMBERS, answers, follow=True)

    step = member.steps.get(status="withdrawn")
    assert (step.when.iso, step.note, step.recorded_by) == ("2012-05", "By its letter", secretary)
    assert list(step.documents.all()) == [letter]
    assert told(response) == ["1 record done."]


@pytest.mark.parametrize("when", ["", "soon", "2008-13", "2008-02-30"])
def test_a_date_that_is_none_is_told_at_its_box_and_nothing_is_done(office, when):
    member = MemberFactory(joined="2008")

    page = answered(office, MEMBERS, "record_withdrawal", member, on=when, note="Kept")

    assert list(page.context["form"].errors) == ["on"]
    assert form_on(page)["note"] == "Kept"
    assert Member.objects.get().status == "member"


def test_what_is_refused_is_told_by_name_and_the_rest_is_done(office):
    old, new = MemberFactory(name="Old Friend", joined="2008"), MemberFactory(name="New Friend")

    response = answered(office, MEMBERS, "record_accession", old, new, on="2010", documents=[DocumentFactory().pk])

    assert told(response) == [
        "Old Friend: Old Friend is “member” (2008) and cannot become “member” (2010).",
        "1 record done.",
    ]
    assert (old.steps.count(), new.steps.get().status) == (1, "member")


def test_a_day_to_come_is_refused_by_name(office):
    response = answered(office, MEMBERS, "record_accession", MemberFactory(name="Ruritania"), on="2999")

    [words] = told(response)
    assert words.startswith("Ruritania: 2999 has not come yet")


def test_the_end_of_an_appointment_asks_for_its_day(office):
    focal_point = FocalPointFactory()

    page = chosen(office, FOCAL_POINTS, "end_appointment", focal_point)
    assert "documents" not in page.context["form"].fields
    office.post(FOCAL_POINTS, form_on(page) | {"on": "2012-05-01", "note": "Retires"})

    assert FocalPoint.objects.get().until == date(2012, 5, 1)
    assert FocalPoint.history.latest().history_change_reason == "Retires"


def test_more_than_can_be_looked_through_is_refused_in_words(office, monkeypatch):
    monkeypatch.setattr(RegisterAdmin, "MOST_AT_ONCE", 2)

    response = answered(office, MEMBERS, "record_accession", *MemberFactory.create_batch(3), on="2010")

    assert told(response) == ["Choose at most 2 records at once."]
    assert set(Member.objects.values_list("status", flat=True)) == {""}


def test_who_may_only_read_is_not_asked_and_does_nothing(client):
    member, reader = MemberFactory(joined="2008"), UserFactory(is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_member"))
    client.force_login(reader)

    answered(client, MEMBERS, "record_withdrawal", member, on="2012")

    assert Member.objects.get().status == "member"
