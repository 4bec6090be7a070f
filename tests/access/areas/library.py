"""The public library: measures, what was told of them, and publications; a hidden member's are for staff alone."""

from __future__ import annotations

from datetime import date
from typing import Any

from alliance.dates import PartialDate
from members.models import NationalPlan
from plans.models import Measure, PlanDraft, ProgressNote, ReportingWindow, UpdateDue
from tests.access.answers import OF_STAFF, OPEN, of_api
from tests.access.keepers import Register
from tests.access.walk import Row, said
from tests.access.words import ROLES, STAFF
from tests.factories import MemberFactory
from tests.factories.plans import RegionalStrategyFactory, StrategyParticipantFactory
from tests.factories.work import ABOUT, MEASURE, acting_for

BY_THEN = PartialDate.parse("../2007-12-31")
WORDS: dict[str, set[str]] = {
    "Measure-Public": set(ROLES),
    "Measure-Approached": set(),
    "Line-Public": set(ROLES),
    "Practice-Public": set(ROLES),
    "Told-Public": set(ROLES),
    "Told-Waiting": set(),
    "Told-Approached": set(),
}
PLAN = "/plans/undertaker-plan-1/"
HIDDEN = "/plans/undertaker-approached-plan-1/"
LINES = "/strategies/strategy-lines/undertaker/publications/"
MEASURES = {"Measure-Public", "Measure-Approached", "Line-Public"}
PUBLIC: dict[str, Row] = {
    "plan_grid": Row("/plans/grid/", OPEN, shows={"Hidden-Approached"}),
    "plans_side_by_side": Row(
        "/plans/side-by-side/?plan=undertaker-plan-1&plan=plan-public",
        OPEN,
        shows={"Measure-Public", "Plan-Public", "Hidden-Approached"},
    ),
    "publications": Row(f"{PLAN}publications/", OPEN),
    "publication": Row(f"{PLAN}publications/1/", OPEN, shows={"Measure-Public"}),
    "publications_compared": Row(f"{PLAN}publications/1/1/", OPEN, shows={"Measure-Public"}),
    "measures": Row("/measures/", OPEN, shows={*MEASURES, "Due-Of-A"}),
    "measure": Row("/measures/undertaker-plan-1-m1/", OPEN, shows={"Measure-Public", "Practice-Public", "Told-Public"}),
    "good_practices": Row("/good-practices/", OPEN, shows={"Measure-Public", "Practice-Public"}),
    "strategy_publications": Row(LINES, OPEN),
    "strategy_publication": Row(f"{LINES}1/", OPEN, shows={"Line-Public"}),
    "strategy_publications_compared": Row(f"{LINES}1/1/", OPEN, shows={"Line-Public"}),
}
FOREIGN: dict[str, Row] = {
    "plan of measures": Row(PLAN, OPEN, shows={"Measure-Public"}),
    "strategy of lines": Row("/strategies/strategy-lines/", OPEN, shows={"Line-Public"}),
    "hidden plan of measures": Row(HIDDEN, OF_STAFF, unknown=said(405), shows={"Measure-Approached"}),
    "hidden publications": Row(f"{HIDDEN}publications/", OF_STAFF, unknown=said(405)),
    "hidden publication": Row(f"{HIDDEN}publications/1/", OF_STAFF, unknown=said(405), shows={"Measure-Approached"}),
    "hidden comparison": Row(f"{HIDDEN}publications/1/1/", OF_STAFF, unknown=said(405), shows={"Measure-Approached"}),
    "hidden measure": Row(
        "/measures/undertaker-approached-plan-1-m1/",
        OF_STAFF,
        unknown=said(405),
        shows={"Measure-Approached", "Told-Approached"},
    ),
    "hidden plan side by side": Row(
        "/plans/side-by-side/?plan=undertaker-approached-plan-1&plan=plan-public",
        OPEN,
        shows={"Measure-Approached", "Hidden-Approached"},
        only={"Plan-Public": {*STAFF}},
    ),
    "measures found by a hidden word": Row("/measures/?search=Measure-A", OPEN, shows={"Measure-Approached"}),
    "rows of updates": Row("/figures/updates-due/?from=2020-01&to=2020-12", OPEN, shows={"Hidden-Approached"}),
    "rows of publications": Row("/figures/publications/", OPEN),
    "rows of measures": Row("/figures/measures/", OPEN, shows={*MEASURES, "Due-Of-A"}),
    "table of measures": Row(
        "/api/v1/measures/?format=csv", of_api(OPEN), shows={*MEASURES, "Practice-Public", "Due-Of-A"}
    ),
    "table of progress notes": Row(
        "/api/v1/progress-notes/?format=csv", of_api(OPEN), shows={"Told-Public", "Told-Approached"}
    ),
    "harvest of measures": Row(
        "/api/v1/measures/?updated_since=2020-01-01T00:00:00Z",
        of_api(OPEN),
        shows={*MEASURES, "Practice-Public", "Due-Of-A"},
    ),
    "hidden measure in the API": Row(
        "/api/v1/measures/undertaker-approached-plan-1-m1/",
        of_api(OF_STAFF),
        unknown=of_api(said(405)),
        shows={"Measure-Approached", "Told-Approached"},
    ),
    "hidden publication in the API": Row(
        "/api/v1/publications/undertaker-approached-plan-1-p1/",
        of_api(OF_STAFF),
        unknown=of_api(said(405)),
        shows={"Measure-Approached"},
    ),
}
API: dict[str, Row] = {
    "measure-list": Row("/api/v1/measures/", of_api(OPEN), shows={*MEASURES, "Practice-Public", "Due-Of-A"}),
    "measure-detail": Row(
        "/api/v1/measures/undertaker-plan-1-m1/",
        of_api(OPEN),
        shows={"Measure-Public", "Practice-Public", "Told-Public"},
    ),
    "progress-note-list": Row("/api/v1/progress-notes/", of_api(OPEN), shows={"Told-Public", "Told-Approached"}),
    "publication-list": Row("/api/v1/publications/", of_api(OPEN)),
    "publication-detail": Row("/api/v1/publications/undertaker-plan-1-p1/", of_api(OPEN), shows={"Measure-Public"}),
}
REGISTERS: dict[str, Register] = {}


def lay_out(world: Any) -> None:
    member = MemberFactory(key="undertaker", name="Undertaker", state=True, joined="../2007")
    by = acting_for(member)
    publish(member, by, "Measure-Public", edition=1)
    strategy = RegionalStrategyFactory(key="strategy-lines", name="Of the lines")
    strategy.adopt(on=BY_THEN, by=None)
    StrategyParticipantFactory(strategy=strategy, country=member.country)
    publish(member, by, "Line-Public", strategy=strategy)
    approached = MemberFactory(key="undertaker-approached", name="Another", state=True)
    approached.approach(on=PartialDate(2020), by=None)
    caller = acting_for(approached)
    publish(approached, caller, "Measure-Approached", edition=1)
    hidden = Measure.objects.get(title="Measure-Approached")
    ProgressNote.tell(measure=hidden, by=caller, completion="limited", text="Told-Approached")
    window = ReportingWindow.objects.create(
        key="spring-2020", name="Spring 2020", opens_on=date(2020, 1, 1), closes_on=date(2020, 3, 31)
    )
    plan = NationalPlan.objects.get(key="plan-approached")
    UpdateDue.objects.create(window=window, plan=plan, due_on=window.closes_on)
    measure = Measure.objects.get(title="Measure-Public")
    measure.mark_as_practice(by=None, note="Practice-Public")
    ProgressNote.tell(measure=measure, by=by, completion="limited", text="Told-Public")
    editor = acting_for(member, role="editor")
    ProgressNote.tell(measure=measure, by=editor, completion="complete", text="Told-Waiting")


def publish(member: Any, by: Any, title: str, **of: Any) -> None:
    draft = PlanDraft.begin(member=member, by=by, **of)
    if not draft.strategy:
        draft.parts.filter(number=0).update(content={**ABOUT, "stands_since": "../2007"})
    draft.add_part(1, {**MEASURE, "title": title})
    draft.submit(by=by)
    draft.open(by=None)
    draft.publish(by=None)
