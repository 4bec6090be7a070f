"""The oracle: merged bytes are those of Django's own EmailMultiAlternatives."""

import re
from datetime import date
from email import message_from_bytes, policy
from unittest import mock

import pytest
from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from mailroom.marks import filled, filled_html
from mailroom.merging import Merge, as_bytes
from mailroom.models import Letter, Message
from mailroom.outbox import Recipient, post
from mailroom.writing import File

WORDS = {
    "en-gb": ("News for {{ field.name }}", "Dear {{ field.name }},", "Come in", "Kind regards"),
    "fr": ("Nouvelles pour {{ field.name }}", "Chère {{ field.name }},", "Entrez à l’Alliance", "Avec nos salutations"),
    "ar": ("أخبار {{ field.name }}", "السيدة {{ field.name }}،", "تفضلوا", "مع التحية"),
}
NAMES = ["Ana", "Zoë Müller", "مريم", "O’Brien & Sons <b>", "李四", '"Quoted" \\ Name', ". dot", "x" * 60, "é" * 45, ""]


@pytest.fixture
def languages(settings):
    settings.LANGUAGES = [(code, code) for code in WORDS]
    settings.SECRETARIAT_EMAIL = "secretariat@example.org"


@pytest.fixture
def newsletter(letter, languages):
    def told(place):
        return "".join(f'{{% if language == "{code}" %}}{words[place]}{{% endif %}}' for code, words in WORDS.items())

    start = "{% load i18n letters %}{% get_current_language as language %}"
    body = f"{start}{told(1)}\n\n.hidden dot\n\n{{{{ link.page }}}}\n\nOn {{{{ day.on }}}}.\n\n"
    body += f"{told(3)}\n\n{{{{ key.unsubscribe }}}}\n"
    return letter("newsletter", start + told(0), body)


def fifty():
    for number in range(50):
        name = NAMES[number % len(NAMES)]
        yield Recipient(
            f"reader{number}@{'bücher' if number % 7 == 0 else 'news'}.example.org",
            name=name,
            language=list(WORDS)[number % 3],
            fields={
                "name": name,
                "page": f"https://example.org/?a={number}&b=é{'y' * number * 9}",
                "on": date(2026, 5, 9),
            },
        )


def of_django(merge, message):
    """Built from the filled texts alone, as somebody would who knows nothing of merging."""
    values = merge.values(message)
    headers = merge.headers(message, values)
    letter = message.letter
    mail = EmailMultiAlternatives(
        headers.pop("Subject"),
        filled(letter.text, values),
        "portal@example.org",
        [headers.pop("To")],
        reply_to=["secretariat@example.org"],
        headers={
            **headers,
            "Auto-Submitted": "auto-generated",
            "Content-Language": letter.language,
            **({"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if letter.stream else {}),
        },
    )
    mail.attach_alternative(filled_html(letter.html, values), "text/html")
    for file in letter.attachments.all():
        mail.attach(file.name, bytes(file.content), file.media_type)
    return as_bytes(mail)


def dotted(raw):
    return plain(re.sub(rb"={10,}\d+==", b"boundary", raw))


def plain(raw):
    """Boundaries are drawn by lot, and the second may have passed."""
    for number, boundary in enumerate(re.findall(rb'boundary="(=+\d+==)"', raw)):
        raw = raw.replace(boundary, b"boundary%d" % number)
    return re.sub(rb"Date: [^\r]+", b"Date: then", raw)


@pytest.mark.parametrize(
    "files", [(), (File("Plan é.pdf", "application/pdf", b"%PDF\r\n.\r\n" * 99), File("a.txt", "text/plain", b"x\n.y"))]
)
@pytest.mark.parametrize("stream", ["", "newsletter"])
def test_fifty_recipients_in_three_languages_get_the_bytes_that_django_writes(db, newsletter, letter, stream, files):
    if not stream:
        newsletter = letter("notice", "{{ field.name }}", "A {{ field.name }}\n\n{{ link.page }} {{ day.on }} \n")
    post(newsletter, fifty(), stream=stream, files=files)
    messages = list(Message.objects.order_by("pk"))
    assert [message.state for message in messages] == ["pending"] * 50, messages[0].cause
    merges = {one.pk: Merge(one) for one in Letter.objects.all()}
    assert len(merges) == 3
    with mock.patch.object(Merge, "mail", autospec=True, side_effect=Merge.mail) as one_by_one:
        for message in messages:
            merge = merges[message.letter_id]
            assert plain(merge.raw(message)) == plain(of_django(merge, message))
    assert 0 < one_by_one.call_count < 20, "most are merged, those with a long line are not"


@hypothesis(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@example(name=".")
@example(name="")
@example(name="..x")
@given(name=st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Co"]), max_size=200))
def test_whatever_the_name_the_bytes_are_those_of_django(db, letter, languages, name):
    post(
        letter("any", "For {{ field.name }}", "{{ field.name }} x\n\n{{ field.name }}.\n\n.{{ field.name }}"),
        [Recipient("a@example.org", name, fields={"name": name})],
    )
    message = Message.objects.latest("pk")
    merge = Merge(message.letter)
    assert plain(merge.raw(message)) == plain(of_django(merge, message))
    assert dotted(merge.wire(message)) == dotted(merge.raw(message).replace(b"\r\n.", b"\r\n.."))
    read = message_from_bytes(merge.raw(message), policy=policy.default)
    assert read["Message-ID"] == message.message_id


@pytest.mark.parametrize("characters", [980, 1000])
def test_a_letter_of_which_a_line_is_too_long_is_built_by_django_for_each(db, letter, languages, characters):
    kind = letter("long", "Long", "x" * characters + "{{ field.name }}")
    post(kind, [Recipient("a@example.org", fields={"name": "Ana"})])
    message = Message.objects.get()
    merge = Merge(message.letter)
    assert plain(merge.raw(message)) == plain(of_django(merge, message))
    assert not any(merge.templates.values())


def test_a_line_of_the_text_that_looks_like_a_header_keeps_its_beginning(db, letter, languages):
    post(
        letter("like", "S", "Subject: {{ field.name }}\nTo: {{ field.name }}\n"),
        [Recipient("a@example.org", fields={"name": "Ana"})],
    )
    message = Message.objects.get()
    assert b"\r\nSubject: Ana\r\nTo: Ana\r\n" in Merge(message.letter).raw(message)


def test_days_are_written_as_the_letter_s_language_writes_them(db, newsletter):
    post(newsletter, fifty(), stream="newsletter")
    french = Message.objects.filter(letter__language="fr").first()
    with translation.override("en-gb"):
        assert Merge(french.letter).values(french)["day", "on"] == "9 mai 2026"


def test_a_field_with_html_adds_no_markup(db, letter, languages):
    hostile = '<img src=x onerror="alert(1)">'
    post(
        letter("h", "S {{ field.name }}", "Dear {{ field.name }}"),
        [Recipient("a@example.org", fields={"name": hostile})],
    )
    message = Message.objects.get()
    raw = Merge(message.letter).raw(message)
    html = message_from_bytes(raw, policy=policy.default).get_body(("html",)).get_content()
    assert "<img" not in html
    assert "&lt;img src=x onerror=&quot;alert(1)&quot;&gt;" in html
