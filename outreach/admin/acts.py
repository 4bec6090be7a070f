"""What staff do with an issue: each act is a verb of the model, offered where its status allows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from outreach import drafting, mailing
from outreach.forms.acts import AudienceForm, LanguageForm, ReasonForm, WindowForm
from outreach.models import Edition, Newsletter

if TYPE_CHECKING:
    from people.models import User

Status = Newsletter.Status
BEFORE_SENDING = {Status.DRAFT, Status.SUBMITTED, Status.APPROVED, Status.SCHEDULED, Status.MISSED}


@dataclass(frozen=True)
class Act:
    """`does` is called with the edition on the desk and who acts; what it asks for, on a page of its own, comes too."""

    label: StrOrPromise
    done: StrOrPromise
    does: Callable[..., object]
    statuses: set[Any]
    asks: type[forms.Form] | None = None
    why: StrOrPromise = ""
    is_of_what_was_seen: bool = False  # the version that its page was opened with comes too

    def form(self, newsletter: Newsletter, posted: Any = None) -> forms.Form | None:
        if self.asks is None:
            return None
        more: dict[str, Any] = {"newsletter": newsletter} if self.asks is LanguageForm else {}
        return self.asks(posted, initial=initial(newsletter), **more)


def initial(newsletter: Newsletter) -> dict[str, Any]:
    """Its window, or a working day from tomorrow morning; whom it goes to."""
    morning = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=1)
    has_window = newsletter.opens_at is not None and newsletter.status == Status.SCHEDULED
    return {
        "opens_at": newsletter.opens_at if has_window else morning,
        "closes_at": newsletter.closes_at if has_window else morning + timedelta(hours=8),
        "to_focal_points": newsletter.to_focal_points,
        "to_subscribers": newsletter.to_subscribers,
    }


def send_test(edition: Edition, *, by: User) -> None:
    if fault := mailing.composed(edition, audience="test").fault:
        raise ValidationError(_("The mail cannot be written: %(fault)s") % {"fault": fault})
    mailing.send_test(edition, by=by)


ACTS: dict[str, Act] = {
    "update": Act(
        gettext_lazy("Bring up to date"),
        gettext_lazy("What the registers tell by now stands in it; blocks that staff have changed are as they were."),
        lambda edition, *, by: drafting.bring_up_to_date(edition.newsletter, by=by),
        {Status.DRAFT},
    ),
    "audience": Act(
        gettext_lazy("Choose to whom it goes"),
        gettext_lazy("Kept."),
        lambda edition, *, by, **told: edition.newsletter.address_to(by=by, **told),
        {Status.DRAFT},
        AudienceForm,
        gettext_lazy("Whoever is a focal point and subscribed as well gets one mail, the notice of office."),
    ),
    "translate": Act(
        gettext_lazy("Write it in another language"),
        gettext_lazy("The same blocks stand there now, to be written in that language."),
        lambda edition, *, by, language: edition.translate(language, by=by),
        {Status.DRAFT},
        LanguageForm,
        gettext_lazy("Who reads that language gets this edition; everybody else gets the English one."),
    ),
    "test": Act(
        gettext_lazy("Send me a test"),
        gettext_lazy("A test is on its way to your own address, and to nobody else."),
        send_test,
        BEFORE_SENDING,
    ),
    "submit": Act(
        gettext_lazy("Submit for approval"),
        gettext_lazy("Submitted: a second person approves it."),
        lambda edition, *, by: edition.newsletter.submit(by=by),
        {Status.DRAFT},
    ),
    "approve": Act(
        gettext_lazy("Approve"),
        gettext_lazy("Approved: now schedule it."),
        lambda edition, *, by, seen: edition.newsletter.approve(by=by, seen=seen),
        {Status.SUBMITTED},
        is_of_what_was_seen=True,
    ),
    "schedule": Act(
        gettext_lazy("Schedule"),
        gettext_lazy("Scheduled: it goes out by itself within this window."),
        lambda edition, *, by, seen, **window: edition.newsletter.schedule(by=by, seen=seen, **window),
        {Status.APPROVED, Status.SCHEDULED, Status.MISSED},
        WindowForm,
        gettext_lazy("It goes out by itself within this window. Should nothing send it by then, you are asked again."),
        is_of_what_was_seen=True,
    ),
    "take_back": Act(
        gettext_lazy("Take back to a draft"),
        gettext_lazy("It is a draft again: edit it, then have it approved anew."),
        lambda edition, *, by: edition.newsletter.take_back(by=by),
        {Status.SUBMITTED, Status.APPROVED, Status.SCHEDULED, Status.MISSED},
    ),
    "pause": Act(
        gettext_lazy("Pause"),
        gettext_lazy("Paused: what waits is held back."),
        lambda edition, *, by: edition.newsletter.pause(by=by),
        {Status.SENDING},
    ),
    "resume": Act(
        gettext_lazy("Resume"),
        gettext_lazy("It goes on, to those whom it has not reached."),
        lambda edition, *, by: edition.newsletter.resume(by=by),
        {Status.PAUSED},
    ),
    "stop": Act(
        gettext_lazy("Stop for good"),
        gettext_lazy("Stopped: whom it has not reached it does not reach."),
        lambda edition, *, by, note: edition.newsletter.stop(by=by, note=note),
        {Status.SENDING, Status.PAUSED},
        ReasonForm,
        gettext_lazy(
            "Nobody else is sent it, and it leaves the public archive. If nobody has been sent it yet, its month may "
            "be drafted anew; else it stays the issue of its month. This cannot be undone."
        ),
    ),
}
FIRST = {"submit", "approve", "schedule", "resume"}  # what brings it further


@dataclass(frozen=True)
class Offered:
    name: str
    act: Act
    is_first: bool


def offered(newsletter: Newsletter, *, to: User) -> list[Offered]:
    """Whoever submitted it is not offered to approve it."""
    is_own = newsletter.submitted_by_id == to.pk
    acts = [(name, act) for name, act in ACTS.items() if newsletter.status in act.statuses]
    return [Offered(name, act, name in FIRST) for name, act in acts if not (is_own and name == "approve")]
