import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from mailroom.subscriptions import SIGNER
from outreach.mail import PREFERRING
from tests.browser.conftest import LEFT, STAYS, sign_in

pytestmark = pytest.mark.browser

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
PAGES = {
    "home": "/",
    "members": "/members/",
    "members filtered": "/members/?kind=organization&on=2010-05-13",
    "members refused": "/members/?kind=planet",
    "member": "/members/spain/",
    "member implied": "/members/bulgaria/",
    "plans": "/plans/",
    "plan": "/plans/spain-plan-1/",
    "plan of measures": "/plans/ruritania-plan-1/",
    "plan by field": "/plans/ruritania-plan-1/?by=field",
    "plan in Arabic": "/plans/rivers-plan-1/",
    "plan in Chinese": "/plans/lakes-plan-1/",
    "plans by member and edition": "/plans/grid/",
    "plans side by side": "/plans/side-by-side/?plan=ruritania-plan-1&plan=spain-plan-1",
    "plans refused": "/plans/side-by-side/?plan=a&plan=b&plan=c&plan=d&plan=e",
    "measures": "/measures/",
    "measure": "/measures/ruritania-plan-1-m1/",
    "good practices": "/good-practices/",
    "publications": "/plans/ruritania-plan-1/publications/",
    "publication": "/plans/ruritania-plan-1/publications/1/",
    "publications compared": "/plans/ruritania-plan-1/publications/1/2/",
    "strategies": "/strategies/",
    "strategy": "/strategies/south-eastern-europe/",
    "initiatives": "/strategies/initiatives/",
    "reporting": "/reporting/",
    "proposals": "/proposals/",
    "agreements": "/agreements/?kind=memorandum",
    "agreement": "/agreements/unesco-mou-2008/",
    "partners": "/partners/",
    "partner": "/partners/unesco/",
    "networks": "/networks/",
    "network": "/networks/foundations/",
    "programmes": "/programmes/",
    "programme told in two ways": "/programmes/rapid-response-media-mechanism/",
    "autonomous programme": "/programmes/silatech/",
    "forums": "/forums/",
    "forum": "/forums/1/",
    "commitments": "/commitments/",
    "commitment": "/commitments/forum-1-34-a/",
    "meetings": "/meetings/",
    "events": "/events/",
    "recognition": "/recognition/",
    "contributions": "/contributions/",
    "contributor": "/contributors/qatar/",
    "newsletters": "/newsletters/",
    "newsletters filtered": "/newsletters/?topic=news",
    "newsletters refused": "/newsletters/?topic=moon",
    "newsletter": "/newsletters/2010-04/",
    "newsletter in Arabic": "/newsletters/2010-04/ar/",
    "subscribe": "/subscribe/",
    "look into your mailbox": "/subscribe/asked/",
    "confirm by half a link": "/subscribe/confirm/0000/",
    "choices of a reader": f"/subscribe/choices/{PREFERRING.sign(STAYS.hex)}/",
    "erase a reader": f"/subscribe/choices/{PREFERRING.sign(STAYS.hex)}/erase/",
    "documents": "/documents/",
    "document": "/documents/first-annual-report/",
    "figures": "/figures/?from=2008-05&to=2009-05",
    "figure": "/figures/members/",
    "sources": "/sources/",
    "accessibility": "/accessibility/",
    "privacy": "/privacy/",
    "sign-in": "/accounts/login/",
    "forgotten password": "/accounts/password/reset/",
    "unsubscribe": f"/mail/unsubscribe/{SIGNER.sign(STAYS.hex)}/",
    "unsubscribed": f"/mail/unsubscribe/{SIGNER.sign(LEFT.hex)}/",
    "unsubscribe by half a link": "/mail/unsubscribe/0000/",
    "not there": "/atlantis/",
}
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
every_page = pytest.mark.parametrize("name", PAGES)


@every_page
def test_a_page_keeps_wcag_2_2_aa_on_phone_and_desktop_in_light_and_dark(open_page, name):
    page = open_page(bypass_csp=True, reduced_motion="reduce")
    page.goto(PAGES[name])

    for size in (PHONE, DESKTOP):
        for scheme in ("light", "dark"):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            found = Axe().run(page, options=RULES)
            assert found.violations_count == 0, f"{size} {scheme}: {found.generate_report()}"


@every_page
def test_a_page_fits_its_width_and_asks_nobody_else(open_page, portal, name):
    page = open_page(viewport=DESKTOP)
    page.goto(PAGES[name], wait_until="networkidle")

    for width in (320, 390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert all(address.startswith((portal.url, "data:")) for address in page.asked)
    assert [words for words in page.complaints if "404" not in words and "410" not in words] == []


def test_the_first_page_weighs_less_than_100_kilobytes(open_page):
    page = open_page()
    page.goto("/", wait_until="networkidle")

    assert len(page.bytes) >= 2
    assert 0 < sum(page.bytes.values()) < 100_000


def test_every_page_stands_without_javascript(open_page):
    page = open_page(java_script_enabled=False)

    page.goto("/members/")
    page.select_option("select[name=kind]", "organization")
    page.fill("input[name=search]", "council")
    page.click("form.filters button")

    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text("Council of Europe")


@pytest.mark.parametrize(
    ("address", "direction", "font"),
    [("/plans/rivers-plan-1/", "rtl", "Arabic"), ("/plans/lakes-plan-1/", "ltr", "CJK")],
)
def test_a_plan_in_its_own_language_keeps_its_direction_and_its_font(open_page, address, direction, font):
    page = open_page(viewport=DESKTOP)
    page.goto(address)

    for name in ("h1", "aside dd[lang]"):
        of = page.locator(name).first.evaluate(
            "e => { const s = getComputedStyle(e); return [s.direction, s.fontFamily, s.letterSpacing] }"
        )
        assert of[0] == direction
        assert font in of[1]
        assert of[2] in {"normal", "0px"}
    assert page.evaluate("getComputedStyle(document.body).direction") == "ltr"


def test_two_publications_and_two_plans_are_compared_without_javascript(open_page):
    page = open_page(java_script_enabled=False)
    page.goto("/plans/ruritania-plan-1/publications/")

    page.select_option("select[name=first]", "2")
    page.select_option("select[name=second]", "3")
    page.click("form.filters button")
    page.wait_for_url("**/publications/2/3/")
    expect(page.locator("del", has_text="Measure of the tests 2")).to_have_count(1)
    expect(page.locator("ins", has_text="Another measure")).to_have_count(1)

    page.goto("/plans/side-by-side/")
    page.select_option("#plan-1", "ruritania-plan-1")
    page.select_option("#plan-2", "spain-plan-1")
    page.click("form.filters button")
    expect(page.locator("table.beside tbody tr")).to_have_count(7)


LEVEL_AND_DASHES = """all => all.map(glass => [
    glass.querySelector(".level").getBoundingClientRect().height / glass.getBoundingClientRect().height,
    getComputedStyle(glass.querySelector(".frame")).strokeDasharray,
])"""


def test_completions_are_told_apart_without_colours(open_page):
    page = open_page(viewport=DESKTOP)
    page.goto("/plans/ruritania-plan-1/")

    drawn = page.locator(".levels .glass").evaluate_all(LEVEL_AND_DASHES)

    assert [(round(level, 1), dashes != "none") for level, dashes in drawn] == [(0.7, False), (0.0, True)]


def test_a_focal_point_signs_in_reads_its_record_and_signs_out(open_page):
    page = open_page(java_script_enabled=False)

    sign_in(page, "fp@example.org")
    page.locator("main").get_by_role("link", name="Ruritania", exact=True).click()
    page.wait_for_url("**/members/ruritania/")

    with page.expect_navigation():
        page.click("text=Sign out >> nth=0")
    page.goto("/portal/")
    assert "/accounts/login/" in page.url


def test_a_figure_opens_its_rows_and_a_row_its_source(open_page):
    page = open_page()

    page.goto("/figures/?from=2008-05&to=2009-05")
    page.click("text=Members of the Group of Friends")
    expect(page.locator("h2:has-text('The rows') ~ .scroll tbody tr")).to_have_count(40)

    page.click("main table >> text=Bulgaria")
    page.wait_for_url("**/members/bulgaria/")
    page.click("main a >> text=annual report >> nth=0")
    page.wait_for_url("**/documents/first-annual-report/")


@pytest.mark.parametrize("address", ["/admin/", "/admin/members/member/", "/admin/members/member/1/change/"])
def test_the_registers_of_staff_run_under_their_policy(open_page, portal, address):
    page = open_page(viewport=DESKTOP)
    sign_in(page, "secretary@example.org")

    page.goto(address, wait_until="networkidle")

    assert page.title()
    assert all(asked.startswith((portal.url, "data:", "blob:")) for asked in page.asked)
    assert [words for words in page.complaints if "Content Security Policy" in words or "unsafe" in words] == []


def settled_width(page, most):
    """The theme's scripts fold the side away a moment after the window has become narrow."""
    for _ in range(50):
        width = page.evaluate("document.documentElement.scrollWidth")
        if width <= most:
            break
        page.wait_for_timeout(100)
    return width


def test_the_record_of_a_member_fits_a_phone_and_a_desktop_on_each_of_its_pages(open_page):
    page = open_page(viewport=PHONE)
    sign_in(page, "secretary@example.org")
    page.goto("/admin/members/member/?q=Spain", wait_until="networkidle")
    record = page.locator("#result_list a:has-text('Spain')").first.get_attribute("href").split("change/")[0]
    tabs = [f"change/?of={name}#{name}" for name in ("general", "steps", "focal_points", "aliases", "contact_notes")]

    for address in (*tabs, "history/", "../import/", "../export/"):
        page.goto(record + address, wait_until="networkidle")
        for size in (PHONE, DESKTOP):
            page.set_viewport_size(size)
            assert settled_width(page, size["width"]) <= size["width"], address
    assert [words for words in page.complaints if "Content Security Policy" in words or "unsafe" in words] == []


def test_a_bulk_act_asks_in_a_page_of_its_own(open_page):
    page = open_page(viewport=DESKTOP)
    sign_in(page, "secretary@example.org")
    page.goto("/admin/members/member/?q=Spain", wait_until="networkidle")

    page.click("#result_list input.action-select")
    page.select_option("select[name=action]", "record_accession")
    page.click("button[name=index]")
    page.click(".ask-first button[type=submit]")

    expect(page.get_by_text("Spain: Spain is “member”")).to_have_count(1)


def test_the_api_can_be_tried_from_its_own_page(open_page, portal):
    page = open_page()
    page.goto("/api/v1/docs/", wait_until="networkidle")

    page.wait_for_selector("text=/api/v1/members/")

    assert all(asked.startswith((portal.url, "data:")) for asked in page.asked)
    assert [words for words in page.complaints if "script" in words] == []


def test_a_reader_unsubscribes_and_undoes_it_without_javascript(open_page):
    page = open_page(java_script_enabled=False)
    page.goto(PAGES["unsubscribe"])

    page.click("main button")
    expect(page.locator("h1")).to_have_text("You are unsubscribed")

    page.click("main button")
    expect(page.locator("h1")).to_have_text("This mail comes to you again")
