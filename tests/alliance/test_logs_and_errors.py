import json
import logging
import re
from io import StringIO

import pytest
from django.conf import settings
from django.test import Client, override_settings

from alliance.logs import Lines, Quiet
from people.models import Person
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
QUOTES = "Key (email)=(ana@example.org) already exists"


@pytest.fixture
def lines():
    """What the portal's own handler writes, line by line."""
    handler = logging.StreamHandler(written := StringIO())
    of_the_settings = settings.LOGGING["formatters"]["json"]
    handler.setFormatter(Lines(of_the_settings["fmt"], reserved_attrs=of_the_settings["reserved_attrs"]))
    handler.addFilter(Quiet())
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def broken(monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError(QUOTES)

    monkeypatch.setattr("members.views.public.page_of", fail)


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


def told_reference(page):
    return re.search(r"number[^:]*: ([0-9a-f]{12})", page.content.decode())[1]


def test_a_page_that_is_not_there_gives_the_number_that_its_line_of_the_log_has(client, lines):
    page = client.get("/nowhere/")

    assert page.status_code == 404
    assert told_reference(page) == page["X-Request-ID"] == lines()[-1]["reference"]
    assert lines()[-1]["message"] == "GET 404"


def test_every_answer_has_a_number_of_its_own(client):
    assert client.get("/")["X-Request-ID"] != client.get("/")["X-Request-ID"]


def test_a_failure_is_told_in_the_portal_s_look_and_found_again_by_its_number(visitor, broken, lines):
    page = visitor.get("/members/?search=ana@example.org")

    assert page.status_code == 500
    assert "Something went wrong on our side" in page.content.decode()
    failure = next(line for line in lines() if line["levelname"] == "ERROR")
    assert told_reference(page) == failure["reference"]
    assert "RuntimeError" in failure["exc_info"]
    assert "public.py" in failure["exc_info"]


def test_the_log_names_nobody_and_no_address_that_was_asked_for(visitor, broken, lines):
    user = UserFactory(email="bela@example.org", person__name="Bela Example")
    visitor.force_login(user)

    visitor.get("/members/?search=ana@example.org")
    visitor.get("/accounts/password/reset/key/1-secret-key/")
    visitor.get("/bela-example/")
    visitor.post("/accounts/login/", {"login": "bela@example.org", "password": "secret word"})

    written = json.dumps(lines())
    for private in ("ana@example.org", "bela", "Bela", "secret", "127.0.0.1"):
        assert private not in written
    assert {"members/", "accounts/login/"} <= {line.get("route") for line in lines()}


def test_a_form_without_its_token_is_told_in_words_with_a_number(broken):
    careful = Client(enforce_csrf_checks=True)

    page = careful.post("/accounts/login/", {"login": "x"})

    assert page.status_code == 403
    assert "The form could not be accepted" in page.content.decode()
    assert told_reference(page) == page["X-Request-ID"]


def test_what_may_not_be_read_is_told_in_the_portal_s_look(client):
    client.force_login(UserFactory())

    page = client.get("/admin/login/")

    assert page.status_code == 403
    assert "This page is not open to you" in page.content.decode()
    assert told_reference(page) == page["X-Request-ID"]


def test_a_host_that_is_not_ours_is_refused_without_a_fault(client):
    page = client.get("/", headers={"host": "elsewhere.example.org"})

    assert page.status_code == 400
    assert "This request cannot be read" in page.content.decode()


def test_what_is_refused_is_no_failure_in_the_log(client, lines):
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000):
        page = client.post("/subscribe/", {"address": "a" * 2000}, content_type="application/x-www-form-urlencoded")

    refused = next(line for line in lines() if line["name"].startswith("django.security"))
    assert page.status_code == 400
    assert (refused["message"], refused["levelname"]) == ("refused", "WARNING")
    assert "exc_info" not in refused


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Referrer-Policy", "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_every_page_has_its_headers(client, name, value):
    for address in ("/", "/nowhere/", "/api/v1/members/", "/accounts/login/"):
        assert client.get(address)[name] == value


def test_no_page_but_the_admin_runs_inline_code(client):
    for address in ("/", "/nowhere/", "/api/v1/docs/", "/accounts/login/"):
        policy = client.get(address)["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy


def test_a_task_s_line_tells_neither_its_arguments_nor_its_failure_s_words(lines):
    told = {"data": {"name": "people.tasks.send", "args": "('ana@example.org',)", "exc": "SMTP(ana@example.org)"}}

    logging.getLogger("celery.worker.strategy").info("Task received", extra=told)
    logging.getLogger("celery.app.trace").error("raised: %s", "SMTP(ana@example.org)", extra=told)

    assert [line["message"] for line in lines()] == ["Task received", "task failed: people.tasks.send"]
    assert "ana@example.org" not in json.dumps(lines())


def test_a_log_line_of_the_worker_has_no_number_and_is_a_line_all_the_same(lines):
    logging.getLogger("celery.worker").warning("Person %s", Person.objects.count())

    assert lines()[-1]["message"] == "Person 0"
