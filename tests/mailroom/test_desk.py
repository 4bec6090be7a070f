"""The mail at the desk of staff: what they see of it, and what they decide."""

from datetime import timedelta

import pytest
import tablib
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from mailroom import keys
from mailroom.models import Message, Suppression
from mailroom.outbox import Recipient, post
from tests.browserless import form_on, told
from tests.factories import FocalPointFactory, UserFactory
from tests.factories.mail import LetterFactory, MessageFactory, SuppressionFactory

pytestmark = pytest.mark.django_db
MESSAGES, LETTERS, SUPPRESSIONS = (f"/admin/mailroom/{name}/" for name in ("message", "letter", "suppression"))
LINK = "https://portal.example.org/confirm/secret-of-the-reader/"
State = Message.State


@pytest.fixture
def office(client, secretary):
    client.force_login(secretary)
    return client


@pytest.fixture
def woken(monkeypatch):
    """How often a worker is called, while nobody sends."""
    calls = []
    monkeypatch.setattr("mailroom.models.message.wake", calls.append)
    return calls


def officer(role):
    until = {"access_until": timezone.localdate()} if role == "auditor" else {}
    return UserFactory(is_staff=True, role=role, **until)


def choose(client, address, act, *records, **answers):
    """Choose these records in a list, and answer what is asked back."""
    chosen = {"action": act, "_selected_action": [record.pk for record in records]}
    return client.post(address, {**chosen, "is_answered": "yes", **answers}, follow=True)


def decisions(message):
    """Of its history what staff did, not how it was made."""
    return message.history.filter(history_type="~")


def page_of(client, record, address=MESSAGES):
    answer = client.get(f"{address}{record.pk}/change/")
    assert answer.status_code == 200
    return answer.content.decode()


def listed(client, **query):
    answer = client.get(MESSAGES, query)
    assert answer.status_code == 200
    return set(answer.context["cl"].queryset)


# what staff see


def test_a_list_says_in_words_what_a_message_is_and_for_how_long(office):
    ago = timezone.now() - timedelta(minutes=25)
    MessageFactory(name="Amina Fictional", queued_at=ago, next_try_at=timezone.now() + timedelta(minutes=9, seconds=30))
    MessageFactory(in_doubt=True, settled_at=ago)
    MessageFactory(sent=True, settled_at=ago)
    MessageFactory(failed=True, attempts=3)

    words = office.get(MESSAGES).content.decode().replace("\xa0", " ")

    assert "Amina Fictional" in words
    assert words.count("for 25 minutes") == 2
    assert "25 minutes ago" in words
    assert "first try in 9 minutes" in words
    assert "3 tries" in words
    assert "550 5.1.1 No such mailbox" in words
    assert "in doubt" in words


def test_a_message_is_read_as_its_recipient_read_it_but_for_its_keys(office, monkeypatch):
    monkeypatch.setitem(keys.MAKERS, "confirm", lambda about: LINK)
    letter = LetterFactory(personal=True)
    message = MessageFactory(letter=letter, fields={"name": "Amina"}, keys={"confirm": ["confirm", 7]})

    read, seen = page_of(office, message), office.get(f"{MESSAGES}{message.pk}/seen/").content.decode()

    assert "Dear Amina," in read
    assert "Dear Amina" in seen
    assert "[personal link]" in read
    assert '<a href="#">[personal link]</a>' in seen
    assert LINK not in read + seen + office.get(MESSAGES).content.decode()


def test_the_html_of_a_message_runs_nothing_loads_nothing_and_stands_in_no_frame(office):
    hostile = '"><script src="//evil.example.org"></script>'
    message = MessageFactory(letter=LetterFactory(personal=True), fields={"name": hostile}, keys={"confirm": ["x", 1]})

    answer = office.get(f"{MESSAGES}{message.pk}/seen/")

    policy = answer["Content-Security-Policy"].split("; ")
    assert policy[:4] == ["sandbox", "default-src 'none'", "style-src 'unsafe-inline'", "img-src data:"]
    assert answer["X-Frame-Options"] == "DENY"
    assert "no-store" in answer["Cache-Control"]
    assert escape(hostile) in answer.content.decode()
    assert "<script" not in answer.content.decode()


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "{{ field.name }}", "\ue000field:other\ue001", "𝒜" * 300]
)
def test_whatever_a_field_holds_a_message_is_shown(office, name):
    message = MessageFactory(letter=LetterFactory(personal=True), name=name[:200], fields={"name": name}, failed=True)

    assert "<script>alert" not in page_of(office, message)
    assert "<script>alert" not in office.get(MESSAGES).content.decode()
    assert "<script>alert" not in office.get(f"{MESSAGES}{message.pk}/seen/").content.decode()


def test_what_a_message_lacks_is_named_in_its_place(office):
    message = MessageFactory(letter=LetterFactory(personal=True), fields={}, refused=True)

    assert "Dear [missing: name]," in page_of(office, message)
    assert "[missing: name]" in office.get(f"{MESSAGES}{message.pk}/seen/").content.decode()
    assert "For [missing: name]" in office.get(MESSAGES).content.decode()


def test_a_message_of_a_faulty_letter_shows_words_and_leads_back_from_the_html_that_is_not_there(office):
    message = MessageFactory(letter=LetterFactory(faulty=True), failed=True, cause="The text names “x”.")

    answer = office.get(f"{MESSAGES}{message.pk}/seen/")

    assert answer["Location"] == f"{MESSAGES}{message.pk}/change/"
    assert "The text names “x”." in page_of(office, message)
    assert "There is none." in page_of(office, message)
    assert "which it was not given" in page_of(office, message.letter, LETTERS)


def test_a_template_that_names_what_it_was_not_given_is_told_at_the_desk(office, settings, tmp_path):
    (tmp_path / "short.subject.txt").write_text("News")
    (tmp_path / "short.txt").write_text("Dear {{ nobody }},")
    settings.TEMPLATES = [
        {**engine, "DIRS": [*engine["DIRS"], tmp_path]} if engine.get("NAME") == "mail" else engine
        for engine in settings.TEMPLATES
    ]
    post("short", [Recipient("amina@example.org")])

    page = page_of(office, Message.objects.get())

    assert "The text names “nobody”, which it was not given." in page
    assert "Dear [missing: nobody]," in page


def test_what_is_in_doubt_says_why_and_by_which_message_id_to_look_it_up(office):
    message = MessageFactory(in_doubt=True)

    page = page_of(office, message)

    assert "The worker one fell silent." in page
    assert escape(message.message_id) in page
    assert "Settle as sent" in page


@pytest.mark.parametrize("term", ["<{}@example.org>", "{}@example.org", "{}", "postfix/cleanup: message-id=<{}@x.org>"])
def test_a_message_is_found_by_its_message_id_as_a_log_shows_it(office, term):
    wanted = MessageFactory()
    MessageFactory()

    assert listed(office, q=term.format(wanted.number.hex)) == {wanted}
    assert listed(office, q=term.format("f" * 32)) == set()


def test_a_message_is_found_by_its_address_its_name_and_its_subject(office):
    wanted = MessageFactory(address="amina@example.org", name="Amina", letter=LetterFactory(subject="Forum in Rio"))
    MessageFactory()

    assert [listed(office, q=term) for term in ("amina@", "Amina", "forum")] == [{wanted}] * 3


def test_messages_are_filtered_by_what_there_is_to_do_and_by_what_they_are(office):
    stuck, waiting = MessageFactory(stuck=True), MessageFactory()
    doubtful, failed = MessageFactory(in_doubt=True), MessageFactory(failed=True)
    settled = MessageFactory(failed=True)
    settled.settle_as_failed(by=None)
    reader = MessageFactory(letter=LetterFactory(stream="newsletter", kind="outreach/mail/newsletter"))

    assert [listed(office, work=work) for work in ("stuck", "in_doubt", "failed")] == [{stuck}, {doubtful}, {failed}]
    assert listed(office, state__exact="failed") == {failed, settled}
    assert listed(office, **{"class": "subscription"}) == listed(office, kind="outreach/mail/newsletter") == {reader}
    assert listed(office, letter__id__exact=waiting.letter_id) == {waiting}
    assert listed(office, **{"class": "notice"}) == {stuck, waiting, doubtful, failed, settled}


@pytest.mark.parametrize("address", [MESSAGES, LETTERS, SUPPRESSIONS])
def test_a_list_is_sorted_by_each_of_its_columns_and_counts_its_filters(office, address):
    SuppressionFactory(message=MessageFactory(in_doubt=True))

    for number in range(1, 7):
        assert office.get(address, {"o": f"-{number}"}).context["cl"].result_count == 1
    assert office.get(address, {"_facets": "True"}).status_code == 200
    assert office.get(address, {"q": "nobody at all"}).context["cl"].result_count == 0


def test_a_letter_tells_how_many_of_its_messages_are_in_which_state_and_opens_them(office):
    letter = LetterFactory()
    MessageFactory.create_batch(2, letter=letter, in_doubt=True)
    MessageFactory(letter=letter, sent=True)
    MessageFactory(in_doubt=True)

    for words in (office.get(LETTERS).content.decode(), page_of(office, letter, LETTERS)):
        assert f'?letter__id__exact={letter.pk}&amp;state__exact=in_doubt">2 in doubt</a>' in words
        assert f'?letter__id__exact={letter.pk}&amp;state__exact=sent">1 sent</a>' in words
    assert len(listed(office, letter__id__exact=letter.pk, state__exact="in_doubt")) == 2


def test_the_table_of_messages_has_their_message_ids_and_no_key(office):
    message = MessageFactory(
        letter=LetterFactory(personal=True), fields={"name": "Amina"}, keys={"confirm": ["confirm", "secret"]}
    )
    form = form_on(office.get(f"{MESSAGES}export/"))

    answer = office.post(f"{MESSAGES}export/", form | {"format": 0, "resource": 0})

    [row] = tablib.Dataset().load(answer.content.decode("utf-8-sig"), format="csv").dict
    assert (row["message_id"], row["subject"], row["state"]) == (message.message_id, "For Amina", "waiting")
    assert "secret" not in answer.content.decode()


# what staff decide about a message


@pytest.mark.parametrize("trait", ["failed", "in_doubt"])
@pytest.mark.parametrize(
    ("act", "state"), [("send_again", "pending"), ("settle_as_sent", "sent"), ("settle_as_failed", "failed")]
)
def test_what_failed_or_is_in_doubt_is_decided_once_it_is_asked_back(office, secretary, woken, trait, act, state):
    message = MessageFactory(**{trait: True})
    number = message.number
    asked = office.post(MESSAGES, {"action": act, "_selected_action": message.pk})
    message.refresh_from_db()
    assert (asked.status_code, message.state) == (200, trait)

    choose(office, MESSAGES, act, message, note="Looked up in the log.")

    message.refresh_from_db()
    decision = decisions(message).get()
    assert (message.state, message.number) == (state, number)
    assert decision.history_user == secretary
    assert decision.history_change_reason.endswith("Looked up in the log.")
    assert woken == ([1] if act == "send_again" else [])
    assert not Message.objects.undecided().exists()


def test_what_is_sent_again_has_its_whole_time_before_it_and_may_fail_again():
    message = MessageFactory(failed=True, attempts=9, queued_at=timezone.now() - timedelta(days=9))

    message.send_again(by=None)

    message.refresh_from_db()
    assert (message.attempts, message.cause, message.settled_at) == (0, "", None)
    assert timezone.now() - message.queued_at < timedelta(minutes=1)
    Message.objects.update(state=State.FAILED, settled_at=timezone.now())
    assert Message.objects.undecided().get() == message


@pytest.mark.parametrize("made", [{}, {"sent": True}])
def test_what_waits_or_went_out_is_not_decided_about(office, made):
    message = MessageFactory(**made)

    answer = choose(office, MESSAGES, "settle_as_failed", message)

    before = message.state
    message.refresh_from_db()
    assert (message.state, decisions(message).count()) == (before, 0)
    assert "there is nothing to decide" in told(answer)[0]


def test_what_is_settled_is_not_settled_again_but_may_be_sent_after_all(woken):
    message = MessageFactory(failed=True)
    message.settle_as_failed(by=None)

    with pytest.raises(ValidationError, match="there is nothing to decide"):
        message.settle_as_failed(by=None)
    message.send_again(by=None)

    assert Message.objects.get().state == State.PENDING


@pytest.mark.parametrize(
    ("made", "words"),
    [
        ({"refused": True}, "“nowhere” is no e-mail address."),
        ({"failed": True, "letter__faulty": True}, "which it was not given"),
        ({"failed": True, "letter__personal": True}, "The field “name” is missing."),
        ({"failed": True, "letter__personal": True, "fields": {"name": "A"}}, "The key “confirm” is missing."),
    ],
)
def test_what_could_be_sent_to_nobody_is_not_sent_again(office, made, words):
    message = MessageFactory(**made)

    answer = choose(office, MESSAGES, "send_again", message)

    message.refresh_from_db()
    assert message.state == State.FAILED
    assert words in told(answer)[0]


def test_one_refusal_keeps_no_other_message_from_being_decided(office):
    sent, doubtful = MessageFactory(sent=True), MessageFactory(in_doubt=True)

    answer = choose(office, MESSAGES, "settle_as_failed", sent, doubtful)

    doubtful.refresh_from_db()
    assert doubtful.state == State.FAILED
    assert len(told(answer)) == 2


def test_the_history_of_a_message_tells_who_decided_what_and_when(office, secretary):
    message = MessageFactory(in_doubt=True)
    message.settle_as_sent(by=secretary, note="It stands in the log.")
    address = f"{MESSAGES}{message.pk}/history/"

    history = office.get(address).content.decode()

    assert "Settled as sent; it was in doubt. It stands in the log." in history
    assert secretary.get_full_name() in history
    version = f"{address}{decisions(message).get().history_id}/"
    assert (office.get(version).status_code, office.post(version, {}).status_code) == (200, 403)


@pytest.mark.parametrize("page", ["add/", "{}/change/", "{}/delete/"])
@pytest.mark.parametrize("address", [MESSAGES, LETTERS])
def test_nobody_writes_edits_or_deletes_mail_by_hand(office, address, page):
    message = MessageFactory(failed=True)
    key = message.pk if address == MESSAGES else message.letter.pk

    answer = office.post(address + page.format(key), {"state": "sent", "subject": "Other", "post": "yes"})

    assert answer.status_code == 403
    message.refresh_from_db()
    assert (message.state, message.letter.subject) == (State.FAILED, "A notice")


# what staff decide about a letter


@pytest.fixture
def batch():
    """A letter of which a thousand are in doubt; others went out, wait, failed or were refused."""
    letter = LetterFactory()
    made = [MessageFactory.build(letter=letter, in_doubt=True) for _ in range(1000)]
    Message.objects.bulk_create(made)
    MessageFactory(letter=letter, failed=True)
    MessageFactory(letter=letter, refused=True)
    MessageFactory(letter=letter, sent=True)
    MessageFactory(in_doubt=True)
    return letter


def counts(letter):
    return letter.messages.by_letter_and_state()[letter.pk]


@pytest.mark.parametrize(
    ("act", "state", "after"),
    [
        ("settle_as_sent", "in_doubt", {"failed": 2, "sent": 1001}),
        ("settle_as_failed", "in_doubt", {"failed": 1002, "sent": 1}),
        ("send_again", "in_doubt", {"failed": 2, "sent": 1, "pending": 1000}),
        ("send_again", "failed", {"failed": 1, "sent": 1, "pending": 1, "in_doubt": 1000}),
        ("settle_as_failed", "failed", {"failed": 2, "sent": 1, "in_doubt": 1000}),
    ],
)
def test_a_whole_letter_is_decided_by_one_statement_and_each_message_remembers_who(
    office, secretary, batch, woken, act, state, after
):
    with CaptureQueriesContext(connection) as queries:
        answer = choose(office, LETTERS, act, batch, state=state, note="The log was read.")

    moves = [query for query in queries if query["sql"].startswith('UPDATE "mailroom_message"')]
    remembered = Message.history.filter(history_type="~", history_change_reason__endswith="The log was read.")
    assert (len(moves), counts(batch)) == (1, after)
    assert {row.history_user for row in remembered} == {secretary}
    assert f"Decided for {len(remembered)} message" in told(answer)[0]
    assert woken == ([len(remembered)] if act == "send_again" else [])
    assert Message.objects.exclude(letter=batch).get().state == State.IN_DOUBT


def test_of_a_letter_only_what_is_undecided_is_left_to_decide(office, batch):
    batch.settle_as_failed(state="failed", by=None)

    answer = choose(office, LETTERS, "settle_as_failed", batch, state="failed")

    assert "No message of it is left to decide." in told(answer)[0]


def test_what_was_refused_when_it_was_queued_is_not_sent_again_with_its_letter(batch):
    refused = batch.messages.get(attempts=0, state="failed")

    batch.send_again(state="failed", by=None)

    refused.refresh_from_db()
    assert refused.state == State.FAILED


def test_a_faulty_letter_is_sent_to_nobody_again(office):
    message = MessageFactory(letter=LetterFactory(faulty=True), failed=True)

    answer = choose(office, LETTERS, "send_again", message.letter, state="failed")

    assert "which it was not given" in told(answer)[0]
    message.refresh_from_db()
    assert message.state == State.FAILED


def test_it_is_asked_back_which_messages_of_a_letter_are_meant(office, batch):
    answer = office.post(LETTERS, {"action": "send_again", "_selected_action": batch.pk})

    assert "all that are in doubt" in answer.content.decode()
    assert counts(batch)["in_doubt"] == 1000


def test_ten_thousand_are_decided_at_once():
    letter = LetterFactory()
    Message.objects.bulk_create(MessageFactory.build(letter=letter, in_doubt=True) for _ in range(10_000))

    assert letter.settle_as_sent(state="in_doubt", by=None) == 10_000

    assert counts(letter) == {"sent": 10_000}
    assert Message.history.filter(history_type="~").count() == 10_000


# suppressed addresses


def test_staff_lift_a_bounce(office, secretary):
    bounce = SuppressionFactory()

    choose(office, SUPPRESSIONS, "lift", bounce, note="A typing error.")

    bounce.refresh_from_db()
    assert bounce.lifted_by == secretary
    assert bounce.history.latest().history_change_reason == "A typing error."
    assert not Suppression.objects.standing().exists()


@pytest.mark.parametrize("reason", ["unsubscribed", "complained"])
def test_what_a_person_has_said_is_theirs_alone_to_take_back(office, reason):
    said = SuppressionFactory(reason=reason, address="amina@example.org")

    answer = choose(office, SUPPRESSIONS, "lift", said)

    assert "Only the person behind amina@example.org can take this back." in told(answer)[0]
    assert Suppression.objects.standing().get() == said


def asked_by_letter(office, **written):
    form = {"address": "Amina@Example.org", "stream": "newsletter", "words": "By telephone, 3 May."}
    return office.post(f"{SUPPRESSIONS}add/", form | written)


def test_staff_record_that_somebody_asked_by_telephone(office, secretary):
    LetterFactory(stream="newsletter")

    assert asked_by_letter(office).status_code == 302

    asked = Suppression.objects.standing().get()
    assert (asked.address, asked.stream, asked.reason) == ("amina@example.org", "newsletter", "unsubscribed")
    assert asked.history.get().history_user == secretary


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ({"address": "nowhere"}, "Enter a valid email address"),
        ({"words": ""}, "This field is required"),
        ({"stream": "of nobody"}, "Select a valid choice"),
    ],
)
def test_a_request_that_cannot_be_is_refused_in_words(office, written, words):
    LetterFactory(stream="newsletter")

    assert words in asked_by_letter(office, **written).content.decode()
    assert not Suppression.objects.exists()


def test_the_same_request_stands_once(office):
    LetterFactory(stream="newsletter")
    asked_by_letter(office)

    again = asked_by_letter(office, address="AMINA@example.org")

    assert "suppressed for this reason already" in again.content.decode()
    assert Suppression.objects.count() == 1


def test_suppressions_are_filtered_by_whether_they_stand(office):
    standing, lifted = SuppressionFactory(), SuppressionFactory()
    lifted.lift(by=None)

    found = [set(office.get(SUPPRESSIONS, {"standing": way}).context["cl"].queryset) for way in ("yes", "no")]

    assert found == [{standing}, {lifted}]


# who may


@pytest.mark.parametrize("role", ["communications", "management"])
def test_who_writes_to_members_and_readers_decides(client, role):
    message, bounce = MessageFactory(failed=True), SuppressionFactory()
    client.force_login(officer(role))

    choose(client, MESSAGES, "settle_as_failed", message)
    choose(client, SUPPRESSIONS, "lift", bounce)
    asked_by_letter(client, stream="")

    assert not Message.objects.undecided().exists()
    assert Suppression.objects.standing().get().reason == "unsubscribed"


def test_a_colleague_of_programme_decides_about_notices_and_knows_no_reader(client):
    notice, mail = (
        MessageFactory(failed=True),
        MessageFactory(failed=True, subscription=True, address="ana@example.org"),
    )
    asking = MessageFactory(failed=True, letter__is_of_reader=True, address="ana@example.org")
    mail.settle_as_failed(by=None)
    SuppressionFactory(address="ana@example.org")
    client.force_login(officer("programme"))

    choose(client, MESSAGES, "settle_as_failed", notice, asking)

    assert Message.objects.undecided().get() == asking
    for page in (MESSAGES, f"{LETTERS}{mail.letter.pk}/change/", "/admin/"):
        assert "ana@example.org" not in client.get(page).content.decode(), page
    assert client.get(MESSAGES, {"q": "ana@example.org"}).context["cl"].result_count == 0
    table = client.post(f"{MESSAGES}export/", {"format": "0", "resource": "0", "messageresource_address": "on"})
    assert b"reader-" in table.content
    assert b"ana@" not in table.content
    assert [client.get(f"{MESSAGES}{mail.pk}/{page}/").status_code for page in ("change", "seen", "history")] == [
        *(302, 404, 404)
    ]
    assert client.get(SUPPRESSIONS).status_code == 403
    assert SUPPRESSIONS not in client.get("/admin/").content.decode()


def test_a_colleague_of_programme_decides_about_no_letter_to_readers(client):
    notice, mail = MessageFactory(failed=True), MessageFactory(failed=True, subscription=True)
    client.force_login(officer("programme"))

    refused = choose(client, LETTERS, "settle_as_failed", notice.letter, mail.letter, state="failed")
    decided = choose(client, LETTERS, "settle_as_failed", notice.letter, state="failed")

    assert "whoever sees those decides about them" in refused.content.decode()
    assert "Decided for 1 message." in decided.content.decode()
    assert Message.objects.undecided().get() == mail
    assert f"letter__id__exact={notice.letter.pk}" in decided.content.decode()
    assert f"letter__id__exact={mail.letter.pk}" not in decided.content.decode()


@pytest.mark.parametrize(("role", "count"), [("programme", 1), ("communications", 2), ("superuser", 3)])
def test_each_officer_is_told_how_many_mails_failed_among_those_that_the_officer_sees(client, role, count):
    MessageFactory(failed=True)
    MessageFactory(failed=True, subscription=True)
    MessageFactory(failed=True, letter__is_of_account=True)
    client.force_login(UserFactory(staff=True) if role == "superuser" else officer(role))

    told = {str(matter.words): matter for matter in client.get("/admin/").context["matters"]}

    assert told["mails that failed"].count == count
    assert client.get(told["mails that failed"].address).context["cl"].result_count == count


@pytest.mark.parametrize("role", ["finance", "auditor"])
def test_a_colleague_of_finance_and_an_auditor_look_and_decide_nothing(client, role):
    message, bounce = MessageFactory(failed=True), SuppressionFactory()
    client.force_login(officer(role))

    assert "Settle as sent" not in page_of(client, message)
    assert client.get(f"{MESSAGES}{message.pk}/seen/").status_code == 200
    assert client.get(f"{MESSAGES}{message.pk}/history/").status_code == 200
    for act in ("send_again", "settle_as_sent", "settle_as_failed"):
        choose(client, MESSAGES, act, message)
        choose(client, LETTERS, act, message.letter, state="failed")
    choose(client, SUPPRESSIONS, "lift", bounce)
    assert asked_by_letter(client, stream="").status_code == 403
    assert Message.objects.undecided().get() == message
    assert Suppression.objects.standing().get() == bounce


def test_a_focal_point_sees_nothing_of_the_mail(client):
    message = MessageFactory(letter=LetterFactory(html="<p>Hidden words</p>"), failed=True)
    user = UserFactory()
    FocalPointFactory(person=user.person)
    client.force_login(user)

    for page in ("", f"{message.pk}/change/", f"{message.pk}/seen/", f"{message.pk}/history/", "export/"):
        answer = client.get(f"{MESSAGES}{page}", follow=True)
        assert answer.status_code == 403, page
        assert "Hidden words" not in answer.content.decode()


@pytest.mark.parametrize("key", ["0", "x", "9" * 30])
def test_a_message_that_is_not_there_has_no_page(office, key):
    assert office.get(f"{MESSAGES}{key}/seen/").status_code in {400, 404}
