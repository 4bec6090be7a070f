from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.dates import PartialDate, Period, Precision
from alliance.ladder import OutOfOrder, steps_told_by
from documents.models import Document
from members.models import Member, MemberStep
from tests.example.models import Agreement, AgreementStep, Partner

pytestmark = pytest.mark.django_db


def partial(text):
    return PartialDate.parse(text)


def told(record, *steps):
    """Record steps as `signed 2008-01`, in the order in which they are told."""
    for step in steps:
        status, on = step.split()
        record.step_to(status, on=partial(on), by=None)


def standing(record, day):
    """The status on a day, as the lists answer."""
    found = [s for s in record.Status.values if type(record).objects.with_status(s, on=day).filter(pk=record.pk)]
    assert len(found) < 2
    return found[0] if found else ""


def reached(year):
    return {s for s in Agreement.Status.values if Agreement.objects.reached(s, during=Period.of_year(year))}


def refused(record, step):
    with pytest.raises(ValidationError) as refusal:
        told(record, step)
    return refusal.value.messages


def test_a_step_moves_the_record(agreement):
    told(agreement, "approached 2007-05-03", "signed 2008-01-15")

    agreement.refresh_from_db()
    assert agreement.status == "signed"
    assert [standing(agreement, date(*day)) for day in [(2007, 5, 2), (2007, 5, 3), (2008, 1, 14), (2008, 1, 15)]] == [
        "",
        "approached",
        "approached",
        "signed",
    ]


def test_an_older_step_may_be_recorded_late(agreement):
    told(agreement, "signed 2008-01", "approached 2007-05")

    agreement.refresh_from_db()
    assert agreement.status == "signed"
    assert standing(agreement, date(2007, 12, 31)) == "approached"
    assert standing(agreement, date(2008, 1, 1)) == "signed"
    assert reached(2007) == {"approached"}


def test_what_may_be_told_later_changes_nothing(agreement):
    """Spain adopted its plan on 11 January 2008 and announced it on the 15th."""
    told(agreement, "signed 2008-01-11", "negotiating 2008-01-15")

    agreement.refresh_from_db()
    assert agreement.status == "signed"
    assert standing(agreement, date(2008, 1, 20)) == "signed"
    assert reached(2008) == {"signed", "negotiating"}


def test_what_may_not_be_told_later_is_refused(agreement):
    told(agreement, "signed 2008-01-11")

    assert refused(agreement, "approached 2008-01-15") == [
        "The agreement with UNESCO is “signed” (11 January 2008) and cannot become “approached” (15 January 2008)."
    ]


def test_what_has_happened_does_not_happen_again(agreement):
    told(agreement, "signed 2009-04")

    assert refused(agreement, "signed 2009-05") == [
        "The agreement with UNESCO is “signed” (April 2009) and cannot become “signed” (May 2009)."
    ]


def test_a_record_begins_where_its_ladder_lets_it(agreement):
    assert refused(agreement, "ended 2009-05") == [
        "The agreement with UNESCO cannot begin as “ended”: nothing is recorded before May 2009."
    ]


def test_nobody_withdraws_before_joining(member):
    told(member, "member 2009-05")

    assert refused(member, "withdrawn 2009-04") == [
        "The League of Examples cannot begin as “withdrawn”: nothing is recorded before April 2009."
    ]


def test_a_rung_that_the_ladder_does_not_have_is_refused(agreement):
    assert refused(agreement, "ratified 2009") == ["Value 'ratified' is not a valid choice."]


@pytest.mark.parametrize("step", ["approached 2008-01-15", "ended 2007", "ratified 2009"])
def test_a_refusal_leaves_nothing_behind(agreement, step):
    told(agreement, "signed 2008-01-11")
    updated_at = Agreement.objects.get().updated_at

    refused(agreement, step)

    stored = Agreement.objects.get()
    assert (agreement.status, stored.status, stored.updated_at) == ("signed", "signed", updated_at)
    assert AgreementStep.objects.count() == AgreementStep.history.count() == 1
    assert stored.steps.get().until is None


def test_a_refused_step_is_the_one_to_mend(agreement):
    told(agreement, "signed 2008", "in_force 2009")

    with pytest.raises(OutOfOrder) as refusal:
        agreement.step_to("ended", on=PartialDate(2007), by=None)

    assert refusal.value.step.status == "ended"


def test_known_by_counts_for_the_state_and_is_no_event(agreement):
    told(agreement, "signed ../2006-11-06")

    assert standing(agreement, date(2006, 11, 5)) == ""
    assert standing(agreement, date(2006, 11, 6)) == "signed"
    assert reached(2006) == set()


def test_what_is_known_by_a_later_list_stood_before_the_next_step(agreement):
    told(agreement, "in_force 2008-10-01", "signed ../2009-05")

    agreement.refresh_from_db()
    assert agreement.status == "in_force"
    assert standing(agreement, date(2009, 1, 1)) == "in_force"


def test_of_two_accounts_one_is_gone_by(agreement):
    told(agreement, "signed 2008-02")
    agreement.steps.create(status="signed", when=partial("2008-01"), preferred=False)
    agreement.retrace()
    assert standing(agreement, date(2008, 1, 20)) == ""

    for step in agreement.steps.all():
        step.preferred = not step.preferred
        step.save()
    agreement.retrace()

    assert standing(agreement, date(2008, 1, 20)) == "signed"
    assert Agreement.objects.reached("signed", during=Period.parse("2008-01", "2008-01")).count() == 1
    assert not Agreement.objects.reached("signed", during=Period.parse("2008-02", "2008-12"))
    assert agreement.steps.get(preferred=False).since is None


def test_a_record_whose_last_account_is_taken_away_stands_nowhere(agreement):
    told(agreement, "signed 2008-02")

    agreement.steps.all().delete()
    agreement.retrace()

    agreement.refresh_from_db()
    assert agreement.status == ""


@pytest.mark.parametrize(
    "steps",
    [
        ["signed 2008-01", "approached 2008-01-10", "in_force 2008-01-20"],
        ["signed 2008", "in_force 2008-01-01"],
        ["in_force 2008", "signed 2008-12-31", "approached 2008"],
    ],
)
def test_where_precision_leaves_the_order_open_the_rung_decides(agreement, steps):
    told(agreement, *steps)

    agreement.refresh_from_db()
    assert agreement.status == "in_force"
    assert all(step.since for step in agreement.steps.all())


def test_where_precision_leaves_no_choice_the_day_decides(agreement):
    told(agreement, "signed 2008-02")

    assert "cannot become" in refused(agreement, "approached 2008-03-01")[0]


@pytest.mark.parametrize(
    "steps",
    [
        ["member 2005", "withdrawn 2007-05-01", "member 2007"],
        ["member 2005", "withdrawn 2007-05", "member ../2009"],
        ["member 2007", "withdrawn 2007", "observer 2007", "member 2007"],
        ["approached 2007-01-02", "cooperating 2007-01-03", "approached 2007", "member 2008"],
    ],
)
def test_who_left_may_have_come_back_in_the_same_year(member, steps):
    told(member, *steps)

    member.refresh_from_db()
    assert member.status == "member"


def test_tomorrow_has_not_happened(agreement):
    tomorrow = PartialDate.of(timezone.localdate() + timedelta(days=1), "day")

    with pytest.raises(ValidationError) as refusal:
        agreement.step_to("signed", on=tomorrow, by=None)

    assert refusal.value.message_dict == {"on": [f"{tomorrow} has not come yet: a step tells what has happened."]}


@pytest.mark.parametrize("precision", Precision.values)
def test_today_has_come(agreement, precision):
    agreement.step_to("signed", on=PartialDate.of(timezone.localdate(), precision), by=None)

    assert standing(agreement, timezone.localdate()) == "signed"


def test_history_says_who_took_the_step(agreement, secretary):
    agreement.step_to("signed", on=PartialDate(2008), by=secretary)

    step = agreement.steps.get()
    assert step.recorded_by == secretary
    assert {row.history_user for row in (*agreement.history.all()[:1], *step.history.all())} == {secretary}


def test_what_nobody_did_is_not_laid_to_who_acted_before(agreement, secretary):
    agreement.step_to("signed", on=PartialDate(2008), by=secretary)

    agreement.step_to("in_force", on=PartialDate(2009), by=None)

    assert agreement.history.first().status == "in_force"
    assert agreement.history.first().history_user is None


def test_a_step_rests_on_several_documents(agreement, secretary, outsider):
    letters = [Document.objects.create(key=f"letter-{n}", title=f"Letter {n}", kind="letter") for n in range(2)]
    agreement.step_to("approached", on=PartialDate(2007), by=None, documents=letters[:1])
    agreement.step_to("signed", on=PartialDate(2008), by=None, documents=letters, note="Both sides")

    signed = agreement.steps.get(status="signed")
    assert (set(signed.documents.all()), signed.note) == (set(letters), "Both sides")
    assert [step.status for step in steps_told_by(letters[0], secretary)] == ["approached", "signed"]
    for visitor in (outsider, AnonymousUser()):
        assert steps_told_by(letters[0], visitor) == [signed]


def test_a_record_read_with_its_steps_takes_the_next(agreement):
    told(agreement, "signed 2008")
    read = Agreement.objects.prefetch_related("steps").get()

    told(read, "in_force 2009")

    assert read.status == Agreement.objects.get().status == "in_force"


def test_the_office_s_own_columns_are_not_saved_by_a_step(agreement):
    agreement.title = "Scribbled"
    told(agreement, "signed 2008")

    assert Agreement.objects.get().title == "Agreement"


def test_a_step_is_seen_by_who_harvests_what_changed(agreement):
    told(agreement, "signed 2008")
    before = Agreement.objects.get().updated_at

    told(agreement, "negotiating 2007")

    assert Agreement.objects.get().updated_at > before


def test_what_is_confidential_moves_nothing_that_others_read(agreement, outsider):
    told(agreement, "negotiating 2006")
    day, read = date(2010, 1, 1), ["pk", "public_status", "updated_at", "status_then", "then_on"]
    before = list(Agreement.objects.as_of(day, user=outsider).values(*read))

    agreement.steps.create(status="approached", when=partial("2005"))
    agreement.retrace()

    assert list(Agreement.objects.as_of(day, user=outsider).values(*read)) == before
    assert not Agreement.objects.as_of(date(2005, 6, 1), user=outsider).exists()


def test_for_others_the_rung_before_a_confidential_one_goes_on(member, secretary, outsider):
    told(member, "member 2005", "withdrawn 2007", "approached 2010", "member 2012")
    day = date(2011, 1, 1)

    assert [Member.objects.as_of(day, user=user).get().status_then for user in (secretary, outsider)] == [
        "approached",
        "withdrawn",
    ]
    left = member.steps.visible_to(outsider).get(status="withdrawn")
    assert (left.shown_since, left.shown_until) == (date(2007, 1, 1), date(2012, 1, 1))
    assert member.steps.visible_to(secretary).get(status="withdrawn").shown_until == date(2010, 1, 1)


def test_a_record_whose_every_rung_is_confidential_is_there_for_staff_alone(agreement, secretary, outsider):
    told(agreement, "approached 2007")

    assert Agreement.objects.visible_to(secretary).get() == agreement
    for visitor in (outsider, AnonymousUser()):
        assert not Agreement.objects.visible_to(visitor).exists()


def test_retracing_what_has_not_changed_writes_nothing(agreement):
    told(agreement, "signed 2008", "in_force 2009")
    before = Agreement.objects.get().updated_at

    agreement.retrace()

    assert Agreement.objects.get().updated_at == before
    assert [row.status for row in agreement.history.all()] == ["in_force", "signed", ""]


@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_sign_at_once_one_signs(agreement, at_once):
    outcome = at_once(lambda n: Agreement.objects.get().sign(on=PartialDate(2008, 1), by=None))

    assert outcome == {"done": 1, "refused": 19}
    assert Agreement.objects.get().status == Agreement.objects.get().steps.get().status == "signed"


@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_correct_the_steps_at_once_one_line_holds(agreement, at_once):
    @transaction.atomic
    def correct(number):
        agreement.steps.create(status="signed", when=PartialDate(2008, 1))
        Agreement.objects.get().retrace()

    assert at_once(correct) == {"done": 1, "refused": 19}
    assert Agreement.objects.get().steps.count() == 1


def test_a_list_asks_once_however_long_it_is(django_assert_num_queries):
    partner = Partner.objects.create(name="UNESCO")
    for _ in range(20):
        told(Agreement.objects.create(partner=partner), "approached 2007", "signed 2008")

    with django_assert_num_queries(1):
        assert len(Agreement.objects.with_status("signed", "in_force", on=date(2008, 6, 1))) == 20
    with django_assert_num_queries(1):
        assert len(Agreement.objects.reached("approached", during=Period.of_year(2007))) == 20


def test_a_step_costs_the_same_however_many_came_before(agreement, member):
    queries = []
    for n in range(6):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            told(member, f"{'withdrawn' if n % 2 else 'member'} {2001 + n}")
        queries.append(len(asked))

    assert len(set(queries)) == 1


@st.composite
def lives(draw):
    """What befell a member, in truth: days and statuses in their order, along the arrows of its ladder."""
    days = sorted(draw(st.sets(st.dates(date(2005, 1, 1), date(2012, 12, 31)), min_size=1, max_size=7)))
    life = [(days[0], draw(st.sampled_from(sorted(Member.NEXT[""]))))]
    for day in days[1:]:
        life.append((day, draw(st.sampled_from(sorted(Member.NEXT[life[-1][1]])))))
    return life


def is_straight(life):
    return len({status for _, status in life}) == len(life)


@settings(max_examples=40)
@given(lives(), st.randoms(use_true_random=False), st.dates(date(2004, 1, 1), date(2013, 12, 31)))
def test_every_day_is_answered_as_it_was_however_the_steps_were_told(life, chance, day):
    member = Member.objects.create(key=f"member-{Member.objects.count()}", name="Member", kind="organization")
    for on, status in chance.sample(life, len(life)):
        member.steps.create(status=status, when=PartialDate.of(on, "day"))

    member.retrace()

    truth = [status for on, status in life if on <= day]
    assert standing(member, day) == (truth[-1] if truth else "")
    assert member.status == life[-1][1]


@settings(max_examples=200)
@given(lives().filter(is_straight), st.data())
def test_what_is_true_is_never_refused_for_being_known_less_well(life, data):
    precisions = data.draw(st.lists(st.sampled_from(Precision.values), min_size=len(life), max_size=len(life)))
    steps = [
        MemberStep(status=status, when=PartialDate.of(PartialDate.of(day, precision).first, precision))
        for (day, status), precision in zip(life, precisions, strict=True)
    ]

    line = Member().line(data.draw(st.permutations(steps)))

    assert {id(step) for step in line} == {id(step) for step in steps}
    assert all(before.on <= after.when.last for before, after in pairwise(line))
