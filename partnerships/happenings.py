from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alliance.happenings import Source, Topic, steps
from partnerships.models import Agreement, AgreementStep, Programme, ProgrammeStep

SOURCES = [
    Source(
        "agreements-signed",
        Topic.PARTNERSHIPS,
        _("Agreements signed"),
        steps(AgreementStep, Agreement.Status.SIGNED, record__kind__in=Agreement.AGREEMENTS),
    ),
    Source(
        "letters-signed",
        Topic.PARTNERSHIPS,
        _("Letters of intent signed"),
        steps(AgreementStep, Agreement.Status.SIGNED, record__kind=Agreement.Kind.LETTER_OF_INTENT),
    ),
    Source(
        "agreements-in-force",
        Topic.PARTNERSHIPS,
        _("Agreements that entered into force"),
        steps(AgreementStep, Agreement.Status.IN_FORCE),
    ),
    Source(
        "decisions-taken",
        Topic.PARTNERSHIPS,
        _("Decisions of other bodies on the Alliance"),
        steps(AgreementStep, Agreement.Status.TAKEN),
    ),
    Source(
        "agreements-ended",
        Topic.PARTNERSHIPS,
        _("Agreements that ended"),
        steps(AgreementStep, Agreement.Status.ENDED),
    ),
    Source(
        "programmes-announced",
        Topic.PARTNERSHIPS,
        _("Programmes announced"),
        steps(ProgrammeStep, Programme.Status.ANNOUNCED),
    ),
    Source(
        "programmes-launched",
        Topic.PARTNERSHIPS,
        _("Programmes launched"),
        steps(ProgrammeStep, Programme.Status.PILOT, Programme.Status.LAUNCHED, Programme.Status.OPERATIONAL),
    ),
    Source(
        "programmes-closed",
        Topic.PARTNERSHIPS,
        _("Programmes closed"),
        steps(ProgrammeStep, Programme.Status.CLOSED),
    ),
]
