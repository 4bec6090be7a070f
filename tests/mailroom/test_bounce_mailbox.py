import imaplib
import mailbox
import threading
from collections import Counter
from urllib.parse import quote

import pytest
from django.conf import settings as portal

from mailroom import bounces, mailboxes, tasks
from mailroom.models import Message
from tests.factories.mail import MessageFactory
from tests.mailroom.mail_server import MailServer
from tests.mailroom.test_bounces import BROKEN, report

pytestmark = pytest.mark.django_db
READ = Counter({"not ours": 1, "nobody there": 1, "no report": 1, "complaint": 1})
PASSWORD = "a pass/word"


@pytest.fixture
def message():
    return MessageFactory(subscription=True, sent=True)


@pytest.fixture
def contents(message):
    """A broken one, a report, a letter and a complaint."""
    other = MessageFactory(subscription=True, sent=True)
    return [BROKEN[4], report("exim", message), b"Subject: Hello\n\nFrom afar.\n", report("complaint", other)]


# a folder of this machine


@pytest.fixture
def maildir(tmp_path, settings):
    settings.BOUNCE_MAILBOX = f"maildir://{tmp_path / 'bounces'}"
    return mailbox.Maildir(tmp_path / "bounces", factory=None)


def test_a_maildir_is_read_once_and_keeps_everything(maildir, contents):
    keys = [maildir.add(content) for content in contents]
    before = {key: maildir.get_bytes(key) for key in keys}

    assert bounces.read() == READ
    assert bounces.read() == {}

    kept = mailbox.Maildir(maildir._path, factory=None)
    assert {key: kept.get_bytes(key) for key in kept.keys()} == before  # noqa: SIM118
    assert {(mail.get_subdir(), mail.get_flags()) for mail in kept} == {("cur", "S")}


def test_in_a_maildir_what_somebody_has_seen_is_left_and_flags_are_kept(maildir, message):
    for flags in ("S", "F"):
        mail = mailbox.MaildirMessage(report("postfix", message))
        mail.set_subdir("cur")
        mail.set_flags(flags)
        maildir.add(mail)

    assert bounces.read() == {"nobody there": 1}
    kept = mailbox.Maildir(maildir._path, factory=None)
    assert sorted(mail.get_flags() for mail in kept) == ["FS", "S"]


def test_what_was_not_dealt_with_to_its_end_is_read_again(maildir, message, monkeypatch):
    maildir.add(report("postfix", message))
    with monkeypatch.context() as broken:
        broken.setattr(Message, "come_back", lambda *about, **more: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            bounces.read()

    assert bounces.read() == {"nobody there": 1}


# a file of this machine


def test_an_mbox_is_read_once_and_keeps_everything(tmp_path, settings, message, contents):
    path = tmp_path / "bounces of May"
    settings.BOUNCE_MAILBOX = f"mbox://{quote(str(path))}"
    box = mailbox.mbox(path)
    for content in contents:
        box.add(content)
    box.close()
    before = path.read_bytes()

    assert bounces.read() == READ
    assert bounces.read() == {}

    assert path.read_bytes().replace(b"Status: RO\n", b"") == before
    assert path.read_bytes().count(b"\nStatus: RO\n") == 4
    with path.open("ab") as file:
        file.write(b"From MAILER-DAEMON Mon May 12 09:00:00 2025\nStatus: O\n" + report("postfix", message))
    assert bounces.read() == {"nobody there": 1}
    assert path.read_bytes().count(b"\nStatus: 5.1.1\n") == 1


def test_an_mbox_that_a_delivery_holds_is_left_for_the_next_time(tmp_path, settings, message):
    settings.BOUNCE_MAILBOX = f"mbox://{tmp_path / 'box'}"
    box = mailbox.mbox(tmp_path / "box")
    box.add(report("postfix", message))
    box.flush()
    (tmp_path / "box.lock").touch()
    before = (tmp_path / "box").read_bytes()

    with pytest.raises(mailbox.ExternalClashError):
        bounces.read()

    assert (tmp_path / "box").read_bytes() == before


# a folder of a server


@pytest.fixture
def server():
    server = MailServer(user="bounces", password=PASSWORD)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def at(server, folder, password=PASSWORD):
    return f"imap://bounces:{quote(password, safe='')}@127.0.0.1:{server.port}/{folder}"


def test_a_folder_of_a_server_is_read_once_and_keeps_everything(server, settings, contents):
    settings.BOUNCE_MAILBOX = at(server, "Reports")
    server.folders["Reports"] = [[content, set()] for content in contents]

    assert bounces.read() == READ
    assert bounces.read() == {}

    assert server.folders["Reports"] == [[content, {r"\Seen"}] for content in contents]


def test_a_server_that_refuses_is_no_empty_mailbox_and_the_password_is_not_told(server, settings):
    for url in (at(server, "INBOX", "a wrong one"), at(server, "Nowhere")):
        settings.BOUNCE_MAILBOX = url
        with pytest.raises(imaplib.IMAP4.error, match=r"AUTHENTICATIONFAILED|NONEXISTENT") as refused:
            bounces.read()
        assert "a wrong one" not in str(refused.value)


def test_of_a_huge_mail_the_beginning_is_enough(server, settings, message, monkeypatch):
    monkeypatch.setattr(mailboxes, "MOST", 4000)
    settings.BOUNCE_MAILBOX = at(server, "")
    server.folders["INBOX"] = [[report("postfix", message) + b"x" * 100_000, set()]]

    assert bounces.read() == {"nobody there": 1}
    assert server.sent == [4000]


# the task and the setting


def test_the_task_reads_every_ten_minutes_and_the_log_tells_how_many_and_of_nobody(maildir, contents, caplog):
    for content in contents:
        maildir.add(content)

    with caplog.at_level("INFO"):
        tasks.read_bounces.delay()

    assert portal.CELERY_BEAT_SCHEDULE["read-bounces"]["task"] == tasks.read_bounces.name
    assert portal.CELERY_BEAT_SCHEDULE["read-bounces"]["schedule"].minute == {0, 10, 20, 30, 40, 50}
    assert "'nobody there': 1" in caplog.text
    assert "example.org" not in caplog.text


def test_without_a_mailbox_none_is_read(settings):
    settings.BOUNCE_MAILBOX = ""

    assert bounces.read() == {}


@pytest.mark.parametrize(
    "url",
    [
        "",
        "maildir:///srv/bounces",
        "mbox:///var/mail/bounces",
        "imaps://user:password@mail.example.org/INBOX",
        "imap://user:password@127.0.0.1/INBOX",
        "imap://user:password@localhost:1143/INBOX",
        "imap://user:password@[::1]/INBOX",
    ],
)
def test_a_mailbox_of_this_machine_or_behind_tls_is_taken(url):
    assert mailboxes.refusal(url) == ""


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("imap://user:secret@mail.example.org/INBOX", "in the clear"),
        ("imap://user:secret@127.0.0.1.example.org/INBOX", "in the clear"),
        ("/srv/bounces", "write maildir:///folder"),
        ("maildir://", "write maildir:///folder"),
        ("imaps:///INBOX", "write maildir:///folder"),
        ("pop3://user:secret@mail.example.org", "write maildir:///folder"),
    ],
)
def test_another_mailbox_is_refused_in_words_that_do_not_tell_the_password(url, words):
    assert words in mailboxes.refusal(url)
    assert "secret" not in mailboxes.refusal(url)
