"""What the tests of the mechanisms share: a few records, and many who act at once."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import hypothesis
import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from alliance.drafts import Stale
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


@pytest.fixture
def at_once():
    """Let many do the same at the same moment: how often it was done, and how often refused."""

    def at_once(act, times=20):
        start = threading.Barrier(times)

        def attempt(number):
            try:
                start.wait()
                act(number)
            except (ValidationError, Stale):
                return "refused"
            else:
                return "done"
            finally:
                connection.close()

        with ThreadPoolExecutor(times) as threads:
            return Counter(threads.map(attempt, range(times)))

    return at_once
