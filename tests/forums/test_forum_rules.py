"""What holds of a forum, whoever records it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from alliance.dates import PartialDate, spanned
from forums.models import Forum
from tests.factories import UserFactory
from tests.factories.forums import ForumFactory

pytestmark = pytest.mark.django_db


def refused(act, *args, **kwargs):
    with pytest.raises(ValidationError) as refusal, transaction.atomic():
        act(*args, **kwargs)
    return refusal.value


def test_a_forum_is_planned_confirmed_and_held(visitor):
    forum = ForumFactory(planned="2007-03")
    assert not Forum.objects.visible_to(visitor).exists()

    forum.confirm(on=PartialDate(2007, 6, 14), by=None)
    assert Forum.objects.visible_to(visitor).get().public_status == "confirmed"

    forum.hold(on=PartialDate(2008, 1, 16), by=None)
    assert forum.status == forum.public_status == "held"
    assert "cannot become" in str(refused(forum.cancel, on=PartialDate(2008, 2), by=None))


def test_a_forum_that_was_put_off_is_confirmed_again_and_held():
    forum = ForumFactory(confirmed="2009-06-16", starts=PartialDate(2013, 2, 27), ends=PartialDate(2013, 2, 28))

    forum.postpone(on=PartialDate(2012), by=None)
    forum.confirm(on=PartialDate(2012, 11), by=None)
    forum.hold(on=PartialDate(2013, 2, 28), by=None)

    assert forum.status == "held"


def test_what_is_only_planned_is_neither_put_off_nor_cancelled_before_everyone():
    forum = ForumFactory(planned="2007-03")

    for act in (forum.postpone, forum.cancel):
        refused(act, on=PartialDate(2007, 4), by=None)


def test_a_forum_does_not_end_before_it_begins():
    forum = ForumFactory.build(country=None, ends=PartialDate(2008, 1, 14))

    assert refused(forum.clean).message_dict == {"ends_on": ["It ends before it begins."]}
    with pytest.raises(IntegrityError), transaction.atomic():
        ForumFactory(ends=PartialDate(2008, 1, 14))


def test_a_forum_that_ends_begins():
    forum = ForumFactory.build(country=None, starts=None)

    assert "starts_on" in refused(forum.clean).message_dict
    with pytest.raises(IntegrityError), transaction.atomic():
        ForumFactory(starts=None)


def test_a_month_may_be_all_that_is_known_of_its_end():
    ForumFactory(ends=PartialDate(2008, 1)).full_clean()


def test_a_forum_is_not_held_before_its_last_day():
    forum = ForumFactory(confirmed="2007")

    assert "before its last day, 16 January 2008" in str(refused(forum.hold, on=PartialDate(2008, 1, 15), by=None))
    forum.hold(on=PartialDate(2008, 1), by=None)


def test_a_forum_of_unknown_days_is_not_held():
    forum = ForumFactory(starts=None, ends=None)

    assert "its days are not known" in str(refused(forum.hold, on=PartialDate(2008), by=None))


def test_a_forum_that_was_held_keeps_days_that_fit():
    forum = ForumFactory(held="2008-01-16")
    forum.ends = PartialDate(2008, 1, 18)

    assert "before its last day" in str(refused(forum.full_clean).message_dict["ends_on"])


def test_two_forums_do_not_have_one_number():
    forum = ForumFactory.build(ordinal=ForumFactory().ordinal, country=ForumFactory().country)

    assert "ordinal" in refused(forum.full_clean).message_dict


@pytest.mark.parametrize("name", ["Madrid", "Europe/Atlantis", "../etc/passwd"])
def test_a_time_zone_is_one_that_there_is(name):
    forum = ForumFactory()
    forum.time_zone = name

    assert "is no time zone" in str(refused(forum.full_clean).message_dict["time_zone"])


def test_a_forum_that_is_over_waits_to_be_recorded_as_held():
    over, held = ForumFactory(confirmed="2007"), ForumFactory(held="2008-01-16")

    assert [*Forum.objects.unclosed(date(2008, 1, 17))] == [over]
    assert [*Forum.objects.held(date(2008, 1, 17))] == [held]
    assert not Forum.objects.unclosed(date(2008, 1, 16)).exists()


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (PartialDate(2008, 1, 15), PartialDate(2008, 1, 16), "15–16 January 2008"),
        (PartialDate(2010, 5, 31), PartialDate(2010, 6, 1), "31 May 2010 to 1 June 2010"),
        (PartialDate(2009, 1), PartialDate(2012, 12, known_by=True), "January 2009 to December 2012 at the latest"),
        (
            PartialDate(2009, 1, 5),
            PartialDate(2009, 1, 9, known_by=True),
            "5 January 2009 to 9 January 2009 at the latest",
        ),
        (PartialDate(2012), None, "2012"),
        (PartialDate(2008, 1, 15), PartialDate(2008, 1, 15), "15 January 2008"),
        (None, None, ""),
    ],
)
def test_days_are_told_as_far_as_they_are_known(start, end, words):
    assert spanned(start, end) == words


@pytest.fixture
def visitor():
    return UserFactory()
