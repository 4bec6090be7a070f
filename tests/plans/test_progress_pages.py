"""Progress of one measure takes one short page, and whoever may not tell it does not find the page."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from members.models import Member
from plans.models import Evidence, Measure, PlanDraft, ProgressNote
from tests.factories import MemberFactory, UserFactory
from tests.factories.plans import RegionalStrategyFactory, StrategyParticipantFactory
from tests.factories.work import MEASURE, acting_for, published

pytestmark = pytest.mark.django_db
WAITING = "/portal/progress/"


@pytest.fixture
def member():
    return MemberFactory(key="freedonia", name="Freedonia", state=True, joined="2008")


@pytest.fixture
def principal(member):
    return acting_for(member)


@pytest.fixture
def editor(member):
    return acting_for(member, role="editor")


@pytest.fixture
def measure(member, principal):
    published(member, by=principal)
    return Measure.objects.get()


def short(measure):
    return f"/portal/measures/{measure.key}/progress/"


def told(**more):
    what = {"on": timezone.localdate().isoformat(), "completion": "limited", "text": "Ten schools have met."}
    return what | more


def words(response):
    return " ".join(response.content.decode().split())


def test_what_the_focal_point_tells_is_public_at_once(client, principal, measure):
    client.force_login(principal)
    paper = SimpleUploadedFile("report.txt", b"Ten schools.")
    table = SimpleUploadedFile("schools.csv", b"school\nOne\n")

    answer = client.post(short(measure), told(links="https://example.org/a", documents=[paper, table]), follow=True)

    assert answer.redirect_chain[-1][0] == "/portal/plans/freedonia-plan-1/progress/"
    note = ProgressNote.objects.published().get(text="Ten schools have met.")
    assert [str(evidence) for evidence in note.evidence.all()] == ["report.txt", "schools.csv"]
    measure.refresh_from_db()
    assert (measure.completion, measure.told_on) == ("limited", timezone.localdate())
    assert client.get(note.evidence.first().file_url).status_code == 200


def test_the_present_completion_is_marked(client, principal, measure):
    client.force_login(principal)

    shown = words(client.get(short(measure)))

    assert shown.count("checked") == 1
    assert "no evidence yet (as it is told now)" in shown


def test_one_press_tells_that_nothing_has_changed(client, principal, measure):
    client.force_login(principal)
    client.post(short(measure), told())

    client.post(short(measure), {"unchanged": "yes"})
    client.post(short(measure), {"unchanged": "yes"})

    note = ProgressNote.objects.get(is_unchanged=True)
    assert (note.completion, note.on, note.status) == ("limited", timezone.localdate(), "published")


def test_what_is_wrong_is_told_at_its_field_and_nothing_written_is_lost(client, principal, measure):
    client.force_login(principal)
    tomorrow = timezone.localdate() + timedelta(days=1)
    program = SimpleUploadedFile("tool.exe", b"MZ")
    paper = SimpleUploadedFile("report.txt", b"Ten schools.")
    wrong = told(on=tomorrow.isoformat(), links="nowhere", documents=[paper, program])

    shown = words(client.post(short(measure), wrong))

    assert "This day has not come yet" in shown
    assert "“nowhere” is no address of a web page." in shown
    assert "tool.exe: Files of the kind “exe” are not taken." in shown
    assert "Please choose the documents again" in shown
    assert "Ten schools have met." in shown
    assert tomorrow.isoformat() in shown
    assert not ProgressNote.objects.filter(text__startswith="Ten").exists()
    assert not Evidence.objects.exists()


def test_before_its_first_day_a_measure_has_not_begun(client, principal, measure):
    client.force_login(principal)

    early = words(client.post(short(measure), told(on="2009-08-31")))

    assert "The measure starts in the plan on September 2009" in early
    client.post(short(measure), told(on="2009-08-31", completion="not_started"))
    client.post(short(measure), told(on="2009-09-01"))
    assert set(ProgressNote.objects.exclude(told_by=None).values_list("on", "completion")) == {
        (date(2009, 8, 31), "not_started"),
        (date(2009, 9, 1), "limited"),
    }


def test_a_note_that_says_nothing_is_asked_what_it_says(client, principal, measure):
    client.force_login(principal)

    shown = words(client.post(short(measure), told(text="", completion="no_evidence")))

    assert "Say what has been done; or press “Nothing has changed”." in shown


def test_what_is_sent_twice_is_told_once(client, principal, measure):
    client.force_login(principal)

    for _ in range(2):
        client.post(short(measure), told())

    assert ProgressNote.objects.filter(text="Ten schools have met.").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_one_moment_tell_once(at_once, principal, measure):
    at_once(lambda number: ProgressNote.tell(measure=measure, by=principal, is_unchanged=True), times=4)

    assert ProgressNote.objects.filter(is_unchanged=True).count() == 1


def test_of_what_is_no_longer_in_the_plan_nothing_is_told(client, principal, member):
    published(member, 2, by=principal)
    draft = PlanDraft.begin(member=member, by=principal, edition=1)
    draft.remove(2, by=principal)
    draft.submit(by=principal)
    draft.open(by=None)
    draft.publish(by=None)
    dropped = Measure.objects.get(number=2)
    client.force_login(principal)

    assert client.get(short(dropped)).status_code == 404
    with pytest.raises(ValidationError):
        ProgressNote.tell(measure=dropped, by=principal, completion="limited", text="Late")


def test_a_note_of_an_editor_waits_until_the_focal_point_publishes_it(client, principal, editor, measure):
    client.force_login(editor)
    assert "It waits for the focal point" in words(client.post(short(measure), told(), follow=True))
    note = ProgressNote.objects.proposed().get()
    assert "Ten schools" in words(client.get(WAITING))
    assert client.post(f"{WAITING}{note.pk}/publish/").status_code == 404
    with pytest.raises(ValidationError):
        note.publish(by=editor)

    client.force_login(principal)
    assert "1 note of an editor waits for you" in words(client.get("/portal/"))
    client.post(f"{WAITING}{note.pk}/publish/")

    measure.refresh_from_db()
    assert measure.completion == "limited"
    assert "No note waits." in words(client.get(WAITING))


def test_an_editor_takes_its_note_back(client, editor, measure):
    note = ProgressNote.tell(measure=measure, by=editor, completion="limited", text="Too early")
    client.force_login(editor)

    client.post(f"{WAITING}{note.pk}/withdraw/")
    again = client.post(f"{WAITING}{note.pk}/withdraw/", follow=True)

    assert "is withdrawn already" in words(again)
    note.refresh_from_db()
    assert note.status == "withdrawn"


def test_that_nothing_has_changed_is_not_published_over_a_change_and_can_be_withdrawn(principal, editor, measure):
    waiting = ProgressNote.tell(measure=measure, by=editor, is_unchanged=True)
    ProgressNote.tell(measure=measure, by=principal, completion="substantial", text="Fifty schools")

    with pytest.raises(ValidationError) as refusal:
        waiting.publish(by=principal)

    assert "Since this was written the completion became “substantial”" in refusal.value.messages[0]
    waiting.withdraw(by=principal)
    assert waiting.status == "withdrawn"


def test_what_was_unchanged_once_is_withheld_after_a_change(principal, measure, secretary):
    note = ProgressNote.tell(measure=measure, by=principal, is_unchanged=True)
    ProgressNote.tell(measure=measure, by=principal, completion="limited", text="Ten schools")

    note.withhold(by=secretary, note="Told of another measure.")
    note.put_back(by=secretary)

    measure.refresh_from_db()
    assert (note.status, measure.completion) == ("published", "limited")


def test_what_the_secretariat_withholds_its_member_does_not_publish_again(client, principal, measure, secretary):
    note = ProgressNote.tell(measure=measure, by=principal, completion="limited", text="Ten schools")
    note.withhold(by=secretary, note="It names a child.")
    client.force_login(principal)

    refused = words(client.post(f"{WAITING}{note.pk}/publish/", follow=True))

    assert "withheld by the secretariat" in refused
    note.refresh_from_db()
    assert note.status == "withheld"


def test_the_measures_of_a_plan_stand_with_those_first_that_need_a_word_most(client, principal, member):
    published(member, 3, by=principal)
    ended, complete, running = Measure.objects.order_by("number")
    Measure.objects.exclude(pk=ended.pk).update(ends_on=date(2999, 1, 1))
    ProgressNote.tell(measure=complete, by=principal, completion="complete", text="Done")
    ProgressNote.tell(measure=running, by=principal, completion="limited", text="Begun", on=date(2010, 1, 1))
    client.force_login(principal)

    shown = words(client.get("/portal/plans/freedonia-plan-1/progress/"))

    places = [shown.index(short(measure)) for measure in (ended, running, complete)]
    assert places == sorted(places)
    assert shown.count("past its last day") == 1


def test_the_list_of_a_plan_asks_the_same_for_one_measure_and_for_many(
    client, principal, member, django_assert_num_queries
):
    published(member, 1, by=principal)
    client.force_login(principal)
    address = "/portal/plans/freedonia-plan-1/progress/"
    client.get(address)
    with django_assert_num_queries(7):
        client.get(address)
    published(member, 9, by=principal)

    with django_assert_num_queries(7):
        client.get(address)


def test_the_lines_of_a_strategy_are_told_in_the_same_way(client, principal, member):
    strategy = RegionalStrategyFactory(key="river", name="River", adopted="2009")
    StrategyParticipantFactory(strategy=strategy, country=member.country)
    draft = PlanDraft.begin(member=member, by=principal, strategy=strategy)
    draft.add_part(1, MEASURE)
    draft.submit(by=principal)
    draft.open(by=None)
    draft.publish(by=None)
    line = Measure.objects.get()
    client.force_login(principal)

    answer = client.post(short(line), told(), follow=True)

    assert answer.redirect_chain[-1][0] == "/portal/strategies/river/freedonia/progress/"
    assert "Schools meet" in words(answer)
    client.force_login(acting_for(MemberFactory(state=True, joined="2008")))
    assert client.get("/portal/strategies/river/freedonia/progress/").status_code == 404


def test_for_others_and_for_staff_none_of_these_pages_is_there(client, editor, member, measure, secretary):
    note = ProgressNote.tell(measure=measure, by=editor, completion="limited", text="Not for others")
    ended = acting_for(member, role="alternate", until=timezone.localdate())
    stranger = acting_for(MemberFactory(state=True, joined="2008"))

    for user in (stranger, ended, UserFactory(), secretary):
        client.force_login(user)
        assert client.get(short(measure)).status_code == 404
        assert client.post(short(measure), told()).status_code == 404
        assert client.get("/portal/plans/freedonia-plan-1/progress/").status_code == 404
        assert client.post(f"{WAITING}{note.pk}/publish/").status_code == 404
        assert client.post(f"{WAITING}{note.pk}/withdraw/").status_code == 404
        assert "Not for others" not in words(client.get(WAITING))
    assert Member.objects.editable_by(stranger).exists()


def test_the_document_of_a_note_that_waits_is_for_its_member(client, principal, editor, measure):
    paper = SimpleUploadedFile("report.txt", b"Ten schools.")
    note = ProgressNote.tell(measure=measure, by=editor, completion="limited", text="Ten", files=[paper])
    address = note.evidence.get().file_url

    assert client.get(address).status_code == 404
    client.force_login(acting_for(MemberFactory(state=True, joined="2008")))
    assert client.get(address).status_code == 404
    client.force_login(principal)
    assert b"".join(client.get(address).streaming_content) == b"Ten schools."

    client.logout()
    note.publish(by=principal)
    assert client.get(address)["Cache-Control"] == "public, max-age=300"
