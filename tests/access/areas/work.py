"""Plans in work: what is being written is its member's, what was submitted is staff's as well once it is opened."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from alliance.dates import PartialDate
from tests.access.keepers import OFFICE, PROPOSAL, Register
from tests.access.walk import Row, said

WORDS: dict[str, set[str]] = {
    "Submitted-Opened": set(),
    "Extension-Reason": set(),
    "Initiative-Proposed": set(),
    "Seat-Demonstration": set(),
    "Practice-Taken-Back": set(),
}
PUBLIC: dict[str, Row] = {}
FOREIGN: dict[str, Row] = {}
API: dict[str, Row] = {}
TOLD = {"export"}
REGISTERS: dict[str, Register] = {
    "plans.plandraft": Register(ways=TOLD),
    "plans.receipt": Register(ways=TOLD),
    "plans.publication": Register(ways=TOLD),
    "plans.measure": Register(ways={"import", "export"}),
    "plans.progressnote": Register(ways=TOLD),
    "plans.reportingwindow": Register(),
    "plans.updatedue": Register(ways=TOLD, shows={"Extension-Reason"}),
    "plans.initiative": Register(ways=PROPOSAL, shows={"Initiative-Proposed"}),
    "plans.taskforceseat": Register(ways=TOLD, shows={"Seat-Demonstration"}),
    "plans.practice": Register(ways=TOLD, shows={"Practice-Taken-Back"}),
}
READS = said(302, staff=200)
KEEPS = said(302, staff=403, **dict.fromkeys(OFFICE, 200))
DECIDES = said(302, staff=403, **dict.fromkeys(OFFICE, 302))
IN_ADMIN: dict[str, Row] = {
    "admin:plans_receipt_review": Row(
        "/admin/plans/receipt/{reviewed.pk}/review/",
        READS,
        DECIDES,
        unknown=READS,
        shows={"Submitted-Opened"},
    ),
    "admin:plans_receipt_publish": Row("/admin/plans/receipt/{reviewed.pk}/publish/", KEEPS, DECIDES, unknown=KEEPS),
}


def lay_out(world: Any) -> None:
    """A plan in its first review, and beside it a member in every register, with what nobody but staff may read."""
    from plans.models import Initiative, PlanDraft, Practice, TaskForceSeat
    from tests.factories import FocalPointFactory, MemberFactory
    from tests.factories.plans import RegionalStrategyFactory, StrategyParticipantFactory
    from tests.factories.work import ReportingWindowFactory, acting_for, fill, published

    worker = MemberFactory(key="reviewed", name="Reviewed", state=True, joined="../2007")
    principal = acting_for(worker)
    draft = PlanDraft.begin(member=worker, by=principal, edition=1)
    fill(draft, title="Submitted-Opened", stands="in_preparation")
    world.reviewed = draft.submit(by=principal)
    draft.open(by=None)
    done = MemberFactory(key="done", name="Done", state=True, joined="../2007")
    publication = published(done, stands_since="../2007-12-31")
    today = timezone.localdate()
    window = ReportingWindowFactory(opens_on=today - timedelta(days=9), closes_on=today + timedelta(days=9))
    due = window.updates_due.create(plan=publication.plan, due_on=window.closes_on)
    due.extend(until=today + timedelta(days=20), note="Extension-Reason", by=None)
    strategy = RegionalStrategyFactory(key="strategy-of-work")
    strategy.adopt(on=PartialDate.parse("../2007-12-31"), by=None)
    StrategyParticipantFactory(strategy=strategy, country=worker.country)
    offered = {"title": "Initiative-Proposed", "starts": PartialDate(2030, 5)}
    Initiative.propose(member=worker, by=principal, strategy=strategy, **offered)
    helper = FocalPointFactory(member=done, role="alternate", person__is_demonstration=True)
    TaskForceSeat.take(focal_point=helper, by=None, offers="Seat-Demonstration")
    practice = Practice.objects.create(author=helper, title="Practice-Taken-Back", text="Practice-Taken-Back")
    practice.withdraw(by=None)
