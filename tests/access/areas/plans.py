"""National plans, regional strategies, proposals; a plan names its member, and a stance never leaves the admin."""

from __future__ import annotations

from typing import Any

from alliance.dates import PartialDate
from tests.access.answers import OF_STAFF, OPEN, of_api
from tests.access.keepers import Register
from tests.access.walk import Row, said
from tests.access.words import ACTING, ROLES
from tests.factories import MemberFactory
from tests.factories.plans import (
    NationalPlanFactory,
    ProposalFactory,
    RegionalStrategyFactory,
    StrategyParticipantFactory,
)

BY_THEN = PartialDate.parse("../2007-12-31")  # no event of its own: the home page tells of none of them
WORDS: dict[str, set[str]] = {
    "Plan-Public": set(ROLES),
    "Plan-Approached": set(),
    "Plan-Stepless": set(),
    "Note-Plan": set(ROLES),
    "Strategy-Public": set(ROLES),
    "Strategy-Stepless": set(),
    "Stance-Caution": set(),
    "Proposal-Public": set(ROLES),
    "Proposal-Members": ACTING,
    "Proposal-Staff": set(),
}
PLANS = {"Plan-Public", "Plan-Approached"}
PROPOSALS = {"Proposal-Public", "Proposal-Members", "Proposal-Staff"}
NOWHERE = said(404)
PUBLIC: dict[str, Row] = {
    "national_plans": Row("/plans/", OPEN, shows=PLANS | {"Hidden-Approached"}),
    "national_plan": Row("/plans/plan-public/", OPEN, shows={"Plan-Public", "Note-Plan", "Document-Staff"}),
    "regional_strategies": Row("/strategies/", OPEN, shows={"Strategy-Public"}),
    "regional_strategy": Row("/strategies/strategy-public/", OPEN, shows={"Strategy-Public", *PROPOSALS}),
    "proposals": Row(
        "/proposals/",
        OPEN,
        shows={*PROPOSALS, "Strategy-Public", "Strategy-Stepless"}
        | {"Document-Public", "Document-Members", "Document-Staff"},
    ),
}
FOREIGN: dict[str, Row] = {
    "member of nobody": Row(
        "/members/approached/",
        OF_STAFF,
        unknown=said(405),
        shows={"Hidden-Approached", "Document-Public", "Plan-Approached", "Forum-Planned"},
    ),
    "plan of an approached member": Row(
        "/plans/plan-approached/",
        OF_STAFF,
        unknown=said(405),
        shows={"Plan-Approached", "Hidden-Approached", "Window-Open"},
    ),
    "plan without a step": Row("/plans/plan-stepless/", NOWHERE, unknown=said(405)),
    "strategy without a step": Row("/strategies/strategy-stepless/", NOWHERE, unknown=said(405)),
    "member with plans and strategies": Row(
        "/members/planner/", OPEN, shows={"Plan-Public", "Strategy-Public", "Strategy-Stepless"}
    ),
    "plans found by a hidden member": Row(
        "/plans/?search=Hidden", OPEN, shows={"Plan-Approached", "Hidden-Approached"}
    ),
    "rows of plans": Row("/figures/national-plans-announced/", OPEN, shows={"Hidden-Approached"}),
    "plan of an approached member in the API": Row(
        "/api/v1/national-plans/plan-approached/",
        of_api(OF_STAFF),
        unknown=of_api(said(405)),
        shows={"Plan-Approached", "Hidden-Approached"},
    ),
    "strategy without a step in the API": Row(
        "/api/v1/regional-strategies/strategy-stepless/", of_api(NOWHERE), unknown=of_api(said(405))
    ),
    "proposal of a document of staff in the API": Row(
        "/api/v1/proposals/proposal-staff/",
        of_api(OF_STAFF),
        unknown=of_api(said(405)),
        shows={"Proposal-Staff"},
    ),
    "table of plans": Row("/api/v1/national-plans/?format=csv", of_api(OPEN), shows=PLANS | {"Hidden-Approached"}),
    "table of proposals": Row("/api/v1/proposals/?format=csv", of_api(OPEN), shows=PROPOSALS),
    "harvest of plans": Row(
        "/api/v1/national-plans/?updated_since=2020-01-01T00:00:00Z",
        of_api(OPEN),
        shows=PLANS | {"Hidden-Approached"},
    ),
}
API: dict[str, Row] = {
    "national-plan-list": Row("/api/v1/national-plans/", of_api(OPEN), shows=PLANS | {"Hidden-Approached"}),
    "national-plan-detail": Row(
        "/api/v1/national-plans/plan-public/", of_api(OPEN), shows={"Plan-Public", "Note-Plan"}
    ),
    "regional-strategy-list": Row("/api/v1/regional-strategies/", of_api(OPEN), shows={"Strategy-Public"}),
    "regional-strategy-detail": Row(
        "/api/v1/regional-strategies/strategy-public/", of_api(OPEN), shows={"Strategy-Public"}
    ),
    "proposal-list": Row("/api/v1/proposals/", of_api(OPEN), shows=PROPOSALS),
    "proposal-detail": Row("/api/v1/proposals/proposal-public/", of_api(OPEN), shows={"Proposal-Public"}),
}
REGISTERS: dict[str, Register] = {
    "members.nationalplan": Register(shows={"Plan-Public", "Plan-Approached", "Plan-Stepless"}),
    "members.regionalstrategy": Register(shows={"Strategy-Public", "Strategy-Stepless"}),
    "members.proposal": Register(shows=PROPOSALS),
}


def lay_out(world: Any) -> None:
    planner = MemberFactory(key="planner", name="Planner", state=True, joined="../2007")
    plan = NationalPlanFactory(key="plan-public", title="Plan-Public", member=planner, document=world.document_staff)
    plan.announce(on=BY_THEN, by=None, note="Note-Plan")
    NationalPlanFactory(key="plan-stepless", title="Plan-Stepless", member=planner, edition=2)
    hidden = NationalPlanFactory(key="plan-approached", title="Plan-Approached", member=world.approached)
    hidden.announce(on=BY_THEN, by=None)
    strategy = RegionalStrategyFactory(key="strategy-public", name="Strategy-Public")
    strategy.adopt(on=BY_THEN, by=None)
    stepless = RegionalStrategyFactory(key="strategy-stepless", name="Strategy-Stepless")
    for of in (strategy, stepless):
        StrategyParticipantFactory(strategy=of, country=planner.country, stance="Stance-Caution")
    for visibility in ("public", "members", "staff"):
        ProposalFactory(
            key=f"proposal-{visibility}",
            subject=f"Proposal-{visibility.capitalize()}",
            document=getattr(world, f"document_{visibility}"),
            strategy=strategy,
        )
    ProposalFactory(subject="Of a strategy that is not there yet", document=world.document_public, strategy=stepless)
