import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from forums.models import Announcement, Forum
from members.models import NationalPlan
from tests.factories.agreements import AgreementFactory
from tests.factories.commitments import AnnouncementFactory
from tests.factories.forums import ForumFactory
from tests.factories.plans import NationalPlanFactory, RegionalStrategyFactory
from tests.factories.programmes import ProgrammeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum():
    return ForumFactory(ordinal=2, name="Second Forum", city="Istanbul", held="2009")


def refused(row):
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    return refusal.value.message_dict


def test_an_announcement_is_of_one_thing_and_not_of_two(forum):
    announcement = AnnouncementFactory.build(
        forum=forum, plan=NationalPlanFactory(announced="2009-04"), programme=ProgrammeFactory(announced="2009-04")
    )

    assert refused(announcement)["programme"] == ["One announcement is of one thing: record another for this."]


def test_an_announcement_is_of_something(forum):
    words = ["Choose the plan, strategy, agreement or programme, or say in words what it was."]

    assert refused(AnnouncementFactory.build(forum=forum, text=""))["text"] == words


def test_what_stands_in_a_register_is_not_told_in_words_too(forum):
    announcement = AnnouncementFactory.build(forum=forum, programme=ProgrammeFactory(announced="2009"), text="Plural+")

    assert refused(announcement)["text"] == ["What it was stands in a register: leave the words to its name."]


@pytest.mark.parametrize("names", [[], ["plan", "strategy"], ["plan", "text"]])
def test_the_database_keeps_to_one_thing_too(names, forum):
    made = {"plan": NationalPlanFactory(), "strategy": RegionalStrategyFactory(), "text": "A declaration"}
    announcement = Announcement(key="a", forum=forum, what="announced", **{name: made[name] for name in names})

    with pytest.raises(IntegrityError), transaction.atomic():
        announcement.save()


@pytest.mark.parametrize(
    ("about", "what", "said"),
    [
        ("plan", "signed", "“signed” is not what happens to national plans."),
        ("agreement", "launched", "“launched” is not what happens to agreements."),
        ("programme", "adopted", "“adopted” is not what happens to programmes."),
    ],
)
def test_what_happened_fits_what_it_happened_to(about, what, said, forum):
    factory = {"plan": NationalPlanFactory, "agreement": AgreementFactory, "programme": ProgrammeFactory}[about]

    announcement = AnnouncementFactory.build(forum=forum, what=what, **{about: factory()})

    assert refused(announcement)["what"] == [said]


def test_the_same_is_not_announced_twice_at_one_forum(forum):
    plan = NationalPlanFactory(announced="2009-04")
    AnnouncementFactory(forum=forum, plan=plan)

    again = AnnouncementFactory.build(forum=forum, plan=plan)

    assert refused(again)["__all__"] == ["This stands already as an announcement of that forum."]


def test_it_says_where_it_was(forum):
    announcement = AnnouncementFactory(forum=forum, plan=NationalPlanFactory(announced="2009-04"))

    assert announcement.told == "Announced at the Second Forum, Istanbul"


def test_what_is_negotiated_is_hidden_with_its_announcement(forum, secretary, outsider):
    AnnouncementFactory(forum=forum, agreement=AgreementFactory(negotiating="2009"), what="announced")
    shown = AnnouncementFactory(forum=forum, agreement=AgreementFactory(signed="2009"), what="signed")

    assert [*Announcement.objects.visible_to(AnonymousUser())] == [shown]
    assert [*Announcement.objects.visible_to(outsider)] == [shown]
    assert Announcement.objects.visible_to(secretary).count() == 2


def test_of_a_forum_that_is_only_planned_nobody_hears():
    AnnouncementFactory(forum=ForumFactory(planned="2009"))

    assert not Announcement.objects.visible_to(AnonymousUser()).exists()


def test_another_account_is_shown_and_not_counted(forum):
    programme = ProgrammeFactory(launched="2009-02")
    account = AnnouncementFactory(forum=forum, programme=programme, what="launched", preferred=False)

    assert account in Announcement.objects.visible_to(AnonymousUser())
    assert not Announcement.objects.programmes_launched().exists()


def test_at_a_forum_is_a_link_and_no_comparison_of_dates(forum):
    announced_that_month = NationalPlanFactory(announced="2009-04")
    announced_there = NationalPlanFactory(announced="2009-03")
    AnnouncementFactory(forum=forum, plan=announced_there)

    there = NationalPlan.objects.filter(announcements__in=Announcement.objects.plans_announced().at(forum))

    assert [*there] == [announced_there] != [announced_that_month]


def test_a_letter_of_intent_signed_there_is_no_agreement(forum):
    letter = AnnouncementFactory(forum=forum, agreement=AgreementFactory(letter=True, signed="2009"), what="signed")
    memorandum = AnnouncementFactory(forum=forum, agreement=AgreementFactory(signed="2009"), what="signed")

    assert [*Announcement.objects.agreements_signed()] == [memorandum]
    assert [*Announcement.objects.letters_signed()] == [letter]


def test_a_forum_with_announcements_is_not_deleted(forum):
    AnnouncementFactory(forum=forum)

    with pytest.raises(Exception, match="protected"):
        forum.delete()
    assert Forum.objects.exists()
