from datetime import date

import pytest
from django.contrib.auth.models import Permission

from alliance.admin import changes
from alliance.dates import PartialDate
from members.models import ContactNote, CountryGroup, FocalPoint, Member, Platform, PlatformSeat
from tests.browserless import form_on, told
from tests.factories import (
    CountryFactory,
    DocumentFactory,
    FocalPointFactory,
    MemberFactory,
    OfficeFactory,
    PersonFactory,
    StatedFigureFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
LIST = "/admin/members/member/"


@pytest.fixture
def office(client, secretary):
    client.force_login(secretary)
    return client


def page_of(record):
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}"


def saved_again(office, record, **changes):
    """Opened, changed as little as told, and saved."""
    form = form_on(office.get(f"{page_of(record)}/change/"))
    return office.post(f"{page_of(record)}/change/", form | changes)


def lines(office, record):
    page = office.get(f"{page_of(record)}/history/")
    assert page.status_code == 200
    return page.context["changes"]


def written(*changes):
    return [(change.what, change.done, [str(difference) for difference in change.differences]) for change in changes]


@pytest.fixture
def full_member(secretary):
    member = MemberFactory(name="Ruritania", state=True, note="Kept\n\nas it is")
    member.join(on=PartialDate(2008, 3), by=secretary, documents=[DocumentFactory()])
    FocalPointFactory(member=member)
    member.aliases.create(name="Old Ruritania", since=date(1990, 1, 1))
    ContactNote.objects.create(member=member, kind="call", summary="Spoke\nof much")
    return member


def test_saving_a_form_in_which_nothing_changed_writes_nothing(office, full_member):
    before = Member.objects.values().get()
    histories = {model: model.history.count() for model in (Member, FocalPoint, ContactNote)}

    assert saved_again(office, full_member).status_code == 302

    assert Member.objects.values().get() == before
    assert {model: model.history.count() for model in histories} == histories
    assert full_member.steps.get().history.count() == 2  # made, and its document


@pytest.mark.parametrize("make", [DocumentFactory, PersonFactory, UserFactory, CountryFactory])
def test_nor_does_it_in_another_register(make, office):
    record = make()

    assert saved_again(office, record).status_code == 302

    assert record.history.count() == 1


def test_history_tells_what_was_done_to_a_record_and_to_each_of_its_parts(office, secretary, full_member):
    person = PersonFactory(name="Ana Example")
    saved_again(
        office,
        full_member,
        **{
            "name": "Ruritania the Great",
            "steps-0-when": "2008-03-14",
            "aliases-0-note": "By its neighbours",
            "focal_points-0-person": person.pk,
            "contact_notes-TOTAL_FORMS": 1,
            "contact_notes-0-kind": "visit",
            "contact_notes-0-on": "2010-01-02",
            "contact_notes-0-summary": "Met",
        },
    )

    made = [change for change in lines(office, full_member) if change.by == secretary.get_full_name()]
    found = {what: (done, differences) for what, done, differences in written(*made)}
    assert found["Member “Ruritania the Great”"] == ("changed", ["Name: from “Ruritania” to “Ruritania the Great”"])
    assert found["Step “member, 14 March 2008”"][1] == ["On: from “March 2008” to “14 March 2008”"]
    assert found["Other name “Old Ruritania”"] == ("changed", ["Note: By its neighbours"])
    [difference] = next(each for what, (done, each) in found.items() if what.startswith("Focal point “Ana"))
    assert difference.endswith("to “Ana Example”")
    [contact] = [each for what, (done, each) in found.items() if what.startswith("Contact note") and done == "added"]
    assert {"Kind: visit", "On: 2 January 2010", "Summary: Met"} <= set(contact)


def test_history_tells_how_the_status_moved_and_on_which_document(office, full_member):
    told = [line for _, _, differences in written(*lines(office, full_member)) for line in differences]

    assert "Status: member" in told
    assert f"Documents: {full_member.steps.get().documents.get()}" in told


def test_the_newest_comes_first_and_what_is_deleted_is_named(office, full_member):
    saved_again(office, full_member, **{"aliases-0-DELETE": "on"})

    [what, done, differences] = written(*lines(office, full_member))[0]
    assert (what, done) == ("Other name “Old Ruritania”", "deleted")
    assert any("Old Ruritania" in words for words in differences)


def test_history_runs_the_same_queries_for_few_changes_and_many(office, full_member, django_assert_max_num_queries):
    counts = []
    for times in (2, 40):
        for number in range(times):
            full_member.aliases.create(name=f"Name {times} {number}")
            ContactNote.objects.create(member=full_member, kind="mail", summary="Again")
            full_member.note = f"Note {times} {number}"
            full_member.save()
        with django_assert_max_num_queries(50) as queries:
            assert len(lines(office, full_member)) > times
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_a_long_history_is_told_by_its_newest_part(office, monkeypatch):
    monkeypatch.setattr(changes, "MOST", 3)
    member = MemberFactory(name="0")
    for number in range(1, 6):
        member.name = str(number)
        member.save()

    page = office.get(f"{LIST}{member.pk}/history/")

    assert [change.what for change in page.context["changes"]] == ["Member “5”", "Member “4”", "Member “3”"]
    assert "The last 3 changes are shown." in page.content.decode()


def test_the_history_of_a_row_whose_parent_is_gone_is_still_told(office):
    focal_point = FocalPointFactory()
    address, version = page_of(focal_point), focal_point.history.get().pk
    member = focal_point.member
    focal_point.delete()
    member.delete()

    assert office.get(f"{address}/history/").status_code == 200
    response = office.get(f"{address}/history/{version}/", follow=True)
    assert told(response) == ["This version cannot be shown: something that it belongs to is no longer there."]


def test_the_seats_of_a_platform_are_told_after_their_member_is_gone(office):
    platform, member = Platform.objects.create(key="media", name="Media"), MemberFactory()
    PlatformSeat.objects.create(platform=platform, member=member, since=date(2010, 1, 1)).delete()
    key = member.pk
    member.delete()

    told = [line for _, _, differences in written(*lines(office, platform)) for line in differences]
    assert f"Member: member {key}, no longer there" in told


@pytest.mark.parametrize("key", ["x", "0", "1.5", "99999999999999999999", "_3A"])
@pytest.mark.parametrize("view", ["history/", "history/1/", "history/x/", "change/", "delete/"])
def test_a_hand_written_address_is_not_there(key, view, office):
    response = office.get(f"{LIST}{key}/{view}")

    assert response.status_code in {302, 404}


@pytest.mark.parametrize("version", ["x", "0", "9" * 30, "9" * 5000])
def test_a_version_that_there_is_not_is_not_there(version, office):
    assert office.get(f"{LIST}{MemberFactory().pk}/history/{version}/").status_code == 404


@pytest.mark.parametrize(
    "make",
    [
        MemberFactory,
        FocalPointFactory,
        CountryFactory,
        DocumentFactory,
        StatedFigureFactory,
        PersonFactory,
        OfficeFactory,
        UserFactory,
        lambda: ContactNote.objects.create(member=MemberFactory(), kind="call", summary="Spoke"),
        lambda: Platform.objects.create(key="media", name="Media"),
        lambda: CountryGroup.objects.create(key="rivers", name="Rivers"),
    ],
)
def test_every_register_has_its_history(make, office):
    record = make()
    record.refresh_from_db()

    [change] = lines(office, record)
    assert (change.done, str(record) in change.what) == ("added", True)
    assert office.get(f"{page_of(record)}/history/{change.version}/").status_code == 200


@pytest.mark.parametrize("chosen", ["x", "99999999999999999999", "1.5"])
@pytest.mark.parametrize("action", ["delete_selected", "record_accession"])
def test_a_hand_written_choice_is_refused_in_words(chosen, action, office):
    MemberFactory()

    response = office.post(LIST, {"action": action, "_selected_action": [chosen]}, follow=True)

    assert told(response) == ["One of the chosen records is not there."]
    assert Member.objects.exists()


def test_a_deleted_member_comes_back_without_its_steps_and_so_without_their_status(office):
    member = MemberFactory(name="Ruritania", joined="2008")
    key, version = member.pk, member.history.latest().pk
    member.delete()

    page = f"{LIST}{key}/history/{version}/"
    response = office.post(page, {name: value for name, value in form_on(office.get(page)).items() if value})

    assert response.status_code == 302
    back = Member.objects.get()
    assert (back.pk, back.name, back.status, back.steps.count()) == (key, "Ruritania", "", 0)


def test_history_is_for_staff_who_may_see_the_record(client):
    member = MemberFactory(name="Secret Ruritania")
    member.aliases.create(name="Hidden name")
    reader = UserFactory(is_staff=True)
    client.force_login(reader)
    assert client.get(f"{LIST}{member.pk}/history/").status_code == 403

    reader.user_permissions.add(Permission.objects.get(codename="view_member"))
    words = client.get(f"{LIST}{member.pk}/history/").content.decode()
    assert "Secret Ruritania" in words
    assert "Hidden name" not in words

    client.force_login(UserFactory())
    assert client.get(f"{LIST}{member.pk}/history/", follow=True).status_code == 403
