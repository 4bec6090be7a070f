"""Who keeps each register in the admin, who reads it, and what both are answered at each of its addresses."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import admin

from tests.access.areas import AREAS
from tests.access.keepers import PROPOSAL, WATCH, Register
from tests.access.walk import Row, said

REGISTERS = {
    "members.member": Register(shows={"Member-A", "Member-B", "Hidden-Approached"}),
    "members.focalpoint": Register(shows={"Person-A", "Person-Listed", "Person-Demonstration"}),
    "members.contactnote": Register(shows={"Note-A"}),
    "members.nomination": Register(ways=PROPOSAL, shows={"Nominee-A", "Nominee-B"}),
    "members.correction": Register(ways=PROPOSAL, shows={"Correction-A"}),
    "members.country": Register(),
    "members.countrygroup": Register(),
    "members.platform": Register(),
    "documents.document": Register(shows={"Document-Public", "Document-Members", "Document-Staff"}),
    "documents.statedfigure": Register(shows={"Document-Public", "Document-Members", "Document-Staff"}),
    "people.person": Register(shows={"Person-A", "Person-Listed", "Person-Demonstration"}),
    "people.office": Register(),
    "people.user": Register({"management", "superuser"}, {"auditor"}, {"add", "change", "delete"}),
    "people.auditentry": Register(set(), WATCH, {"export"}),
    "auth.group": Register(set(), WATCH, set()),
}
for area in AREAS:
    REGISTERS |= area.REGISTERS
WITHOUT_TABLES = {"auth.group"}
WITHOUT_IMPORT = {"auth.group", "people.auditentry", "mailroom.letter", "mailroom.reminder"}
LED_ON = said(302)


def rows_of(label: str, register: Register) -> Iterator[tuple[str, Row]]:
    """In the admin any method but POST is answered as GET is: nothing of it changes anything."""
    name, home = f"admin:{label.replace('.', '_')}_", f"/admin/{label.replace('.', '/')}/"
    one = f"{home}{{first[{label}]}}/"
    reads, changes = register.reading(), register.keeping("change")
    saves = register.keeping("change", 302) if "saves what is empty" in register.ways else changes
    adds, deletes = register.keeping("add"), register.keeping("delete")
    yield f"{name}changelist", Row(home, reads, reads, unknown=reads, shows=register.shows)
    yield f"{name}add", Row(f"{home}add/", adds, adds, unknown=adds)
    yield f"{name}change", Row(f"{one}change/", reads, saves, unknown=reads)
    yield f"{name}delete", Row(f"{one}delete/", deletes, deletes, unknown=deletes)
    yield f"{name}history", Row(f"{one}history/", reads, reads, unknown=reads)
    if label not in WITHOUT_TABLES:
        exports = reads if "export" in register.ways else said(302, staff=403)
        yield f"{name}export", Row(f"{home}export/", exports, exports, unknown=exports)
    if label not in WITHOUT_IMPORT:
        imports = register.keeping("import")
        posts_only = said(302, staff=405)
        yield f"{name}import", Row(f"{home}import/", imports, imports, unknown=imports)
        yield f"{name}process_import", Row(f"{home}process_import/", posts_only, imports, unknown=posts_only)
        version = f"{one}history/{{version[{label}]}}/"
        yield f"{name}simple_history", Row(version, reads, saves, unknown=reads)


INSIDE = said(302, staff=200)
SITE = {
    "admin:index": Row("/admin/", INSIDE, INSIDE, unknown=INSIDE),
    "admin:search": Row("/admin/search/?s=Group", INSIDE, INSIDE, unknown=INSIDE),
    "admin:login": Row(
        "/admin/login/", *[said(403, anonymous=302, staff=302)] * 2, unknown=said(403, anonymous=302, staff=302)
    ),
    "admin:logout": Row("/admin/logout/", said(302, staff=405), INSIDE),
    "admin:password_change": Row("/admin/password_change/", INSIDE, INSIDE, put=INSIDE, delete=said(302, staff=405)),
    "admin:password_change_done": Row("/admin/password_change/done/", INSIDE, unknown=said(302, staff=405)),
    "admin:autocomplete": Row(
        "/admin/autocomplete/?app_label=members&model_name=focalpoint&field_name=person&term=Person-",
        INSIDE,
        shows={"Person-A", "Person-Listed", "Person-Demonstration"},
    ),
    "admin:jsi18n": Row("/admin/jsi18n/", INSIDE),
    "admin:view_on_site": Row("/admin/r/1/1/", *[said(302, staff=404)] * 2, unknown=said(302, staff=404)),
    "admin:app_list": Row("/admin/members/", INSIDE, INSIDE, unknown=INSIDE),
    "admin:auth_user_password_change": Row(
        "/admin/people/user/{users[focal_a].pk}/password/", *[said(302, staff=403)] * 2, unknown=said(302, staff=403)
    ),
    "admin:(?P<url>.*)$": Row("/admin/nowhere/", *[said(302, staff=404)] * 2, unknown=said(302, staff=404)),
    "admin:<path:object_id>/": Row("/admin/members/member/{a.pk}/", LED_ON, LED_ON, unknown=LED_ON),
}
for area in AREAS:
    SITE |= getattr(area, "IN_ADMIN", {})
ADMIN = SITE | {name: row for label, register in REGISTERS.items() for name, row in rows_of(label, register)}


def registered() -> set[str]:
    return {model._meta.label_lower for model in admin.site._registry}
