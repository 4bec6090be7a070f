"""The newsletter: what went out is everybody's, drafts are staff's, news their member's, a link its reader's."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from tests.access.answers import DONE_BY_A, LED_AWAY, OF_STAFF, OPEN, POSTS_ONLY, of_api
from tests.access.keepers import PROPOSAL, Register
from tests.access.walk import Row, said
from tests.access.words import OF_A as A
from tests.access.words import ROLES

WORDS: dict[str, set[str]] = {
    "Issue-Published": set(ROLES),
    "Issue-French": set(ROLES),
    "Issue-Told": set(ROLES),
    "Issue-Draft": set(),
    "Issue-Stopped": set(),
    "News-Of-A": A,
    "reader-of-link": set(ROLES),  # by the link alone
}
ISSUES = {"Issue-Published", "Issue-Draft", "Issue-Stopped"}
ONLY_ACTING = said(404, anonymous=302, of_a=200, of_others=200)
BY_LINK = {"reader-of-link": {*ROLES}}
VOID = said(410)
PUBLIC: dict[str, Row] = {
    "newsletters": Row("/newsletters/", OPEN, shows={*ISSUES, "Issue-Told"}),
    "newsletter_feed": Row("/newsletters/feed.atom", OPEN, shows={"Issue-Published", "Issue-Told"}),
    "newsletter": Row("/newsletters/2007-03/", OPEN, shows={"Issue-Published", "Issue-Told"}),
    "newsletter_in": Row("/newsletters/2007-03/fr/", OPEN, shows={"Issue-French", "Issue-Told"}),
    "news_items": Row(
        "/portal/news/",
        ONLY_ACTING,
        ONLY_ACTING,
        unknown=POSTS_ONLY,
        only=dict.fromkeys(["News-Of-A", "Member-A", "Person-A"], A),
    ),
    "newsitem_withdraw": Row("/portal/news/{news.pk}/withdraw/", POSTS_ONLY, DONE_BY_A, unknown=POSTS_ONLY),
    "subscribe": Row("/subscribe/", OPEN, OPEN),
    "subscribe_asked": Row("/subscribe/asked/", OPEN),
    "subscription_confirm": Row("/subscribe/confirm/{confirming}/", OPEN, LED_AWAY, only=BY_LINK),
    "subscription": Row("/subscribe/choices/{reader_link}/", OPEN, OPEN, only=BY_LINK),
    "subscription_leave": Row("/subscribe/choices/{reader_link}/leave/", said(405), LED_AWAY),
    "subscription_return": Row("/subscribe/choices/{reader_link}/return/", said(405), LED_AWAY),
    "subscription_data": Row("/subscribe/choices/{reader_link}/data/", OPEN, only=BY_LINK),
    "subscription_erase": Row("/subscribe/choices/{reader_link}/erase/", OPEN, OPEN, only=BY_LINK),
}
FOREIGN: dict[str, Row] = {
    "issue that is a draft": Row("/newsletters/2007-04/", OF_STAFF, unknown=said(405), shows={"Issue-Draft"}),
    "issue that was stopped": Row("/newsletters/2007-05/", OF_STAFF, unknown=said(405), shows={"Issue-Stopped"}),
    "issue that is not there": Row("/newsletters/2007-06/", said(404), unknown=said(405)),
    "issues found by a hidden word": Row("/newsletters/?search=Issue-D", OPEN, shows={"Issue-Draft"}),
    "draft in the API": Row(
        "/api/v1/newsletters/2007-04/", of_api(OF_STAFF), unknown=of_api(said(405)), shows={"Issue-Draft"}
    ),
    "table of newsletters": Row("/api/v1/newsletters/?format=csv", of_api(OPEN), shows={*ISSUES, "Issue-French"}),
    "harvest of newsletters": Row(
        "/api/v1/newsletters/?updated_since=2020-01-01T00:00:00Z", of_api(OPEN), shows={*ISSUES, "Issue-French"}
    ),
    "rows of newsletters": Row("/figures/newsletters/", OPEN, shows={"Issue-Published"}),
    "rows of recipients": Row("/figures/newsletter-recipients/", OPEN, shows={"Issue-Published"}),
    "confirming by a wrong link": Row("/subscribe/confirm/wrong/", VOID, VOID, unknown=said(405)),
    "choices by a wrong link": Row("/subscribe/choices/wrong/", VOID, VOID, unknown=said(405)),
    "confirming by the link to the choices": Row("/subscribe/confirm/{reader_link}/", VOID, VOID, unknown=said(405)),
    "data by a wrong link": Row("/subscribe/choices/wrong/data/", VOID, unknown=said(405)),
    "erasing by a wrong link": Row("/subscribe/choices/wrong/erase/", VOID, VOID, unknown=said(405)),
    "leaving by a wrong link": Row("/subscribe/choices/wrong/leave/", said(405), VOID),
    "returning by a wrong link": Row("/subscribe/choices/wrong/return/", said(405), VOID),
}
API: dict[str, Row] = {
    "newsletter-list": Row("/api/v1/newsletters/", of_api(OPEN), shows={*ISSUES, "Issue-French"}),
    "newsletter-detail": Row(
        "/api/v1/newsletters/2007-03/", of_api(OPEN), shows={"Issue-Published", "Issue-French", "Issue-Told"}
    ),
}
DECIDE, LOOK = {"programme", "communications", "management", "superuser"}, {"finance", "auditor"}
KEEP = {"communications", "management", "superuser"}
REGISTERS: dict[str, Register] = {
    "outreach.newsletter": Register(DECIDE, LOOK, {"add", "change", "export", "saves what is empty"}),
    "outreach.subscriber": Register(KEEP, set(), {"change", "import", "export"}, shows={"reader-of-link"}),
    "outreach.newsitem": Register(DECIDE, LOOK, PROPOSAL, shows={"News-Of-A"}),
}
READS, ACTS = said(302, staff=200), said(302, staff=403, **dict.fromkeys(DECIDE, 200))
IN_ADMIN: dict[str, Row] = {
    "admin:outreach_newsletter_preview": Row(
        "/admin/outreach/newsletter/{draft.pk}/preview/", READS, ACTS, unknown=READS, shows={"Issue-Draft"}
    ),
    "admin:outreach_newsletter_mail": Row(
        "/admin/outreach/newsletter/{draft.pk}/mail/", READS, ACTS, unknown=READS, shows={"Issue-Draft"}
    ),
    "admin:outreach_newsletter_act": Row(
        "/admin/outreach/newsletter/{draft.pk}/acts/translate/", ACTS, ACTS, unknown=ACTS
    ),
}


def lay_out(world: Any) -> None:
    """An issue that went out, in two languages, one in work and one that was stopped; no mail of them."""
    from outreach.mail import CONFIRMING, PREFERRING
    from outreach.models import NewsItem
    from tests.factories.outreach import SubscriberFactory

    went_out = {"status": "sent", "published_at": timezone.now()}
    published = issue(3, "Issue-Published", **went_out)
    french = published.main.__class__.objects.create(newsletter=published, language="fr", subject="Issue-French")
    tell(french, "Issue-Told")
    tell(published.main, "Issue-Told")
    world.draft = issue(4, "Issue-Draft")
    tell(world.draft.main, "Issue-Draft")
    issue(5, "Issue-Stopped", **(went_out | {"status": "stopped"}))
    offered = {"member": world.a, "by": world.users["focal_a"], "text": "News-Of-A"}
    world.news = NewsItem.propose(title="News-Of-A", **offered)
    reader = SubscriberFactory(address="reader-of-link@example.org")
    world.confirming, world.reader_link = CONFIRMING.sign(reader.number.hex), PREFERRING.sign(reader.number.hex)


def issue(month: int, subject: str, **stands: Any) -> Any:
    from tests.factories.outreach import EditionFactory, NewsletterFactory

    newsletter = NewsletterFactory(month=date(2007, month, 1), **stands)
    newsletter.editions.all().delete()
    EditionFactory(newsletter=newsletter, subject=subject)
    return newsletter


def tell(edition: Any, heading: str) -> None:
    from tests.factories.outreach import BlockFactory

    BlockFactory(edition=edition, heading=heading, text="Words.")
