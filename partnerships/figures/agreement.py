"""What the register of agreements counts. A row is the step by which we know it.

A letter of intent and a decision of another body count as themselves and not as agreements (R1 ¶10, R2 ¶19).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alliance.dates import Period
from alliance.figures import Column, Cut, Figure
from alliance.ladder import StepQuerySet
from alliance.terms import standing
from members.figures.member import happened
from members.figures.national_plan import told_by
from members.models import FieldOfAction
from partnerships.models import Agreement, AgreementStep

CUTS = {
    "kind": Cut(_("kind"), "record__kind", dict(Agreement.Kind.choices)),
    "field": Cut(
        _("field of action"), "record__fields__key", {**dict(FieldOfAction.Key.choices), "": _("No field is known")}
    ),
}
COLUMNS = {
    "agreement": Column(_("Agreement"), lambda step: step.record.name),
    "key": Column(_("Key"), lambda step: step.record.key, is_on_page=False),
    "kind": Column(_("Kind"), lambda step: step.record.get_kind_display()),
    "step": Column(_("Step"), lambda step: step.status_label, is_on_page=False),
    "when": Column(_("When"), lambda step: step.when),
    "source": Column(_("Source"), lambda step: "; ".join(source.words for source in step.sources)),
}
Steps = StepQuerySet[AgreementStep]


def steps(status: str, *kinds: str) -> Callable[[], Steps]:
    def rows() -> Steps:
        found = AgreementStep.objects.filter(status=status, record__kind__in=kinds)
        return found.select_related("record").order_by("record__name", "pk")

    return rows


def on_the_last_day(period: Period) -> Q:
    return standing(period.end)


def shared(status: str, kinds: Iterable[str]) -> dict[str, Any]:
    return {
        "all_rows": steps(status, *kinds),
        "cuts": CUTS,
        "columns": COLUMNS,
        "link": lambda step: step.record.get_absolute_url(),
    }


signed: Figure[AgreementStep] = Figure(
    key="agreements-signed",
    name=_("Agreements signed so far"),
    definition=_(
        "Memorandums, joint action plans and exchanges signed by the last day of the period, also where a source only "
        "knows it by then, and whatever became of them after."
    ),
    unit=_("agreements"),
    is_stock=True,
    measure="agreements_signed",
    counted=told_by,
    **shared(Agreement.Status.SIGNED, Agreement.AGREEMENTS),
)
signed_in_period: Figure[AgreementStep] = Figure(
    key="agreements-signed-in-period",
    name=_("Agreements signed in the period"),
    definition=_("Those signed in the period by a date of their own."),
    unit=_("agreements"),
    counted=happened,
    **shared(Agreement.Status.SIGNED, Agreement.AGREEMENTS),
)
letters: Figure[AgreementStep] = Figure(
    key="letters-of-intent-signed",
    name=_("Letters of intent signed so far"),
    definition=_("Signed by the last day of the period; a letter of intent is not counted as an agreement."),
    unit=_("letters"),
    is_stock=True,
    measure="letters_of_intent_signed",
    counted=told_by,
    **shared(Agreement.Status.SIGNED, [Agreement.Kind.LETTER_OF_INTENT]),
)
decisions: Figure[AgreementStep] = Figure(
    key="decisions-taken",
    name=_("Decisions of other bodies so far"),
    definition=_("Taken in favour of the Alliance by the last day of the period."),
    unit=_("decisions"),
    is_stock=True,
    counted=told_by,
    **shared(Agreement.Status.TAKEN, [Agreement.Kind.DECISION]),
)
negotiating: Figure[AgreementStep] = Figure(
    key="agreements-in-negotiation",
    name=_("Agreements in negotiation"),
    definition=_("Negotiated on the last day of the period, and not yet signed. For staff."),
    unit=_("agreements"),
    is_stock=True,
    measure="agreements_in_preparation",
    is_confidential=True,
    counted=on_the_last_day,
    **shared(Agreement.Status.NEGOTIATING, Agreement.Kind.values),
)
