"""What focal points do beside the long form: notes that wait, windows, the task force, initiatives, a calendar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from alliance.dates import PartialDate
from members.models import NationalPlan
from plans.models import (
    CalendarFeed,
    Initiative,
    Measure,
    Practice,
    ProgressNote,
    TaskForceSeat,
    UpdateDue,
)
from tests.access.answers import DONE_BY_A, LOCKED, OF_A, OPEN, POSTS_ONLY, of_api
from tests.access.keepers import Register
from tests.access.walk import Row, said
from tests.access.words import ACTING, ROLES, STAFF
from tests.access.words import OF_A as A
from tests.factories import FocalPointFactory, MemberFactory
from tests.factories.plans import RegionalStrategyFactory, StrategyParticipantFactory
from tests.factories.work import ReportingWindowFactory, acting_for, published

WORDS: dict[str, set[str]] = {
    "Note-Waits": A,
    "Evidence-Waits": A,
    "Window-Open": set(ROLES),
    "Window-Later": set(),
    "Extended-Why": set(),
    "Seat-Offers": ACTING,
    "Practice-Shared": ACTING,
    "Practice-Withdrawn": {"focal_b"},
    "Initiative-Accepted": set(ROLES),
    "Initiative-Proposed": A,
    "Initiative-Hidden": set(),
    "Due-Of-A": set(ROLES),
}
COLLEAGUES = said(404, anonymous=302, of_a=200, of_others=200, staff=200)
ONLY_ACTING = said(404, anonymous=302, of_a=200, of_others=200)
SHARED = {"Practice-Shared"}
PUBLIC: dict[str, Row] = {
    "reporting": Row("/reporting/", OPEN, shows={"Window-Open", "Hidden-Approached"}),
    "initiatives": Row(
        "/strategies/initiatives/",
        OPEN,
        shows={"Initiative-Accepted", "Initiative-Hidden", "Hidden-Approached", "Strategy-Public", "Strategy-Stepless"},
    ),
    "initiatives_ical": Row("/strategies/initiatives.ics", OPEN, shows={"Initiative-Accepted", "Initiative-Hidden"}),
    "calendar_feed": Row("{feed}", OPEN, only={"Due-Of-A": {*ROLES}, "Window-Open": {*ROLES}}),
    "evidence_file": Row(
        "/evidence/{evidence.pk}/", said(404, of_a=200, staff=200), unknown=said(405), shows={"Evidence-Waits"}
    ),
    "progress_note_tell": Row(
        "/portal/measures/{measure_a.key}/progress/", OF_A, OF_A, unknown=POSTS_ONLY, only={"Due-Of-A": A}
    ),
    "plan_progress": Row(
        "/portal/plans/{measure_a.plan.key}/progress/", OF_A, unknown=POSTS_ONLY, only={"Due-Of-A": A, "Window-Open": A}
    ),
    "strategy_progress": Row("/portal/strategies/strategy-of-a/worker/progress/", OF_A, unknown=POSTS_ONLY),
    "notes_waiting": Row("/portal/progress/", LOCKED, only={"Note-Waits": A, "Due-Of-A": A}),
    "note_publish": Row("/portal/progress/{note.pk}/publish/", POSTS_ONLY, said(404, anonymous=302, focal_a=302)),
    "note_withdraw": Row("/portal/progress/{note.pk}/withdraw/", POSTS_ONLY, DONE_BY_A),
    "task_force": Row(
        "/portal/task-force/",
        COLLEAGUES,
        said(404, anonymous=302, of_a=302, of_others=302),
        unknown=POSTS_ONLY,
        shows={"Seat-Offers", "Seat-Demonstration"},
        only={"Person-Listed": ACTING | {*STAFF}, "Member-B": ACTING | {*STAFF}},
    ),
    "task_force_leave": Row("/portal/task-force/leave/", POSTS_ONLY, said(404, anonymous=302, focal_b=302)),
    "practices": Row(
        "/portal/practices/",
        COLLEAGUES,
        unknown=POSTS_ONLY,
        shows=SHARED,
        only={"Person-Listed": ACTING | {*STAFF}, "Member-B": ACTING | {*STAFF}},
    ),
    "practice": Row(
        "/portal/practices/{practice.pk}/",
        COLLEAGUES,
        unknown=POSTS_ONLY,
        shows=SHARED,
        only={"Person-Listed": ACTING | {*STAFF}, "Member-B": ACTING | {*STAFF}},
    ),
    "practice_share": Row(
        "/portal/practices/share/",
        ONLY_ACTING,
        ONLY_ACTING,
        unknown=POSTS_ONLY,
        only={"Due-Of-A": A, "Member-A": A, "Person-A": {"focal_a"}},
    ),
    "practice_withdraw": Row(
        "/portal/practices/{practice.pk}/withdraw/", POSTS_ONLY, said(404, anonymous=302, focal_b=302)
    ),
    "initiative_propose": Row("/portal/members/worker/initiatives/propose/", OF_A, OF_A, unknown=POSTS_ONLY),
    "initiative_withdraw": Row("/portal/initiatives/{initiative.pk}/withdraw/", POSTS_ONLY, DONE_BY_A),
    "my_calendar": Row("/portal/calendar/", ONLY_ACTING, ONLY_ACTING, unknown=POSTS_ONLY),
}
FOREIGN: dict[str, Row] = {
    "calendar of a wrong address": Row("/calendar/wrong.ics", said(404), unknown=said(405)),
    "practice that is withdrawn": Row(
        "/portal/practices/{withdrawn.pk}/",
        said(404, anonymous=302, focal_b=200, staff=200),
        unknown=POSTS_ONLY,
        shows={"Practice-Withdrawn"},
        only={"Person-Listed": {"focal_b", *STAFF}, "Member-B": {"focal_b", *STAFF}},
    ),
    "initiative that is proposed in the API": Row(
        "/api/v1/initiatives/{initiative.pk}/", of_api(said(404)), unknown=of_api(said(405))
    ),
    "table of updates": Row("/api/v1/updates-due/?format=csv", of_api(OPEN)),
    "harvest of initiatives": Row(
        "/api/v1/initiatives/?updated_since=2020-01-01T00:00:00Z",
        of_api(OPEN),
        shows={"Initiative-Accepted", "Initiative-Hidden"},
    ),
    "updates of a window that has not opened": Row(
        "/api/v1/updates-due/?window=later", of_api(said(400)), unknown=of_api(said(405))
    ),
}
API: dict[str, Row] = {
    "update-due-list": Row("/api/v1/updates-due/", of_api(OPEN)),
    "initiative-list": Row("/api/v1/initiatives/", of_api(OPEN), shows={"Initiative-Accepted", "Initiative-Hidden"}),
    "initiative-detail": Row("/api/v1/initiatives/{accepted.pk}/", of_api(OPEN), shows={"Initiative-Accepted"}),
    "practice-list": Row(
        "/api/v1/practices/",
        of_api(LOCKED),
        shows=SHARED,
        only={"Person-Listed": ACTING | {*STAFF}},
    ),
    "task-force-seat-list": Row(
        "/api/v1/task-force-seats/",
        of_api(LOCKED),
        shows={"Seat-Offers", "Seat-Demonstration"},
        only={"Person-Listed": ACTING | {*STAFF}},
    ),
}
REGISTERS: dict[str, Register] = {}


def lay_out(world: Any) -> None:
    """A member of its own for which those of Member-A act too, with what is due; and what Member-B shares."""
    focal_a, focal_b = world.users["focal_a"], world.users["focal_b"]
    worker = MemberFactory(key="worker", name="Worker", state=True, joined="../2007")
    since = world.users["focal_a"].person.focal_points.get().since  # their yearly confirmation stays due on its day
    FocalPointFactory(member=worker, person=focal_a.person, since=since)
    FocalPointFactory(member=worker, person=world.users["alternate_a"].person, role="alternate", since=since)
    published(worker, by=focal_a, stands_since="../2007-12-31")
    Measure.objects.filter(member=worker).update(title="Due-Of-A", ends_on=date(2999, 6, 1))
    world.measure_a = Measure.objects.get(member=worker)
    paper = SimpleUploadedFile("evidence.txt", b"Evidence-Waits")
    editor = acting_for(worker, role="editor")
    told = {"completion": "limited", "text": "Note-Waits", "files": [paper]}
    world.note = ProgressNote.tell(measure=world.measure_a, by=editor, **told)
    world.evidence = world.note.evidence.get()
    windows(world)
    colleagues(world, focal_b)
    initiatives(world, worker, focal_a)
    world.feed = CalendarFeed.open(focal_a).removeprefix(settings.SITE_URL)


def windows(world: Any) -> None:
    today, month = timezone.localdate(), timedelta(days=30)
    window = ReportingWindowFactory(key="open", name="Window-Open", opens_on=today, closes_on=today + month)
    ReportingWindowFactory(key="later", name="Window-Later", opens_on=today + 2 * month, closes_on=today + 3 * month)
    hidden = NationalPlan.objects.get(key="plan-approached")
    for plan in (world.measure_a.plan, hidden):
        UpdateDue.objects.create(window=window, plan=plan, due_on=window.closes_on, extension_reason="Extended-Why")


def colleagues(world: Any, focal_b: Any) -> None:
    appointment = focal_b.person.focal_points.get()
    TaskForceSeat.take(focal_point=appointment, by=focal_b, offers="Seat-Offers")
    world.practice = Practice.share(author=appointment, by=focal_b, title="Practice-Shared", text="Words")
    world.withdrawn = Practice.share(author=appointment, by=focal_b, title="Practice-Withdrawn", text="Words")
    world.withdrawn.withdraw(by=focal_b)


def initiatives(world: Any, worker: Any, focal_a: Any) -> None:
    strategy = RegionalStrategyFactory(key="strategy-of-a", name="Of the tests")
    strategy.adopt(on=PartialDate.parse("../2007-12-31"), by=None)
    StrategyParticipantFactory(strategy=strategy, country=worker.country)
    made = {"member": worker, "by": focal_a, "strategy": strategy, "starts": PartialDate(2999, 5, 12)}
    world.accepted = Initiative.propose(**made, title="Initiative-Accepted")
    world.accepted.accept(by=None)
    world.initiative = Initiative.propose(**made, title="Initiative-Proposed")
    hidden = Initiative(member=world.approached, strategy=strategy, title="Initiative-Hidden", status="accepted")
    hidden.starts = PartialDate(2999, 5, 13)
    hidden.save()
