"""The rows on agreements of the table “What the registers compute”, with their names, beside what is stated.

What was signed at a forum follows from the link of the step to it, which the register of forums keeps.
"""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from alliance.dates import Period
from partnerships import figures
from partnerships.models import Agreement, Partner
from reports.answers import ask
from tests.factories import UserFactory

pytestmark = pytest.mark.usefixtures("real_registers")

TODAY = date(2026, 11, 22)
MADRID = {"unesco-mou-2008", "league-of-arab-states-mou-2008", "isesco-mou-2008", "alecso-mou-2008", "uclg-mou-2008"}
ISTANBUL = {
    "iom-mou-2009",
    "oic-mou-2009",
    "segib-mou-2009",
    "anna-lindh-foundation-mou-2009",
    "oif-mou-2009",
    "cplp-mou-2009",
    "union-latine-mou-2009",
}
BETWEEN = {"council-of-europe-mou-2008", "european-union-joint-action-plan-2008"}
KNOWN_BY_THEN = {
    "religions-for-peace-mou",
    "club-de-madrid-mou",
    "oslo-center-for-peace-and-human-rights-mou",
    "icfj-mou",
}
MAY_2009 = MADRID | BETWEEN | ISTANBUL | KNOWN_BY_THEN
DECISIONS = {
    "union-for-the-mediterranean-decision-2008",
    "osce-decision-2008",
    "council-of-europe-decision-2009",
}
NEGOTIATING = {"commonwealth-mou", "african-union-mou-1", "asean-mou", "asef-mou"}
NEGOTIATING_LATER = {"oas-mou", "african-union-mou-2", "league-of-arab-states-mou-2"}
APPROACHED = {"european-union-mou", "osce-mou"}


def up_to(day: date) -> Period:
    return Period(date(2005, 1, 1), day)


def counted(figure, day):
    """The keys of the rows that make its value, which is their number."""
    keys = [step.record.key for step in figure.rows(up_to(day))]
    assert figure.value(up_to(day)) == len(keys) == len(set(keys))
    return set(keys)


def keys(agreements):
    return set(agreements.values_list("key", flat=True))


def test_three_were_approached_on_30_april_2008_and_stood_there():
    assert keys(Agreement.objects.approached(date(2008, 4, 30))) == APPROACHED | {"oic-mou-2009"}


def test_18_agreements_were_signed_by_31_may_2009_four_of_them_only_known_by_then():
    day = date(2009, 5, 31)

    assert counted(figures.signed, day) == MAY_2009 == keys(Agreement.objects.agreements().signed(day))
    assert len(MAY_2009) == 18
    assert counted(figures.signed_in_period, day) == MAY_2009 - KNOWN_BY_THEN
    assert keys(Agreement.objects.agreements().signed_in(up_to(day))) == MAY_2009 - KNOWN_BY_THEN


def test_five_agreements_and_one_letter_were_signed_by_30_april_2008_as_the_first_report_states():
    signed, letters = ask([figures.signed, figures.letters], up_to(date(2008, 4, 30)))

    assert (signed.computed, signed.stated_value, signed.gap) == (5, 5, 0)
    assert (letters.computed, letters.stated_value, letters.gap) == (1, 1, 0)
    assert counted(figures.letters, date(2008, 4, 30)) == {"council-of-europe-letter-2008"}


def test_seven_of_the_second_period_are_no_stock_beside_the_18():
    answer = ask([figures.signed], up_to(date(2009, 5, 31)))[0]

    assert (answer.computed, answer.stated_value) == (18, 5), "the seven of Istanbul are told of a forum (trap T16)"


def test_four_were_negotiated_on_16_june_2009_as_the_second_report_counts():
    day = date(2009, 6, 16)

    answer = ask([figures.negotiating], up_to(date(2009, 6, 30)))[0]

    assert counted(figures.negotiating, day) == NEGOTIATING == keys(Agreement.objects.negotiating(day))
    assert (answer.computed, answer.stated_value) == (4, 4)


def test_the_council_of_europe_was_negotiated_with_until_it_signed():
    day = date(2008, 4, 30)

    assert counted(figures.negotiating, day) == {"council-of-europe-mou-2008"}
    assert not Agreement.objects.as_of(day, user=AnonymousUser()).filter(key="council-of-europe-mou-2008").exists()


def test_three_decisions_of_other_bodies_were_taken_by_31_may_2009():
    assert counted(figures.decisions, date(2009, 5, 31)) == DECISIONS
    assert keys(Agreement.objects.decisions()) == DECISIONS


def test_of_40_rows_28_are_signed_and_the_public_sees_31():
    agreements = Agreement.objects.all()
    public = keys(agreements.visible_to(AnonymousUser()))

    assert agreements.count() == 40
    assert agreements.signed(TODAY).count() == 28
    assert len(counted(figures.signed, TODAY)) == 27
    assert len(counted(figures.letters, TODAY)) == 1
    assert len(counted(figures.decisions, TODAY)) == 3
    assert counted(figures.negotiating, TODAY) == NEGOTIATING | NEGOTIATING_LATER
    assert keys(agreements.approached(TODAY)) == APPROACHED
    assert len(public) == 31
    assert public == keys(agreements) - NEGOTIATING - NEGOTIATING_LATER - APPROACHED


@pytest.mark.parametrize(("visitor", "count"), [("public", 31), ("staff", 40)])
def test_the_list_of_each_door_has_what_the_visitor_may_see(client, visitor, count):
    if visitor == "staff":
        client.force_login(UserFactory(staff=True))

    assert client.get("/api/v1/agreements/").json()["count"] == count
    assert client.get("/agreements/").context["page"].paginator.count == count


def test_whom_the_alliance_only_talks_with_is_no_public_partner():
    talked_with = {"commonwealth", "african-union", "asean", "asef", "oas"}
    youth = {"asian-youth-council", "pan-african-youth-union", "pacific-youth-council"}  # for the advisory committee
    hidden = Partner.objects.filter(is_public=False)

    assert Partner.objects.count() == 60
    assert not hidden.filter(parties__agreement__in=Agreement.objects.signed(TODAY)).exists()
    assert set(hidden.values_list("key", flat=True)) == talked_with | youth


def test_every_agreement_has_its_parties_and_of_those_shown_each_a_name_of_its_own():
    names = list(Agreement.objects.visible_to(AnonymousUser()).values_list("name", flat=True))

    assert all(agreement.parties.count() >= 2 for agreement in Agreement.objects.exclude(kind="decision"))
    assert {agreement.parties.get().is_alliance for agreement in Agreement.objects.decisions()} == {False}
    assert len(set(names)) == len(names)
