"""A publication joins the registers in one transaction, and what they computed before they compute still."""

import pytest
from django.db import transaction

from alliance.dates import Period
from alliance.figures import register
from members.models import Member, NationalPlan
from plans.models import Measure
from tests.factories.work import acting_for, published

pytestmark = pytest.mark.usefixtures("real_registers")
YEARS = [Period.of_year(year) for year in range(2006, 2014)]
OF_THE_PORTAL = {"Focal points at work"}


def computed():
    """What every register but those of this app counts, year by year."""
    return {key: figure.series(YEARS) for key, figure in register.items() if figure.kept_by not in OF_THE_PORTAL}


def publish_for(key, edition):
    member = Member.objects.get(key=key)
    plan = NationalPlan.objects.get(member=member, edition=edition)
    stands = {"stands": plan.status, "stands_since": plan.present_since.iso}
    return published(member, 12, by=acting_for(member), edition=edition, title=plan.title or "A plan", **stands)


def test_the_figures_of_the_real_registers_stay_as_they_were():
    before = computed()

    publish_for("spain", 2)
    publish_for("romania", 2)

    after = computed()
    appointed = {key for key in before if "focal-point" in key}
    assert {key: after[key] for key in before.keys() - appointed} == {
        key: before[key] for key in before.keys() - appointed
    }
    assert any(any(values) for values in before.values())


def test_all_doors_show_a_publication_and_none_shows_one_that_is_taken_back(client):
    doors = {
        "/members/spain/": "12 measures",
        "/plans/": "spain-plan-2/#measures",
        "/plans/grid/": "12 measures",
        "/measures/": "Measure of the tests 12",
        "/api/v1/measures/?member=spain": "spain-plan-2-m12",
        "/api/v1/publications/": "spain-plan-2-p1",
        "/figures/measures/": "Measure of the tests 12",
        "/figures/publications/": "publication 1",
    }

    with transaction.atomic():
        publish_for("spain", 2)
        shown = {address: words in client.get(address).content.decode() for address, words in doors.items()}
        transaction.set_rollback(True)

    assert shown == dict.fromkeys(doors, True)
    assert not Measure.objects.exists()
    for address, words in doors.items():
        assert words not in client.get(address).content.decode()
