from datetime import date
from decimal import Decimal

import pytest
import tablib
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from alliance.dates import PartialDate
from forums.models import Commitment, CommitmentReport
from forums.resources import CommitmentResource
from tests.factories.agreements import AgreementFactory, PartnerFactory
from tests.factories.commitments import CommitmentFactory, CommitmentReportFactory
from tests.factories.forums import ForumFactory
from tests.factories.programmes import NetworkFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db
STAYS = "It stands as it was recorded. What is to be corrected is said in the note."


@pytest.fixture
def forum():
    return ForumFactory(ordinal=1, held="2008")


@pytest.fixture
def commitment(forum):
    return CommitmentFactory(forum=forum, key="forum-1-34-a", ref="34 (a)", text="Silatech, an initiative")


def refused(row):
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    return refusal.value.message_dict


def test_commitments_are_numbered_within_their_forum(forum):
    first, second = CommitmentFactory(forum=forum), CommitmentFactory(forum=forum)
    other = CommitmentFactory(forum=ForumFactory(ordinal=2))

    assert [first.number, second.number, other.number] == [1, 2, 1]


def test_a_number_is_never_given_twice_even_when_its_commitment_is_gone(forum):
    CommitmentFactory(forum=forum)
    CommitmentFactory(forum=forum).delete()

    assert CommitmentFactory(forum=forum).number == 3
    words = "The number 2 of this forum was given before, and a number is never given twice."
    assert refused(CommitmentFactory.build(forum=forum, number=2))["number"] == [words]
    with pytest.raises(ValidationError, match="never given twice"):
        CommitmentFactory(forum=forum, number=2)


def test_a_commitment_that_comes_back_has_its_own_number(forum):
    gone = CommitmentFactory(forum=forum)
    gone.delete()

    assert CommitmentFactory(forum=forum, number=1, key=gone.key, text=gone.text).number == 1


@pytest.mark.parametrize(
    ("name", "other"), [("text", "Another text"), ("key", "another"), ("ref", "35 (a)"), ("number", 7)]
)
def test_what_was_said_stays_as_it_was_said(name, other, commitment):
    setattr(commitment, name, other)

    assert refused(commitment)[name] == [STAYS]
    with pytest.raises(ValidationError, match="stands as it was recorded"):
        commitment.save()


def test_it_stays_with_its_forum(commitment):
    commitment.forum = ForumFactory(ordinal=2)

    assert refused(commitment)["forum"] == [STAYS]


def test_nobody_rewrites_many_at_once_either(commitment):
    with pytest.raises(ValidationError, match="stands as it was recorded"):
        Commitment.objects.filter(pk=commitment.pk).update(text="Another text")
    commitment.text = "Another text"
    with pytest.raises(ValidationError, match="stands as it was recorded"), transaction.atomic():
        Commitment.objects.bulk_update([commitment], ["text"])

    commitment.refresh_from_db()
    assert commitment.text == "Silatech, an initiative"


def test_an_import_does_not_rewrite_it(commitment):
    rows = tablib.Dataset(headers=["key", "forum", "number", "text", "kind"])
    rows.append(["forum-1-34-a", "1", "1", "Another text", "project"])

    result = CommitmentResource().import_data(rows)

    assert [row.error.message_dict["text"] for row in result.invalid_rows] == [[STAYS]]
    commitment.refresh_from_db()
    assert commitment.text == "Silatech, an initiative"


def test_a_correction_is_a_note(commitment):
    commitment.note = "The founding partners were named later."
    commitment.full_clean()
    commitment.save()

    assert Commitment.objects.get().note == "The founding partners were named later."


def test_one_at_most_carries_it_out(forum):
    two = CommitmentFactory.build(forum=forum, programme=ProgrammeFactory(), partner=PartnerFactory())
    both = CommitmentFactory.build(forum=forum, network=NetworkFactory(), owner_name="A clearing house")

    assert refused(two)["partner"] == ["One register at most carries it out: clear the other."]
    assert refused(both)["owner_name"] == ["Who carries it out stands in a register: leave the words empty."]
    for row in (two, both):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


@pytest.mark.parametrize(
    ("amount", "currency", "field", "said"),
    [
        (Decimal(10), "", "currency", "Say of which currency."),
        (None, "USD", "amount", "A currency without an amount says nothing."),
        (Decimal(0), "USD", "amount", "An amount is more than nothing."),
        (Decimal(10), "usd", "currency", "Write three capitals, such as USD."),
    ],
)
def test_an_amount_has_a_currency(amount, currency, field, said, forum):
    assert said in refused(CommitmentFactory.build(forum=forum, amount=amount, currency=currency))[field]


def test_an_amount_is_told_as_it_was_said(forum):
    assert CommitmentFactory(forum=forum, amount=100_000_000, currency="USD").sum_told == "USD 100,000,000"


def test_the_newest_report_tells_what_became_of_it(commitment):
    CommitmentReportFactory(commitment=commitment, when=PartialDate(2010, 5), words="presented again")
    CommitmentReportFactory(commitment=commitment, when=PartialDate(2009, 5), words="launched", scale="limited")

    told = Commitment.objects.telling_reports().get()

    assert (told.reported, told.reported_words) == (PartialDate(2010, 5), "presented again")
    assert (told.stands_as, told.standing) == ("limited", "limited progress")


def test_a_report_of_days_to_come_is_refused(commitment):
    report = CommitmentReportFactory.build(commitment=commitment, when=PartialDate(2100))

    assert refused(report)["on"] == ["2100 has not come yet: a report tells what has happened."]


def test_commitments_of_which_nothing_is_reported_are_told_apart(forum):
    silent = CommitmentFactory(forum=forum)
    reported = CommitmentFactory(forum=forum, reported="2009-05")

    assert [*Commitment.objects.unreported()] == [silent]
    assert [*Commitment.objects.reported()] == [reported]
    assert [row.stands_as for row in Commitment.objects.telling_reports()] == ["unreported", "reported"]
    assert [*Commitment.objects.silent_since(date(2009, 1, 1))] == [silent]
    assert {*Commitment.objects.silent_since(date(2010, 1, 1))} == {silent, reported}


def test_a_report_is_told_to_whoever_harvests_the_commitment(commitment):
    before = Commitment.objects.get().updated_at

    report = CommitmentReportFactory(commitment=commitment)
    after = Commitment.objects.get().updated_at
    report.delete()

    assert before < after < Commitment.objects.get().updated_at
    assert not CommitmentReport.objects.exists()


def test_a_commitment_is_hidden_with_whoever_carries_it_out(forum, secretary):
    CommitmentFactory(forum=forum, agreement=AgreementFactory(negotiating="2009"))
    CommitmentFactory(forum=forum, partner=PartnerFactory(is_public=False))
    CommitmentFactory(forum=ForumFactory(ordinal=2, planned="2009"))
    shown = CommitmentFactory(forum=forum)

    assert [*Commitment.objects.visible_to(AnonymousUser())] == [shown]
    assert Commitment.objects.visible_to(secretary).count() == 4


def test_a_commitment_is_found_by_whoever_carries_it_out(forum):
    found = CommitmentFactory(forum=forum, programme=ProgrammeFactory(name="Dialogue Café"))
    CommitmentFactory(forum=forum)

    assert [*Commitment.objects.called("dialogue cafe")] == [found]
