import os
import re
import shutil
import subprocess
import sys
import tomllib
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
import yaml
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from alliance import health
from alliance.settings import INSECURE_KEY
from tests.factories.mail import MessageFactory

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
PROCFILE = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines())
RANDOM_KEY = "kR7-vQ2_xZ9pLm4WtB8nYc3HsJ6dFg5Aa1Ee0Uu7Ii2Oo9Tt4Kk"


def words(path):
    return (ROOT / path).read_text(encoding="utf-8")


def manage(*command, **environment):
    """As an office runs it: with the portal's own settings and only this environment."""
    bare = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment = bare | {"DJANGO_SETTINGS_MODULE": "alliance.settings"} | environment
    command = [sys.executable, "manage.py", *command]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def locked(path):
    """Of each requirement its version and its hashes, once the remarks are left out."""
    text = re.sub(r"(?m)^ *#.*\n", "", words(path)).replace(" \\\n", " ")
    lines = [re.fullmatch(r"([\w-]+)==(\S+)((?: +--hash=sha256:[0-9a-f]{64})+)", line) for line in text.splitlines()]
    return {line[1]: (line[2], line[3]) for line in lines}


# settings


def test_every_variable_that_the_settings_read_is_explained_and_no_other():
    read = set(re.findall(r'\benv\.\w+\(\s*"(\w+)"', words("alliance/settings.py")))
    for_compose = set(re.findall(r"\$\{(\w+)", words("docker-compose.yml")))

    explained = re.findall(r"(?m)^#?([A-Z_]+)=", words(".env.example"))

    assert sorted(explained) == sorted(read | for_compose)


def test_with_debug_off_the_known_key_does_not_start_and_says_why():
    refused = manage("check", SECRET_KEY=INSECURE_KEY, DEBUG="false")

    assert refused.returncode != 0
    assert "Set SECRET_KEY: with DEBUG off the portal does not start" in refused.stderr


def test_an_address_without_a_scheme_does_not_start_and_says_why():
    refused = manage("check", SECRET_KEY=RANDOM_KEY, SITE_URL="portal.example.org")

    assert refused.returncode != 0
    assert "write the portal's address, such as https://portal.example.org" in refused.stderr


def test_an_office_does_not_print_its_mail_with_the_links_into_a_log():
    refused = manage("check", SECRET_KEY=RANDOM_KEY, SITE_URL="https://portal.example.org")

    assert refused.returncode != 0
    assert "Set EMAIL_URL or MAIL_ESP" in refused.stderr


def test_an_office_does_not_start_without_second_factors_and_a_demonstration_at_a_desk_does():
    environment = {"SECRET_KEY": RANDOM_KEY, "SECOND_FACTOR_REQUIRED": "false"}

    office = manage("check", SITE_URL="https://portal.example.org", **environment)
    desk = manage("check", SITE_URL="http://127.0.0.1:8000", **environment)

    assert (office.returncode != 0, desk.returncode) == (True, 0)
    assert "over https staff need a second factor" in office.stderr


def test_an_office_s_settings_pass_django_s_check_for_deployment():
    environment = {"SECRET_KEY": RANDOM_KEY, "SITE_URL": "https://portal.example.org", "DEBUG": "false"}
    environment |= {"EMAIL_URL": "smtp+tls://mail.example.org:587"}

    checked = manage("check", "--deploy", "--fail-level", "WARNING", **environment)

    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("MAIL_WINDOW", "51", "MAIL_WINDOW is 51: write a whole number from 1 to 50."),
        ("MAIL_WINDOW", "0", "MAIL_WINDOW is 0: write a whole number from 1 to 50."),
        ("MAIL_STUCK_MINUTES", "-1", "MAIL_STUCK_MINUTES is -1: write a whole number from 1."),
        ("MAIL_TIMEOUT_SECONDS", "0", "MAIL_TIMEOUT_SECONDS is 0: write a whole number from 1."),
        ("FROM_EMAIL", "Portal", "FROM_EMAIL is 'Portal': write an e-mail address"),
        ("SECRETARIAT_EMAIL", "the office", "SECRETARIAT_EMAIL is 'the office': write an e-mail address"),
        (
            "MAIL_RETURN_PATH",
            "Bounces <b@example.org>",
            "MAIL_RETURN_PATH is 'Bounces <b@example.org>': write an e-mail",
        ),
    ],
)
def test_nonsense_about_mail_does_not_start_and_says_why(name, value, words):
    refused = manage("check", SECRET_KEY=RANDOM_KEY, **{name: value})

    assert refused.returncode != 0
    assert words in refused.stderr


def test_mail_may_come_from_a_name_and_an_address():
    started = manage("check", SECRET_KEY=RANDOM_KEY, FROM_EMAIL="The Alliance <portal@example.org>")

    assert started.returncode == 0, started.stderr


# what is started


def test_the_embedded_portal_is_a_web_server_and_a_worker_with_its_clock():
    assert set(PROCFILE) == {"web", "worker"}
    assert "--bind 127.0.0.1:$PORT --workers 1 --worker-class gthread --threads 8" in PROCFILE["web"]
    assert "--beat --pool solo" in PROCFILE["worker"]


def test_an_office_s_portal_is_five_services_and_a_migration_that_ends():
    assert set(SERVICES) == {"web", "worker", "beat", "migrate", "database", "redis"}
    assert SERVICES["migrate"]["restart"] == "no"
    for name in ("web", "worker", "beat"):
        assert SERVICES[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_every_service_is_restarted_and_watched_by_what_it_can_answer():
    services = {name: service for name, service in SERVICES.items() if name != "migrate"}

    assert {service["restart"] for service in services.values()} == {"unless-stopped"}
    assert "readyz" in words("Dockerfile").split("HEALTHCHECK")[1]
    assert "inspect ping" in SERVICES["worker"]["healthcheck"]["test"]
    assert SERVICES["beat"]["healthcheck"] == SERVICES["migrate"]["healthcheck"] == {"disable": True}


def test_what_an_office_keeps_lies_in_two_volumes():
    assert set(COMPOSE["volumes"]) == {"media", "database"}
    assert SERVICES["web"]["volumes"] == ["media:" + SERVICES["web"]["environment"]["MEDIA_ROOT"]]


def test_no_secret_is_written_into_the_compose_file():
    secrets = re.findall(r"(?:SECRET_KEY|PASSWORD): (.+)", words("docker-compose.yml"))

    assert secrets
    assert all(secret.startswith("${") for secret in secrets)
    assert "portal:${POSTGRES_PASSWORD" in SERVICES["web"]["environment"]["DATABASE_URL"]


def test_the_image_holds_hashed_packages_and_does_not_run_as_root():
    steps = words("Dockerfile")

    assert "--require-hashes --requirement run.txt" in steps
    assert steps.index("\nUSER portal") < steps.index("\nCMD")
    assert words(".dockerignore").splitlines()[1] == "*"


def test_the_image_has_every_package_of_the_portal():
    packages = tomllib.loads(words("pyproject.toml"))["tool"]["importlinter"]["root_packages"]

    assert {f"!{package}" for package in packages} <= set(words(".dockerignore").splitlines())


# what is installed


@pytest.mark.parametrize("path", ["requirements/run.txt", "requirements/develop.txt"])
def test_a_lock_names_a_version_and_hashes_for_everything_and_no_address(path):
    assert len(locked(path)) > 30
    assert not re.search(r"https?:|file:|--(extra-)?index|--find-links|--trusted-host", words(path))


def test_what_runs_in_an_office_is_what_was_developed_with():
    run, develop = locked("requirements/run.txt"), locked("requirements/develop.txt")

    assert run.items() <= develop.items()


def test_everything_that_pyproject_asks_for_is_locked():
    project = tomllib.loads(words("pyproject.toml"))["project"]
    asked = [re.match(r"[\w-]+", line)[0].lower() for line in project["dependencies"]]
    asked_to_develop = [re.match(r"[\w-]+", line)[0].lower() for line in project["optional-dependencies"]["develop"]]

    assert set(asked) <= set(locked("requirements/run.txt"))
    assert set(asked_to_develop) <= set(locked("requirements/develop.txt"))


def test_no_file_names_a_path_of_somebody_s_machine():
    if not (shutil.which("git") and (ROOT / ".git").exists()):
        pytest.skip("needs git and the repository: its list of files is what is looked through")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = [path for path in listed.split("\0") if (ROOT / path).is_file()]

    of_a_machine = re.compile(rb"(?<![\w./:~-])/(?:work|root|home|opt|Users)/\w")
    found = [path for path in paths if of_a_machine.search((ROOT / path).read_bytes())]

    assert len(paths) > 50
    assert found == []


# what is asked of it while it runs


@pytest.mark.django_db
def test_the_health_page_says_of_each_part_that_it_answers(client):
    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "broker": "ok", "storage": "ok", "mail": "ok"}


@pytest.mark.django_db
def test_a_part_that_fails_is_named_without_its_secrets(client, monkeypatch):
    def broker():
        raise ConnectionError("redis://:secret@queue.example.org refuses")

    monkeypatch.setattr(health, "broker", broker)

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json() == {"database": "ok", "broker": "ConnectionError", "storage": "ok", "mail": "ok"}


@pytest.mark.django_db
def test_a_part_that_stays_silent_is_not_waited_for_nor_asked_twice(client, monkeypatch):
    end, asked = Event(), []

    def broker():
        asked.append("again")
        end.wait(timeout=10)
        return "ok"

    monkeypatch.setattr(health, "broker", broker)
    monkeypatch.setattr(health, "SECONDS", 0.5)

    answers = [client.get("/healthz") for _ in range(2)]
    end.set()

    assert [answer.status_code for answer in answers] == [503, 503]
    assert answers[1].json()["broker"] == "no answer within 0.5 seconds"
    assert answers[1].json()["storage"] == "ok"
    assert asked == ["again"]


@pytest.mark.django_db
def test_the_health_page_leaves_no_file_behind(client, settings):
    client.get("/healthz")

    assert list(settings.MEDIA_ROOT.iterdir()) == []


@pytest.mark.django_db
def test_the_portal_is_ready_when_no_migration_is_missing(client, monkeypatch):
    assert client.get("/readyz").json() == {"database": "ok", "migrations": "ok", "mail": "ok"}

    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda executor, targets: ["one", "two"])
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {"database": "ok", "migrations": "2 not applied", "mail": "ok"}


@pytest.mark.django_db(transaction=True)
def test_mail_that_waits_too_long_alarms_whoever_watches_and_keeps_no_visitor_away(client, settings):
    due = timezone.now() - timedelta(minutes=settings.MAIL_STUCK_MINUTES + 1)
    later = timezone.now() + timedelta(minutes=5)
    oldest = MessageFactory(queued_at=due, next_try_at=later, address="minister@example.org")
    MessageFactory(queued_at=due + timedelta(seconds=30))

    watched, asked = client.get("/healthz"), client.get("/readyz")

    assert (watched.status_code, asked.status_code) == (503, 200)
    words = f"waiting since {oldest.queued_at:%Y-%m-%d %H:%M} UTC"
    assert watched.json()["mail"] == asked.json()["mail"] == words


@pytest.mark.django_db(transaction=True)
def test_mail_that_waits_as_it_should_alarms_nobody(client, settings):
    now = timezone.now()
    MessageFactory(queued_at=now - timedelta(minutes=settings.MAIL_STUCK_MINUTES - 1))
    MessageFactory(queued_at=now - timedelta(hours=9), failed=True)

    answers = [client.get(path) for path in ("/healthz", "/readyz")]

    assert [(answer.status_code, answer.json()["mail"]) for answer in answers] == [(200, "ok")] * 2


@pytest.mark.django_db
def test_a_portal_whose_mail_cannot_be_asked_after_still_takes_visitors(client, monkeypatch):
    def mail():
        raise OSError

    monkeypatch.setattr(health, "mail", mail)

    assert (client.get("/healthz").status_code, client.get("/readyz").status_code) == (503, 200)
    assert client.get("/readyz").json()["mail"] == "OSError"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_who_watches_reads_only_and_never_an_old_answer(client, path):
    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 405
    assert "no-store" in client.get(path)["Cache-Control"]


# continuous integration


def test_where_nothing_is_missing_a_skipped_test_is_a_failure_that_names_it(tmp_path):
    hooks = "pytest_runtest_makereport, pytest_make_collect_report"
    (tmp_path / "conftest.py").write_text(f"from tests.conftest import {hooks}\n")
    (tmp_path / "test_some.py").write_text(
        "import pytest\n"
        "def test_that_waits(): pytest.skip('for Godot')\n"
        "@pytest.mark.xfail\n"
        "def test_that_is_known_to_fail(): assert False\n"
    )
    (tmp_path / "test_whole_file.py").write_text("import pytest\npytest.importorskip('no_such_part')\n")

    options = ["-c", "pyproject.toml", "-p", "no:cacheprovider", "--continue-on-collection-errors"]
    command = [sys.executable, "-m", "pytest", *options, str(tmp_path)]
    environment = os.environ | {"ALL_SERVICES": "1"}
    strict = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)

    assert strict.returncode != 0
    assert "test_that_waits was skipped although ALL_SERVICES=1 says that nothing is missing." in strict.stdout
    assert "test_whole_file.py was skipped although" in strict.stdout
    assert "test_that_is_known_to_fail was skipped" not in strict.stdout


def test_continuous_integration_tests_without_services_and_with_all_and_fails_with_either():
    script = words(".ci/run")

    assert os.access(ROOT / ".ci/run", os.X_OK)
    assert "set -euo pipefail" in script
    assert 'make test >"$embedded" 2>&1 &' in script
    assert "ALL_SERVICES=1 make test || status=$?" in script
    assert 'wait "$first" || status=$?' in script
    assert script.rstrip().endswith('exit "$status"')
