import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in
from tests.browser.test_public_pages import DESKTOP, PHONE
from tests.browser.test_second_factor import keeps_the_rules

pytestmark = pytest.mark.browser
PAGES = [
    "/portal/",
    "/portal/contact/",
    "/portal/directory/",
    "/portal/members/ruritania/nominate/",
    "/portal/members/ruritania/correct/",
    "/portal/members/ruritania/initiatives/propose/",
    "/portal/plans/ruritania-plan-1/progress/",
    "/portal/measures/ruritania-plan-1-m1/progress/",
    "/portal/progress/",
    "/portal/task-force/",
    "/portal/practices/",
    "/portal/practices/1/",
    "/portal/practices/share/",
    "/portal/calendar/",
    "/portal/news/",
    "/accounts/",
    "/accounts/sessions/",
]


def test_the_pages_of_a_focal_point_keep_wcag_2_2_aa(open_page):
    page = open_page(bypass_csp=True, reduced_motion="reduce")
    sign_in(page, "fp@example.org")

    for address in PAGES:
        page.goto(address)
        keeps_the_rules(page)


def test_the_pages_of_a_focal_point_fit_their_width_and_keep_their_policy(open_page, portal):
    page = open_page(viewport=DESKTOP)
    sign_in(page, "fp@example.org")

    for address in PAGES:
        page.goto(address, wait_until="networkidle")
        for width in (320, PHONE["width"], 768, DESKTOP["width"]):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    assert all(asked.startswith((portal.url, "data:")) for asked in page.asked)
    assert page.complaints == []


def test_on_a_slow_line_without_javascript_an_alternate_is_nominated_and_withdrawn(open_page):
    page = open_page(viewport=PHONE, java_script_enabled=False)
    sign_in(page, "fp@example.org")

    page.click("text=Nominate an alternate")
    page.click("main >> button:has-text('Nominate')")
    expect(page.locator(".summary")).to_contain_text("This field is required.")
    page.fill("input[name=name]", "Ana Alternate")
    page.fill("input[name=email]", "ana@example.org")
    page.click("main >> button:has-text('Nominate')")
    expect(page.locator("main")).to_contain_text("Ana Alternate (Ruritania)")

    page.click("main >> li:has-text('Ana Alternate') >> text=Withdraw")

    expect(page.locator("main")).to_contain_text("Withdrawn.")
