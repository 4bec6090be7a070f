"""One office with somebody of every role, and rows of which some must not see: each has a word of its own."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from django.contrib import admin
from django.core.files.base import ContentFile
from django.db.models import Model
from django.utils import timezone

from alliance.dates import PartialDate
from documents.models import LanguageVersion
from members.models import ContactNote, CountryGroup, GroupPlace, Platform
from people.models import AuditEntry, PrivateContact
from tests.access.areas import AREAS
from tests.access.words import ROLES, STAFF, WORDS
from tests.factories import (
    CorrectionFactory,
    DocumentFactory,
    FocalPointFactory,
    MemberFactory,
    NominationFactory,
    OfficeFactory,
    StatedFigureFactory,
    UserFactory,
)

for area in AREAS:
    WORDS.update(area.WORDS)


class World(SimpleNamespace):
    """The rows by name, and the account of each role."""

    def __init__(self) -> None:
        super().__init__()
        self.users = dict.fromkeys(ROLES)
        self.members()
        self.people()
        self.papers()
        for area in AREAS:
            area.lay_out(self)
        models = {model._meta.label_lower: model for model in admin.site._registry}
        self.first = {label: model._default_manager.order_by("pk").first().pk for label, model in models.items()}
        self.version = {label: self.newest(model, self.first[label]) for label, model in models.items()}

    @staticmethod
    def newest(model: type[Model], key: int) -> int:
        history = getattr(model, "history", None)
        return history.filter(id=key).latest("history_id").history_id if history else 0

    def members(self) -> None:
        self.a = MemberFactory(key="member-a", name="Member-A", state=True, joined="2008-03")
        self.b = MemberFactory(key="member-b", name="Member-B", state=True, joined="2009")
        self.organization = MemberFactory(key="member-o", name="Member-O", joined="2010")
        self.approached = MemberFactory(key="approached", name="Hidden-Approached", state=True)
        self.approached.approach(on=PartialDate(2020), by=None)
        ContactNote.objects.create(member=self.a, kind="call", summary="Note-A")
        group = CountryGroup.objects.create(key="group", name="Group")
        GroupPlace.objects.create(group=group, country=self.a.country)
        self.platform = Platform.objects.create(key="platform", name="Platform")
        self.office = OfficeFactory(key="office")
        AuditEntry.objects.note(AuditEntry.Kind.SIGNED_IN)

    def people(self) -> None:
        for role in ["nobody", "former", "focal_a", "alternate_a", "focal_b", "focal_org"]:
            self.users[role] = UserFactory(email=f"{role}@example.org")
        for role, member, more in [
            ("former", self.a, {"since": date(2009, 1, 1), "until": date(2010, 1, 1)}),
            ("focal_a", self.a, {"since": date(2010, 1, 1)}),
            ("alternate_a", self.a, {"role": "alternate"}),
            ("focal_b", self.b, {}),
            ("focal_org", self.organization, {}),
        ]:
            FocalPointFactory(member=member, person=self.users[role].person, **more)
        self.name("focal_a", "Person-A")
        self.name("focal_b", "Person-Listed", is_listed=True)
        PrivateContact.objects.create(person=self.users["focal_a"].person, phone="Private-A")
        FocalPointFactory(person__name="Person-Demonstration", person__is_demonstration=True, person__is_listed=True)
        for role in STAFF:
            self.users[role] = self.staff(role)
        self.users["unprotected"] = UserFactory(email="unprotected@example.org", staff=True, second_factor=False)

    def name(self, role: str, name: str, **more: object) -> None:
        person = self.users[role].person
        person.name = name
        for field, value in more.items():
            setattr(person, field, value)
        person.save()

    def staff(self, role: str) -> object:
        if role == "superuser":
            return UserFactory(email="superuser@example.org", staff=True)
        until = {"access_until": timezone.localdate()} if role == "auditor" else {}
        return UserFactory(email=f"{role}@example.org", is_staff=True, role=role, **until)

    def papers(self) -> None:
        self.nomination_a = NominationFactory(member=self.a, made_by=self.users["focal_a"], name="Nominee-A")
        self.nomination_b = NominationFactory(member=self.b, made_by=self.users["focal_b"], name="Nominee-B")
        self.correction_a = CorrectionFactory(
            member=self.a, made_by=self.users["focal_a"], what="short_name", proposed="Correction-A"
        )
        for visibility in ("Public", "Members", "Staff"):
            key = visibility.lower()
            document = DocumentFactory(key=f"document-{key}", title=f"Document-{visibility}", visibility=key)
            setattr(self, f"document_{key}", document)
            text = ContentFile(f"File-{visibility}".encode(), "text.txt")
            LanguageVersion.objects.create(document=document, language="en", file=text)
            StatedFigureFactory(document=document, key=f"figure-{key}", statement=f"Figure-{visibility}")
        account = self.approached.steps.create(status="member", on=date(2021, 1, 1), preferred=False)
        account.documents.add(self.document_public)  # by which a public document would tell of the approach
