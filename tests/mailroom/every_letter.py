"""Every letter of the portal, with what it is given."""

from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import mark_safe

from mailroom.outbox import Recipient, post
from mailroom.writing import write

TEMPLATES = Path(settings.BASE_DIR) / "templates"
OF_ALLAUTH = {"timestamp": timezone.now(), "ip": "203.0.113.7", "user_agent": "Browser/1.0"}
MATTER = {
    "what": "The appointment of Ana Example ends",
    "when": "on 12 December 2026",
    "address": "https://portal.example.org/members/freedonia/",
    "due": {"text": "", "label": "Open the member's page", "to": {"name": "Bruno", "address": "bruno@example.org"}},
}
PLAN = {
    "name": "National plan of Freedonia",
    "number": "2026-00014",
    "submitted_at": timezone.now(),
    "submitted_by": "Ana Example",
    "answer": "Please name the schools.",
    "file": "receipt-2026-00014.txt",
    "sections": [{"number": 0, "heading": "About the plan"}, {"number": 1, "heading": "Schools meet"}],
    "comments": [
        {"number": 0, "heading": "", "text": "Well begun."},
        {
            "number": 1,
            "heading": "Schools",
            "text": "Which?",
            "address": "https://portal.example.org/portal/plans/1/1/",
        },
    ],
    "address": "https://portal.example.org/portal/receipts/14/",
    "draft_address": "https://portal.example.org/portal/plans/1/",
}
IN_TEXT = "In Istanbul:\n- A plan [1]\n\n[1] https://portal.example.org/1/"
BLOCK = {
    "heading": "National plans announced",
    "html": mark_safe("<p>In Istanbul:</p><ul><li><a href='https://portal.example.org/1/'>A plan</a></li></ul>"),
}
ISSUE = {
    "edition": {
        "subject": "News of April 2009",
        "introduction": "The second forum met in Istanbul. Ten plans were announced.",
        "introduction_html": mark_safe("<p>The second forum met in Istanbul. Ten plans were announced.</p>"),
    },
    "newsletter": {"month": date(2009, 4, 1)},
    "told": [{"name": "National plans and regional strategies", "blocks": [BLOCK, BLOCK]}],
    "introduction": "The second forum met in Istanbul. Ten plans were announced.",
    "printed": [("National plans and regional strategies", [(BLOCK["heading"], IN_TEXT), (BLOCK["heading"], IN_TEXT)])],
    "headings": [BLOCK["heading"], "Agreements signed"],
    "page": "https://portal.example.org/newsletters/2009-04/",
    "audience": "focal_points",
    "is_of_some": False,
}
MISSED = {
    "newsletter": "Newsletter, April 2009",
    "closes_at": timezone.now(),
    "address": "https://portal.example.org/admin/outreach/newsletter/1/change/",
}
CONTEXTS = {  # of letters that are given more than fields and keys
    "mailroom/mail/reminders": {"items": [MATTER, MATTER], "escalated": [MATTER], "count": 3, "first": MATTER},
    "outreach/mail/confirm_subscription": {"days": 7, "is_reading": False},
    "outreach/mail/newsletter": ISSUE,
    "outreach/mail/window_missed": MISSED,
    **dict.fromkeys(["plans/mail/plan_received", "plans/mail/plan_returned", "plans/mail/plan_published"], PLAN),
}
FIELDS = {
    "name": "Ana Example",
    "email": "ana@example.org",
    "until": "2026-12-12",
    "earlier": "earlier@example.org",
    "present": "present@example.org",
    "forum": "https://portal.example.org/forums/freedonia/",
}
KEYS = dict.fromkeys(["link", "confirm", "preferences"], ("tests.link", 1))


def kinds(pattern, ending):
    return sorted(str(path.relative_to(TEMPLATES)).removesuffix(ending) for path in TEMPLATES.glob(pattern))


NOTICES_OF_ALLAUTH = kinds("*/email/*_subject.txt", "_subject.txt")
OWN = kinds("*/mail/*.subject.txt", ".subject.txt")
BULLETIN = "example/mail/bulletin"
TO_READERS = {"outreach/mail/confirm_subscription"}
NEWSLETTER = "outreach/mail/newsletter"  # whose text numbers its addresses (tests/outreach/test_newsletter_mail.py)
EVERY_LETTER = [*OWN, *NOTICES_OF_ALLAUTH, BULLETIN]


def options(kind):
    """What `post` and `write` are given beside the recipients."""
    if kind in NOTICES_OF_ALLAUTH:
        return {"context": OF_ALLAUTH, "subject": f"{kind}_subject.txt", "text": f"{kind}_message.txt"}
    return {"context": CONTEXTS.get(kind, {}), "stream": "bulletin" if kind == BULLETIN else ""}


def written(kind, language="en-gb", **more):
    given = options(kind) | more
    return write(kind, language, given.pop("context"), **given)


def posted(kind, *, fields=FIELDS, language="", **more):
    post(kind, [Recipient("ana@example.org", "", language, fields, KEYS)], **options(kind) | more)
