"""What the secretariat does with networks and programmes."""

import pytest

from alliance.dates import PartialDate
from partnerships.models import Network, Programme
from tests.browserless import form_on, told
from tests.factories.agreements import PartnerFactory
from tests.factories.programmes import NetworkFactory, ProgrammeFactory, ProgrammePartnerFactory

pytestmark = pytest.mark.django_db
PROGRAMMES, NETWORKS = "/admin/partnerships/programme/", "/admin/partnerships/network/"


@pytest.fixture
def office(client, secretary):
    client.force_login(secretary)
    return client


@pytest.mark.parametrize(
    ("action", "status"),
    [
        ("record_idea", "idea"),
        ("record_announcement", "announced"),
        ("record_preparation", "preparatory"),
        ("record_pilot", "pilot"),
        ("record_launch", "launched"),
        ("record_operation", "operational"),
    ],
)
def test_a_step_is_asked_for_and_then_recorded(office, action, status, secretary):
    programme = ProgrammeFactory()
    asked = office.post(PROGRAMMES, {"action": action, "_selected_action": [programme.pk]}, follow=True)

    answers = form_on(asked) | {"on": "2009-04", "place": "Istanbul"}
    done = office.post(PROGRAMMES, answers, follow=True)

    step = programme.steps.get()
    assert (step.status, step.when.iso, step.place, step.recorded_by) == (status, "2009-04", "Istanbul", secretary)
    assert told(done) == ["1 record done."]


def test_a_closure_that_cannot_be_is_refused_in_words(office):
    programme = ProgrammeFactory()
    asked = office.post(PROGRAMMES, {"action": "record_closure", "_selected_action": [programme.pk]}, follow=True)

    refused = office.post(PROGRAMMES, form_on(asked) | {"on": "2009-04"}, follow=True).content.decode()

    assert "cannot begin as “closed”" in refused
    assert not programme.steps.exists()


@pytest.mark.parametrize("address", [PROGRAMMES, NETWORKS])
def test_its_form_saves_what_it_shows_and_changes_nothing(office, address):
    programme = ProgrammePartnerFactory(programme=ProgrammeFactory(launched="2009-04")).programme
    network = NetworkFactory(started=PartialDate(2008, 1), status_told=PartialDate(2009, 5))
    record = programme if address == PROGRAMMES else network
    page = office.get(f"{address}{record.pk}/change/")

    saved = office.post(f"{address}{record.pk}/change/", form_on(page))

    assert saved.status_code == 302
    assert Programme.objects.get(pk=programme.pk).status == "launched"
    assert Network.objects.get(pk=network.pk).started == PartialDate(2008, 1)


def test_a_member_of_a_network_that_is_nobody_is_refused_at_its_box(office):
    network = NetworkFactory()
    answers = form_on(office.get(f"{NETWORKS}{network.pk}/change/")) | {
        "members-TOTAL_FORMS": "1",
        "members-0-network": str(network.pk),
        "members-0-joined": "2009",
    }

    page = office.post(f"{NETWORKS}{network.pk}/change/", answers).content.decode()

    assert "Name the partner, or whoever it is." in page
    assert not network.members.exists()


def test_a_partner_posted_twice_to_a_network_is_refused(office):
    network, partner = NetworkFactory(), PartnerFactory()
    answers = form_on(office.get(f"{NETWORKS}{network.pk}/change/")) | {"members-TOTAL_FORMS": "2"}
    for n in range(2):
        answers |= {
            f"members-{n}-network": str(network.pk),
            f"members-{n}-partner": str(partner.pk),
            f"members-{n}-joined": "2009",
        }

    page = office.post(f"{NETWORKS}{network.pk}/change/", answers).content.decode()

    assert "belongs to this network from 2009 until today" in page
    assert not network.members.exists()


@pytest.mark.parametrize("address", [PROGRAMMES, NETWORKS])
@pytest.mark.parametrize("number", [3, 30])
def test_a_list_runs_the_same_queries_for_few_and_for_many(office, address, number, django_assert_max_num_queries):
    for _ in range(number):
        ProgrammeFactory(launched="2009")
    NetworkFactory.create_batch(number)

    with django_assert_max_num_queries(25):
        assert office.get(address).status_code == 200
