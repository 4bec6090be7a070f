"""Every deadline is remembered, and nobody is reminded of it twice."""

import re
from collections import Counter
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from alliance.attention import matters
from mailroom import expectations, keys, reminding, tasks
from mailroom.expectations import plan
from mailroom.models import Message, Reminder
from mailroom.outbox import Recipient
from mailroom.reminding import remind
from mailroom.rules import Due, Rule
from people.models import Appointment, Person
from tests.factories import FocalPointFactory, MemberFactory, OfficeFactory, PersonFactory, UserFactory

LIVE = date(2027, 1, 1)
DUE = date(2027, 5, 3)
OFFICE = "office@example.org"
DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def live(settings):
    settings.GOING_LIVE_ON, settings.SECRETARIAT_EMAIL = LIVE, OFFICE


@pytest.fixture
def focal_point(db):
    """Confirmed a year before the day on which the next confirmation is due."""
    return FocalPointFactory(
        person__name="Ana Example",
        person__office_email="ana@example.org",
        person__confirmed_on=date(2026, 5, 3),
        member__name="Ruritania",
    )


def made(**which):
    return list(Reminder.objects.filter(**which).order_by("pk").values_list("to", "stage", "state"))


def by(*rules):
    return lambda: iter(rules)


def thing(to="ana@example.org", on=DUE, person=None, **more):
    """A rule by which one thing is due to one recipient."""
    person = person or PersonFactory()
    due = Due(about=person, to=Recipient(to, "Ana Example"), by=on, what=f"The report of {person}", **more)
    return Rule("example.report", "Report", lambda day, until: [due] if on <= until else [])


def test_a_focal_point_is_reminded_before_and_after_and_then_the_secretariat_is_told(focal_point):
    day = DUE - 100 * DAY
    while day < DUE + 100 * DAY:
        remind(day)
        day += DAY

    stages = [-60, -30, -7, 7, 14, 21, 28, 35]
    assert made(rule="members.contact_data") == [("ana@example.org", stage, "mailed") for stage in stages]
    sent = Message.objects.filter(reminders__rule="members.contact_data").order_by("pk")
    assert [message.address for message in sent] == ["ana@example.org"] * 7 + [OFFICE]
    assert sent[0].letter.subject == (
        "Reminder: The yearly confirmation of your contact data as focal point of Ruritania is due on 3 May 2027, "
        "in 60 days"
    )
    assert "was due on 3 May 2027, 2 weeks ago." in sent[4].letter.text
    assert "contact data of Ana Example (focal point of Ruritania) was due on 3 May 2027" in sent[7].letter.text
    assert "Reminded: Ana Example, ana@example.org" in sent[7].letter.text


def test_the_same_day_run_twice_reminds_once(focal_point):
    remind(DUE - 30 * DAY)
    assert remind(DUE - 30 * DAY) == []

    assert Message.objects.count() == 1
    assert len(made()) == 1


def test_a_missed_week_sends_only_the_stage_that_stands_today(focal_point):
    remind(DUE - 31 * DAY)
    remind(DUE - 6 * DAY)

    assert made() == [("ana@example.org", -60, "mailed"), ("ana@example.org", -7, "mailed")]


def test_a_clock_that_jumps_back_repeats_nothing_and_sends_no_lower_stage(focal_point):
    for days in (7, 60, 30, 6, -7, 25, -7):
        remind(DUE - days * DAY)

    assert [stage for _to, stage, _state in made()] == [-7, 7]
    assert Message.objects.count() == 2


def test_after_the_secretariat_was_told_a_clock_that_jumps_back_does_not_remind_the_focal_point(focal_point):
    remind(DUE + 40 * DAY)
    remind(DUE + 21 * DAY)

    assert [message.address for message in Message.objects.all()] == [OFFICE]


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_remind_once(at_once):
    for number in range(5):
        FocalPointFactory(person__office_email=f"person{number}@example.org", person__confirmed_on=date(2026, 5, 3))

    assert at_once(lambda number: remind(DUE - 30 * DAY), times=4) == {"done": 4}

    assert Counter(Message.objects.values_list("address", flat=True)) == {f"person{n}@example.org": 1 for n in range(5)}
    assert Reminder.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_whose_clocks_differ_never_send_the_lower_stage_last(at_once):
    FocalPointFactory(person__office_email="ana@example.org", person__confirmed_on=date(2026, 5, 3))

    at_once(lambda number: remind(DUE - [60, 30, 7, 30][number] * DAY), times=4)

    stages = [stage for _to, stage, _state in made()]
    assert stages == sorted(set(stages))
    assert stages[-1] == -7


def test_who_confirmed_on_29_february_is_due_on_28_february_and_reminded_once(focal_point):
    Person.objects.update(confirmed_on=date(2028, 2, 29))

    for day in (date(2029, 1, 29), date(2029, 1, 30), date(2029, 2, 28)):
        remind(day)

    assert {row.due_on for row in Reminder.objects.all()} == {date(2029, 2, 28)}
    assert [stage for _to, stage, _state in made()] == [-30, -7]


def test_a_day_run_on_29_february_itself_counts_as_any_other(focal_point):
    Person.objects.update(confirmed_on=date(2027, 3, 7))

    remind(date(2028, 2, 29))

    assert [stage for _to, stage, _state in made()] == [-7]


def test_one_person_with_many_things_due_gets_one_digest(db, monkeypatch):
    rules = [thing(person=PersonFactory(name=f"Land {number}")) for number in range(3)]
    monkeypatch.setattr(expectations, "rules", by(*rules))

    remind(DUE - 61 * DAY)
    assert not Message.objects.exists()
    remind(DUE + WEEK)

    message = Message.objects.get()
    assert message.letter.subject == "Reminder of 3 matters"
    told = [f"The report of Land {number} was due on 3 May 2027, 7 days ago." for number in range(3)]
    assert all(words in message.letter.text for words in told)
    assert {row.message for row in Reminder.objects.all()} == {message}


EVIL = "- Evil\nBcc: x@example.org\n\nClick https://evil.example.com/x now\n\n- a bullet\ue001"


def test_a_name_writes_no_paragraph_no_bullet_and_no_link_into_a_digest(db, monkeypatch):
    rules = [thing(person=PersonFactory(name=EVIL), text=f"Ask {EVIL}"), thing(link="/members/")]
    monkeypatch.setattr(expectations, "rules", by(*rules))

    remind(DUE + WEEK)

    message = Message.objects.get()
    words = "- Evil Bcc: x@example.org Click https: //evil.example.com/x now - a bullet"
    assert f"The report of {words} was due on 3 May 2027, 7 days ago. Ask {words}\n" in message.letter.text
    assert "<li>" not in message.letter.html
    assert "evil.example.com" in message.letter.html
    for address in ("evil.example", "x@example.org"):
        assert not [part for part in message.letter.html.split('href="') if address in part.split('"')[0]]
    assert message.letter.fault == ""
    assert "\n" not in "".join(row.what for row in Reminder.objects.all())


def test_a_matter_that_begins_with_a_dash_is_no_bullet(focal_point, monkeypatch):
    due = Due(about=focal_point.person, to=Recipient("ana@example.org"), by=DUE, what="- A bullet")
    monkeypatch.setattr(expectations, "rules", by(Rule("example.dash", "Dash", lambda on, until: [due])))

    remind(DUE + WEEK)

    assert "<li>" not in Message.objects.get().letter.html


def test_whose_name_has_a_line_break_is_reminded_all_the_same(focal_point):
    Person.objects.update(name="Ana\nExample")

    remind(DUE - WEEK)

    message = Message.objects.get()
    assert (message.name, message.state, message.cause) == ("Ana Example", "pending", "")
    assert Reminder.objects.get().name == "Ana Example"


def test_where_persons_share_a_mailbox_each_matter_names_its_person(focal_point):
    person = {"person__name": "Bela Example", "person__office_email": "ANA@example.org"}
    FocalPointFactory(**person, person__confirmed_on=date(2026, 5, 3), member__name="Newland")

    remind(DUE - WEEK)

    message = Message.objects.get(address__iexact="ana@example.org")
    yours = "The yearly confirmation of your contact data as focal point of"
    for name, member in (("Ana", "Ruritania"), ("Bela", "Newland")):
        assert f"{name} Example: {yours} {member} is due on" in message.letter.text
    assert message.name == ""


def test_the_digest_of_one_person_does_not_repeat_the_name(focal_point):
    remind(DUE - WEEK)

    assert "Ana Example:" not in Message.objects.get().letter.text


def test_the_office_is_told_apart_what_is_its_own_and_what_others_left(db, monkeypatch):
    own = thing(to=OFFICE, person=PersonFactory(name="the office"), link="/members/", label="See the members")
    left = thing(on=DUE - 4 * WEEK, person=PersonFactory(name="another"))
    monkeypatch.setattr(expectations, "rules", by(own, left))

    remind(DUE + WEEK)

    text = Message.objects.get(address=OFFICE).letter.text
    before, _line, after = text.partition("The following was reminded of")
    assert "The report of the office" in before
    assert "See the members:\nhttp://127.0.0.1:8000/members/" in before
    assert "The report of another" in after


def test_what_fell_due_before_going_live_is_listed_and_mails_nobody_at_any_stage(focal_point, settings):
    settings.GOING_LIVE_ON = DUE + DAY

    for days in range(-70, 100):
        remind(DUE + days * DAY)

    assert made(rule="members.contact_data") == [("ana@example.org", -60, "listed")]
    assert not Message.objects.exists()


def test_an_office_that_is_not_live_mails_nobody(focal_point, settings):
    settings.GOING_LIVE_ON = None

    remind(DUE - 30 * DAY)

    assert made() == [("ana@example.org", -30, "listed")]
    assert not Message.objects.exists()


def test_whoever_was_listed_before_going_live_is_reminded_of_what_falls_due_after_it(focal_point, settings):
    settings.GOING_LIVE_ON = None
    remind(DUE - 60 * DAY)

    settings.GOING_LIVE_ON = DUE - 50 * DAY
    remind(DUE - 40 * DAY)
    remind(DUE - 30 * DAY)

    assert [message.address for message in Message.objects.all()] == ["ana@example.org"]


def test_the_real_registers_of_today_mail_nobody_what_fell_due_before_going_live(real_registers, settings):
    today = settings.GOING_LIVE_ON = timezone.localdate()

    remind(today)

    assert Reminder.objects.filter(state="listed").count() > 50
    assert not Reminder.objects.filter(state="mailed", due_on__lt=today).exists()
    assert not Message.objects.exclude(reminders__due_on__gte=today).exists()
    remind(today + 60 * DAY)
    assert not Reminder.objects.filter(state="mailed", due_on__lt=today).exists()


def test_somebody_without_an_address_is_shown_to_staff_and_mailed_once_there_is_one(focal_point):
    Person.objects.update(office_email="")
    remind(DUE - 30 * DAY)
    assert made() == [("", -30, "unaddressed")]
    assert Reminder.objects.unmailed().count() == 1

    Person.objects.update(office_email="new@example.org")
    remind(DUE - 29 * DAY)

    assert [message.address for message in Message.objects.all()] == ["new@example.org"]
    assert not Reminder.objects.unmailed().exists()


def test_without_a_mailbox_of_the_office_its_reminders_are_listed_as_unaddressed(db, settings):
    settings.SECRETARIAT_EMAIL, settings.GOING_LIVE_ON = "", date(2020, 1, 1)
    MemberFactory(joined="2020-02-01")

    remind(date(2020, 2, 1))

    assert made() == [("", 0, "unaddressed")]


def test_a_malformed_address_fails_alone_and_in_words(db, monkeypatch):
    monkeypatch.setattr(expectations, "rules", by(thing(to="no address"), thing(to="bela@example.org")))

    remind(DUE + WEEK)

    states = dict(Message.objects.values_list("address", "state"))
    assert states == {"no address": "failed", "bela@example.org": "pending"}
    assert "is no e-mail address" in Message.objects.get(address="no address").cause


def test_a_rule_that_raises_does_not_keep_the_others_back(focal_point, monkeypatch):
    def broken(on, until):
        yield Due(about=focal_point.person, to=Recipient("bela@example.org"), by=DUE, what="The first thing")
        Person.objects.raw("SELECT * FROM nowhere")[0]

    monkeypatch.setattr(expectations, "rules", by(Rule("example.broken", "Broken", broken), thing()))

    remind(DUE - WEEK)

    assert set(Message.objects.values_list("address", flat=True)) == {"ana@example.org", "bela@example.org"}
    assert [(fault.rule.key, "nowhere" in fault.words) for fault in plan(DUE).faults] == [("example.broken", True)]


@pytest.mark.parametrize("wrong", [{"by": None}, {"what": ""}, {"about": Person()}])
def test_one_thing_told_wrongly_does_not_keep_the_rest_of_its_rule_back(focal_point, monkeypatch, wrong):
    right = {"about": focal_point.person, "to": Recipient("ana@example.org"), "by": DUE, "what": "The report"}
    rule = Rule("example.mixed", "Mixed", lambda on, until: [Due(**(right | wrong)), Due(**right)])
    monkeypatch.setattr(expectations, "rules", by(rule))

    remind(DUE - WEEK)

    assert made() == [("ana@example.org", -7, "mailed")]
    assert plan(DUE).faults[0].words.startswith("It ")


def test_reminders_of_an_act_that_rolls_back_leave_neither_row_nor_mail(focal_point, monkeypatch):
    monkeypatch.setattr(reminding, "post", lambda *args, **options: 1 / 0)
    remind(DUE - WEEK)
    monkeypatch.undo()
    assert not Reminder.objects.exists()

    remind(DUE - WEEK)

    assert Message.objects.count() == 1


def test_what_was_done_leaves_the_list_and_is_reminded_of_no_more(focal_point):
    remind(DUE - 30 * DAY)
    focal_point.person.confirm_contact(on=DUE - 20 * DAY, by=None)

    remind(DUE - WEEK)

    assert Message.objects.count() == 1
    assert Reminder.objects.get().settled_on == DUE - WEEK


def test_nobody_of_the_demonstration_is_reminded(focal_point):
    Person.objects.update(is_demonstration=True)

    remind(DUE)

    assert not Reminder.objects.filter(rule="members.contact_data").exists()


def test_whose_appointment_ends_before_the_day_is_not_asked(focal_point):
    focal_point.until = DUE - WEEK
    focal_point.save()

    remind(DUE - 30 * DAY)

    assert not Reminder.objects.filter(rule="members.contact_data").exists()


def test_a_member_without_a_focal_point_is_told_to_the_secretariat_from_the_end_of_the_last_one(focal_point):
    Person.objects.update(confirmed_on=LIVE)
    focal_point.until = date(2027, 2, 10)
    focal_point.save()

    remind(date(2027, 2, 12))

    row = Reminder.objects.get(rule="members.focal_point_missing")
    assert (row.due_on, row.to, row.what) == (
        date(2027, 2, 10),
        OFFICE,
        "The designation of a focal point by Ruritania",
    )
    assert (
        "The designation of a focal point by Ruritania was due on 10 February 2027, 2 days ago."
        in Message.objects.get().letter.text
    )


def test_a_member_that_joins_without_a_focal_point_is_told_to_the_secretariat(db, settings):
    settings.GOING_LIVE_ON = date(2020, 1, 1)
    MemberFactory(name="Newland", joined="2020-02-10")

    remind(date(2020, 2, 10))

    assert Message.objects.get().letter.subject == (
        "Reminder: The designation of a focal point by Newland is due today, 10 February 2020"
    )
    assert Reminder.objects.get().due_on == date(2020, 2, 10)


def test_a_member_whose_next_focal_point_comes_later_is_told_to_the_secretariat_meanwhile(db, settings):
    settings.GOING_LIVE_ON = date(2020, 1, 1)
    member = MemberFactory(name="Newland", joined="2020-02-10")
    FocalPointFactory(member=member, since=date(2029, 1, 1), until=date(2031, 1, 1))

    remind(date(2020, 2, 20))

    assert Reminder.objects.get().due_on == date(2020, 2, 10)


def test_appointments_that_end_are_told_to_the_secretariat_unless_a_successor_is_known(db):
    ending = {"person__confirmed_on": LIVE, "until": DUE}
    FocalPointFactory(**ending, member__name="Ruritania")
    followed = FocalPointFactory(**ending)
    FocalPointFactory(member=followed.member, since=DUE, person__confirmed_on=LIVE)
    FocalPointFactory(**ending, role="alternate", member=followed.member, person__name="Bela Alternate")

    remind(DUE - 30 * DAY)

    told = Message.objects.get(address=OFFICE).letter.text
    assert Reminder.objects.filter(rule="members.appointment_ending").count() == 2
    assert "principal focal point of Ruritania ends on 3 May 2027, in 30 days." in told
    assert "Bela Alternate as alternate focal point" in told


def test_a_term_of_office_that_ends_is_told_to_the_secretariat(db):
    Appointment.objects.create(
        office=OfficeFactory(name="High Representative"), person=PersonFactory(), since=LIVE, until=DUE
    )

    remind(DUE - WEEK)

    assert Reminder.objects.get().rule == "people.appointment_ending"
    assert "as High Representative ends on 3 May 2027, in 7 days." in Message.objects.get().letter.text


def test_a_key_that_is_void_by_now_keeps_no_other_matter_back(focal_point, monkeypatch):
    key = ("people.confirm_contact", [focal_point.person_id, "2020-01-01"])
    rules = [thing(person=focal_point.person, key=key, link="/portal/contact/"), thing()]
    monkeypatch.setattr(expectations, "rules", by(*rules))

    remind(DUE - WEEK)

    made_of = Message.objects.get().keys.values()
    assert [keys.made(reference) for reference in made_of] == ["http://127.0.0.1:8000/portal/contact/"]


def test_a_dry_run_says_who_would_get_what_and_changes_nothing(focal_point):
    MemberFactory(name="Newland", joined="2008")
    told = StringIO()

    call_command("remind", "--on", "2027-04-03", "--dry-run", stdout=told)

    assert told.getvalue() == (
        "Listed for staff, mailed to nobody\n"
        "  The designation of a focal point by Newland was due on 1 January 2008, 19 years ago\n\n"
        "ana@example.org\n"
        "  The yearly confirmation of your contact data as focal point of Ruritania "
        "is due on 3 May 2027, in 30 days\n\n"
    )
    assert not Reminder.objects.exists()
    assert not Message.objects.exists()


def test_the_command_reminds_as_the_daily_job_does(focal_point):
    for _run in range(2):
        call_command("remind", "--on", "2027-04-03", "--even-so", stdout=StringIO())

    assert Message.objects.count() == 1


def test_the_command_refuses_another_day_than_today_unless_it_is_meant(focal_point):
    with pytest.raises(CommandError, match=r"2027-04-03 is not today.*--even-so"):
        call_command("remind", "--on", "2027-04-03", stdout=StringIO())
    assert not Reminder.objects.exists()

    call_command("remind", "--on", timezone.localdate().isoformat(), stdout=StringIO())


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2004-12-31"])
@pytest.mark.parametrize("more", [[], ["--dry-run"], ["--even-so"]])
def test_the_command_says_in_words_which_days_it_knows(db, day, more):
    with pytest.raises(CommandError, match="Give a day from 1 January 2005 to 31 December 20"):
        call_command("remind", "--on", day, *more)


def test_the_command_says_in_words_what_is_no_day(db):
    with pytest.raises(CommandError, match="31 May is no day: write it as 2027-05-03"):
        call_command("remind", "--on", "31 May")


@pytest.mark.parametrize("more", ["--dry-run", "--even-so"])
def test_a_failing_rule_fails_the_command_once_the_others_are_heard(focal_point, monkeypatch, more):
    broken = Rule("example.broken", "Broken", lambda on, until: 1 / 0)
    monkeypatch.setattr(expectations, "rules", by(broken, thing()))
    told, wrong = StringIO(), StringIO()

    with pytest.raises(CommandError) as refusal:
        call_command("remind", "--on", "2027-05-10", more, stdout=told, stderr=wrong)

    assert refusal.value.returncode == 1
    assert "ana@example.org" in told.getvalue()
    assert "Broken: ZeroDivisionError" in wrong.getvalue()
    assert Message.objects.exists() is (more == "--even-so")


def test_a_run_of_an_earlier_day_settles_nothing_that_a_later_one_found(focal_point):
    remind(DUE - 30 * DAY)

    remind(DUE - 100 * DAY)
    assert Reminder.objects.get().settled_on is None
    Person.objects.update(confirmed_on=DUE)
    remind(DUE - 29 * DAY)
    assert Reminder.objects.get().settled_on == DUE - 29 * DAY
    Person.objects.update(confirmed_on=date(2026, 5, 3))
    remind(DUE - 30 * DAY)
    assert Reminder.objects.get().settled_on == DUE - 29 * DAY


def test_the_mail_s_button_is_a_key_that_stands_in_no_row(focal_point, settings, django_capture_on_commit_callbacks):
    settings.GOING_LIVE_ON, today = date(2020, 1, 1), timezone.localdate()
    Person.objects.update(confirmed_on=today - timedelta(days=380))

    with django_capture_on_commit_callbacks(execute=True):
        remind(today)

    a_key = re.compile(r"/contact/[\w:-]{20,}/")  # each is signed anew, so any would do
    kept = Message.objects.get()
    assert a_key.search(mail.outbox[0].body)
    assert not a_key.search(f"{kept.letter.text}{kept.letter.html}{kept.letter.subject}{kept.keys}{kept.fields}")


RUNS = st.lists(st.integers(-80, 60), min_size=1, max_size=12)


@hypothesis(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(runs=RUNS)
def test_on_whatever_days_it_runs_each_stage_comes_once_and_none_after_a_later_one(focal_point, runs):
    Reminder.objects.all().delete()
    Message.objects.all().delete()

    for days in runs:
        remind(DUE + days * DAY)

    rows = Reminder.objects.filter(rule="members.contact_data").order_by("pk")
    stages = [row.stage for row in rows]
    assert stages == sorted(set(stages))
    assert Message.objects.filter(reminders__in=rows).distinct().count() == len(stages)
    latest = max(runs)
    if latest >= -60:
        assert stages[-1] == max(stage for stage in (-60, -30, -7, 7, 14, 21, 28, 35) if stage <= latest)


def test_staff_see_any_day_expected_against_sent_and_take_it_along(focal_point, client, secretary):
    MemberFactory(name="Oldland", joined="2008")
    remind(DUE - 30 * DAY)
    client.force_login(secretary)

    shown = client.get("/admin/mailroom/reminder/day/?on=2027-04-03")
    table = client.get("/admin/mailroom/reminder/day/?on=2027-04-03&format=csv").content.decode("utf-8-sig")

    lines = shown.context["compared"].lines
    assert [(line.turn, line.stage, line.became) for line in lines] == [
        ("Ana Example", "30 days before", "mailed on 3 April 2027: waiting")
    ]
    assert [line.what for line in shown.context["compared"].listed] == ["The designation of a focal point by Oldland"]
    assert "Ana Example" in table
    assert "Oldland" in table
    assert client.get("/admin/mailroom/reminder/day/?on=2027-04-03&format=xlsx").content[:2] == b"PK"
    assert client.get("/admin/mailroom/reminder/day/?format=pdf").status_code == 404


def test_a_past_day_shows_the_stage_that_stood_on_it_or_the_next_that_was_made(focal_point, client, secretary):
    for days in (-60, -30, 7, 14):
        remind(DUE + days * DAY)
    client.force_login(secretary)

    def became(days):
        shown = client.get(f"/admin/mailroom/reminder/day/?on={DUE + days * DAY}")
        return [(line.stage, line.became) for line in shown.context["compared"].lines]

    assert became(-59) == [("60 days before", "mailed on 4 March 2027: waiting")]
    assert became(-30) == [("30 days before", "mailed on 3 April 2027: waiting")]
    assert became(-1) == [("7 days before", "mailed on 10 May 2027: waiting")]
    assert became(15) == [("2 weeks after", "mailed on 17 May 2027: waiting")]
    assert became(22) == [("3 weeks after", "to come")]


@pytest.mark.parametrize("day", ["0001-01-01", "2004-12-31", "9999-12-31", "2099-01-01"])
@pytest.mark.parametrize("more", ["", "&format=csv"])
def test_the_page_of_a_day_says_in_words_which_days_it_knows(focal_point, client, secretary, day, more):
    client.force_login(secretary)

    shown = client.get(f"/admin/mailroom/reminder/day/?on={day}{more}")

    assert shown.status_code == 200
    assert "Give a day from 1 January 2005 to 31 December 20" in shown.content.decode()
    assert shown.context["compared"].on == timezone.localdate()
    assert shown.context["compared"].faults == []


def test_a_reminder_that_was_expected_and_not_made_is_missing(focal_point, client, secretary):
    today = timezone.localdate()
    Person.objects.update(confirmed_on=today - timedelta(days=365 + 40))
    client.force_login(secretary)

    shown = client.get(f"/admin/mailroom/reminder/day/?on={today - DAY}").context["compared"]

    assert [line.became for line in shown.lines + shown.listed] == ["missing"]


def test_the_day_is_for_who_may_see_reminders(client, outsider):
    assert client.get("/admin/mailroom/reminder/day/").status_code == 302
    client.force_login(outsider)
    assert client.get("/admin/mailroom/reminder/day/").status_code == 302
    client.force_login(UserFactory(is_staff=True))
    assert client.get("/admin/mailroom/reminder/day/").status_code == 403


def test_the_number_on_the_home_page_opens_its_rows(focal_point, client, secretary, settings):
    settings.GOING_LIVE_ON = None
    remind(DUE)
    client.force_login(secretary)

    matter = next(matter for matter in matters(DUE) if "nobody has been mailed" in str(matter.words))

    assert matter.count == client.get(matter.address).context["cl"].result_count == 1


def test_one_job_a_day_asks_the_rules_of_today(focal_point, settings):
    settings.GOING_LIVE_ON = date(2020, 1, 1)
    Person.objects.update(confirmed_on=timezone.localdate() - timedelta(days=365 + 10))

    tasks.remind()

    assert made(made_on=timezone.localdate())[0][0] == "ana@example.org"
    assert settings.CELERY_BEAT_SCHEDULE["remind"]["task"] == "mailroom.tasks.remind"
