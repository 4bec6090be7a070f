"""What the data set says of announcements and commitments, counted over the real registers (README of the data)."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser

from alliance import figures
from alliance.dates import PartialDate, Period
from documents.models import StatedFigure
from forums.models import Announcement, Commitment, CommitmentReport, Forum
from members.models import Country, NationalPlan
from reports.answers import ask
from tests.factories.forums import ForumFactory

pytestmark = pytest.mark.usefixtures("real_registers")

MADRID, ISTANBUL = Period.of_year(2008), Period.of_year(2009)
VISITOR = AnonymousUser()
BRITAIN = "United Kingdom of Great Britain and Northern Ireland"


def counted(key, period):
    """The names of the rows, the value, and what documents state beside it."""
    figure = figures.register[key]
    answer = ask([figure], period)[0]
    names = [str(getattr(row, "about", None) or row) for row in figure.rows(period).visible_to(VISITOR)]
    return sorted(names), answer.computed, answer.stated_value


def members(names):
    return [name.removeprefix("National plan of ") for name in names]


def partners(names):
    return [name.partition(" with ")[2].rpartition(" (")[0] for name in names]


def test_ten_plans_were_announced_at_the_istanbul_forum():
    names, computed, stated = counted("national-plans-announced-at-forums", ISTANBUL)

    assert (computed, stated) == (10, 10)
    assert members(names) == [
        "Albania",
        "Algeria",
        "Argentina",
        "Brazil",
        "Montenegro",
        "Portugal",
        "Qatar",
        "Romania",
        "Russian Federation",
        "Slovenia",
    ]


def test_five_plans_were_adopted_by_then_and_not_announced_there():
    istanbul = Announcement.objects.plans_announced().at(Forum.objects.get(ordinal=2))
    adopted = NationalPlan.objects.adopted(by=date(2009, 4, 6))

    elsewhere = adopted.exclude(announcements__in=istanbul)

    names = [plan.member.name for plan in elsewhere]
    assert names == ["Bulgaria", "New Zealand", "Spain", "Turkey", BRITAIN]
    assert adopted.count() == 6, "with Romania, whose plan was announced there all the same"


def test_five_agreements_were_signed_at_the_madrid_forum_and_one_letter_of_intent():
    names, computed, _ = counted("agreements-signed-at-forums", MADRID)
    letters, letters_computed, _ = counted("letters-of-intent-signed-at-forums", MADRID)

    assert (computed, letters_computed) == (5, 1)
    assert sorted(partners(names)) == [
        "ALECSO",
        "ISESCO",
        "League of Arab States",
        "UNESCO",
        "United Cities and Local Governments",
    ]
    assert partners(letters) == ["Council of Europe"]


def test_seven_agreements_were_signed_at_the_istanbul_forum():
    names, computed, stated = counted("agreements-signed-at-forums", ISTANBUL)

    assert (computed, stated) == (7, 7)
    assert sorted(partners(names)) == [
        "Anna Lindh Foundation",
        "CPLP",
        "Ibero-American General Secretariat",
        "International Organization for Migration",
        "OIF",
        "Organization of the Islamic Conference",
        "Union Latine",
    ]


def test_four_programmes_were_announced_at_the_madrid_forum():
    names, computed, _ = counted("programmes-announced-at-forums", MADRID)

    assert computed == 4
    assert (
        names
        == sorted(names)
        == [
            "Alliance of Civilizations Media Fund",
            "Doing Business in a Multicultural World: Challenges and Opportunities",
            "Silatech",
            "Youth Solidarity Fund",
        ]
    )


def test_four_programmes_were_launched_at_the_istanbul_forum():
    names, computed, _ = counted("programmes-launched-at-forums", ISTANBUL)

    assert computed == 4
    assert names == [
        "Dialogue Café",
        "Global Youth Movement",
        "Plural+ Youth Video Festival",
        "Restore Trust, Rebuild Bridges",
    ]


def test_the_launch_of_the_media_mechanism_at_madrid_is_another_account_and_not_counted():
    account = Announcement.objects.get(programme__key="rapid-response-media-mechanism")

    assert (account.forum.city, account.what, account.preferred) == ("Madrid", "launched", False)
    assert "Rapid Response Media Mechanism" not in counted("programmes-launched-at-forums", MADRID)[0]


def test_madrid_has_eleven_commitments_beside_ten_and_twelve_that_are_stated():
    _, computed, stated = counted("commitments", MADRID)
    madrid = StatedFigure.objects.filter(measure="forum_commitments", forum_number=1)

    assert (computed, stated) == (11, 10), "a report of the Alliance goes before the press"
    assert {figure.document.key: figure.value for figure in madrid} == {
        "second-annual-report": Decimal(10),
        "dpa-16-january-2008": Decimal(12),
    }
    refs = [commitment.ref for commitment in Commitment.objects.filter(forum__ordinal=1).order_by("number")]
    assert refs == ["34 (a)", "34 (b)", *(f"35 ({letter})" for letter in "abcdefghi")]


def test_of_several_forums_at_once_nothing_is_stated():
    _, computed, stated = counted("commitments", Period(date(2008, 1, 1), date(2010, 12, 31)))

    assert (computed, stated) == (22, None)


def test_every_row_of_the_data_is_there():
    by_forum = {f.ordinal: f.commitments.count() for f in Forum.objects.order_by("ordinal")}

    assert {ordinal: n for ordinal, n in by_forum.items() if n} == {1: 11, 2: 10, 3: 1}
    assert Announcement.objects.count() == 39
    assert CommitmentReport.objects.count() == 17
    assert not CommitmentReport.objects.exclude(scale="").exists(), "no source says how far any of them has come"


def test_commitments_with_a_report_and_without():
    ever = Period(date(2005, 1, 1), date(2026, 11, 22))

    assert [figures.register[key].value(ever) for key in ("commitments-reported", "commitments-unreported")] == [17, 5]
    assert figures.register["commitments-reported-share"].value(ever) == Decimal("77.3")
    assert figures.register["commitments"].by("status", [ever]) == {"reported": [17], "unreported": [5]}
    assert figures.register["commitments"].by("forum", [ever]) == {
        "Second Alliance of Civilizations Forum": [10],
        "First Alliance of Civilizations Forum": [11],
        "Third Alliance of Civilizations Forum": [1],
    }


def test_what_was_said_to_be_given_is_added_to_nothing():
    sums = {c.key: c.sum_told for c in Commitment.objects.exclude(amount=None)}

    assert sums == {"forum-1-34-a": "USD 100,000,000", "forum-1-34-b": "USD 10,000,000"}
    of_commitments = [figure for figure in figures.register.values() if figure.key.startswith("commitments")]
    assert {str(figure.unit) for figure in of_commitments} == {"commitments", "per cent"}


def test_a_forum_that_is_only_planned_changes_nothing_that_is_stated_of_the_one_that_was_held():
    before, day = counted("commitments", MADRID), PartialDate(2008, 6, 1)
    spain = Country.objects.get(iso3="ESP")

    ForumFactory(ordinal=99, name="Planned", country=spain, starts=day, ends=day, planned="2007")

    assert counted("commitments", MADRID) == before
    assert before[2] == 10
