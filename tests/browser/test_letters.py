import pytest

from mailroom.marks import filled_html, marks
from tests.browser.test_second_factor import keeps_the_rules
from tests.mailroom.every_letter import BULLETIN, EVERY_LETTER, written

pytestmark = pytest.mark.browser
LINK = "https://portal.example.org/accounts/a-key/"


@pytest.fixture
def show(open_page, django_db_blocker):
    """A letter as a mail program shows it, in which nothing but the words differs by reader."""

    def show(kind, language="en-gb"):
        with django_db_blocker.unblock():
            html = written(kind, language).html
        page = open_page()
        page.set_content(filled_html(html, dict.fromkeys(marks(html), LINK)))
        return page

    return show


@pytest.mark.parametrize("kind", EVERY_LETTER)
def test_a_letter_keeps_wcag_2_2_aa_on_a_phone_and_a_desk_by_day_and_by_night(show, kind):
    page = show(kind)

    keeps_the_rules(page)
    assert page.asked == []


@pytest.mark.parametrize("kind", ["people/mail/invitation", BULLETIN])
def test_so_does_an_arabic_one_which_begins_at_the_right(show, kind, settings):
    settings.LANGUAGES = [("en-gb", "English"), ("ar", "Arabic")]
    page = show(kind, "ar")

    keeps_the_rules(page)
    heading, button = page.locator("h1").bounding_box(), page.locator("td[bgcolor] a").bounding_box()
    assert heading["x"] + heading["width"] == pytest.approx(button["x"] + button["width"], abs=2)


def test_by_night_the_paper_is_dark_and_the_button_light(show):
    page = show("people/mail/invitation")
    page.emulate_media(color_scheme="dark")

    assert [colour(page, place, "backgroundColor") for place in ("body", ".paper", ".press a")] == [
        "rgb(11, 17, 22)",
        "rgb(16, 23, 30)",
        "rgb(108, 197, 245)",
    ]
    assert colour(page, "h1", "color") == "rgb(232, 238, 243)"


def colour(page, place, name):
    return page.locator(place).first.evaluate(f"element => getComputedStyle(element).{name}")
