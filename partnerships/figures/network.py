"""What the register of networks counts: as far as it may be shown to everyone."""

from __future__ import annotations

from functools import partial

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from alliance.dates import Period
from alliance.figures import Column, Cut, Figure
from alliance.terms import standing
from partnerships.models import Network, NetworkMember


def shown_networks() -> QuerySet[Network]:
    return Network.objects.filter(is_public=True)


def shown_members() -> QuerySet[NetworkMember]:
    shown = NetworkMember.objects.filter(is_public=True, network__is_public=True)
    shown = shown.filter(Q(partner=None) | Q(partner__is_public=True))
    return shown.select_related("network", "partner").order_by("network__name", "partner__name", "name")


def told_by_the_last_day(period: Period) -> Q:
    return Q(as_of__lte=period.end) | Q(started_on__lte=period.end)


networks: Figure[Network] = Figure(
    key="networks",
    name=_("Networks"),
    definition=_(
        "Networks that had started by the last day of the period, or whose status a source tells by then. "
        "The status is the one that the register has now: sources do not say when it changed."
    ),
    unit=_("networks"),
    is_stock=True,
    all_rows=shown_networks,
    counted=told_by_the_last_day,
    cuts={
        "status": Cut(_("status"), "status", dict(Network.Status.choices)),
        "kind": Cut(_("kind"), "kind", dict(Network.Kind.choices)),
    },
    columns={
        "network": Column(_("Network"), lambda network: network.name),
        "key": Column(_("Key"), lambda network: network.key, is_on_page=False),
        "kind": Column(_("Kind"), lambda network: network.get_kind_display()),
        "status": Column(_("Status"), lambda network: network.get_status_display()),
        "as_of": Column(_("As of"), lambda network: network.status_told),
        "source": Column(_("Source"), lambda network: "; ".join(source.words for source in network.sources)),
    },
    link=lambda network: network.get_absolute_url(),
)
network_members: Figure[NetworkMember] = Figure(
    key="network-members",
    name=_("Members of networks known"),
    definition=_(
        "Those who are known to belong to a network on the last day of the period; whoever belongs to two counts "
        "twice. Networks have more members than sources name."
    ),
    unit=_("members"),
    is_stock=True,
    all_rows=shown_members,
    counted=lambda period: standing(period.end),
    aggregate=partial(Count, "pk", distinct=True),
    cuts={"network": Cut(_("network"), "network__name", {})},
    columns={
        "member": Column(_("Member"), lambda seat: seat.called),
        "network": Column(_("Network"), lambda seat: seat.network.name),
        "key": Column(_("Key"), lambda seat: seat.network.key, is_on_page=False),
        "role": Column(_("Role"), lambda seat: seat.role),
        "since": Column(_("Since"), lambda seat: seat.joined),
        "source": Column(_("Source"), lambda seat: "; ".join(source.words for source in seat.sources)),
    },
    link=lambda seat: seat.network.get_absolute_url(),
)
