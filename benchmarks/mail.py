"""Ten thousand personalised messages of 19 KB through the whole path, beside a bare loop and beside `send_mail`.

The whole path is what an office has: rows in PostgreSQL, workers of Celery woken over Redis, claims, windows, a mail
server that takes and counts. The settings are those of the drill (`tests.drills`), where everything is killed.
"""

from __future__ import annotations

import multiprocessing
import os
import smtplib
import tempfile
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from time import perf_counter, sleep
from typing import Any, NamedTuple
from uuid import uuid4

from benchmarks.database import database, portal_at
from benchmarks.runner import Contestant, judge, tell

MESSAGES, BY_SEND_MAIL, FAR_AWAY, MANY, READERS = 10_000, 500, 8_000, 100_000, 50_000
QUICK = 20  # times fewer
CONNECTIONS, ROUND_TRIP = 16, 0.020
MB = 1024


class Sending(Contestant):
    """A turn is one batch; each of its messages is told as if it had taken its share of the time."""

    def __init__(self, name, count, send):
        super().__init__(name, lambda: send(count))
        self.count = count

    def take_turn(self, seconds=0.0):
        start = perf_counter()
        self.ask()
        self.turns.append([(perf_counter() - start) / self.count] * self.count)


class Relay(Sending):
    """What so many connections can do at best, where each message costs one round trip."""

    def take_turn(self, seconds=0.0):
        self.turns.append([ROUND_TRIP / CONNECTIONS] * self.count)


def run(*, quick: bool, rounds: int) -> list[str]:
    rounds = min(rounds, 2 if quick else 5)
    with tempfile.TemporaryDirectory() as name, database(quick=quick) as address, ExitStack() as running:
        folder = Path(name)
        prepare(folder, address, running, quick=quick)
        missed = near(folder, rounds, quick=quick)
        if not quick:
            missed += far(folder, min(rounds, 3))
            tell_memory(folder)
            tell_newsletter(folder)
        return missed


def prepare(folder: Path, address: str, running: ExitStack, *, quick: bool) -> None:
    from tests.drills.services import Redis

    os.environ["DRILL_FOLDER"] = str(folder)
    if quick:
        os.environ["CELERY_BROKER_URL"] = "memory://"
    else:
        redis = Redis(folder)
        running.callback(redis.stop)
        os.environ["CELERY_BROKER_URL"] = redis.url
    portal_at(address, "tests.drills.settings")


def near(folder: Path, rounds: int, *, quick: bool) -> list[str]:
    """A mail server on this machine: the processor decides."""
    from django.conf import settings

    divisor = QUICK if quick else 1
    with Office(folder / "near", quick=quick) as office:
        limit = Sending("bare pipelined loop", MESSAGES // divisor, office.by_bare_loop)
        ours = Sending("mailroom", MESSAGES // divisor, office.by_mailroom)
        peer = Sending("send_mail in a loop", BY_SEND_MAIL // divisor, office.by_send_mail)
        for warm in (limit, ours, peer):
            warm.ask()
        for _round in range(rounds):
            for contestant in (limit, ours, peer):
                contestant.take_turn()
        print(f"{office.size / 1000:.1f} KB each, window {settings.MAIL_WINDOW}, {office.workers_told}")
    tell([limit, ours, peer], limit)
    return judge("mail", [limit, ours, peer]) if not quick else []


def far(folder: Path, rounds: int) -> list[str]:
    """A relay 20 ms away: the number of connections decides."""
    with Office(folder / "far", "--delay", str(ROUND_TRIP), connections=CONNECTIONS) as office:
        limit = Relay("connections by round trip", FAR_AWAY, None)
        ours = Sending("mailroom, 16 connections", FAR_AWAY, office.by_mailroom)
        ours.ask()
        for _round in range(rounds):
            for contestant in (limit, ours):
                contestant.take_turn()
    tell([limit, ours], limit)
    return judge("mail-far", [limit, ours])


def tell_memory(folder: Path) -> None:
    """The most that one worker, and who posts, ever had in memory."""
    spawn = multiprocessing.get_context("spawn")
    with Office(folder / "memory") as office:
        for count in (MESSAGES, MANY):
            before = office.taken
            with spawn.Pool(1) as pool:
                poster = pool.apply(post_and_weigh, (count,))
            office.wait_for(before + count)
            print(f"{count:7} recipients: a worker {office.most_memory // MB} MB, who posts {poster // MB} MB at most")


def tell_newsletter(folder: Path) -> None:
    """An issue to fifty thousand readers of four choices: queued in so many statements, then sent as all mail is."""
    spawn = multiprocessing.get_context("spawn")
    with Office(folder / "newsletter") as office:
        for count in (READERS // 10, READERS):
            before = office.taken
            with spawn.Pool(1) as pool:
                queued = pool.apply(queue_and_weigh, (count,))
            start = perf_counter()
            office.wait_for(before + count)
            seconds = perf_counter() - start
            print(
                f"{count:7} subscribers: queued by {queued.statements} statements in {queued.seconds:.1f} s and "
                f"{queued.memory // MB} MB at most, then sent at {count / seconds:.0f} a second, "
                f"a worker {office.most_memory // MB} MB"
            )


class Queued(NamedTuple):
    statements: int
    seconds: float
    memory: int


def queue_and_weigh(count: int) -> Queued:
    """The readers are there before; what is weighed is the one act that makes a row for each of them."""
    import django

    django.setup()
    from django.db import connection

    from tests.drills.drill import empty
    from tests.drills.newsletter import readers, scheduled

    empty()
    readers(count)
    newsletter, statements = scheduled(), 0

    def count_statements(execute: Any, *about: Any) -> Any:
        nonlocal statements
        statements += 1
        return execute(*about)

    start = perf_counter()
    with connection.execute_wrapper(count_statements):
        newsletter.enqueue()
    return Queued(statements, perf_counter() - start, most_memory(os.getpid()))


def post_and_weigh(count: int) -> int:
    import django

    django.setup()
    from tests.drills.drill import send

    send(count, of=f"weighed {count}")
    return most_memory(os.getpid())


class Office:
    """A mail server and, but for a quick run, workers of Celery that stand ready."""

    def __init__(self, folder: Path, *misbehaviour: str, connections: int = 4, quick: bool = False) -> None:
        from tests.drills.server import Sink

        self.sink, self.connections, self.quick, self.batches = Sink(folder, *misbehaviour), connections, quick, 0

    def __enter__(self) -> Office:
        from django.conf import settings

        from tests.drills.services import Workers

        self.sink.__enter__()
        os.environ |= {"EMAIL_URL": f"smtp://127.0.0.1:{self.sink.port}", "MAIL_WORKERS": str(self.connections)}
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", self.sink.port
        settings.MAIL_WORKERS = self.connections
        schedule = str(self.sink.folder / "beat")
        commands = [["worker", "--concurrency", str(self.connections)], ["beat", "--schedule", schedule]]
        self.workers = None if self.quick else Workers(*commands)
        return self

    def __exit__(self, *about: object) -> None:
        if self.workers:
            self.workers.kill()
        self.sink.__exit__(*about)

    @property
    def workers_told(self) -> str:
        return "in this process" if self.quick else f"{self.connections} workers"

    @property
    def taken(self) -> int:
        return self.sink.log.stat().st_size // self.line

    @cached_property
    def line(self) -> int:
        """How long a Message-ID is in the log."""
        from django.conf import settings

        return len(f"<{uuid4().hex}@{settings.MAIL_DOMAIN}>\n")

    def wait_for(self, count: int) -> None:
        """The log has a line of one length for each message."""
        while self.sink.log.stat().st_size < count * self.line:
            sleep(0.005)

    def by_mailroom(self, count: int) -> None:
        from mailroom import delivery
        from tests.drills.drill import send

        before = self.taken
        self.batches += 1
        send(count, of=f"{self.sink.port} {self.batches}")
        if self.quick:
            delivery.run()
        self.wait_for(before + count)

    def by_bare_loop(self, count: int) -> None:
        """Nothing but what has to travel: messages built before, one round trip each."""
        server = smtplib.SMTP("127.0.0.1", self.sink.port)
        server.ehlo()
        answers, ready = server.sock.makefile("rb"), self.ready(count)
        server.sock.sendall(ready[0][0])
        for number, (_envelope, content) in enumerate(ready):
            for _answer in range(3):
                answers.readline()
            server.sock.sendall(content + (ready[number + 1][0] if number + 1 < count else b""))
            answers.readline()
        server.close()

    def ready(self, count: int) -> list[tuple[bytes, bytes]]:
        from mailroom.merging import Merge

        if not hasattr(self, "prepared"):
            messages = self.unsent(count)
            merge = Merge(messages[0].letter)
            self.prepared = [
                (
                    f"MAIL FROM:<portal@example.org>\r\nRCPT TO:<{message.address}>\r\nDATA\r\n".encode(),
                    merge.wire(message) + b".\r\n",
                )
                for message in messages
            ]
            self.size = len(self.prepared[0][1])
        return self.prepared

    def unsent(self, count: int) -> list:
        """Messages as the mailroom has them, which go out by another way."""
        from mailroom.models import Message
        from tests.drills.drill import send

        already = Message.objects.count()
        with_nobody_woken(lambda: send(count, of=f"ready {already}"))
        messages = list(Message.objects.select_related("letter").order_by("-pk")[:count])
        Message.objects.filter(pk__in=[message.pk for message in messages]).update(state=Message.State.SENT)
        return messages

    def by_send_mail(self, count: int) -> None:
        """A generous peer: it finds its words filled in already, and keeps no rows."""
        from django.core.mail import send_mail

        from mailroom.marks import filled, filled_html
        from mailroom.merging import Merge

        if not hasattr(self, "read"):
            self.read = self.unsent(count)
            self.merge = Merge(self.read[0].letter)
        for message in self.read:
            values = self.merge.values(message)
            letter = self.merge.letter
            text, html = filled(letter.text, values), filled_html(letter.html, values)
            send_mail(letter.subject, text, None, [f"{message.name} <{message.address}>"], html_message=html)

    @property
    def most_memory(self) -> int:
        """Of the workers' processes, in KB."""
        parent = self.workers.groups[0].pid
        pids = [parent, *map(int, Path(f"/proc/{parent}/task/{parent}/children").read_text().split())]
        return max(map(most_memory, pids))


def most_memory(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def with_nobody_woken(act) -> None:
    from unittest import mock

    with mock.patch("mailroom.outbox.wake"):
        act()
