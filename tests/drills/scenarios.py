"""What fails, how often, and how many messages may be in doubt after it."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager

from django.conf import settings

from tests.drills.drill import run, send
from tests.drills.newsletter import issue, pause_and_resume
from tests.drills.server import Sink
from tests.drills.services import Workers

SCENARIOS = []
CONCURRENCY = 4


class Ground:
    def __init__(self, folder, options, database, redis):
        self.folder, self.options, self.database, self.redis = folder, options, database, redis
        self.size, self.times = options.size, options.times

    @contextmanager
    def at_work(self, name, *misbehaviour):
        """A mail server and the workers that send to it."""
        with Sink(self.folder / name, "--delay", str(self.options.slow), *misbehaviour) as sink:
            os.environ["EMAIL_URL"] = f"smtp://127.0.0.1:{sink.port}"
            beat = ["--schedule", str(self.folder / f"{name}.beat")]
            solo = [["worker", "--beat", "--pool", "solo", *beat]]
            office = [["worker", "--concurrency", str(CONCURRENCY)], ["beat", *beat]]
            workers = Workers(*(solo if self.options.embedded else office))
            try:
                yield sink, workers
            finally:
                workers.kill()

    @property
    def processes(self):
        return 1 if self.options.embedded else CONCURRENCY


def scenario(name, *, embedded=False):
    def register(act):
        def drill(ground):
            return act(ground, name)

        drill.embedded = embedded
        SCENARIOS.append(drill)
        return drill

    return register


@scenario("all workers killed", embedded=True)
def workers_killed(ground, name):
    with ground.at_work("killed") as (sink, workers):
        return run(
            name,
            size=ground.size,
            sink=sink,
            workers=workers,
            faults=[workers.kill_and_start] * ground.times,
            bound=lambda: settings.MAIL_WINDOW * ground.processes * workers.kills,
        )


@scenario("Redis killed, mail posted meanwhile")
def redis_killed(ground, name):
    """Each time more is posted while it is away: the call to wake up is lost."""
    share = ground.size // (ground.times + 1)
    posted = [ground.size - share * ground.times]

    def kill_redis():
        ground.redis.kill()
        send(share, first=sum(posted))
        posted.append(share)
        time.sleep(1)
        ground.redis.start()

    with ground.at_work("redis") as (sink, workers):
        return run(
            name,
            size=ground.size,
            first=posted[0],
            sink=sink,
            workers=workers,
            faults=[kill_redis] * ground.times,
            bound=lambda: settings.MAIL_WINDOW * ground.processes * workers.kills,
        )


@scenario("PostgreSQL restarted")
def database_restarted(ground, name):
    with ground.at_work("database") as (sink, workers):
        return run(
            name,
            size=ground.size,
            sink=sink,
            workers=workers,
            faults=[ground.database.restart] * ground.times,
            bound=lambda: settings.MAIL_WINDOW * ground.processes * (ground.times + workers.kills),
        )


@scenario("421/451 30 %, 550 5 %, drops 1 %", embedded=True)
def server_misbehaves(ground, name):
    with ground.at_work("faults", "--later", "0.3", "--refuse", "0.05", "--drop", "0.01") as (sink, workers):
        return run(name, size=ground.size, sink=sink, workers=workers, bound=lambda: sink.dropped)


@scenario("newsletter: killed, paused, resumed", embedded=True)
def newsletter_paused(ground, name):
    """A pause holds back what no worker has in hand; whoever is left gets it once it is resumed."""
    with ground.at_work("newsletter", "--later", "0.1") as (sink, workers):
        return run(
            name,
            size=ground.size,
            sink=sink,
            workers=workers,
            posting=issue,
            faults=[workers.kill_and_start, lambda: pause_and_resume(sink)] * ground.times,
            bound=lambda: settings.MAIL_WINDOW * ground.processes * workers.kills,
        )
