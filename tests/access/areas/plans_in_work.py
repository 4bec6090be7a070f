"""What Member-A writes, and what it has submitted: for those who act for it, and, once opened, for staff."""

from __future__ import annotations

from typing import Any

from plans.models import Comment
from tests.access.answers import DONE_BY_A, OF_A, POSTS_ONLY, WITH_A
from tests.access.keepers import Register
from tests.access.walk import Row, said
from tests.access.words import OF_A as A
from tests.access.words import STAFF
from tests.factories.work import PlanDraftFactory

WORDS = {"Written-A": A, "Submitted-A": A, "Comment-A": set()}
NOT_YET = said(404, anonymous=302, of_a=409)  # with nothing sent
PUBLIC = {
    "member_plans": Row("/portal/members/member-a/plans/", OF_A, only={"Member-A": A}),
    "plan_begin": Row(
        "/portal/members/member-a/plans/begin/", POSTS_ONLY, said(404, anonymous=302), unknown=POSTS_ONLY
    ),
    "plan_draft": Row(
        "/portal/plans/{written.pk}/", OF_A, only={"Member-A": A, "Written-A": A, "Person-A": {"alternate_a"}}
    ),
    "plan_draft_part": Row(
        "/portal/plans/{written.pk}/1/", OF_A, DONE_BY_A, unknown=said(405), only={"Member-A": A, "Written-A": A}
    ),
    "plan_measure_add": Row("/portal/plans/{written.pk}/measures/", POSTS_ONLY, DONE_BY_A, unknown=POSTS_ONLY),
    "plan_measure_remove": Row("/portal/plans/{written.pk}/1/remove/", POSTS_ONLY, DONE_BY_A, unknown=POSTS_ONLY),
    "plan_measure_restore": Row("/portal/plans/{written.pk}/1/restore/", POSTS_ONLY, DONE_BY_A, unknown=POSTS_ONLY),
    "plan_draft_submit": Row(
        "/portal/plans/{written.pk}/submit/",
        OF_A,
        NOT_YET,
        unknown=POSTS_ONLY,
        only={"Member-A": A, "Written-A": A},
    ),
    "plan_draft_recall": Row("/portal/plans/{sealed.draft.pk}/recall/", POSTS_ONLY, DONE_BY_A, unknown=POSTS_ONLY),
    "plan_discard": Row(
        "/portal/plans/{written.pk}/discard/",
        OF_A | {"alternate_a": 302},
        DONE_BY_A,
        unknown=POSTS_ONLY,
        only={"Member-A": {"focal_a"}},
    ),
    "plan_receipt": Row(
        "/portal/receipts/{sealed.pk}/",
        said(404, anonymous=302, of_a=200, staff=200),
        only={"Submitted-A": A, "Member-A": WITH_A, "Person-A": WITH_A, "Comment-A": {*STAFF}},
    ),
}
FOREIGN: dict[str, Row] = {}
API: dict[str, Row] = {}
REGISTERS: dict[str, Register] = {}


def lay_out(world: Any) -> None:
    world.written = PlanDraftFactory(member=world.a)
    world.written.add_part(1, {"title": "Written-A"})
    submitted = PlanDraftFactory(member=world.a, edition=2, filled=1, filled__title="Submitted-A")
    world.sealed = submitted.submit(by=world.users["focal_a"])
    Comment.objects.create(receipt=world.sealed, text="Comment-A")
