from datetime import date
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import models

from members.models import ContactNote, FocalPoint
from people.models import Person, User
from tests.factories import FocalPointFactory, MemberFactory, OfficeFactory, PersonFactory

pytestmark = pytest.mark.django_db


def told(command, *options):
    out = StringIO()
    call_command(command, *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def spain():
    return MemberFactory(key="spain", name="Spain")


@pytest.fixture
def demonstration(spain):
    return told("demonstrate")


def password_of(email, text):
    return text.split(email)[1].split()[0]


def test_the_accounts_are_entered_with_the_passwords_that_are_printed(demonstration):
    for email in ("secretariat@example.org", "focal.point@example.org"):
        assert authenticate(email=email, password=password_of(email, demonstration))


def test_the_welcome_is_framed_and_says_where_to_sign_in(demonstration, settings):
    frame = demonstration.strip().splitlines()

    assert {line[0] + line[-1] for line in frame} == {"++", "||"}
    assert len({len(line) for line in frame}) == 1
    assert f"{settings.SITE_URL}/admin/" in demonstration
    assert f"{settings.SITE_URL}/accounts/login/" in demonstration


def test_one_of_them_is_the_secretariat_and_the_other_acts_for_spain(demonstration, spain):
    secretary = User.objects.get(email="secretariat@example.org")
    focal_point = User.objects.get(email="focal.point@example.org")

    assert secretary.is_staff
    assert secretary.is_superuser
    assert not focal_point.is_staff
    assert [appointment.role for appointment in FocalPoint.objects.visible_to(focal_point)] == ["principal"]
    assert spain.focal_points.get().person == focal_point.person


def test_they_are_marked_and_so_no_focal_point_of_spain(demonstration, spain):
    assert Person.objects.filter(is_demonstration=True).count() == 2
    assert spain.focal_point(date.today()) is None


def test_a_second_run_says_and_changes_nothing(demonstration):
    before = User.objects.order_by("pk").values_list("email", "password")

    assert told("demonstrate") == ""
    assert list(User.objects.order_by("pk").values_list("email", "password")) == list(before)


def test_beside_a_real_principal_the_demonstration_is_an_alternate(spain):
    FocalPointFactory(member=spain)

    told("demonstrate")

    assert spain.focal_points.get(person__is_demonstration=True).role == "alternate"


def test_without_the_registers_it_says_what_to_load():
    with pytest.raises(CommandError, match="load_history"):
        told("demonstrate")

    assert not User.objects.exists()


def test_one_command_takes_them_away_with_accounts_and_appointments(demonstration, spain):
    real = FocalPointFactory(person=PersonFactory(name="Ana Example"))
    OfficeFactory().appointments.create(person=Person.objects.filter(is_demonstration=True)[0], since=date(2009, 1, 1))

    report = told("remove_demonstration")

    assert "Removed: account focal.point@example.org" in report
    assert "Removed: focal point Demonstration Focal Point, principal (Spain)" in report
    assert "Removed: person Demonstration Secretary" in report
    assert not User.objects.exists()
    assert list(Person.objects.all()) == [real.person]
    assert list(FocalPoint.objects.all()) == [real]
    assert told("remove_demonstration") == "There is nobody of the demonstration.\n"


def test_what_a_demonstration_account_noted_stays_without_its_name(demonstration, spain):
    secretary = User.objects.get(email="secretariat@example.org")
    note = ContactNote.objects.create(member=spain, kind="call", by=secretary, summary="A real call")

    report = told("remove_demonstration")

    note.refresh_from_db()
    assert note.by is None
    assert "Kept without their name: 1 record(s)" in report
    assert note.history.latest().history_change_reason == "The demonstration was removed."


def test_whoever_cannot_be_removed_is_named_and_nothing_is(demonstration, monkeypatch):
    def refuse(accounts):
        raise models.ProtectedError("needed", {Person.objects.get(name="Demonstration Secretary")})

    monkeypatch.setattr("members.management.commands.remove_demonstration.disown", refuse)

    with pytest.raises(CommandError, match=r"Nothing was removed: .* needed by Demonstration Secretary"):
        told("remove_demonstration")

    assert User.objects.count() == 2


def test_once_removed_it_comes_back_only_when_it_is_asked_for(demonstration):
    told("remove_demonstration")

    assert told("demonstrate", "--once") == ""
    assert "focal.point@example.org" in told("demonstrate")
