"""What the tests of the mechanisms share: a few records."""

import hypothesis
import pytest

from members.models import Member
from tests.example.models import Agreement, Letter, Partner

hypothesis.settings.register_profile("mechanisms", deadline=None)
hypothesis.settings.load_profile("mechanisms")


@pytest.fixture
def agreement(db):
    return Agreement.objects.create(partner=Partner.objects.create(name="UNESCO"))


@pytest.fixture
def letter(db):
    return Letter.objects.create(subject="Nominations")


@pytest.fixture
def member(db):
    return Member.objects.create(key="league-of-examples", name="The League of Examples", kind="organization")
