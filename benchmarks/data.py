"""Ten thousand members and as many agreements, with steps and history: the same rows at every run, of nobody real."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product
from random import Random
from string import ascii_letters, ascii_uppercase, digits

MEMBERS = AGREEMENTS = 10_000
PARTNERS = 1_000
MOMENT = datetime(2026, 1, 1, 12, tzinfo=UTC)
LETTERS = ascii_letters + digits + "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö"


def fill(members: int = MEMBERS, agreements: int = AGREEMENTS) -> None:
    from django.db import connection, transaction
    from simple_history.utils import bulk_create_with_history

    from members.models import Country, Member, MemberStep

    draw = Random(2005)
    with transaction.atomic():
        countries = bulk_create_with_history(list(country_rows(members)), Country, batch_size=500)
        rows = bulk_create_with_history(list(member_rows(countries, draw)), Member, batch_size=500)
        bulk_create_with_history([step for row in rows for step in step_rows(row, draw)], MemberStep, batch_size=500)
        Member.objects.update(updated_at=MOMENT)
        agree(agreements, draw)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def agree(count: int, draw: Random) -> None:
    """Two to six parties each, one to three fields of action, signed one after the other."""
    from simple_history.utils import bulk_create_with_history

    from members.models import FieldOfAction
    from partnerships.models import Agreement, AgreementStep, Partner, Party

    named = [
        Partner(key=f"partner-{n:04}", name=f"Partner {n:04}", kind="ngo", is_public=True) for n in range(PARTNERS)
    ]
    partners = bulk_create_with_history(named, Partner, batch_size=500)
    rows = bulk_create_with_history(list(agreement_rows(count, draw)), Agreement, batch_size=500)
    steps = [
        AgreementStep(record=row, status="signed", on=row.concluded_on, **spans(row.concluded_on, None)) for row in rows
    ]
    bulk_create_with_history(steps, AgreementStep, batch_size=500)
    parties = [party for row in rows for party in party_rows(row, draw.sample(partners, draw.randrange(1, 6)))]
    bulk_create_with_history(parties, Party, batch_size=500)
    fields, beside = list(FieldOfAction.objects.all()), Agreement.fields.through
    links = [
        beside(agreement=row, fieldofaction=field)
        for row in rows
        for field in draw.sample(fields, draw.randrange(1, 4))
    ]
    beside.objects.bulk_create(links, batch_size=500)
    Agreement.objects.update(updated_at=MOMENT)


def agreement_rows(count, draw):
    from partnerships.models import Agreement

    for n in range(count):
        signed = date(2006, 1, 1) + timedelta(days=draw.randrange(7000))
        yield Agreement(
            key=f"agreement-{n:05}",
            name=f"Memorandum of understanding {n:05}",
            kind=draw.choice(Agreement.AGREEMENTS),
            concluded_on=signed,
            expires_on=signed + timedelta(days=1500) if n % 3 == 0 else None,
            status="signed",
            public_status="signed",
        )


def party_rows(agreement, partners):
    from partnerships.models import Party

    yield Party(agreement=agreement, is_alliance=True)
    for order, partner in enumerate(partners, start=1):
        yield Party(agreement=agreement, partner=partner, order=order, signatory=f"Signatory {order}")


def country_rows(count):
    from members.models import Country

    regions = list(Country.Region)
    codes = map("".join, product(ascii_uppercase + digits, repeat=3))
    short = map("".join, product(LETTERS, repeat=2))
    for n, iso3, iso2 in zip(range(count), codes, short, strict=False):
        region = regions[n % len(regions)]
        sub = f"Sub-region {n % 22}"
        yield Country(iso3=iso3, iso2=iso2, m49=iso3, name=f"Country {n:05}", region=region, subregion=sub)


def member_rows(countries, draw):
    from members.models import Member

    order = list(range(len(countries)))
    draw.shuffle(order)
    for n, country in enumerate(countries):
        is_state = n % 10 != 0
        yield Member(
            key=f"member-{n:05}",
            name=f"Member {order[n]:05} of the Group",
            short_name=f"M{n}" if n % 3 == 0 else "",
            kind="country" if is_state else "organization",
            country=country if is_state else None,
            is_co_sponsor=n % 50 == 0,
            status="member",
            public_status="member",
        )


def step_rows(member, draw):
    """One in three observed before it joined, one in four has a month only."""
    from members.models import MemberStep

    joined = date(2006, 1, 1) + timedelta(days=draw.randrange(6000))
    if draw.random() < 1 / 3:
        seen = joined - timedelta(days=draw.randrange(30, 300))
        yield MemberStep(record=member, status="observer", on=seen, **spans(seen, joined))
    precision = "month" if draw.random() < 1 / 4 else "day"
    on = joined.replace(day=1) if precision == "month" else joined
    yield MemberStep(record=member, status="member", on=on, on_precision=precision, **spans(joined, None))


def spans(since, until):
    """None of these steps is confidential, so that everybody reads the whole line."""
    return {"since": since, "until": until, "public_since": since, "public_until": until}
