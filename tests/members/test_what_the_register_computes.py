"""The rows on members of the table “What the registers compute”, with their names, beside what is stated."""

from datetime import date
from decimal import Decimal

import pytest

from alliance.dates import Period
from members import figures
from members.models import Member, NationalPlan, Proposal, RegionalStrategy
from reports.answers import ask

pytestmark = pytest.mark.usefixtures("real_registers")

LIST_OF_2006 = {
    "albania",
    "argentina",
    "bangladesh",
    "costa-rica",
    "egypt",
    "el-salvador",
    "european-commission",
    "hungary",
    "indonesia",
    "iran",
    "jordan",
    "league-of-arab-states",
    "lithuania",
    "malaysia",
    "mexico",
    "new-zealand",
    "oic",
    "pakistan",
    "philippines",
    "south-africa",
    "switzerland",
    "syria",
    "tanzania",
    "thailand",
    "tunisia",
    "united-arab-emirates",
    "yemen",
}
APRIL_2007 = LIST_OF_2006 | {"spain", "turkey", "romania"}
APRIL_2008 = APRIL_2007 | {"bulgaria"}
MAY_2009 = APRIL_2008 | {
    "algeria",
    "austria",
    "brazil",
    "montenegro",
    "portugal",
    "qatar",
    "russian-federation",
    "slovenia",
    "united-kingdom",
}
MAY_2010 = MAY_2009 | {"czech-republic", "united-states"}
LATER = {
    "azerbaijan",
    "belgium",
    "croatia",
    "finland",
    "france",
    "germany",
    "isesco",
    "kaiciid",
    "kazakhstan",
    "kuwait",
    "morocco",
    "republic-of-korea",
    "turksoy",
}
UNDATED = {"panama", "nicaragua", "saudi-arabia", "estonia", "latvia", "council-of-europe", "iom"}
FEBRUARY_2023 = MAY_2010 | LATER
TODAY = FEBRUARY_2023 | UNDATED


def up_to(day: date) -> Period:
    return Period(date(2005, 1, 1), day)


@pytest.mark.parametrize(
    ("day", "names", "states", "organizations", "stated", "stated_in"),
    [
        (date(2007, 4, 30), APRIL_2007, 27, 3, 44, "first-annual-report"),
        (date(2008, 4, 30), APRIL_2008, 28, 3, 84, "first-annual-report"),
        (date(2008, 5, 31), APRIL_2008, 28, 3, 85, "second-annual-report"),
        (date(2009, 5, 31), MAY_2009, 37, 3, 103, "second-annual-report"),
        (date(2010, 5, 13), MAY_2010, 39, 3, 120, "turkey-press-release-2010-100"),
        (date(2023, 2, 28), FEBRUARY_2023, 49, 6, 159, "turanews-kz"),
        (date(2026, 11, 22), TODAY, 54, 8, 159, "turanews-kz"),
    ],
)
def test_members_on_a_day_are_those_named_beside_those_stated(day, names, states, organizations, stated, stated_in):
    answer = ask([figures.members], up_to(day))[0]

    rows = figures.members.rows(up_to(day))
    assert {step.record.key for step in rows} == names
    assert answer.computed == len(names) == Member.objects.members(day).count()
    assert figures.members.by("kind", [up_to(day)]) == {"country": [states], "organization": [organizations]}
    assert (answer.stated_value, answer.stated[0].document.key) == (Decimal(stated), stated_in)
    assert answer.gap == stated - Member.objects.members(answer.compared_on).count()
    assert answer.compared_on == day or day == date(2026, 11, 22)


def test_in_may_2009_thirty_members_are_stated_and_ten_only_implied():
    assert figures.members.by("basis", [up_to(date(2009, 5, 31))]) == {"implied": [10], "stated": [30]}


def test_today_37_of_62_members_are_stated_and_25_only_implied():
    assert figures.members.by("basis", [up_to(date(2026, 11, 22))]) == {"implied": [25], "stated": [37]}


def test_four_members_joined_by_a_date_of_their_own():
    joined = Member.objects.joined(up_to(date(2026, 11, 22)))

    assert {member.key: str(member.steps.get(status="member").when) for member in joined} == {
        "romania": "March 2007",
        "kaiciid": "27 September 2019",
        "turksoy": "28 February 2023",
        "united-states": "13 May 2010",
    }
    assert figures.joined.value(up_to(date(2026, 11, 22))) == 4


def test_what_joined_and_what_was_first_shown_explain_the_whole_growth():
    period = Period(date(2008, 5, 1), date(2009, 5, 31))

    before, joined, shown, left, after = (
        figure.value(period)
        for figure in (figures.members_before, figures.joined, figures.shown, figures.left, figures.members)
    )

    assert (before, joined, shown, left, after) == (31, 0, 9, 0, 40)


def test_growth_of_the_second_period_is_computed_beside_the_21_per_cent_stated():
    answer = ask([figures.growth], Period(date(2008, 5, 1), date(2009, 5, 31)))[0]

    assert answer.computed == Decimal("29.0")
    assert answer.stated_value == 21


def test_83_focal_points_are_stated_in_two_parts_and_none_is_in_the_register():
    answer = ask([figures.appointed], Period(date(2008, 5, 1), date(2009, 5, 31)))[0]

    assert answer.computed == 0
    assert {figure.part: figure.value for figure in answer.stated} == {"countries": 69, "organizations": 14}
    assert answer.gap == 83


def test_the_same_83_are_not_compared_with_another_window():
    answer = ask([figures.appointed], up_to(date(2026, 11, 22)))[0]

    assert answer.stated_value == 83
    assert not answer.is_same_window
    assert answer.gap is None


def test_25_of_57_osce_states_are_named_members_and_32_are_not():
    day = date(2026, 11, 22)

    missing = Member.objects.not_joined("osce-participating-states", day)

    assert figures.members.by("group", [up_to(day)])["Participating States of the OSCE"] == [25]
    assert missing.count() == 32
    assert {"Canada", "Holy See"} <= set(missing.values_list("name", flat=True))


def test_any_number_of_years_is_one_statement(django_assert_num_queries):
    years = up_to(date(2026, 11, 22)).years()

    with django_assert_num_queries(1):
        values = figures.members.series(years)

    assert dict(zip([year.end.year for year in years], values, strict=True))[2009] == 41


FIRST_PLANS = {"spain-plan-1", "turkey-plan-1", "bulgaria-plan-1", "new-zealand-plan-1"}
TOLD_IN_APRIL_2009 = {
    f"{member}-plan-1"
    for member in (
        *("albania", "algeria", "argentina", "brazil", "montenegro"),
        *("portugal", "qatar", "romania", "russian-federation", "slovenia"),
    )
}
SOUTH_EASTERN_EUROPE = {
    *("Albania", "Austria", "Bosnia and Herzegovina", "Bulgaria", "Croatia", "Greece", "Hungary", "Montenegro"),
    *("Romania", "Serbia", "Slovenia", "Spain", "The former Yugoslav Republic of Macedonia", "Turkey"),
}


def keys(figure, day):
    """The keys of the rows that make its value, which is their number."""
    found = {step.record.key for step in figure.rows(up_to(day))}
    assert figure.value(up_to(day)) == len(found)
    return found


def test_20_plan_editions_are_of_17_members_beside_27_countries_stated():
    assert NationalPlan.objects.count() == 20
    assert NationalPlan.objects.values("member").distinct().count() == 17

    answer = ask([figures.members_with_plan], up_to(date(2026, 11, 22)))[0]

    assert (answer.computed, answer.stated_value, answer.gap) == (17, 27, 27 - answer.computed_then)


def test_four_plans_were_announced_by_30_april_2008_as_the_first_report_states():
    day = date(2008, 4, 30)

    answer = ask([figures.plans_announced], up_to(day))[0]

    assert keys(figures.plans_announced, day) == FIRST_PLANS
    assert set(NationalPlan.objects.announced(day).values_list("key", flat=True)) == FIRST_PLANS
    assert (answer.computed, answer.stated_value, answer.gap) == (4, 4, 0)


def test_ten_more_were_announced_in_april_2009_by_a_date_of_their_own():
    period = Period(date(2009, 4, 1), date(2009, 4, 30))

    rows = figures.plans_announced_in.rows(period)

    assert {step.record.key for step in rows} == TOLD_IN_APRIL_2009
    assert figures.plans_announced_in.value(period) == len(TOLD_IN_APRIL_2009) == 10


def test_six_plans_were_adopted_by_6_april_2009_one_of_them_announced_with_the_ten():
    day = date(2009, 4, 6)

    adopted = keys(figures.plans_adopted, day)

    assert adopted == FIRST_PLANS | {"united-kingdom-plan-1", "romania-plan-1"}
    assert len(adopted - TOLD_IN_APRIL_2009) == 5
    assert set(NationalPlan.objects.adopted(day).values_list("key", flat=True)) == adopted


def test_three_regional_strategies_were_announced_by_31_may_2009():
    day = date(2009, 5, 31)

    answer = ask([figures.strategies_announced], up_to(day))[0]

    assert keys(figures.strategies_announced, day) == {"south-eastern-europe", "mediterranean", "ibero-america"}
    assert (answer.computed, answer.stated_value, answer.gap) == (3, 3, 0)


def test_one_regional_strategy_was_adopted_by_30_june_2010_by_14_countries():
    day = date(2010, 6, 30)
    strategy = RegionalStrategy.objects.get(key="south-eastern-europe")

    adopted, countries = ask([figures.strategies_adopted, figures.strategy_countries], up_to(day))

    assert keys(figures.strategies_adopted, day) == {strategy.key}
    assert (adopted.computed, adopted.stated_value, adopted.gap) == (1, 1, 0)
    assert set(strategy.participants.adopting().values_list("name", flat=True)) == SOUTH_EASTERN_EUROPE
    assert (countries.computed, countries.stated_value, countries.gap) == (14, 14, 0)


def test_six_proposals_were_made_in_2010_and_nobody_knows_what_became_of_them():
    proposals = Proposal.objects.order_by("line_from")

    assert {proposal.document.key for proposal in proposals} == {"osce-address-2010"}
    assert proposals[0].lines == "lines 49-54"
    assert proposals.count() == proposals.without_follow_up().count() == 6
