"""What a test may find: its own folders, and the services that it marks itself as needing."""

import os
import shutil
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.conf import settings as portal
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import setup_databases, teardown_databases

from alliance.drafts import Stale
from alliance.listing import QUESTIONS
from mailroom import delivery
from tests.factories import UserFactory

NEEDS = {
    "postgres": (lambda: connection.vendor == "postgresql", "needs PostgreSQL: set DATABASE_URL"),
    "redis": (
        lambda: portal.REDIS_URL and portal.CELERY_BROKER_URL.startswith("redis"),
        "needs Redis: set REDIS_URL and CELERY_BROKER_URL",
    ),
    "browser": (lambda: shutil.which("chromium"), "needs the system's Chromium"),
}
ALL_SERVICES = os.environ.get("ALL_SERVICES") == "1"


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """Always a database of the tests: pytest-django makes none for a test that asks for it by a fixture of its own,
    which would then write into this desk's and empty it."""
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
    yield
    with django_db_blocker.unblock():
        leave_the_database()
        teardown_databases(made, verbosity=0)


def leave_the_database():
    """A thread of a server that has stopped may not have closed its connection yet."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            cursor.execute(f"SELECT pg_terminate_backend(pid) {others}")


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.IMPORT_FOLDER = tmp_path / "imports"


def pytest_runtest_setup(item):
    for marker, (is_there, reason) in NEEDS.items():
        if item.get_closest_marker(marker) and not is_there():
            pytest.skip(reason)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport():
    return refuse_skip((yield))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report():
    return refuse_skip((yield))


def refuse_skip(report):
    """Where every service is said to be there, what is skipped is not tested: that is a failure."""
    if ALL_SERVICES and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} was skipped although ALL_SERVICES=1 says that nothing is missing. {reason}"
    return report


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The tests of the real registers come last, one after another: the registers are loaded once for all of them."""
    items.sort(key=lambda item: "loaded_registers" in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def loaded_registers(django_db_setup, django_db_blocker):
    """The registers as the documents tell them: loaded once, in a transaction that never ends otherwise than undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_history", stdout=StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def real_registers(loaded_registers):
    """The same for one test, which may change them."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def secretary(db):
    return UserFactory(staff=True)


@pytest.fixture
def outsider(db):
    """Signs in, and is neither staff nor anybody's focal point."""
    return UserFactory(email="outsider@example.org", person=None)


@pytest.fixture
def delivered(mailoutbox):
    """Have what waits in the mailroom sent, as a worker does: the mails that have arrived so far."""

    def delivered():
        delivery.run()
        return mailoutbox

    return delivered


@pytest.fixture(autouse=True)
def forgotten_caches():
    """A shared cache remembers for an hour how often somebody asked, and for minutes which rows a list has."""
    for name in portal.CACHES:
        caches[name].clear()
    QUESTIONS.clear()


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
