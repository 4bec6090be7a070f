"""What the newsletter counts: issues against months, and what became of its mails. No figure tells an address."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alliance.dates import Period
from mailroom.models import Message, Suppression
from outreach.figures import bounced, delivered, in_doubt, newsletters, recipients, subscribers, without
from outreach.models import Newsletter
from tests.factories import FocalPointFactory, UserFactory
from tests.factories.outreach import NewsletterFactory, SubscriberFactory, sent_out

pytestmark = pytest.mark.django_db
MAILS = (recipients, delivered, bounced, in_doubt)


def day(*when):
    return timezone.make_aware(datetime(*when, 12))


def sent(month, *, on, states=(), **more):
    """An issue that went out on a day, with a mail in each of these states."""
    made = NewsletterFactory(month=month, told=1, **more)
    Newsletter.objects.filter(pk=made.pk).update(status="sent", published_at=on)
    letter = None
    for state in states:
        letter = letter or letter_of(made)
        Message.objects.create(letter=letter, address=f"{state}-{made.key}@example.org", state=state)
    return made


def letter_of(newsletter, **more):
    from tests.factories.mail import LetterFactory

    letter = LetterFactory(kind="outreach/mail/newsletter", **{"language": "en-gb", "stream": "", **more})
    newsletter.letters.add(letter)
    return letter


YEAR, NEXT = Period(date(2009, 1, 1), date(2009, 12, 31)), Period(date(2010, 1, 1), date(2010, 12, 31))


def test_issues_are_counted_by_the_day_on_which_they_went_out():
    sent(date(2009, 4, 1), on=day(2009, 5, 4))
    sent(date(2009, 12, 1), on=day(2010, 1, 4))
    NewsletterFactory(month=date(2009, 6, 1), told=1)
    stopped = sent(date(2009, 7, 1), on=day(2009, 8, 1))
    Newsletter.objects.filter(pk=stopped.pk).update(status="stopped")

    assert newsletters.series([YEAR, NEXT]) == [1, 1]
    assert [issue.key for issue in newsletters.rows(YEAR)] == ["2009-04"]


def test_an_issue_of_two_topics_and_languages_counts_once_and_in_each_part():
    made = sent(date(2009, 4, 1), on=day(2009, 5, 4))
    Newsletter.objects.update(status="draft")
    made.main.add(by=None, topic="funds", heading="Contributions", text="One.")
    made.main.translate("fr", by=None)
    Newsletter.objects.update(status="sent")

    assert newsletters.value(YEAR) == newsletters.rows(YEAR).count() == 1
    assert newsletters.by("topic", [YEAR]) == {"plans": [1], "funds": [1]}
    assert newsletters.by("language", [YEAR]) == {"en": [1], "fr": [1]}


def test_months_without_an_issue_are_told_as_soon_as_they_are_over():
    sent(date(2009, 4, 1), on=day(2011, 5, 4))
    NewsletterFactory(month=date(2009, 5, 1), told=1)
    today = timezone.localdate()
    this_month = Period(today.replace(day=1), today + timedelta(days=400))

    assert without.series([YEAR, this_month]) == [11, 0]
    assert without.value(Period(date(2009, 3, 15), date(2009, 4, 30))) == 0
    assert without.value(Period(date(2009, 5, 1), date(2009, 5, 2))) == 1


def test_each_mail_is_counted_by_what_became_of_it():
    sent(date(2009, 4, 1), on=day(2009, 5, 4), states=["sent", "failed", "in_doubt", "suppressed"])
    sent(date(2009, 5, 1), on=day(2009, 6, 4), states=["sent"])
    sent(date(2010, 1, 1), on=day(2010, 2, 4), states=["sent"])

    assert [figure.value(YEAR) for figure in MAILS] == [5, 2, 1, 1]
    assert [figure.value(NEXT) for figure in MAILS] == [1, 1, 0, 0]
    assert [sum(issue.mails or 0 for issue in figure.rows(YEAR)) for figure in MAILS] == [5, 2, 1, 1]


def test_mails_are_told_apart_by_class_and_language():
    made = sent(date(2009, 4, 1), on=day(2009, 5, 4), states=["sent"])
    letter = letter_of(made, stream="newsletter", language="fr")
    for reader in range(2):
        Message.objects.create(letter=letter, address=f"reader-{reader}@example.org", state="sent")

    assert recipients.by("class", [YEAR]) == {"": [1], "newsletter": [2]}
    assert recipients.by("language", [YEAR]) == {"en-gb": [1], "fr": [2]}


def test_a_real_issue_counts_its_focal_points_and_its_readers(delivered):
    FocalPointFactory(person=UserFactory(email="fp@example.org").person, member__joined="2008")
    SubscriberFactory(address="reader@example.org")
    sent_out(NewsletterFactory(month=date(2009, 4, 1), told=1))
    today = Period(timezone.localdate(), timezone.localdate())

    delivered()

    assert [figure.value(today) for figure in MAILS] == [2, 2, 0, 0]
    Message.objects.get(address="reader@example.org").come_back("550 5.1.1 nobody", is_of_nobody=True)
    assert [figure.value(today) for figure in MAILS] == [2, 1, 1, 0]


def test_readers_are_those_who_read_on_the_day():
    for address, confirmed in (("a", day(2009, 3, 1)), ("b", day(2009, 3, 1)), ("c", day(2010, 3, 1)), ("d", None)):
        SubscriberFactory(address=f"{address}@example.org", confirmed_at=confirmed)
    Suppression.objects.stop("b@example.org", "newsletter")
    Suppression.objects.update(since=day(2010, 6, 1))
    now = Period(date(2011, 1, 1), date(2011, 12, 31))

    assert subscribers.series([YEAR, NEXT, now]) == [2, 2, 2]
    Suppression.objects.update(lifted_at=day(2011, 6, 1))
    assert subscribers.series([YEAR, NEXT, now]) == [2, 2, 3]


def test_no_page_of_a_figure_tells_to_whom_an_issue_went(client, secretary):
    sent(date(2009, 4, 1), on=day(2009, 5, 4), states=["sent", "failed"])
    SubscriberFactory(address="reader@example.org")
    client.force_login(secretary)

    for figure in (*MAILS, newsletters, subscribers):
        pages = [f"/figures/{figure.key}/", f"/api/v1/figures/{figure.key}/", f"/api/v1/figures/{figure.key}/rows/"]
        for page in pages:
            assert "@example.org" not in client.get(page).content.decode(), page


def test_a_figure_of_many_issues_takes_the_same_statements(client):
    costs = []
    for year in (2001, 2003):
        for month in range(1, 7):
            sent(date(year, month, 1), on=day(2009, month, 4), states=["sent", "failed"])
        with CaptureQueriesContext(connection) as queries:
            client.get("/figures/newsletter-recipients/")
        costs.append(len(queries))

    assert costs[0] == costs[1]
