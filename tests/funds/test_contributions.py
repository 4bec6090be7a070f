"""What is received, how its dollars are fixed once, and what is never counted (DOMAIN 1.7, trap T10)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from moneyed import Money

from funds.models import Contribution, OperationalRate, Pledge
from tests.factories.funds import (
    ContributionFactory,
    ContributorFactory,
    FundFactory,
    PledgeFactory,
    RateFactory,
)

pytestmark = pytest.mark.django_db
EVERYONE = AnonymousUser()
STAYS = "This is posted and stays as it is: correct it by a contra row and a new one."


def refused(act, *args, **options):
    with pytest.raises(ValidationError) as refusal:
        act(*args, **options)
    return getattr(refusal.value, "message_dict", refusal.value.messages)


def test_the_rate_in_force_is_the_newest_that_is_not_of_a_later_day():
    for day, rate in [("2010-04-01", "0.74"), ("2010-05-01", "0.75"), ("2010-06-01", "0.81")]:
        RateFactory(in_force_from=day, rate=rate)
    RateFactory(currency="CHF", in_force_from="2010-05-15", rate="1.1")

    def in_force(*day):
        rate = OperationalRate.objects.in_force("EUR", date(*day))
        return rate and str(rate.rate.normalize())

    assert [in_force(2010, 3, 31), in_force(2010, 4, 1), in_force(2010, 5, 31), in_force(2010, 6, 1)] == [
        *(None, "0.74", "0.75", "0.81")
    ]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"rate": "0"}, "rate"),
        ({"rate": "-1"}, "rate"),
        ({"currency": "USD", "rate": "1"}, "currency"),
        ({"currency": "EURO"}, "currency"),
        ({"currency": "XXX"}, "currency"),
        ({"rate": "much"}, "rate"),
    ],
)
def test_a_rate_that_is_none_is_refused_at_its_field(told, field):
    row = OperationalRate(**({"currency": "EUR", "rate": "0.8", "in_force_from": date(2010, 5, 1)} | told))

    assert field in refused(row.full_clean)


def test_a_currency_has_one_rate_from_a_day():
    RateFactory(in_force_from=date(2010, 5, 1))

    again = OperationalRate(currency="EUR", rate=1, in_force_from=date(2010, 5, 1))

    assert "There is a rate of this currency from that day already." in str(refused(again.full_clean))


def test_posting_fixes_the_dollars_by_the_rate_of_the_day(secretary):
    rate = RateFactory(rate="0.8")
    row = ContributionFactory(amount="650000.00", currency="EUR", when="2010-05-05")
    assert (row.usd, row.is_counted) == (None, False)

    row.post(by=secretary)

    assert (row.posting, row.rate, row.usd) == ("posted", Decimal("0.8"), Decimal("812500.00"))
    assert row.history.first().history_user == secretary
    rate.rate = 2
    rate.save()
    row.refresh_from_db()
    row.note = "thanked"
    row.save()
    assert row.usd == Decimal("812500.00"), "never computed again"


def test_a_dollar_is_a_dollar(secretary):
    row = ContributionFactory(amount="12.34")

    row.post(by=secretary)

    assert (row.rate, row.usd) == (1, Decimal("12.34"))


def test_without_a_rate_nothing_is_posted_and_the_currency_says_why(secretary):
    RateFactory(in_force_from="2010-06-01")
    row = ContributionFactory(currency="EUR", when="2010-05-05")

    words = refused(row.post, by=secretary)

    assert words == {"currency": ["No United Nations rate of exchange for EUR is in force on 5 May 2010."]}
    row.refresh_from_db()
    assert (row.posting, row.usd, row.history.count()) == ("entered", None, 1)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"when": "2010"}, "dated_on"),
        ({"when": "../2010-05-05"}, "dated_on"),
        ({"when": None}, "dated_on"),
        ({"fund": None}, "fund"),
        ({"amount": None, "currency": ""}, "amount"),
        ({"dated_as": "approved"}, "dated_as"),
        ({"posting": "unconfirmed_purpose"}, "posting"),
        ({"reported": True}, "posting"),
    ],
)
def test_what_is_not_known_to_be_received_is_not_posted(told, field, secretary):
    row = ContributionFactory(**told)

    assert list(refused(row.post, by=secretary)) == [field]


def test_it_is_posted_once(secretary):
    row = ContributionFactory()
    row.post(by=secretary)

    assert "posting" in refused(row.post, by=secretary)


def test_posted_is_no_choice_of_a_form():
    row = ContributionFactory.build(contributor=ContributorFactory(), fund=FundFactory(), posting="posted")

    assert refused(row.full_clean) == {"posting": ["It is posted by its act, which fixes its dollars."]}


@pytest.mark.parametrize("trait", ["reported", "posted"])
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", 99),
        ("currency", "EUR"),
        ("dated_on", date(2011, 1, 1)),
        ("posting", "unconfirmed_purpose"),
        ("key", "another"),
        ("usd", 99),
    ],
)
def test_what_is_posted_is_never_changed(trait, field, value, secretary):
    row = ContributionFactory(reported=trait == "reported")
    if trait == "posted":
        row.post(by=secretary)
    setattr(row, field, value)

    assert refused(row.full_clean)[field] == [STAYS]
    assert refused(row.save)[field] == [STAYS]
    row.refresh_from_db()
    assert (row.amount, row.currency) == (100, "USD")


def test_what_is_posted_is_not_deleted():
    row = ContributionFactory(reported=True)

    assert refused(row.delete) == ["What is posted is not deleted: take it back by a contra row."]
    assert ContributionFactory(key="entered").delete()[0] == 1


def test_a_contra_row_takes_it_back_at_the_same_rate(secretary):
    RateFactory(rate="0.8")
    row = ContributionFactory(amount=80, currency="EUR", when="2010-05-05")
    row.post(by=secretary)
    RateFactory(rate="0.5", in_force_from="2010-06-01")

    contra = row.take_back(on=date(2010, 7, 1), by=secretary, note="sent back")

    assert (contra.amount, contra.rate, contra.usd) == (-80, Decimal("0.8"), -100)
    assert (contra.contra_of, contra.history.first().history_user) == (row, secretary)
    assert Contribution.objects.received().usd() == 0
    assert refused(row.take_back, on=date(2010, 8, 1), by=secretary) == ["It was taken back already."]
    assert refused(contra.take_back, on=date(2010, 8, 1), by=secretary)


def test_what_was_never_converted_is_taken_back_unconverted(secretary):
    row = ContributionFactory(reported=True, when="2009", currency="EUR", amount=80)
    RateFactory(in_force_from="2010-06-01")

    contra = row.take_back(on=date(2010, 7, 1), by=secretary)
    row.save()
    contra.save()

    assert (contra.rate, contra.usd, row.usd) == (None, None, None)
    assert Contribution.objects.received().usd() == 0


@pytest.mark.parametrize(("told", "day"), [({}, date(2010, 7, 1)), ({"reported": True}, date(2010, 5, 4))])
def test_only_what_was_received_by_then_is_taken_back(told, day, secretary):
    assert refused(ContributionFactory(**told).take_back, on=day, by=secretary)
    assert Contribution.objects.count() == 1


@pytest.mark.parametrize(
    ("told", "field", "words"),
    [
        ({"amount": -5}, "amount", "An amount is more than nothing."),
        ({"amount": 0}, "amount", "An amount is more than nothing."),
        ({"currency": ""}, "currency", "Say in which currency."),
        ({"amount": None}, "amount", "Say how much, or leave out the currency."),
        ({"currency": "GALLEONS"}, "currency", "Value 'GALLEONS' is not a valid choice."),
        ({"posting": "in_kind"}, "description", "Of what is given in kind, and of nothing else, say what it is."),
        ({"description": "A desk"}, "description", "Of what is given in kind, and of nothing else, say what it is."),
        ({"reported": True, "when": None}, "dated_on", "What is received has a date of its own"),
        ({"reported": True, "when": "../2010"}, "dated_on", "What is received has a date of its own"),
        ({"reported": True, "fund": None}, "fund", "What is received is received by a fund"),
    ],
)
def test_what_does_not_hold_is_told_at_its_field(told, field, words):
    made = {"contributor": ContributorFactory(), "fund": FundFactory()} | told

    assert words in refused(ContributionFactory.build(**made).full_clean)[field][0]


def test_nothing_is_received_on_a_day_that_has_not_come():
    tomorrow = timezone.localdate() + timedelta(days=1)
    row = ContributionFactory.build(contributor=ContributorFactory(), fund=FundFactory(), when=tomorrow.isoformat())

    assert refused(row.full_clean) == {"dated_on": ["Nothing is received on a day that has not come yet."]}


@pytest.mark.parametrize(
    "told",
    [
        {"amount": -5},
        {"amount": None},
        {"currency": ""},
        {"posting": "posted"},
        {"posting": "in_kind"},
        {"reported": True, "fund": None},
        {"usd": 100},
        {"reported": True, "usd": 99, "rate": 1},
    ],
)
def test_the_database_refuses_it_too(told):
    with pytest.raises(IntegrityError), transaction.atomic():
        ContributionFactory(**told)


@pytest.mark.parametrize(
    ("currency", "when", "usd"),
    [
        ("USD", "2006", Decimal(100)),
        ("EUR", "2006", None),
        ("EUR", "2010-05", None),
        ("EUR", "2010-05-05", Decimal(125)),
        ("EUR", "2010-04-30", None),
    ],
)
def test_history_is_converted_by_the_day_only(currency, when, usd):
    RateFactory(in_force_from="2010-05-01")

    assert ContributionFactory(reported=True, currency=currency, when=when).usd == usd


def test_what_counts_as_received(secretary):
    counted = [ContributionFactory(reported=True), ContributionFactory()]
    counted[1].post(by=secretary)
    apart = [
        ContributionFactory(),
        ContributionFactory(unconfirmed=True),
        ContributionFactory(in_kind=True),
        ContributionFactory(reported=True, fund=FundFactory(autonomous=True)),
    ]

    assert set(Contribution.objects.received()) == set(counted)
    assert set(Contribution.objects.not_counted()) == set(apart)
    assert [row.is_counted for row in [*counted, *apart]] == [True] * 2 + [False] * 4
    assert all(row.why_not_counted for row in apart)
    assert [row.why_not_counted for row in counted] == ["", ""]
    assert Contribution.objects.received().usd() == 200


def test_two_currencies_are_never_added_up():
    for amount, currency in [(100, "USD"), (50, "EUR"), (5, "EUR")]:
        ContributionFactory(reported=True, amount=amount, currency=currency, when="2010")
    received = Contribution.objects.received()

    assert received.totals() == [Money(55, "EUR"), Money(100, "USD")]
    assert received.none().totals() == []
    assert received.usd() == 100, "as far as it is fixed"


def test_what_is_not_in_the_books_yet_is_for_staff(secretary):
    row = ContributionFactory()

    assert not Contribution.objects.visible_to(EVERYONE).exists()
    assert list(Contribution.objects.visible_to(secretary)) == [row]


def test_what_waits_for_a_rate():
    RateFactory(in_force_from="2010-05-01")
    waiting = ContributionFactory(currency="EUR", when="2010-04-30")
    for told in [{"currency": "EUR"}, {}, {"currency": "CHF", "reported": True}, {"currency": "CHF", "when": None}]:
        ContributionFactory(**told)

    assert list(Contribution.objects.without_rate()) == [waiting]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"amount": -1, "currency": "USD"}, "amount"),
        ({"amount": 1}, "currency"),
        ({"currency": "USD"}, "amount"),
        ({"when": "2999"}, "pledged_on"),
    ],
)
def test_a_pledge_that_does_not_hold_is_told_at_its_field(told, field):
    row = PledgeFactory.build(contributor=ContributorFactory(), fund=FundFactory(), **told)

    assert list(refused(row.full_clean)) == [field]


def test_a_pledge_is_no_income_and_its_amount_may_be_unknown():
    row = PledgeFactory()

    row.full_clean()
    assert (row.money, row.money_words) == (None, "")
    assert not Contribution.objects.received().exists()


def test_a_pledge_older_than_a_year_without_a_receipt(secretary):
    year, today = timedelta(days=365), date(2015, 9, 1)
    unpaid, paid, _young = PledgeFactory(when="2014-08"), PledgeFactory(when="2014-08"), PledgeFactory(when="2015-01")
    ContributionFactory(contributor=paid.contributor, pledge=paid, reported=True, when="2015")
    ContributionFactory(contributor=unpaid.contributor, pledge=unpaid, when="2015-01-01")
    sent_back = ContributionFactory(contributor=unpaid.contributor, pledge=unpaid, reported=True)
    sent_back.take_back(on=today, by=secretary)

    assert list(Pledge.objects.unpaid(today, year)) == [unpaid]


def test_a_pledge_is_fulfilled_by_who_made_it():
    row = ContributionFactory.build(contributor=ContributorFactory(), fund=FundFactory(), pledge=PledgeFactory())

    assert refused(row.full_clean) == {"pledge": ["This is a pledge of another contributor."]}


def test_no_amount_has_more_digits_than_every_database_gives_back_as_they_were():
    most = Decimal("9999999999999.99")
    for factory in (ContributionFactory, PledgeFactory):
        stored = factory(amount=most, currency="EUR")
        assert type(stored).objects.get(pk=stored.pk).amount == most
        stored.amount = most + 1
        assert "no more than 15 digits" in refused(stored.full_clean)["amount"][0]


def test_dollars_that_no_column_holds_are_refused_in_words():
    RateFactory(in_force_from="2010-05-01", rate="0.000001")
    entered = ContributionFactory(amount=Decimal("9999999999999.99"), currency="EUR")
    words = "By the rate of that day these are more dollars than there are."
    assert refused(entered.post, by=None) == {"amount": [words]}
    entered.posting = "reported"
    assert refused(entered.full_clean) == {"amount": [words]}
