from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from alliance.dates import Period
from members.models import ContactNote, FocalPoint, Platform, PlatformSeat
from tests.factories import FocalPointFactory, MemberFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = date(2009, 1, 1)


def appoint(member, by, role="principal", since=DAY, **details):
    return FocalPoint.appoint(member=member, person=PersonFactory(), role=role, since=since, by=by, **details)


def test_a_second_principal_is_refused_in_words_at_its_field(secretary):
    member = MemberFactory(name="Ruritania")
    FocalPointFactory(member=member, person__name="Ana Example", since=date(2008, 10, 1))

    with pytest.raises(ValidationError) as refusal:
        appoint(member, secretary)

    assert refusal.value.message_dict["since"] == [
        "Ana Example is principal focal point of Ruritania from 1 October 2008 until further notice."
    ]
    assert member.focal_points.count() == 1


def test_the_database_too_knows_only_one_current_principal():
    first = FocalPointFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        FocalPointFactory(member=first.member)


@pytest.mark.django_db(transaction=True)
def test_two_designations_at_once_make_one_principal():
    member, together, outcomes = MemberFactory(), Barrier(8), []

    def designate():
        together.wait()
        try:
            appoint(member, None)
            outcomes.append("appointed")
        except ValidationError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=designate) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["appointed"] + ["refused"] * 7


@pytest.mark.parametrize(
    ("since", "until", "is_refused"),
    [
        (date(2007, 1, 1), date(2008, 10, 1), False),
        (date(2007, 1, 1), date(2008, 10, 2), True),
        (date(2008, 12, 1), date(2009, 2, 1), True),
        (date(2009, 3, 31), None, True),
        (date(2009, 4, 1), None, False),
    ],
)
def test_principals_follow_each_other_and_never_overlap(secretary, since, until, is_refused):
    member = MemberFactory()
    FocalPointFactory(member=member, since=date(2008, 10, 1), until=date(2009, 4, 1))

    if is_refused:
        with pytest.raises(ValidationError):
            appoint(member, secretary, since=since, until=until)
    else:
        appoint(member, secretary, since=since, until=until)

    assert member.focal_points.count() == (1 if is_refused else 2)


def test_rows_posted_together_are_checked_beside_each_other_and_not_beside_what_is_stored():
    stored = FocalPointFactory(since=date(2008, 10, 1))
    ended = FocalPoint.objects.get(pk=stored.pk)
    ended.until = DAY
    successor = FocalPoint(member=stored.member, person=PersonFactory(), since=DAY)

    with pytest.raises(ValidationError):
        successor.full_clean()
    successor.siblings = [ended]

    successor.full_clean()
    successor.refuse_beside(ended)
    with pytest.raises(ValidationError):
        successor.refuse_beside(stored)


def test_alternates_may_be_many_but_nobody_is_one_twice(secretary):
    member = MemberFactory()
    first = appoint(member, secretary, role="alternate")
    appoint(member, secretary, role="alternate")

    with pytest.raises(ValidationError):
        FocalPoint.appoint(member=member, person=first.person, role="alternate", since=DAY, by=secretary)


def test_an_appointment_that_is_ended_stands_no_longer_that_very_day(secretary):
    focal_point = FocalPointFactory(since=date(2008, 10, 1))

    focal_point.end(on=DAY, by=secretary, note="new minister")

    assert not FocalPoint.objects.current(DAY).exists()
    assert FocalPoint.objects.current(DAY - timedelta(days=1)).get() == focal_point
    assert (focal_point.history.latest().history_user, focal_point.history.latest().history_change_reason) == (
        secretary,
        "new minister",
    )


def test_what_has_ended_cannot_end_again(secretary):
    focal_point = FocalPointFactory(since=date(2008, 10, 1), until=DAY)

    with pytest.raises(ValidationError, match="ended on 1 January 2009"):
        focal_point.end(on=date(2010, 1, 1), by=secretary)


@pytest.mark.parametrize("until", [date(2008, 9, 30), date(2007, 1, 1)])
def test_an_appointment_cannot_end_before_it_begins(secretary, until):
    with pytest.raises(ValidationError) as refusal:
        appoint(MemberFactory(), secretary, since=date(2008, 10, 1), until=until)

    assert refusal.value.message_dict["until"] == ["It ends before it begins."]


def test_appointed_is_a_flow_and_current_a_stock():
    FocalPointFactory(since=date(2007, 1, 1))
    FocalPointFactory(since=date(2008, 6, 1), until=date(2008, 9, 1))

    assert FocalPoint.objects.begun(Period.of_year(2008)).count() == 1
    assert FocalPoint.objects.current(date(2008, 12, 31)).count() == 1


def test_those_whose_appointment_ends_soon_are_found():
    ends = FocalPointFactory(since=date(2008, 1, 1), until=date(2009, 2, 1))
    FocalPointFactory(since=date(2008, 1, 1))

    assert FocalPoint.objects.ending(DAY, timedelta(days=90)).get() == ends


def test_a_focal_point_sees_the_appointments_of_its_member_and_of_no_other(secretary):
    mine, colleague = UserFactory(), PersonFactory()
    own = FocalPointFactory(person=mine.person, since=DAY)
    alternate = FocalPointFactory(member=own.member, person=colleague, role="alternate", since=DAY)
    FocalPointFactory(since=DAY)

    assert set(FocalPoint.objects.visible_to(mine)) == {own, alternate}
    assert FocalPoint.objects.visible_to(secretary).count() == 3
    assert not FocalPoint.objects.visible_to(AnonymousUser()).exists()

    own.end(on=date(2009, 6, 1), by=secretary)

    assert not FocalPoint.objects.visible_to(mine).exists()


def test_the_contact_log_has_no_future():
    member = MemberFactory()
    note = ContactNote.objects.create(member=member, kind="call", on=DAY, summary="Asked for a designation letter")

    assert member.contact_notes.get() == note
    with pytest.raises(ValidationError, match="once it has taken place"):
        ContactNote(member=member, kind="visit", on=date(2999, 1, 1), summary="A visit to come").full_clean()


def test_a_platform_has_each_member_once_at_a_time():
    platform, member = Platform.objects.create(key="youth", name="Youth"), MemberFactory()
    PlatformSeat.objects.create(platform=platform, member=member, since=date(2009, 1, 1), until=date(2010, 1, 1))
    current = PlatformSeat.objects.create(platform=platform, member=member, since=date(2010, 1, 1))

    assert PlatformSeat.objects.current(date(2010, 1, 1)).get() == current
    with pytest.raises(ValidationError, match="has a seat here already"):
        PlatformSeat(platform=platform, member=member, since=date(2011, 1, 1)).full_clean()


def test_a_mistaken_appointment_is_ended_on_its_first_day_and_never_stood(secretary):
    user = UserFactory()
    mistaken = appoint(MemberFactory(), secretary, since=DAY)
    mistaken.end(on=DAY, by=secretary)

    assert not FocalPoint.objects.current(DAY).exists()
    assert not FocalPoint.objects.visible_to(user).exists()
    FocalPoint.appoint(member=mistaken.member, person=user.person, since=DAY, by=secretary)
