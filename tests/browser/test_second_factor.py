import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD, code_of, sign_in
from tests.browser.test_public_pages import DESKTOP, PHONE, RULES
from tests.factories import UserFactory

pytestmark = pytest.mark.browser
OTHERS = ["/accounts/", "/accounts/sessions/", "/accounts/password/change/"]
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def officer(portal, django_db_blocker):
    """Of the staff, without a second factor."""
    with django_db_blocker.unblock():
        user = UserFactory(staff=True, second_factor=False)
        user.set_password(PASSWORD)
        user.save()
    return user


def with_password(page, email, next="/portal/"):
    page.goto(f"/accounts/login/?next={next}")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form .button >> nth=0")


def confirm(page):
    """The password once more, where it is asked for."""
    if "/reauthenticate/" in page.url:
        page.fill("input[name=password]", PASSWORD)
        page.click("text=Confirm >> nth=-1")


def keeps_the_rules(page):
    for size in (PHONE, DESKTOP):
        for scheme in ("light", "dark"):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            found = Axe().run(page, options=RULES)
            assert found.violations_count == 0, f"{page.url} {size} {scheme}: {found.generate_report()}"
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], (page.url, size)


def test_staff_come_in_with_an_app_and_not_without(open_page, officer):
    page = open_page(java_script_enabled=False)
    with_password(page, officer.email, next="/admin/members/member/")
    page.wait_for_url("**/accounts/second-factor/")

    page.click("text=Set up an app")
    confirm(page)
    page.wait_for_url("**/totp/activate/")
    page.fill("input[name=code]", code_of(page.locator("main code").inner_text()))
    page.click("main form .button")
    page.wait_for_url("**/recovery-codes/")
    expect(page.locator(".codes li")).to_have_count(10)
    page.click("text=Go on to where you wanted to be")

    page.wait_for_url("**/admin/members/member/")
    assert page.title().startswith("Select member")


def test_a_passkey_is_added_and_then_opens_the_registers_without_a_password(open_page, officer):
    page = open_page()
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    with_password(page, officer.email, next="/admin/")
    page.wait_for_url("**/accounts/second-factor/")

    page.click("text=Add a passkey")
    confirm(page)
    page.wait_for_url("**/webauthn/add/")
    page.check("input[name=passwordless]")
    page.click("#add_passkey")
    page.wait_for_url("**/recovery-codes/")
    page.context.clear_cookies()
    page.goto("/accounts/login/?next=/admin/members/member/")
    page.click("#use_passkey")

    page.wait_for_url("**/admin/members/member/")
    assert [words for words in page.complaints if "Content Security Policy" in words] == []


def test_a_passkey_is_asked_for_after_the_password(open_page, officer):
    page = open_page()
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    with_password(page, officer.email, next="/admin/")
    page.click("text=Add a passkey")
    confirm(page)
    page.click("#add_passkey")
    page.wait_for_url("**/recovery-codes/")
    page.context.clear_cookies()

    with_password(page, officer.email, next="/admin/")
    page.wait_for_url("**/2fa/authenticate/")
    page.click("#use_passkey")

    page.wait_for_url("**/admin/")


def test_the_pages_of_an_account_keep_wcag_2_2_aa(open_page, officer):
    page = open_page(bypass_csp=True, reduced_motion="reduce")
    with_password(page, officer.email, next="/admin/")
    page.wait_for_url("**/accounts/second-factor/")
    keeps_the_rules(page)

    page.click("text=Set up an app")
    if "/reauthenticate/" in page.url:
        keeps_the_rules(page)
    confirm(page)
    page.wait_for_url("**/totp/activate/")
    keeps_the_rules(page)
    page.fill("input[name=code]", code_of(page.locator("main code").inner_text()))
    page.click("main form .button")
    page.wait_for_url("**/recovery-codes/")
    keeps_the_rules(page)

    pages = ["", "totp/deactivate/", "webauthn/", "webauthn/add/", "recovery-codes/generate/", "reauthenticate/"]
    for address in [*(f"/accounts/2fa/{name}" for name in pages), *OTHERS]:
        page.goto(address)
        assert re.search(address.rstrip("/"), page.url), page.url
        keeps_the_rules(page)

    page.context.clear_cookies()
    with_password(page, officer.email)
    page.wait_for_url("**/2fa/authenticate/")
    keeps_the_rules(page)


def test_staff_with_their_app_sign_in(open_page):
    page = open_page(java_script_enabled=False)

    sign_in(page, "secretary@example.org")
    page.goto("/admin/")

    assert page.url.endswith("/admin/")
