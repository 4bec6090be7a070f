"""What was announced, signed and launched at forums: by the link to the forum, never by a comparison of dates.

A row is an announcement by the account that the register goes by; another account is shown, and not counted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from alliance.figures import Column, Cut, Figure
from forums.figures.forum import at_a_forum_of
from forums.models import Announcement
from forums.models.announcement import AnnouncementQuerySet

COLUMNS = {
    "announcement": Column(_("What"), lambda told: told.name),
    "key": Column(_("Key"), lambda told: told.key, is_on_page=False),
    "record": Column(_("Record"), lambda told: told.about.key if told.about else "", is_on_page=False),
    "what": Column(_("Happened"), lambda told: told.what_label, is_on_page=False),
    "forum": Column(_("Forum"), lambda told: str(told.forum)),
    "ordinal": Column(_("Forum number"), lambda told: told.forum.ordinal, is_on_page=False),
    "source": Column(_("Source"), lambda told: "; ".join(source.words for source in told.sources)),
}


def told(rows: Callable[[], AnnouncementQuerySet]) -> dict[str, Any]:
    return {
        "all_rows": lambda: rows().with_what_it_is_about().order_by("forum__ordinal", "key"),
        "counted": at_a_forum_of,
        "is_of_forums": True,
        "cuts": {"forum": Cut(_("forum"), "forum__name", {})},
        "columns": COLUMNS,
        "link": lambda row: (row.about or row.forum).get_absolute_url(),
    }


plans_announced: Figure[Announcement] = Figure(
    key="national-plans-announced-at-forums",
    name=_("National plans announced at forums"),
    definition=_("Plans that a source tells to have been announced at a forum that began in the period and was held."),
    unit=_("plans"),
    measure="national_plans_announced",
    **told(lambda: Announcement.objects.plans_announced()),
)
agreements_signed: Figure[Announcement] = Figure(
    key="agreements-signed-at-forums",
    name=_("Agreements signed at forums"),
    definition=_(
        "Memorandums, joint action plans and exchanges that a source tells to have been signed at a forum that began "
        "in the period and was held. A letter of intent is none."
    ),
    unit=_("agreements"),
    measure="agreements_signed",
    **told(lambda: Announcement.objects.agreements_signed()),
)
letters_signed: Figure[Announcement] = Figure(
    key="letters-of-intent-signed-at-forums",
    name=_("Letters of intent signed at forums"),
    definition=_("Signed at a forum that began in the period and was held; a letter of intent is no agreement."),
    unit=_("letters"),
    measure="letters_of_intent_signed",
    **told(lambda: Announcement.objects.letters_signed()),
)
programmes_announced: Figure[Announcement] = Figure(
    key="programmes-announced-at-forums",
    name=_("Programmes announced at forums"),
    definition=_("Programmes, funds and publications announced at a forum that began in the period and was held."),
    unit=_("programmes"),
    **told(lambda: Announcement.objects.programmes_announced()),
)
programmes_launched: Figure[Announcement] = Figure(
    key="programmes-launched-at-forums",
    name=_("Programmes launched at forums"),
    definition=_(
        "Launched at a forum that began in the period and was held, by the account that the register goes by."
    ),
    unit=_("programmes"),
    **told(lambda: Announcement.objects.programmes_launched()),
)
