import re
from pathlib import Path

import pytest
from allauth import mfa
from django.template.loader import get_template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from mailroom import keys, writing
from mailroom.models import Message
from mailroom.writing import LONGEST_LINE, longest, short_lines
from tests.factories import PersonFactory
from tests.mailroom.every_letter import (
    BULLETIN,
    EVERY_LETTER,
    FIELDS,
    KEYS,
    NEWSLETTER,
    NOTICES_OF_ALLAUTH,
    OF_ALLAUTH,
    TEMPLATES,
    TO_READERS,
    options,
    posted,
    written,
)
from tests.mailroom.reading import Page, html_of, style_of

pytestmark = pytest.mark.django_db
LINK = "https://portal.example.org/accounts/a-key/"
HOSTILE = '<img src=x onerror="alert(1)"> & "Ana"'
LIMIT = 998  # bytes of a line (RFC 5322 2.1.1)
every_letter = pytest.mark.parametrize("kind", EVERY_LETTER)


@pytest.fixture(autouse=True)
def link(monkeypatch):
    monkeypatch.setitem(keys.MAKERS, KEYS["link"][0], lambda about: LINK)


@pytest.fixture
def arabic(settings):
    settings.LANGUAGES = [("en-gb", "English"), ("ar", "Arabic")]


@pytest.fixture
def arrived(delivered):
    """Post a letter: the mail that arrives."""

    def arrived(kind, **more):
        before = len(delivered())
        posted(kind, **more)
        [mail] = delivered()[before:]
        return mail

    return arrived


def words_of(kind):
    return Path(get_template(options(kind).get("text") or f"{kind}.txt", using="mail").origin.name).read_text()


@every_letter
def test_a_letter_is_given_whatever_it_names(kind):
    letter = written(kind)

    assert letter.fault == ""
    assert 0 < len(letter.subject) <= 60


@pytest.mark.parametrize("kind", ["people/mail/invitation", "mfa/email/totp_activated"])
def test_a_letter_that_is_given_less_goes_to_nobody(kind, delivered):
    posted(kind, fields={"name": "Ana Example"}, context={"ip": "203.0.113.7"})

    assert delivered() == []
    assert re.search("is missing|was not given", Message.objects.failed().get().cause)


@every_letter
def test_the_text_reads_well_by_itself(kind, arrived):
    body = arrived(kind).body

    assert body.startswith(f"Dear {'reader' if kind in TO_READERS else 'colleague'},\n\n")
    assert "\nWith kind regards,\nSecretariat of the United Nations Alliance of Civilizations\n" in body
    assert not re.search(r"&(\w+|#\w+);|[<>{}]|\n\n\n|\n +| +\n(?<!-- \n)|[\ue000-\uf8ff]", body)


@pytest.mark.parametrize("kind", [kind for kind in EVERY_LETTER if kind != NEWSLETTER])
def test_the_html_says_the_same_as_the_text(kind, arrived):
    mail = arrived(kind)
    page = Page(html_of(mail))

    for words in re.split(r"\s+", re.sub(r":\nhttp\S+|^-- ?$|^- ", "", mail.body, flags=re.MULTILINE)):
        assert words in page.text, words
    assert [attributes["lang"] for attributes in page.named("html")] == ["en-gb"]
    assert len(page.named("h1")) == 1
    assert mail.subject in page.text


@every_letter
def test_a_letter_begins_with_what_it_says_and_not_with_its_salutation(kind, arrived):
    mail = arrived(kind)
    [first] = re.findall(r"<div style=\"display:none[^>]*>([^<]*)</div>", html_of(mail))

    assert len(first) > 20
    assert " ".join(first.split()) in mail.body.split("\n\n")[1]


@every_letter
def test_a_mail_says_that_a_machine_wrote_it_and_in_which_language(kind, arrived):
    message = arrived(kind).message()

    assert (message["Auto-Submitted"], message["Content-Language"]) == ("auto-generated", "en-gb")
    assert [part.get_content_type() for part in message.get_payload()] == ["text/plain", "text/html"]


@every_letter
def test_what_a_letter_opens_is_a_button_that_says_where_it_leads(kind, arrived):
    mail = arrived(kind)
    links = Page(html_of(mail)).links
    acts = re.findall(r"^(.+):\n(http\S+)$", mail.body, flags=re.MULTILINE)

    assert all([address, label] in links for label, address in acts)
    if kind != NEWSLETTER:  # whose keys are for subscribers alone
        assert (LINK in dict(links)) == ("{% action key." in words_of(kind))


@every_letter
def test_a_letter_fetches_nothing_from_anywhere(kind, arrived):
    html = html_of(arrived(kind))

    assert not re.search(
        r"<(img|link|script|iframe|object|form)\b|\bsrc=|url\(|@import|background=\"", html, re.IGNORECASE
    )


@every_letter
def test_a_name_with_markup_adds_none(kind, arrived):
    calm = Page(html_of(arrived(kind)))
    context = {"context": options(kind)["context"] | {"user_agent": HOSTILE}} if kind in NOTICES_OF_ALLAUTH else {}

    mail = arrived(kind, fields=FIELDS | {"name": HOSTILE}, **context)

    page = Page(html_of(mail))
    assert [tag for tag, _attributes in page.tags] == [tag for tag, _attributes in calm.tags]
    assert (HOSTILE in page.text) == (HOSTILE in mail.body)
    assert (HOSTILE in mail.body) == (kind in NOTICES_OF_ALLAUTH or "field.name" in words_of(kind))


def test_words_that_look_like_a_mark_are_only_words(arrived):
    packed = writing.packed("\ue000key:link\ue001")
    name = re.sub(writing.SECRET, "mark", packed)

    assert name in Page(html_of(arrived(BULLETIN, fields=FIELDS | {"name": name}))).text


def test_words_that_look_like_a_button_lead_nowhere(arrived):
    forged = "\ue002http://elsewhere.example.org\ue003Sign in\ue004\ue005"

    page = Page(html_of(arrived("account/email/password_changed", context=OF_ALLAUTH | {"user_agent": forged})))

    assert "Sign in" not in dict(page.links).values()
    assert "This is a notice of office" in page.text


# subscriptions and notices


def test_a_subscription_says_why_it_comes_and_how_to_leave_it(arrived):
    mail = arrived(BULLETIN)
    header = mail.extra_headers["List-Unsubscribe"].strip("<>")
    links = dict(Page(html_of(mail)).links)

    assert "You get this mail because you have subscribed to it." in mail.body
    assert mail.body.endswith(f"Unsubscribe:\n{header}\n")
    assert links[header] == "Unsubscribe"
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize("kind", [kind for kind in EVERY_LETTER if kind not in {BULLETIN, *TO_READERS}])
def test_a_notice_of_office_says_why_it_comes_and_nobody_unsubscribes_from_it(kind, arrived, settings):
    settings.SECRETARIAT_EMAIL = "secretariat@example.org"
    mail = arrived(kind)

    assert "-- \nThis is a notice of office: you get it because" in mail.body
    assert ["mailto:secretariat@example.org", "secretariat@example.org"] in Page(html_of(mail)).links
    assert "nsubscribe" not in str(mail.message())


# languages


@pytest.mark.parametrize(
    ("languages", "expected"),
    [(["de", "ar", "en"], "ar"), (["en", "ar"], "en-gb"), (["de", "tr"], "en-gb"), ([], "en-gb")],
)
def test_a_person_is_written_to_in_the_first_of_their_languages_that_the_portal_speaks(languages, expected, arabic):
    assert PersonFactory(languages=languages).mail_language == expected


def test_an_arabic_letter_runs_from_right_to_left(arabic, arrived):
    mail = arrived("people/mail/invitation", language="ar")
    page = Page(html_of(mail))

    assert mail.extra_headers["Content-Language"] == "ar"
    assert page.named("html")[0]["dir"] == "rtl"
    styles = [style_of(attributes) for tag, attributes in page.all if attributes.get("style")]
    assert {style["direction"] for style in styles if "direction" in style} == {"rtl"}
    texts = [style for style in styles if "font-family" in style and "text-align" in style]
    assert texts
    assert {style["text-align"] for style in texts} == {"right"}


def test_an_english_letter_runs_from_left_to_right(arabic, arrived):
    page = Page(html_of(arrived("people/mail/invitation", language="en-gb")))

    assert page.named("html")[0]["dir"] == "ltr"
    assert "rtl" not in " ".join(attributes.get("style", "") for _tag, attributes in page.all)


def test_why_a_key_is_void_is_told_to_the_office_in_its_own_language(arabic, delivered, monkeypatch):
    def void(about):
        raise keys.Void(f"said in {translation.get_language()}")

    monkeypatch.setitem(keys.MAKERS, KEYS["link"][0], void)
    posted("people/mail/invitation", language="ar")

    assert delivered() == []
    assert Message.objects.get().cause == "said in en-gb"


# allauth


def test_every_notice_that_allauth_sends_of_a_second_factor_is_in_words_of_the_office():
    sent = {path.name for path in (Path(mfa.__file__).parent.parent / "templates/mfa/email").glob("*.txt")}

    assert sent
    assert sent == {path.name for path in (TEMPLATES / "mfa/email").glob("*.txt")}


# short lines


@every_letter
def test_no_line_is_too_long_for_a_mail_and_breaking_it_changes_nothing(kind, monkeypatch):
    short = written(kind)
    monkeypatch.setattr(writing, "LONGEST_LINE", 10**6)
    long = written(kind)

    assert longest(long.html) > LIMIT
    assert longest(short.text) <= LONGEST_LINE
    assert longest(short.html) <= LONGEST_LINE
    assert same(Page(short.html), Page(long.html))
    assert "".join(short.html.split()) == "".join(long.html.split())


def same(page, other):
    return (page.tags, page.text, page.comments) == (other.tags, other.text, other.comments)


def test_an_attribute_and_a_condition_of_outlook_are_not_broken():
    style = "font-family: 'Noto Sans', 'Noto Sans Arabic', sans-serif; color: #17222c"
    html = f'<p class="says" style="{style}">Words</p><!--[if mso | IE]><td><![endif]-->' * 40

    broken = short_lines(html)

    assert longest(broken) <= LIMIT
    assert same(Page(broken), Page(html))
    assert "<!--[if mso | IE]>" in broken
    assert broken.count("[if mso | IE]") == broken.count(style) == 40


@given(st.text(st.sampled_from('aé漢 \n"=<>-'), max_size=3000))
def test_breaking_puts_a_line_s_end_where_a_space_was_and_nothing_else(text):
    broken = short_lines(text)

    assert len(broken) == len(text)
    assert all(one == other or (one, other) == ("\n", " ") for one, other in zip(broken, text, strict=True))
    words = re.findall(r'(?:="[^"]*"|\S)+', text)
    assert longest(broken) <= max([LONGEST_LINE, *(len(word.encode()) for word in words)])


def test_a_letter_without_spaces_arrives_whole(arrived):
    name = "漢" * 800

    mail = arrived(BULLETIN, fields=FIELDS | {"name": name})

    assert name in mail.body
    assert name in Page(html_of(mail)).text
    assert max(map(len, mail.message().as_bytes().splitlines())) <= LIMIT
