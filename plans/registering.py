"""The measures of a publication come into the register: hundreds of them by a few statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from alliance.workflow import write_in_history
from members.models import FieldOfAction
from plans import content
from plans.models.completion import Completion
from plans.models.measure import Measure
from plans.models.progress import ProgressNote

if TYPE_CHECKING:
    from people.models import User
    from plans.models.publication import Publication


SAVED = [name for name in content.MEASURE if name not in {"fields", "completion"}]
Written = list[tuple[Measure, dict[str, Any]]]  # each with what the text says of it


def write_measures(publication: Publication, of: dict[str, Any], *, by: User | None) -> None:
    """Those that the text holds, as it has them; what it no longer holds stays readable and counts no more."""
    before, now = publication.before, publication.content["measures"]
    was = {raw["number"]: raw for raw in before.content["measures"]} if before else {}
    stored = Measure.objects.filter(**of).select_related("member").select_for_update(of=("self",)).order_by("pk")
    there = {measure.number: measure for measure in stored}
    begun: Written = []
    changed: Written = []
    for raw in now:
        measure = there.pop(raw["number"], None)
        if measure is None:
            begun.append((new_measure(raw, of), raw))
        elif not measure.is_current or raw != was.get(raw["number"]):
            changed.append((measure, raw))
    fill([*begun, *changed])
    begin(begun, by=by)
    change(changed, by=by)
    drop([measure for measure in there.values() if measure.is_current], by=by)


def new_measure(raw: dict[str, Any], of: dict[str, Any]) -> Measure:
    today = timezone.localdate()
    measure = Measure(**of, number=raw["number"], published_on=today, told_on=today)
    measure.completion = raw["completion"] or Completion.NO_EVIDENCE
    measure.key = f"{measure.stem}-m{measure.number}"
    return measure


def fill(written: Written) -> None:
    plans = content.supported_by([raw for _measure, raw in written])
    for measure, raw in written:
        mistakes = content.fill(measure, raw, content.MEASURE, plans)
        if mistakes:
            raise ValidationError([f"{raw['number']}: {words}" for words in mistakes.values()])


def begin(begun: Written, *, by: User | None) -> None:
    """Every measure is told of by one note at least, so that any day's figures find it; nobody told that by itself."""
    measures = Measure.objects.bulk_create(measure for measure, _raw in begun)
    link_fields(begun)
    write_in_history(measures, by=by, are_new=True)
    notes = ProgressNote.objects.bulk_create(first_note(measure) for measure in measures)
    write_in_history(notes, by=by, are_new=True)


def first_note(measure: Measure) -> ProgressNote:
    day, status = measure.published_on, ProgressNote.Status.PUBLISHED
    return ProgressNote(measure=measure, completion=measure.completion, status=status, on=day, since=day)


def link_fields(written: Written) -> None:
    keys, through = dict(FieldOfAction.objects.values_list("key", "pk")), Measure.fields.through
    through.objects.bulk_create(
        through(measure_id=measure.pk, fieldofaction_id=keys[key])
        for measure, raw in written
        for key in dict.fromkeys(raw["fields"])
    )


def change(changed: Written, *, by: User | None) -> None:
    back = [measure.pk for measure, _raw in changed if not measure.is_current]
    for measure, _raw in changed:
        measure.dropped_on = None
    measures = [measure for measure, _raw in changed]
    Measure.fields.through.objects.filter(measure__in=measures).delete()
    link_fields(changed)
    Measure.objects.change(measures, [*SAVED, "dropped_on"], by=by)
    Measure.objects.filter(pk__in=back).retell(by=by)


def drop(measures: list[Measure], *, by: User | None) -> None:
    for measure in measures:
        measure.dropped_on = timezone.localdate()
    Measure.objects.change(measures, ["dropped_on"], by=by)
    Measure.objects.filter(pk__in=[measure.pk for measure in measures]).retell(by=by)
