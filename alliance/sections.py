"""The parts of the public portal, and where in them a visitor is."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Room(NamedTuple):
    """A list by the name of its address, and those of one of its rows and of other pages about it."""

    name: Promise
    to: str
    one: str = ""
    also: tuple[str, ...] = ()

    @property
    def about(self) -> tuple[str, ...]:
        """The pages beside the list itself on which a visitor is in this room."""
        return (self.one, *self.also)

    @property
    def address(self) -> str:
        return reverse(self.to)


PLANS = ("plan_grid", "plans_side_by_side", "publications", "publication", "publications_compared")
STRATEGIES = ("strategy_publications", "strategy_publication", "strategy_publications_compared")
SUBSCRIBING = ("subscribe_asked", "subscription_confirm", "subscription_erase")
SECTIONS: dict[Promise, list[Room]] = {
    _("Members"): [
        Room(_("Group of Friends"), "members", "member"),
        Room(_("National plans"), "national_plans", "national_plan", PLANS),
        Room(_("Measures"), "measures", "measure"),
        Room(_("Good practices"), "good_practices"),
        Room(_("Regional strategies"), "regional_strategies", "regional_strategy", STRATEGIES),
        Room(_("Initiatives"), "initiatives"),
        Room(_("Reporting"), "reporting"),
        Room(_("Proposals"), "proposals"),
    ],
    _("Partnerships"): [
        Room(_("Agreements"), "agreements", "agreement", ("agreement_pipeline",)),
        Room(_("Partners"), "partners", "partner"),
        Room(_("Networks"), "networks", "network"),
        Room(_("Programmes"), "programmes", "programme"),
    ],
    _("Forums"): [
        Room(_("Forums"), "forums", "forum"),
        Room(_("Commitments"), "commitments", "commitment"),
        Room(_("Meetings"), "meetings"),
        Room(_("Events"), "events"),
        Room(_("Recognition"), "recognition"),
    ],
    _("Trust Fund"): [Room(_("Contributions"), "contributions", "contributor")],
    _("Newsletter"): [
        Room(_("Newsletter"), "newsletters", "newsletter", ("newsletter_in",)),
        Room(_("Subscribe"), "subscribe", "subscription", SUBSCRIBING),
    ],
    _("Figures"): [Room(_("Figures"), "figures", "figure"), Room(_("Sources and gaps"), "sources")],
    _("Documents"): [Room(_("Documents"), "documents", "document")],
}


def sections(request: HttpRequest) -> dict[str, Any]:
    """Each section with its first room; of the one the visitor is in, its rooms too."""
    here = request.resolver_match.url_name if request.resolver_match else None
    told = [
        {"name": name, "rooms": rooms, "is_here": any(here in {room.to, *room.about} for room in rooms)}
        for name, rooms in SECTIONS.items()
    ]
    return {"sections": told, "section": next((part for part in told if part["is_here"]), None), "here": here}
