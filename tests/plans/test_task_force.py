"""What focal points do for each other is for them and for staff alone."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from alliance.dates import PartialDate
from members.models import FieldOfAction, FocalPoint
from plans.models import Measure, Practice, TaskForceSeat
from tests.factories import FocalPointFactory, MemberFactory, UserFactory
from tests.factories.work import acting_for, published

pytestmark = pytest.mark.django_db
FORCE, PRACTICES = "/portal/task-force/", "/portal/practices/"
STORY = {"title": "Begin with two schools", "text": "Not with twenty.", "fields": []}


@pytest.fixture
def member():
    return MemberFactory(key="freedonia", name="Freedonia", state=True, joined="2008")


@pytest.fixture
def mine(member, client):
    user = acting_for(member)
    client.force_login(user)
    return user


@pytest.fixture
def colleague(db):
    user = acting_for(MemberFactory(name="Ruritania", state=True, joined="2008"), role="alternate")
    user.person.name = "Ana Alternate"
    user.person.save()
    return user


def words(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def seat_of(user, offers="School exchanges"):
    return TaskForceSeat.take(focal_point=user.person.focal_points.get(), by=user, offers=offers)


def practice_of(user, **more):
    return Practice.share(author=user.person.focal_points.get(), by=user, **{**STORY, "fields": (), **more})


def test_a_focal_point_joins_says_it_anew_and_leaves(client, mine):
    joined = words(client.post(FORCE, {"offers": "School exchanges"}, follow=True))
    assert "You are in. Thank you." in joined
    assert "School exchanges" in joined

    client.post(FORCE, {"offers": "Media training"})
    assert TaskForceSeat.objects.get().offers == "Media training"

    client.post(f"{FORCE}leave/")
    assert "Media training" not in words(client.get(FORCE))
    assert client.post(f"{FORCE}leave/").status_code == 404
    client.post(FORCE, {"offers": "Back again"})
    assert TaskForceSeat.objects.seated(timezone.localdate()).get().offers == "Back again"


def test_nobody_joins_twice(mine):
    seat_of(mine)

    with pytest.raises(ValidationError) as refusal:
        seat_of(mine)

    assert "is in the task force already" in str(refusal.value)


def test_what_cannot_be_kept_is_told_and_not_lost(client, mine):
    shown = words(client.post(FORCE, {"offers": "Schools" + "\u202e"}))
    assert "It holds an invisible character" in shown
    assert "Schools" in shown

    long = words(client.post(FORCE, {"offers": "long " * 300}))
    assert "at most 1000 characters" in long
    assert not TaskForceSeat.objects.exists()


def test_an_editor_reads_and_does_not_join(client, member, colleague):
    seat_of(colleague)
    client.force_login(acting_for(member, role="editor"))

    shown = words(client.get(FORCE))

    assert "Ana Alternate" in shown
    assert "Join the task force" not in shown
    assert client.post(FORCE, {"offers": "I too"}).status_code == 404


def test_a_seat_ends_with_the_appointment_that_it_rests_on(client, mine, colleague):
    seat_of(colleague)
    assert "Ana Alternate" in words(client.get(FORCE))

    colleague.person.focal_points.get().end(on=timezone.localdate(), by=None)

    assert "Ana Alternate" not in words(client.get(FORCE))


def test_those_of_the_demonstration_and_of_a_member_that_is_being_approached_are_for_staff(
    client, mine, colleague, secretary
):
    seat_of(colleague)
    practice_of(colleague)
    hidden = MemberFactory(name="Hidden-Approached", state=True)
    hidden.approach(on=PartialDate(2020), by=None)
    approached = acting_for(hidden)
    seat_of(approached, "Word-Hidden")
    practice_of(approached, title="Word-Hidden")
    colleague.person.is_demonstration = True
    colleague.person.save()

    for address in (FORCE, PRACTICES):
        shown = words(client.get(address))
        assert "Ana Alternate" not in shown
        assert "Hidden" not in shown
    client.force_login(secretary)
    for address in (FORCE, PRACTICES):
        assert "Ana Alternate" in words(client.get(address))
        assert "Hidden-Approached" in words(client.get(address))


def test_whoever_acts_for_no_member_finds_none_of_it(client, member, colleague):
    seat_of(colleague)
    practice = practice_of(colleague)
    former = acting_for(member, until=timezone.localdate())

    assert client.get(FORCE).status_code == client.get(PRACTICES).status_code == 302
    for user in (former, UserFactory()):
        client.force_login(user)
        for address in (FORCE, PRACTICES, f"{PRACTICES}share/", f"{PRACTICES}{practice.pk}/"):
            assert client.get(address).status_code == 404, address
        for address in (FORCE, f"{FORCE}leave/", f"{PRACTICES}share/", f"{PRACTICES}{practice.pk}/withdraw/"):
            assert client.post(address, STORY).status_code == 404, address
        assert client.get("/api/v1/practices/").json()["results"] == []


def test_a_practice_is_shared_with_the_colleagues_and_withdrawn_by_its_own_member(client, mine, member, colleague):
    published(member, by=mine)
    measure = Measure.objects.get()
    told = {**STORY, "fields": [FieldOfAction.objects.get(key="youth").pk], "measure": measure.pk}

    shown = words(client.post(f"{PRACTICES}share/", told, follow=True))

    assert "Schools meet" in shown
    practice = Practice.objects.get()
    client.force_login(colleague)
    assert "Not with twenty." in words(client.get(practice.get_absolute_url()))
    assert client.post(f"{PRACTICES}{practice.pk}/withdraw/").status_code == 404
    client.force_login(mine)
    client.post(f"{PRACTICES}{practice.pk}/withdraw/")
    assert "only your own member" in words(client.get(practice.get_absolute_url()))
    client.force_login(colleague)
    assert client.get(practice.get_absolute_url()).status_code == 404
    assert "Begin with two schools" not in words(client.get(PRACTICES))


def test_only_a_measure_of_one_s_own_member_is_named(client, mine, colleague):
    published(colleague.person.focal_points.get().member, by=None)
    foreign = Measure.objects.get()

    published(mine.person.focal_points.get().member, by=mine)

    shown = words(client.post(f"{PRACTICES}share/", {**STORY, "measure": foreign.pk}))

    assert "Select a valid choice." in shown
    assert not Practice.objects.exists()
    with pytest.raises(ValidationError) as refusal:
        practice_of(mine, measure=foreign)
    assert refusal.value.message_dict == {"measure": ["Choose a measure of your own member."]}


def test_nobody_shares_under_another_s_name(mine, colleague):
    with pytest.raises(ValidationError):
        Practice.share(author=colleague.person.focal_points.get(), by=mine, title="Not mine", text="Words")

    assert not Practice.objects.exists()


def test_who_acts_for_two_members_says_for_which(client, mine):
    FocalPointFactory(member=MemberFactory(name="Union of Rivers", joined="2008"), person=mine.person, role="alternate")

    assert "Share as" in words(client.get(f"{PRACTICES}share/"))
    assert "This field is required." in words(client.post(f"{PRACTICES}share/", STORY))
    author = FocalPoint.objects.get(member__name="Union of Rivers")
    client.post(f"{PRACTICES}share/", {**STORY, "author": author.pk})

    assert Practice.objects.get().author == author


def test_practices_are_found_by_field_and_by_words(client, mine, colleague):
    practice_of(colleague, title="Of schools", fields=FieldOfAction.objects.filter(key="education"))
    practice_of(colleague, title="Of papers", fields=FieldOfAction.objects.filter(key="media"))

    assert [str(each) for each in client.get(f"{PRACTICES}?field=media").context["page"]] == ["Of papers"]
    assert [str(each) for each in client.get(f"{PRACTICES}?search=Of+schools").context["page"]] == ["Of schools"]
    (row,) = client.get("/api/v1/practices/?field=media").json()["results"]
    assert (row["title"], row["author"], row["fields"]) == ("Of papers", "Ana Alternate", ["media"])


def test_the_lists_ask_the_same_for_one_and_for_many(client, mine, colleague, django_assert_num_queries):
    seat_of(colleague)
    practice_of(colleague)
    for address in (FORCE, PRACTICES):
        client.get(address)
    with django_assert_num_queries(9):
        client.get(FORCE)
    with django_assert_num_queries(9):
        client.get(PRACTICES)
    for _ in range(4):
        other = acting_for(MemberFactory(state=True, joined="2008"))
        seat_of(other)
        practice_of(other)

    with django_assert_num_queries(9):
        client.get(FORCE)
    with django_assert_num_queries(9):
        client.get(PRACTICES)


def seats(client, **asked):
    return client.get("/api/v1/task-force-seats/", asked).json()["results"]


def test_who_acts_for_a_member_reads_in_the_api_who_helps_with_what(client, mine, colleague):
    seat = seat_of(colleague)

    (row,) = seats(client)

    assert {**row, "member": "", "updated_at": ""} == {
        "id": seat.pk,
        "member": "",
        "person": "Ana Alternate",
        "offers": "School exchanges",
        "since": timezone.localdate().isoformat(),
        "updated_at": "",
    }
    assert row["member"] == seat.focal_point.member.key


def test_a_seat_that_was_left_is_not_in_the_api(client, mine, colleague):
    seat_of(colleague).leave(by=colleague)

    assert seats(client) == []


def test_nobody_else_reads_in_the_api_who_helps(client, colleague):
    seat_of(colleague)
    assert client.get("/api/v1/task-force-seats/").status_code in {401, 403}

    client.force_login(UserFactory())
    assert seats(client) == []


def test_a_seat_of_the_demonstration_is_in_no_colleague_s_list(client, mine, colleague):
    seat_of(colleague)
    colleague.person.is_demonstration = True
    colleague.person.save()

    assert seats(client) == []


def test_seats_are_found_by_words_member_region_and_day(client, mine, colleague):
    seat_of(mine, "Media training")
    seat_of(colleague)
    today = timezone.localdate().isoformat()

    for asked in ({"search": "training"}, {"search": "freedonia"}, {"member": "freedonia"}):
        assert [row["offers"] for row in seats(client, **asked)] == ["Media training"], asked
    assert [row["person"] for row in seats(client, search="alternate")] == ["Ana Alternate"]
    assert [row["member"] for row in seats(client, ordering="-member")][-1] == "freedonia"
    assert len(seats(client, since_from=today, since_to=today)) == 2
    assert seats(client, since_to="2009-01-01") == seats(client, kind="organization") == []
