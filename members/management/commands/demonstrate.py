import secrets
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from members.models import FocalPoint, Member
from people.models import Person, User

SECRETARY = "secretariat@example.org"
FOCAL_POINT = "focal.point@example.org"
READABLE = "abcdefghijkmnpqrstuvwxyz23456789"

WELCOME = """
For a first look there are two demonstration accounts:

The secretariat: {site}{admin}
  {secretary}   {secretary_password}

The focal point of {member}: {site}{login}
  {focal_point}   {focal_point_password}

The passwords are shown this once. "manage.py remove_demonstration"
takes both people away again; no figure and no public page shows them.
"""


class Command(BaseCommand):
    help = (
        "Make two demonstration accounts, one of the secretariat and one of a focal point, and print their passwords."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="make none again after they were removed")

    @transaction.atomic
    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        if User.objects.filter(email__in=[SECRETARY, FOCAL_POINT]).exists():
            return
        if once and Person.history.filter(is_demonstration=True).exists():
            return
        member = Member.objects.filter(key="spain").first()
        if member is None:
            raise CommandError('Load the registers first ("manage.py load_history"): the demonstration acts for Spain.')
        passwords = [new_password(), new_password()]
        secretary = new_person("Demonstration Secretary")
        User.objects.create_superuser(SECRETARY, passwords[0], person=secretary)
        focal_point = new_person("Demonstration Focal Point")
        User.objects.create_user(FOCAL_POINT, passwords[1], person=focal_point)
        appoint(focal_point, member)
        self.stdout.write(framed(welcome(member, *passwords)))


def new_password() -> str:
    return "-".join("".join(secrets.choice(READABLE) for _ in range(4)) for _ in range(4))


def new_person(name: str) -> Person:
    person = Person(key=name.lower().replace(" ", "-"), name=name, is_demonstration=True)
    person.full_clean()
    person.save()
    return person


def appoint(person: Person, member: Member) -> None:
    """As the principal, unless the office has recorded the real one: then beside it."""
    today = timezone.localdate()
    is_taken = member.focal_points.principal().current(today).exists()
    role = FocalPoint.Role.ALTERNATE if is_taken else FocalPoint.Role.PRINCIPAL
    FocalPoint.appoint(member=member, person=person, role=role, since=today, by=None)


def welcome(member: Member, secretary_password: str, focal_point_password: str) -> str:
    return WELCOME.format(
        site=settings.SITE_URL,
        admin=reverse("admin:index"),
        login=reverse("account_login"),
        member=member,
        secretary=SECRETARY.ljust(len(FOCAL_POINT)),
        secretary_password=secretary_password,
        focal_point=FOCAL_POINT,
        focal_point_password=focal_point_password,
    )


def framed(text: str) -> str:
    lines = text.splitlines()
    width = max(map(len, lines))
    edge = f"+-{'-' * width}-+"
    return "\n".join([edge, *(f"| {line:{width}} |" for line in [*lines, ""]), edge])
