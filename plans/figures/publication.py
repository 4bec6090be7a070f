from __future__ import annotations

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.dates import Period
from alliance.figures import Column, Cut, Figure
from plans.figures.measure import COUNTRY_REGIONS, MEMBER_KINDS
from plans.models import Publication


def published_in(period: Period) -> Q:
    return Q(published_at__date__range=period)


publications: Figure[Publication] = Figure(
    key="publications",
    name=_("Publications of plans"),
    definition=_(
        "Texts of national plans, and of members’ parts in regional action plans, that were published in the period."
    ),
    unit=_("publications"),
    all_rows=lambda: (
        Publication.objects.defer("content")
        .select_related("member", "plan__member", "strategy")
        .order_by("published_at", "pk")
    ),
    counted=published_in,
    cuts={
        "region": Cut(_("region"), "member__country__region", COUNTRY_REGIONS),
        "kind": Cut(_("kind of member"), "member__kind", MEMBER_KINDS),
        "strategy": Cut(_("regional strategy"), "strategy__name", {"": _("a national plan")}),
    },
    columns={
        "publication": Column(_("Publication"), str),
        "key": Column(_("Key"), lambda publication: publication.key, is_on_page=False),
        "member": Column(_("Member"), lambda publication: publication.member.name),
        "published": Column(_("Published"), lambda publication: timezone.localdate(publication.published_at)),
    },
    link=lambda publication: publication.get_absolute_url(),
)
