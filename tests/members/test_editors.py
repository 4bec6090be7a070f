"""Editors of ministries: they write in a plan, and speak for nobody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.dates import Period
from members.figures import appointed
from members.models import Correction, FocalPoint, Nomination
from members.reminders import ending
from tests.factories import CorrectionFactory, FocalPointFactory, MemberFactory, NominationFactory, UserFactory

pytestmark = pytest.mark.django_db
EDITOR = {"role": "editor", "name": "Eva Editor", "email": "eva@example.org", "ministry": "Ministry of Examples"}


@pytest.fixture
def member():
    return MemberFactory(key="ruritania", name="Ruritania", joined="2008")


def account(member, role, **more):
    user = UserFactory()
    FocalPointFactory(member=member, person=user.person, role=role, **more)
    return user


@pytest.fixture
def editor(member):
    return account(member, "editor", person__is_listed=True)


def test_a_focal_point_nominates_an_editor_whom_the_secretariat_confirms(client, member, secretary):
    client.force_login(account(member, "principal"))

    client.post("/portal/members/ruritania/nominate/", EDITOR)
    Nomination.objects.get().accept(by=secretary)

    assert FocalPoint.objects.get(person__name="Eva Editor").role == "editor"


@pytest.mark.parametrize("role", ["principal", "prince", ""])
def test_nobody_is_nominated_for_another_role(client, member, role):
    client.force_login(account(member, "principal"))

    page = client.post("/portal/members/ruritania/nominate/", EDITOR | {"role": role})

    assert list(page.context["form"].errors) == ["role"]
    assert not Nomination.objects.exists()


@pytest.mark.parametrize("what", ["nominate", "correct"])
def test_an_editor_neither_nominates_nor_corrects(client, member, editor, what):
    client.force_login(editor)
    address = f"/portal/members/ruritania/{what}/"

    assert client.get(address).status_code == client.post(address, EDITOR).status_code == 404
    assert address not in client.get("/portal/").content.decode()
    assert not Nomination.objects.exists()


def test_an_editor_neither_sees_nor_withdraws_what_was_proposed(client, member, editor):
    submissions = NominationFactory(member=member, name="Nominee"), CorrectionFactory(member=member)
    client.force_login(editor)

    assert "Nominee" not in client.get("/portal/").content.decode()
    for submission, kind in zip(submissions, ("nominations", "corrections"), strict=True):
        assert client.post(f"/portal/{kind}/{submission.pk}/withdraw/").status_code == 404
    assert Correction.objects.get().is_open


def test_no_figure_counts_an_editor(member):
    day = timezone.localdate()
    FocalPointFactory(member=member, role="editor", since=day)
    alternate = FocalPointFactory(member=member, role="alternate", since=day)

    assert list(appointed.rows(Period(day, day))) == [alternate]


def test_colleagues_of_other_members_find_no_editor(client, member, editor):
    FocalPoint.objects.get(person=editor.person).person.save()
    client.force_login(account(MemberFactory(joined="2008"), "principal"))

    assert editor.person.name not in client.get("/portal/directory/").content.decode()
    assert client.get("/api/v1/focal-points/").json()["results"] == [
        row for row in client.get("/api/v1/focal-points/").json()["results"] if row["role"] != "editor"
    ]


def test_nobody_is_asked_for_the_successor_of_an_editor(member):
    day = timezone.localdate()
    FocalPointFactory(member=member, role="editor", until=day + timedelta(days=20))
    alternate = FocalPointFactory(member=member, role="alternate", until=day + timedelta(days=20))

    assert [due.about for due in ending(day, day + timedelta(days=90))] == [alternate]
