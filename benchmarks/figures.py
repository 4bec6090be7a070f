"""The figures of ten years over a hundred thousand contributions and ten thousand agreements, beside plain SQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from benchmarks.database import database, portal_at
from benchmarks.runner import Contestant, compete, judge, tell

YEARS = range(2016, 2026)
CONTRIBUTIONS, CONTRIBUTORS, AGREEMENTS = 100_000, 500, 10_000
QUICK = 20  # times fewer rows
IN_THE_YEAR = "BETWEEN '{0}-01-01' AND '{0}-12-31'"
DATED = f"c.dated_on {IN_THE_YEAR} AND NOT c.dated_on_known_by"
RECEIVED = (
    "FROM funds_contribution c JOIN funds_fund f ON f.id = c.fund_id "
    "WHERE c.posting IN ('reported', 'posted') AND NOT f.is_autonomous"
)
KEPT = (
    f"{RECEIVED} AND c.contra_of_id IS NULL "
    "AND NOT EXISTS (SELECT 1 FROM funds_contribution o WHERE o.contra_of_id = c.id)"
)
SIGNED = (
    "FROM partnerships_agreementstep s JOIN partnerships_agreement a ON a.id = s.record_id "
    "WHERE s.status = 'signed' AND a.kind IN ('memorandum', 'joint_action_plan', 'exchange')"
)


def by_year(what: str, when: str) -> str:
    return ", ".join(f"{what} FILTER (WHERE {when.format(year)})" for year in YEARS)


PLAIN = {
    "contributions-received": f"SELECT {by_year('SUM(c.usd)', DATED)} {RECEIVED}",
    "contributors": f"SELECT {by_year('COUNT(DISTINCT c.contributor_id)', f'c.dated_on {IN_THE_YEAR}')} {KEPT}",
    "contributors-first-time": f"WITH begun AS (SELECT MIN(c.dated_on) AS first_on {KEPT} GROUP BY c.contributor_id) "
    f"SELECT {by_year('COUNT(*)', f'first_on {IN_THE_YEAR}')} FROM begun",
    "agreements-signed": f"""SELECT {by_year("COUNT(*)", "s.on <= '{0}-12-31' AND s.preferred")} {SIGNED}""",
    "agreements-signed-in-period": "SELECT "
    f"{by_year('COUNT(*)', f's.on {IN_THE_YEAR} AND NOT s.on_known_by AND s.preferred')} {SIGNED}",
}


def run(*, quick: bool, rounds: int) -> list[str]:
    with database(quick=quick) as address:
        portal_at(address)
        from django.db import connection

        fill(QUICK if quick else 1)
        contestants = line_up()
        compete(contestants, rounds=rounds, seconds=0.5 if quick else 2)
        tell(contestants, contestants[0])
        connection.close()
        return judge("figures", contestants)


def fill(divisor: int) -> None:
    """One contributor in ten is there from the first year; of the contributions one in six is not counted."""
    from django.db import connection, transaction

    from benchmarks.data import agree
    from funds.models import Contribution, Contributor, Fund

    draw = Random(2007)
    with transaction.atomic():
        agree(AGREEMENTS // divisor, draw)
        fund = Fund.objects.create(key="fund", name="Fund")
        named = [Contributor(key=f"giver-{n:03}", name=f"Giver {n:03}", named_as="person") for n in range(CONTRIBUTORS)]
        givers = Contributor.objects.bulk_create(named)
        rows = contribution_rows(CONTRIBUTIONS // divisor, givers, fund, draw)
        Contribution.objects.bulk_create(rows, batch_size=500)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def contribution_rows(count: int, givers: list, fund: object, draw: Random) -> Iterator:
    from funds.models import Contribution

    for n in range(count):
        giver = draw.randrange(len(givers))
        earliest = date(YEARS.start, 1, 1) + timedelta(days=(giver % 10) * 365)
        day = earliest + timedelta(days=draw.randrange((date(YEARS.stop, 1, 1) - earliest).days))
        amount = Decimal(draw.randrange(100, 10_000_000)) / 100
        is_counted = n % 6 != 0
        yield Contribution(
            key=f"contribution-{n:06}",
            contributor=givers[giver],
            fund=fund,
            dated_on=day,
            amount=amount,
            currency="USD",
            posting="posted" if is_counted else "unconfirmed_purpose",
            **({"usd": amount, "rate": 1} if is_counted else {}),
        )


def line_up() -> list[Contestant]:
    """All of them, once both have said the same, in one statement whatever the number of years."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from alliance import figures
    from alliance.dates import Period

    periods = [Period.of_year(year) for year in YEARS]

    def plain() -> dict[str, list]:
        said = {}
        with connection.cursor() as cursor:
            for key, sql in PLAIN.items():
                cursor.execute(sql.replace("s.on ", 's."on" '))
                said[key] = list(cursor.fetchone())
        return said

    def counted(asked: list[Period]) -> dict[str, list]:
        return {key: figures.register[key].series(asked) for key in PLAIN}

    for asked in periods[:1], periods:
        with CaptureQueriesContext(connection) as statements:
            counted(asked)
        assert len(statements) == len(PLAIN)
    told = {key: [round(Decimal(str(value)), 2) for value in row] for key, row in plain().items()}
    assert {key: [round(Decimal(value), 2) for value in row] for key, row in counted(periods).items()} == told
    return [Contestant("plain SQL", plain), Contestant("figures of ten years", lambda: counted(periods))]
