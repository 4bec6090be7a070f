from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from plans.models import Completion, Measure, ProgressNote
from tests.factories import MemberFactory, UserFactory
from tests.factories.work import acting_for, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return MemberFactory(state=True, joined="2008")


@pytest.fixture
def principal(member):
    return acting_for(member)


@pytest.fixture
def measure(member, principal):
    published(member, by=principal)
    return Measure.objects.get()


def tell(measure, by, completion=Completion.LIMITED, **what):
    return ProgressNote.tell(measure=measure, by=by, completion=completion, **what)


def test_a_note_says_how_far_a_measure_has_come(measure, principal):
    tell(measure, principal, Completion.SUBSTANTIAL, text="Two hundred schools.")

    measure.refresh_from_db()
    assert (measure.completion, measure.told_on) == (Completion.SUBSTANTIAL, timezone.localdate())


def test_progress_is_not_told_of_a_day_that_has_not_come(measure, principal):
    tomorrow = timezone.localdate() + timedelta(days=1)

    with pytest.raises(ValidationError) as refusal:
        tell(measure, principal, on=tomorrow)

    assert refusal.value.message_dict == {"on": ["This day has not come yet: progress tells what has been done."]}
    assert ProgressNote.objects.count() == 1


def test_a_note_that_is_told_late_changes_no_later_one(measure, principal):
    tell(measure, principal, Completion.COMPLETE, on=date(2026, 6, 1))

    tell(measure, principal, Completion.LIMITED, on=date(2026, 3, 1))

    measure.refresh_from_db()
    assert measure.completion == Completion.COMPLETE
    assert ProgressNote.objects.standing(date(2026, 4, 1)).get().completion == Completion.LIMITED
    assert ProgressNote.objects.standing(timezone.localdate()).get().completion == Completion.COMPLETE


def test_any_evidence_stands_before_none(measure, principal):
    tell(measure, principal, Completion.NOT_STARTED, on=date(2009, 6, 1))

    measure.refresh_from_db()
    assert measure.completion == Completion.NOT_STARTED


def test_that_nothing_has_changed_is_a_note_too(measure, principal):
    tell(measure, principal, Completion.LIMITED, on=date(2026, 3, 1))
    measure.refresh_from_db()

    note = ProgressNote.tell(measure=measure, by=principal, is_unchanged=True)

    assert note.completion == Completion.LIMITED
    measure.refresh_from_db()
    assert measure.told_on == timezone.localdate()


def test_the_note_of_an_editor_waits_for_whoever_submits(measure, member, principal):
    editor = acting_for(member, role="editor")
    note = tell(measure, editor)
    measure.refresh_from_db()
    assert (note.status, measure.completion) == ("proposed", Completion.NO_EVIDENCE)
    assert note not in ProgressNote.objects.visible_to(UserFactory())

    note.publish(by=principal)

    measure.refresh_from_db()
    assert measure.completion == Completion.LIMITED
    assert note in ProgressNote.objects.visible_to(UserFactory())


def test_what_the_secretariat_withholds_counts_no_more_until_it_is_put_back(measure, principal):
    note = tell(measure, principal)

    note.withhold(by=None, note="The evidence is of another country.")

    measure.refresh_from_db()
    assert measure.completion == Completion.NO_EVIDENCE
    assert note not in ProgressNote.objects.visible_to(UserFactory())
    note.put_back(by=None)
    measure.refresh_from_db()
    assert measure.completion == Completion.LIMITED


def test_without_a_reason_nothing_is_withheld(measure, principal):
    note = tell(measure, principal)

    with pytest.raises(ValidationError):
        note.withhold(by=None, note=" ")

    assert ProgressNote.objects.get(pk=note.pk).status == "published"


@pytest.mark.parametrize("links", ["javascript:alert(1)", "ftp://example.org/", "no address", "https://" + "a" * 3000])
def test_what_is_no_address_of_a_page_is_refused_in_words(measure, principal, links):
    with pytest.raises(ValidationError) as refusal:
        tell(measure, principal, links=links)

    assert "links" in refusal.value.message_dict


def test_with_a_document_that_is_refused_nothing_of_the_note_is_kept(measure, principal):
    program = SimpleUploadedFile("evidence.exe", b"MZ")

    with pytest.raises(ValidationError):
        tell(measure, principal, files=[program])

    assert ProgressNote.objects.count() == 1


def test_evidence_is_kept_with_its_note(measure, principal):
    note = tell(measure, principal, files=[SimpleUploadedFile("evidence.txt", b"Two hundred schools.")])

    assert [str(evidence) for evidence in note.evidence.all()] == ["evidence.txt"]


def test_a_good_practice_says_what_others_may_learn(measure):
    with pytest.raises(ValidationError):
        measure.mark_as_practice(by=None, note="")

    measure.mark_as_practice(by=None, note="It began with ten schools.")

    assert Measure.objects.practices().called("ten schools").get() == measure
    measure.unmark_as_practice(by=None)
    assert not Measure.objects.practices().exists()
