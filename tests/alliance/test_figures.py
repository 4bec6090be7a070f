from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from django.db.models import Q, Sum

from alliance import figures
from alliance.dates import PartialDate, Period
from alliance.figures import Column, Cut, Figure, Ratio, added_up, each_counted_once
from tests.example.models import Agreement, AgreementStep, Letter, Partner

pytestmark = pytest.mark.django_db

YEARS = [Period.of_year(year) for year in range(2005, 2015)]
SAID = {"name": "Agreements", "definition": "Agreements that stand.", "unit": "agreements"}


@pytest.fixture(autouse=True)
def own_register(monkeypatch):
    """The portal's figures stay what they are."""
    monkeypatch.setattr(figures, "register", {})


def standing(status, key=None, **more):
    """The agreements that stand on a rung on the last day of the period."""
    return Figure(
        key=key or f"agreements-{status}",
        is_stock=True,
        all_rows=lambda: AgreementStep.objects.filter(status=status).select_related("record").order_by("record__title"),
        counted=lambda period: Q(since__lte=period.end) & (Q(until=None) | Q(until__gt=period.end)),
        columns={"title": Column("Title", lambda step: step.record.title)},
        cuts={"region": Cut("Region", "record__partner__region", {"africa": "Africa", "": "Elsewhere"})},
        **SAID,
        **more,
    )


def agreed(title, region=None, money=0, **steps):
    partner = None if region is None else Partner.objects.create(name=title, region=region)
    agreement = Agreement.objects.create(title=title, partner=partner, money=money)
    for status, year in steps.items():
        agreement.step_to(status, on=PartialDate(year), by=None)


@pytest.fixture
def agreements():
    agreed("First", region="africa", approached=2006, signed=2008, ended=2010)
    agreed("Second", region="asia", signed=2009)
    agreed("Third", region="africa", approached=2009)


def test_ten_years_are_one_statement(agreements, django_assert_num_queries):
    signed = standing("signed")

    with django_assert_num_queries(1):
        assert signed.series(YEARS) == [0, 0, 0, 1, 2, 1, 1, 1, 1, 1]


def test_a_value_is_the_series_of_one_period(agreements):
    assert standing("signed").value(Period.of_year(2009)) == 2


def test_no_period_has_no_value_and_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert standing("signed").series([]) == []


def test_every_value_opens_the_rows_behind_it(agreements):
    signed = standing("signed")
    title = signed.columns["title"]

    assert [len(signed.rows(year)) for year in YEARS] == signed.series(YEARS)
    assert [title.of(row) for row in signed.rows(Period.of_year(2009))] == ["First", "Second"]
    assert {signed.link(row) for row in signed.rows(Period.of_year(2009))} == {""}


def test_a_figure_is_cut_in_one_statement(agreements, django_assert_num_queries):
    signed = standing("signed")

    with django_assert_num_queries(1):
        assert signed.by("region", YEARS[3:6]) == {"africa": [1, 1, 0], "asia": [0, 1, 1]}


def test_a_part_with_nothing_in_it_is_left_out(agreements):
    assert standing("signed").by("region", [Period.of_year(2008)]) == {"africa": [1]}


def test_what_has_no_region_and_what_has_an_empty_one_are_one_part(agreements):
    agreed("Fourth", region="", signed=2008)
    agreed("Fifth", signed=2008)

    assert standing("signed").by("region", [Period.of_year(2008)]) == {"": [2], "africa": [1]}


def test_a_part_is_called_by_the_words_of_the_field():
    region = standing("signed").cuts["region"]

    assert [region.label(value) for value in ("africa", "", "asia")] == ["Africa", "Elsewhere", "asia"]


def test_cuts_may_overlap_and_the_value_counts_once():
    letters = [Letter.objects.create(subject=subject) for subject in ("To two", "To one")]
    for region in ("africa", "asia"):
        letters[0].readers.add(Partner.objects.create(name=region, region=region))
    letters[1].readers.add(Partner.objects.get(region="asia"))
    cut = Cut("Region", "readers__region", {})
    read = Figure(
        key="letters",
        all_rows=Letter.objects.all,
        counted=lambda period: Q(readers__isnull=False),
        aggregate=each_counted_once,
        columns={},
        cuts={"region": cut},
        **SAID,
    )

    assert read.by("region", YEARS[:1]) == {"africa": [1], "asia": [2]}
    assert read.value(YEARS[0]) == 2


def test_a_figure_may_add_up_what_its_rows_hold():
    agreed("First", money=1000, signed=2008)
    agreed("Second", money=Decimal("250.50"), signed=2009)

    money = standing("signed", aggregate=partial(Sum, "record__money"))

    assert money.series(YEARS[2:5]) == [None, Decimal(1000), Decimal("1250.50")]


def money(key="money"):
    signed = AgreementStep.objects.filter(status="signed").select_related("record")
    return Figure(
        key=key,
        all_rows=lambda: signed.order_by("record__title"),
        counted=lambda period: Q(on__range=period),
        aggregate=added_up("record__money"),
        columns={
            "title": Column("Title", lambda s: s.record.title),
            "money": Column("Money", lambda s: s.record.money),
        },
        cuts={"region": Cut("Region", "record__partner__region", {})},
        **SAID | {"unit": "dollars"},
    )


def test_what_is_added_up_is_nothing_where_there_is_no_row(django_assert_num_queries):
    agreed("First", region="africa", money=1000, signed=2008)
    agreed("Second", region="asia", money=Decimal("250.50"), signed=2009)
    signed = money()

    with django_assert_num_queries(1):
        assert signed.series(YEARS[2:5]) == [0, Decimal(1000), Decimal("250.50")]
    assert signed.by("region", YEARS[3:5]) == {"africa": [1000, 0], "asia": [0, Decimal("250.50")]}


def test_what_is_added_up_is_told_at_every_door(client, secretary):
    agreed("First", region="africa", money=1_000_000, signed=2008)
    agreed("Second", region="asia", money=Decimal("250.50"), signed=2008)
    money()
    address, period = "/api/v1/figures/money/", {"from": "2008", "to": "2008"}
    client.force_login(secretary)

    answer = client.get(address, period).json()
    rows = client.get(f"{address}rows/", period).json()["results"]
    tables = [
        client.get(path, {**period, "format": "csv"}).content.decode()
        for path in ("/api/v1/figures/", f"{address}years/")
    ]
    page = client.get("/figures/money/", period).content.decode()

    assert answer["computed"] == answer["years"][0]["computed"] == 1000250.5
    assert answer["cuts"][0]["parts"] == [
        {"part": "africa", "computed": 1000000.0},
        {"part": "asia", "computed": 250.5},
    ]
    assert rows == [{"title": "First", "money": 1000000.0}, {"title": "Second", "money": 250.5}]
    assert all("1000250.5" in table for table in tables)
    assert "1,000,250.50" in page
    assert "1,000,000<" in "".join(page.split())


def test_money_against_money_is_a_ratio():
    agreed("First", money=Decimal("3800000"), signed=2008)
    agreed("Second", money=Decimal("2250000"), signed=2009)
    before = Figure(
        **{**vars(money()), "key": "before", "counted": lambda period: Q(on__range=period.before)},
    )
    change = Ratio(key="change", above=figures.register["money"], below=before, less_one=True, **SAID)

    assert change.series(YEARS[3:5]) == [None, Decimal("-40.8")]


def test_a_ratio_is_told_in_per_cent_with_one_decimal(agreements):
    agreed("Sixth", approached=2008)
    shares = Ratio(key="share", above=standing("signed"), below=standing("approached"), **SAID)

    assert shares.series(YEARS[:5]) == [None, Decimal("0.0"), Decimal("0.0"), Decimal("100.0"), Decimal("100.0")]
    assert shares.of(1, 3) == Decimal("33.3")
    assert shares.of(2, 3) == Decimal("66.7")


def test_growth_is_what_came_on_top():
    growth = Ratio(key="growth", above=standing("signed"), below=standing("ended"), less_one=True, **SAID)

    assert growth.of(103, 80) == Decimal("28.8")
    assert growth.of(80, 100) == Decimal("-20.0")
    assert growth.of(80, 0) is None


def test_a_ratio_is_two_statements(agreements, django_assert_num_queries):
    share = Ratio(key="share", above=standing("signed"), below=standing("approached"), **SAID)

    with django_assert_num_queries(2):
        share.series(YEARS)


def test_two_figures_are_not_called_the_same():
    first = standing("signed", key="agreements")

    with pytest.raises(ValueError, match="two figures are called agreements"):
        standing("ended", key="agreements")

    assert figures.register == {"agreements": first}


@pytest.mark.parametrize("visitor", ["anybody", "outsider", "secretary"])
def test_the_value_does_not_depend_on_who_looks_and_the_rows_do(visitor, agreements, client, request):
    standing("approached")
    if visitor != "anybody":
        client.force_login(request.getfixturevalue(visitor))

    address, period = "/api/v1/figures/agreements-approached/", {"from": "2009", "to": "2009"}

    assert client.get(address, period).json()["computed"] == 1
    rows = client.get(f"{address}rows/", period).json()["results"]
    assert rows == ([{"title": "Third"}] if visitor == "secretary" else [])


def test_a_day_in_the_middle_is_asked_like_any_period(agreements):
    assert standing("signed").value(Period(date(2009, 6, 1), date(2009, 6, 1))) == 2
