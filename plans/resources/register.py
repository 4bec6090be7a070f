"""What focal points do beside the form, and what they are asked for."""

from __future__ import annotations

from alliance.registers import RegisterResource, key_of, keys_of, partial_date, yes_no
from members.models import FieldOfAction, Member, NationalPlan, RegionalStrategy
from people.models import User
from plans.models import (
    Initiative,
    Measure,
    Practice,
    ProgressNote,
    ReportingWindow,
    TaskForceSeat,
    UpdateDue,
)


class ReportingWindowResource(RegisterResource):
    class Meta:
        model = ReportingWindow
        fields = ("key", "name", "opens_on", "closes_on", "note")


class UpdateDueResource(RegisterResource):
    window = key_of(ReportingWindow, "window")
    plan = key_of(NationalPlan, "plan")

    class Meta:
        model = UpdateDue
        import_id_fields = ("window", "plan")
        fields = ("window", "plan", "due_on", "updated_on", "extension_reason")


class ProgressNoteResource(RegisterResource):
    measure = key_of(Measure, "measure")
    is_unchanged = yes_no("is_unchanged")
    told_by = key_of(User, "told_by", field="email")

    class Meta:
        model = ProgressNote
        import_id_fields = ("id",)
        fields = (
            *("id", "measure", "on", "completion", "is_unchanged", "text", "links", "status", "told_by", "told_at"),
        )


class InitiativeResource(RegisterResource):
    strategy = key_of(RegionalStrategy, "strategy")
    member = key_of(Member, "member")
    starts = partial_date("starts")
    ends = partial_date("ends")
    made_by = key_of(User, "made_by", field="email")

    class Meta:
        model = Initiative
        import_id_fields = ("id",)
        fields = (
            *("id", "strategy", "member", "title", "starts", "ends", "place", "description", "link", "status"),
            *("made_by", "made_at", "answer"),
        )


class TaskForceSeatResource(RegisterResource):
    class Meta:
        model = TaskForceSeat
        import_id_fields = ("id",)
        fields = ("id", "focal_point__member__key", "focal_point__person__name", "since", "until", "offers")


class PracticeResource(RegisterResource):
    fields = keys_of(FieldOfAction, "fields")
    measure = key_of(Measure, "measure")

    class Meta:
        model = Practice
        import_id_fields = ("id",)
        fields = (
            *("id", "author__member__key", "author__person__name", "title", "text", "fields", "measure"),
            *("shared_at", "withdrawn_at"),
        )
