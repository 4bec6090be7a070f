"""The sidebar of the registers: what stands in which part, and who finds it there."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Item(NamedTuple):
    """A register by its model, or another page by the name of its address."""

    title: Promise
    icon: str
    to: str
    permission: str = ""

    def told(self) -> dict[str, Any]:
        name = f"admin:{self.to.replace('.', '_')}_changelist" if "." in self.to else self.to
        item = {"title": self.title, "icon": self.icon, "link": reverse(name)}
        return item | ({"permission": self.permission} if self.permission else {})


SEES_ACCOUNTS, SEES_READERS = "people.roles.sees_accounts", "people.roles.sees_readers"
PARTS: dict[Promise, list[Item]] = {
    _("Group of Friends"): [
        Item(_("Members"), "flag", "members.member"),
        Item(_("Focal points"), "contact_mail", "members.focalpoint"),
        Item(_("Nominations"), "how_to_reg", "members.nomination"),
        Item(_("Corrections"), "edit_note", "members.correction"),
        Item(_("Contact log"), "call", "members.contactnote"),
        Item(_("Task force"), "diversity_3", "plans.taskforceseat"),
        Item(_("Practices shared"), "tips_and_updates", "plans.practice"),
        Item(_("Thematic platforms"), "hub", "members.platform"),
        Item(_("Countries and groups"), "map", "members.country"),
    ],
    _("Plans and strategies"): [
        Item(_("Plans in work"), "rate_review", "plans.plandraft"),
        Item(_("Receipts"), "receipt_long", "plans.receipt"),
        Item(_("National plans"), "assignment", "members.nationalplan"),
        Item(_("Measures"), "checklist", "plans.measure"),
        Item(_("Progress notes"), "trending_up", "plans.progressnote"),
        Item(_("Publications"), "menu_book", "plans.publication"),
        Item(_("Reporting windows"), "date_range", "plans.reportingwindow"),
        Item(_("Updates that are due"), "alarm", "plans.updatedue"),
        Item(_("Regional strategies"), "public", "members.regionalstrategy"),
        Item(_("Initiatives"), "event_available", "plans.initiative"),
        Item(_("Proposals"), "lightbulb", "members.proposal"),
    ],
    _("Partnerships"): [
        Item(_("Agreements"), "handshake", "partnerships.agreement"),
        Item(_("Negotiations"), "forum", "agreement_pipeline"),
        Item(_("Partners"), "corporate_fare", "partnerships.partner"),
        Item(_("Networks"), "lan", "partnerships.network"),
        Item(_("Programmes"), "rocket_launch", "partnerships.programme"),
        Item(_("Consultations"), "lock", "partnerships.consultation"),
    ],
    _("Forums and meetings"): [
        Item(_("Forums"), "stadium", "forums.forum"),
        Item(_("Sessions"), "co_present", "forums.session"),
        Item(_("Announcements"), "campaign", "forums.announcement"),
        Item(_("Commitments"), "task_alt", "forums.commitment"),
        Item(_("Meetings"), "event", "forums.meeting"),
        Item(_("Events"), "travel_explore", "forums.event"),
        Item(_("Recognition"), "workspace_premium", "forums.recognition"),
    ],
    _("Trust Fund"): [
        Item(_("Contributions"), "payments", "funds.contribution"),
        Item(_("Pledges"), "request_quote", "funds.pledge"),
        Item(_("Contributors"), "volunteer_activism", "funds.contributor"),
        Item(_("Rates of exchange"), "currency_exchange", "funds.operationalrate"),
        Item(_("Funds"), "account_balance", "funds.fund"),
    ],
    _("Outreach"): [
        Item(_("Newsletters"), "newspaper", "outreach.newsletter"),
        Item(_("Subscribers"), "contacts", "outreach.subscriber", SEES_READERS),
        Item(_("News items"), "add_comment", "outreach.newsitem"),
    ],
    _("Memory"): [
        Item(_("Documents"), "description", "documents.document"),
        Item(_("Stated figures"), "pin", "documents.statedfigure"),
        Item(_("Figures"), "monitoring", "figures"),
    ],
    _("Mail"): [
        Item(_("Messages"), "mail", "mailroom.message"),
        Item(_("Letters"), "drafts", "mailroom.letter"),
        Item(_("Suppressed addresses"), "unsubscribe", "mailroom.suppression", SEES_READERS),
        Item(_("Reminders"), "notifications", "mailroom.reminder"),
    ],
    _("People"): [
        Item(_("Persons"), "person", "people.person"),
        Item(_("Offices"), "badge", "people.office"),
    ],
    _("Doors"): [
        Item(_("Accounts"), "key", "people.user", SEES_ACCOUNTS),
        Item(_("Roles"), "groups", "auth.group", SEES_ACCOUNTS),
        Item(_("Log"), "history", "people.auditentry", SEES_ACCOUNTS),
    ],
}


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    return [
        {"title": title, "separator": True, "items": [item.told() for item in items]} for title, items in PARTS.items()
    ]
