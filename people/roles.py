"""What each role, a group of that name, may do. A register of a later app joins by its pattern in REGISTERS."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.utils.translation import gettext_lazy

AUDITOR = "auditor"
TITLES = {
    "programme": gettext_lazy("Programme"),
    "finance": gettext_lazy("Finance"),
    "communications": gettext_lazy("Communications"),
    "management": gettext_lazy("Management"),
    AUDITOR: gettext_lazy("Auditor, reading until a date"),
}

READ = {"view"}
DECIDE = {"view", "add", "change"}
KEEP = {*DECIDE, "delete"}

REGISTERS = [
    "people.person",
    "people.privatecontact",
    "people.office",
    "people.appointment",
    "documents.*",
    "members.*",
    "plans.*",
    "partnerships.*",
    "forums.*",
]
FUNDS = ["funds.*"]
MAIL = ["mailroom.letter", "mailroom.attachment", "mailroom.message", "mailroom.claim", "mailroom.reminder"]
OUTREACH = ["outreach.newsletter", "outreach.edition", "outreach.block", "outreach.newsitem"]
READERS = ["outreach.subscriber", "outreach.consent", "mailroom.suppression"]  # whose addresses are their own
ACCOUNTS = ["people.user", "people.invitation", "people.auditentry", "auth.group"]

GRANTS: dict[str, list[tuple[set[str], list[str]]]] = {
    "programme": [(KEEP, REGISTERS), (READ, FUNDS), (DECIDE, [*MAIL, *OUTREACH])],
    "finance": [(READ, [*REGISTERS, *MAIL, *OUTREACH]), (KEEP, FUNDS)],
    "communications": [(READ, [*REGISTERS, *FUNDS]), (DECIDE, MAIL), (KEEP, [*OUTREACH, *READERS])],
    "management": [
        (KEEP, [*REGISTERS, *FUNDS, *OUTREACH, *READERS, "people.user"]),
        (READ, ACCOUNTS),
        (DECIDE, MAIL),
    ],
    AUDITOR: [(READ, [*REGISTERS, *FUNDS, *MAIL, *OUTREACH, *ACCOUNTS])],
}


def is_granted(role: str, action: str, model: str) -> bool:
    """History is nobody's to change: its models are seen with the record that they tell of."""
    if model.partition(".")[2].startswith("historical"):
        return False
    return any(
        action in actions and any(fnmatchcase(model, pattern) for pattern in patterns)
        for actions, patterns in GRANTS[role]
    )


def reads(permission: str) -> bool:
    """Of a permission such as `members.view_member`: to look, and nothing else."""
    return permission.partition(".")[2].startswith("view_")


def grant(app_config: AppConfig, using: str, apps: Any = installed, **options: Any) -> None:
    """After each migration the roles may do what stands above, no more and no less; twice changes nothing."""
    create_permissions(app_config, verbosity=0, using=using, apps=apps)
    try:
        group_model, permission_model = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    except LookupError:
        return
    permissions = permission_model.objects.using(using).filter(content_type__app_label=app_config.label)
    permissions = list(permissions.select_related("content_type"))
    for role in GRANTS:
        group, _ = group_model.objects.using(using).get_or_create(name=role)
        granted = {permission for permission in permissions if is_granted(role, *told(permission))}
        group.permissions.add(*granted)
        group.permissions.remove(*set(permissions).difference(granted))


def told(permission: Any) -> tuple[str, str]:
    """The action and the model of a permission."""
    kind = permission.content_type
    return permission.codename.removesuffix(f"_{kind.model}"), f"{kind.app_label}.{kind.model}"
