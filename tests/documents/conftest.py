"""Whoever may knock at the door of a document."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.factories import FocalPointFactory, MemberFactory, PersonFactory, UserFactory

ROLES = ["anonymous", "account", "future", "former", "focal point", "organization", "staff"]
SEES = {
    "public": set(ROLES),
    "members": {"focal point", "organization", "staff"},
    "staff": {"staff"},
}


def account_of_focal_point(since, until=None, **member):
    user = UserFactory()
    FocalPointFactory(person=user.person, since=since, until=until, member=MemberFactory(joined="2008", **member))
    return user


@pytest.fixture
def as_role(client, db):
    """Sign in as somebody of that role."""
    today = timezone.localdate()
    made = {
        "account": lambda: UserFactory(),
        "future": lambda: account_of_focal_point(today + timedelta(1)),
        "former": lambda: account_of_focal_point(date(2020, 1, 1), today),
        "focal point": lambda: account_of_focal_point(today, state=True),
        "organization": lambda: account_of_focal_point(date(2020, 1, 1), today + timedelta(1)),
        "staff": lambda: UserFactory(is_staff=True, person=PersonFactory()),
    }

    def sign_in(role):
        if role in made:
            client.force_login(made[role]())
        return client

    return sign_in
