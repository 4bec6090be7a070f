import pytest

from members.models import FocalPoint
from tests.factories import CorrectionFactory, MemberFactory, NominationFactory

pytestmark = pytest.mark.django_db
NOMINATIONS, CORRECTIONS = "/admin/members/nomination/", "/admin/members/correction/"


@pytest.fixture
def office(client, secretary):
    client.force_login(secretary)
    return client


def act(office, address, submission, action, **more):
    return office.post(address, {"action": action, "_selected_action": [submission.pk], **more}, follow=True)


def test_the_secretariat_confirms_a_nomination_from_the_list(office, secretary):
    nomination = NominationFactory(name="Ana Alternate")

    page = act(office, NOMINATIONS, nomination, "accept").content.decode()

    assert "1 person is appointed: now invite to the portal" in page
    assert FocalPoint.objects.get().person.name == "Ana Alternate"
    assert nomination.history.first().history_user == secretary


def test_a_person_of_the_register_may_be_chosen_before_confirming(office):
    nomination = NominationFactory()
    form = office.get(f"{NOMINATIONS}{nomination.pk}/change/").content.decode()

    assert 'name="person"' in form
    assert 'name="name"' not in form


DECLINE = ("decline", "Decline")


@pytest.mark.parametrize(
    ("address", "factory", "decisions"),
    [
        (NOMINATIONS, NominationFactory, [DECLINE]),  # to accept it a person may have to be chosen, and saved, first
        (CORRECTIONS, CorrectionFactory, [("accept", "Accept"), DECLINE]),
    ],
)
def test_a_proposal_is_decided_on_its_own_page(office, address, factory, decisions):
    proposal = factory()
    page = office.get(f"{address}{proposal.pk}/change/")

    assert page.context["decisions"] == decisions
    assert f'action="{address}"' in page.content.decode()
    act(office, address, proposal, "decline", is_answered="yes", answer="No.")

    assert "decisions" not in office.get(f"{address}{proposal.pk}/change/").context


def test_declining_asks_for_an_answer_first(office):
    correction = CorrectionFactory()

    asked = act(office, CORRECTIONS, correction, "decline").content.decode()
    refused = act(office, CORRECTIONS, correction, "decline", is_answered="yes", answer="").content.decode()
    act(office, CORRECTIONS, correction, "decline", is_answered="yes", answer="Both sources say 2008.")

    correction.refresh_from_db()
    assert "the focal point reads it" in asked
    assert "This field is required." in refused
    assert (correction.status, correction.answer) == ("declined", "Both sources say 2008.")


def test_what_cannot_be_accepted_is_told_by_name_and_stays_open(office):
    member = MemberFactory(name="Ruritania", joined="2008")
    correction = CorrectionFactory(member=member, what="name", proposed="Republic of Ruritania")
    member.name = "Kingdom of Ruritania"
    member.save()

    page = act(office, CORRECTIONS, correction, "accept").content.decode()

    assert "has said “Kingdom of Ruritania” since" in page
    correction.refresh_from_db()
    assert correction.status == "proposed"


@pytest.mark.parametrize(("address", "factory"), [(NOMINATIONS, NominationFactory), (CORRECTIONS, CorrectionFactory)])
def test_proposals_are_listed_and_exported_and_neither_added_nor_deleted_nor_imported(office, address, factory):
    submission = factory()

    assert str(submission.member) in office.get(address).content.decode()
    assert office.get(f"{address}add/").status_code == 403
    assert office.get(f"{address}import/").status_code == 403
    assert office.get(f"{address}{submission.pk}/delete/").status_code == 403
    assert office.get(f"{address}export/").status_code == 200


def test_what_waits_is_on_the_home_page_of_staff(office):
    NominationFactory()

    page = " ".join(office.get("/admin/").content.decode().split())

    assert "nominations to confirm" in page
