from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from alliance.dates import PartialDate
from members.models import Correction, FocalPoint, Nomination
from people.models import Person, PrivateContact
from tests.factories import (
    CorrectionFactory,
    FocalPointFactory,
    MemberFactory,
    NominationFactory,
    PersonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
ALTERNATE = {"role": "alternate", "name": "Ana Alternate", "email": "ana@example.org", "post": "Adviser"}
WRONG_NAME = {"what": "name", "proposed": "Republic of Ruritania", "reason": "Our note verbale"}


def focal_point(member, **more):
    user = UserFactory()
    FocalPointFactory(member=member, person=user.person, **more)
    return user


@pytest.fixture
def ruritania():
    return MemberFactory(key="ruritania", name="Ruritania", state=True, joined="2008-03")


@pytest.fixture
def mine(ruritania, client):
    user = focal_point(ruritania)
    client.force_login(user)
    return user


@pytest.fixture
def stranger(db):
    return focal_point(MemberFactory(key="elsewhere", name="Elsewhere", joined="2008"))


def page(client, address="/portal/"):
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_portal_shows_the_member_one_acts_for_and_no_other(client, mine, stranger):
    shown = page(client)

    assert "Ruritania" in shown
    assert "member since March 2008" in shown
    assert "principal focal point" in shown
    assert "Elsewhere" not in shown


def test_an_organization_has_its_focal_point_as_a_state_has(client):
    union = MemberFactory(name="Union of Rivers", joined="2008")
    client.force_login(focal_point(union))

    assert "Union of Rivers" in page(client)


def test_who_acts_for_two_members_finds_both(client, mine):
    FocalPointFactory(member__name="Union of Rivers", person=mine.person, role="alternate")

    shown = page(client)

    assert "Ruritania" in shown
    assert "Union of Rivers" in shown


def test_a_focal_point_is_not_told_of_an_approach_to_its_own_member(client, mine, ruritania, secretary):
    ruritania.withdraw(on=PartialDate(2012), by=secretary)
    ruritania.approach(on=PartialDate(2020), by=secretary)

    assert "withdrawn since 2012" in page(client)
    assert "approached" not in page(client)


def test_who_acts_for_nobody_is_told_so_and_sees_nothing(client, ruritania):
    client.force_login(UserFactory())

    assert "You act for no member at present" in page(client)
    assert client.get("/portal/members/ruritania/correct/").status_code == 404


def test_the_end_of_the_appointment_is_the_end_of_access_and_the_successor_finds_the_work(
    client, mine, ruritania, secretary
):
    client.post("/portal/members/ruritania/correct/", WRONG_NAME)
    assert client.get("/portal/members/ruritania/correct/").status_code == 200

    FocalPoint.objects.get(person=mine.person).end(on=timezone.localdate(), by=secretary)

    assert client.get("/portal/members/ruritania/correct/").status_code == 404
    assert client.post("/portal/members/ruritania/correct/", WRONG_NAME).status_code == 404
    assert "Ruritania" not in page(client)

    client.force_login(focal_point(ruritania, since=timezone.localdate()))

    assert "Ruritania: name" in page(client)


def test_contact_data_never_confirmed_are_due_and_confirmed_ones_are_not_until_a_year_later(client, mine):
    assert "never confirmed" in page(client)

    assert client.post("/portal/contact/confirm/").status_code == 302

    assert "Nothing is due." in page(client)
    assert Person.history.filter(id=mine.person_id).first().history_user == mine
    Person.objects.filter(pk=mine.person_id).update(confirmed_on=timezone.localdate() - timedelta(days=360))
    assert "Nothing is due." in page(client)
    Person.objects.filter(pk=mine.person_id).update(confirmed_on=timezone.localdate() - timedelta(days=366))
    assert "still correct" in page(client)
    assert "show them as not confirmed" not in page(client)


def test_contact_data_of_a_new_appointment_are_not_due_for_a_year(client, ruritania):
    client.force_login(focal_point(ruritania, since=timezone.localdate() - timedelta(days=300)))

    assert "Nothing is due." in page(client)


def test_who_has_not_confirmed_three_months_after_it_was_due_is_shown_so_in_the_directory_and_in_the_register(
    client, mine, secretary
):
    for name, days in (("Bela Late", 480), ("Carl Asked", 370)):
        since = timezone.localdate() - timedelta(days=days)
        member = MemberFactory(name=f"Land of {name[0]}", joined="2008")
        FocalPointFactory(person__name=name, person__is_listed=True, since=since, member=member)

    assert "show them as not confirmed" in page(client)
    late, asked = page(client, "/portal/directory/").split("Carl Asked")
    assert "not confirmed" in late
    assert "not confirmed" not in asked
    client.force_login(secretary)
    found = client.get("/admin/members/focalpoint/?contact_data=unconfirmed").content.decode()
    assert "Bela Late" in found
    assert "Carl Asked" not in found


def test_an_appointment_that_ends_soon_is_due(client, ruritania):
    user = focal_point(ruritania, until=timezone.localdate() + timedelta(days=60))
    user.person.confirm_contact(on=timezone.localdate(), by=user)
    client.force_login(user)

    assert "Your appointment for Ruritania ends on" in page(client)


def test_a_focal_point_corrects_its_own_contact_data(client, mine):
    sent = {"office_phone": "+00 1 234", "languages": ["fr", "ar"], "is_listed": "on", "private-phone": "+00 9 876"}

    response = client.post("/portal/contact/", sent)

    assert response.status_code == 302
    person = Person.objects.get(pk=mine.person_id)
    assert (person.office_phone, person.languages, person.is_listed) == ("+00 1 234", ["fr", "ar"], True)
    assert person.confirmed_on == timezone.localdate()
    assert PrivateContact.objects.get(person=person).phone == "+00 9 876"


def test_wrong_contact_data_are_told_at_the_field_and_nothing_is_half_saved(client, mine):
    sent = {"office_phone": "+00 1 234", "private-email": "not an address"}

    response = client.post("/portal/contact/", sent)

    assert response.status_code == 200
    assert response.context["private_form"].errors["email"] == ["Enter a valid email address."]
    assert "+00 1 234" in response.content.decode()
    assert Person.objects.get(pk=mine.person_id).office_phone == ""
    assert not PrivateContact.objects.exists()


def test_the_name_and_the_demonstration_mark_are_not_one_s_own_to_change(client, mine):
    client.post("/portal/contact/", {"name": "Somebody Else", "is_demonstration": "on", "key": "x"})

    person = Person.objects.get(pk=mine.person_id)
    assert (person.name, person.is_demonstration) == (mine.person.name, False)


def test_the_directory_holds_those_who_agreed_and_whose_appointment_stands(client, mine):
    FocalPointFactory(person__name="Bela Listed", person__is_listed=True, member__name="Listed Land")
    FocalPointFactory(person__name="Carl Unlisted")
    FocalPointFactory(person__name="Dora Former", person__is_listed=True, until=date(2010, 1, 1))
    FocalPointFactory(person__name="Emil Shown", person__is_listed=True, person__is_demonstration=True)
    hidden = MemberFactory(name="Approached Land")
    hidden.approach(on=PartialDate(2020), by=None)
    FocalPointFactory(person__name="Fran Hidden", person__is_listed=True, member=hidden)

    shown = page(client, "/portal/directory/")

    assert "Bela Listed" in shown
    for name in ("Carl", "Dora", "Emil", "Fran", "Approached Land"):
        assert name not in shown


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"search": "bela"}, True),
        ({"search": "listed land"}, True),
        ({"search": "nobody"}, False),
        ({"language": "ar"}, True),
        ({"language": "fr"}, False),
        ({"kind": "organization"}, True),
        ({"kind": "country"}, False),
    ],
)
def test_the_directory_is_searched_by_name_member_and_language(client, mine, query, found):
    FocalPointFactory(
        person__name="Béla Listed", person__is_listed=True, person__languages=["ar"], member__name="Listed Land"
    )

    response = client.get("/portal/directory/", query)
    served = client.get("/api/v1/focal-points/", query).json()["results"]

    assert ("Béla Listed" in response.content.decode()) is found
    assert ("Béla Listed" in {row["person"]["name"] for row in served}) is found


def test_the_directory_is_closed_to_who_acts_for_nobody(client):
    FocalPointFactory(person__name="Bela Listed", person__is_listed=True)

    assert client.get("/portal/directory/").status_code == 302
    assert client.get("/api/v1/focal-points/").status_code == 403
    client.force_login(UserFactory())

    assert "Bela Listed" not in client.get("/portal/directory/").content.decode()
    assert client.get("/api/v1/focal-points/").json()["count"] == 0


def test_the_api_shows_no_private_contact(client, mine):
    colleague = FocalPointFactory(person__is_listed=True)
    PrivateContact.objects.create(person=colleague.person, phone="+00 9 876")

    assert "+00 9 876" not in client.get("/api/v1/focal-points/").content.decode()


@pytest.mark.parametrize("sign", ["\n", "\t", "\x00", "\u202e"])
def test_a_nominated_name_has_one_line_and_nothing_invisible(client, mine, ruritania, sign):
    page = client.post("/portal/members/ruritania/nominate/", ALTERNATE | {"name": f"Ana{sign}Alternate"})

    assert page.status_code != 302
    assert list(page.context["form"].errors) == ["name"]
    assert not Nomination.objects.exists()


def test_a_nominated_alternate_acts_once_the_secretariat_has_confirmed(client, mine, ruritania, secretary):
    response = client.post("/portal/members/ruritania/nominate/", ALTERNATE)

    assert response.status_code == 302
    nomination = Nomination.objects.get()
    assert (nomination.member, nomination.made_by, nomination.status) == (ruritania, mine, "proposed")
    assert not FocalPoint.objects.filter(person__name="Ana Alternate").exists()

    nomination.accept(by=secretary)

    appointed = FocalPoint.objects.get(person__name="Ana Alternate")
    assert (appointed.role, appointed.since, appointed.post) == ("alternate", timezone.localdate(), "Adviser")
    assert appointed.person.office_email == "ana@example.org"
    assert appointed.history.get().history_user == secretary
    assert "accepted" in page(client)


def test_of_the_demonstration_s_nomination_comes_somebody_of_the_demonstration(secretary):
    NominationFactory(made_by__person__demonstration=True).accept(by=secretary)

    assert FocalPoint.objects.get().person.is_demonstration


def test_somebody_in_the_register_already_is_not_made_again(secretary):
    person = PersonFactory(name="Ana Known")

    NominationFactory(person=person).accept(by=secretary)

    assert FocalPoint.objects.get().person == person
    assert Person.objects.filter(name__startswith="Fictional Alternate").count() == 0


def test_people_of_one_name_have_keys_of_their_own(secretary):
    for _ in range(3):
        NominationFactory(name="Ana Alternate").accept(by=secretary)

    keys = set(Person.objects.filter(name="Ana Alternate").values_list("key", flat=True))
    assert keys == {"ana-alternate", "ana-alternate-2", "ana-alternate-3"}


def test_nobody_is_nominated_twice_at_once(client, mine):
    client.post("/portal/members/ruritania/nominate/", ALTERNATE)

    response = client.post("/portal/members/ruritania/nominate/", {**ALTERNATE, "email": "ANA@example.org"})

    assert "This is proposed already" in response.context["form"].non_field_errors()[0]
    assert Nomination.objects.count() == 1


def test_what_is_refused_on_confirming_leaves_the_nomination_open(secretary):
    known = FocalPointFactory(role="alternate")
    nomination = NominationFactory(member=known.member, person=known.person)

    with pytest.raises(ValidationError, match="is alternate focal point"):
        nomination.accept(by=secretary)

    assert nomination.status == Nomination.objects.get().status == "proposed"


def test_an_accepted_correction_of_the_name_is_written(client, mine, ruritania, secretary):
    client.post("/portal/members/ruritania/correct/", WRONG_NAME)
    correction = Correction.objects.get()
    assert (correction.stored, correction.made_by) == ("Ruritania", mine)

    correction.accept(by=secretary)

    ruritania.refresh_from_db()
    assert ruritania.name == "Republic of Ruritania"
    assert ruritania.history.first().history_user == secretary


def test_an_accepted_other_name_stands_among_the_names(ruritania, secretary):
    CorrectionFactory(member=ruritania, what="other_name", proposed="Ruritanien").accept(by=secretary)

    assert [alias.name for alias in ruritania.aliases.all()] == ["Ruritanien"]


def test_a_correction_of_what_has_changed_since_is_refused(ruritania, secretary):
    correction = Correction.propose(member=ruritania, by=secretary, what="name", proposed="Republic of Ruritania")
    ruritania.name = "Kingdom of Ruritania"
    ruritania.save()

    with pytest.raises(ValidationError, match="has said “Kingdom of Ruritania” since"):
        correction.accept(by=secretary)

    assert correction.status == Correction.objects.get().status == "proposed"


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"what": ""}, "what", "This field is required."),
        ({"proposed": ""}, "proposed", "This field is required."),
        ({"proposed": "Ruritania"}, "proposed", "The register says so already."),
        ({"proposed": "R" * 151}, "proposed", "This is one line of at most 150 characters."),
        ({"proposed": "Ruri\ntania"}, "proposed", "This is one line of at most 150 characters."),
        ({"what": "status"}, "what", "Select a valid choice. status is not one of the available choices."),
    ],
)
def test_an_unfit_correction_is_told_at_its_field_and_what_was_written_stays(client, mine, change, field, words):
    response = client.post("/portal/members/ruritania/correct/", {**WRONG_NAME, **change})

    assert response.context["form"].errors[field] == [words]
    assert "Our note verbale" in response.content.decode()
    assert not Correction.objects.exists()


def test_to_decline_the_secretariat_says_why_and_the_focal_point_reads_it(client, mine, ruritania, secretary):
    correction = CorrectionFactory(member=ruritania, made_by=mine)
    with pytest.raises(ValidationError, match="Say why it is declined"):
        correction.decline(by=secretary, answer=" ")

    correction.decline(by=secretary, answer="Both sources say 2008.")

    assert "The secretariat: Both sources say 2008." in page(client)


@pytest.mark.parametrize(("factory", "word"), [(NominationFactory, "nominations"), (CorrectionFactory, "corrections")])
def test_what_was_proposed_is_withdrawn_by_its_member_and_by_nobody_else(
    client, mine, ruritania, stranger, factory, word
):
    submission = factory(member=ruritania, made_by=mine)
    client.force_login(stranger)
    assert client.post(f"/portal/{word}/{submission.pk}/withdraw/").status_code == 404
    client.force_login(mine)

    assert client.post(f"/portal/{word}/{submission.pk}/withdraw/").status_code == 302
    again = client.post(f"/portal/{word}/{submission.pk}/withdraw/", follow=True)

    submission.refresh_from_db()
    assert submission.status == "withdrawn"
    assert "is withdrawn already" in again.content.decode()


@pytest.mark.parametrize("factory", [NominationFactory, CorrectionFactory])
def test_another_member_s_proposals_do_not_exist(ruritania, stranger, secretary, factory):
    submission = factory(member=ruritania)
    owner = focal_point(ruritania)
    proposals = type(submission).objects

    assert proposals.editable_by(owner).get() == submission
    for somebody_else in (stranger, secretary):
        assert not proposals.editable_by(somebody_else).exists()


@pytest.mark.parametrize("word", ["nominate", "correct"])
def test_nobody_proposes_for_another_member(client, mine, stranger, word):
    assert client.get(f"/portal/members/elsewhere/{word}/").status_code == 404
    assert client.post(f"/portal/members/elsewhere/{word}/", {**ALTERNATE, **WRONG_NAME}).status_code == 404
    assert not Nomination.objects.exists()
    assert not Correction.objects.exists()


def test_the_portal_runs_the_same_queries_for_one_proposal_and_for_many(
    client, mine, ruritania, django_assert_num_queries
):
    NominationFactory(member=ruritania, made_by=mine)
    CorrectionFactory(member=ruritania, made_by=mine)
    client.get("/portal/")
    with django_assert_num_queries(18):
        client.get("/portal/")
    for _ in range(8):
        NominationFactory(member=ruritania)
        CorrectionFactory(member=ruritania)
        FocalPointFactory(member=ruritania, role="alternate")

    with django_assert_num_queries(18):
        client.get("/portal/")


@pytest.mark.parametrize("what", ["other_name", "name", "short_name"])
def test_a_name_of_two_lines_or_too_long_is_refused_when_it_is_proposed(client, mine, what):
    for proposed in ("Ruri\ntania", "R" * 300):
        sent = {**WRONG_NAME, "what": what, "proposed": proposed}

        response = client.post("/portal/members/ruritania/correct/", sent)

        assert "This is one line of at most" in response.context["form"].errors["proposed"][0]
    assert not Correction.objects.exists()


def test_another_name_that_the_register_has_is_not_proposed_again(client, mine, ruritania):
    ruritania.aliases.create(name="Ruritanien")

    response = client.post(
        "/portal/members/ruritania/correct/", {"what": "other_name", "proposed": "Ruritanien", "reason": ""}
    )

    assert response.context["form"].errors["proposed"] == ["The register says so already."]


def test_a_proposal_that_was_made_twice_can_still_be_decided(ruritania, secretary):
    twins = [NominationFactory(member=ruritania, email="ana@example.org", name="Ana Alternate") for _ in range(2)]

    twins[0].decline(by=secretary, answer="Once is enough.")
    twins[1].accept(by=secretary)

    assert [twin.status for twin in twins] == ["declined", "accepted"]


@pytest.mark.django_db(transaction=True)
def test_clicks_at_once_are_one_proposal(at_once, secretary):
    member = MemberFactory(joined="2008")

    @transaction.atomic
    def propose(number):
        Nomination.propose(member=member, by=secretary, name="Ana Alternate", email="ana@example.org")

    assert at_once(propose) == {"done": 1, "refused": 19}


def test_who_no_longer_acts_for_a_member_and_an_auditor_change_no_contact_data(client, mine, secretary):
    FocalPoint.objects.get(person=mine.person).end(on=timezone.localdate(), by=secretary)
    auditor = UserFactory(is_staff=True, role="auditor", access_until=timezone.localdate())

    for user in (mine, auditor):
        client.force_login(user)
        assert client.post("/portal/contact/", {"organisation": "Elsewhere"}).status_code == 404
        assert client.post("/portal/contact/confirm/").status_code == 404

    assert not Person.objects.filter(organisation="Elsewhere").exists()


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u0007", "\u200b"])
def test_what_turns_letters_around_is_refused_at_its_field(client, mine, sign):
    response = client.post("/portal/members/ruritania/nominate/", {**ALTERNATE, "ministry": f"{sign}evil"})

    assert "changes how it is read" in response.context["form"].errors["ministry"][0]


def test_the_marks_that_a_script_needs_are_kept(client, mine):
    client.post("/portal/members/ruritania/nominate/", {**ALTERNATE, "ministry": "وزارت می\u200cشود \u200f"})

    assert "\u200c" in Nomination.objects.get().ministry
