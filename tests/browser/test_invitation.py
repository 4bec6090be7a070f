import re

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from people.models import Invitation, Person
from tests.browser.conftest import PASSWORD, sign_in
from tests.browser.test_second_factor import keeps_the_rules
from tests.factories import FocalPointFactory, UserFactory
from tests.postbox import addresses, path_in

pytestmark = pytest.mark.browser


@pytest.fixture
def focal_point(portal, django_db_blocker):
    """Just designated: with an account, and without a password."""
    with django_db_blocker.unblock():
        user = UserFactory(email="new.focal.point@example.org", person__name="Ana Example")
        user.set_unusable_password()
        user.save()
        appointed = FocalPointFactory(person=user.person, member__name="Freedonia", member__joined="2010")
        yield appointed
        member = appointed.member
        appointed.delete()
        member.steps.all().delete()
        member.delete()
        user.emailaddress_set.all().delete()
        user.delete()
        user.person.delete()


def test_an_invited_focal_point_comes_in_by_the_mail_corrects_a_telephone_number_and_is_ended(
    open_page, focal_point, django_db_blocker
):
    with django_db_blocker.unblock():
        Invitation.send_to_person(focal_point.person, by=None)
    [sent] = [message for message in mail.outbox if addresses([message]) == ["new.focal.point@example.org"]]
    page = open_page(java_script_enabled=False)

    page.goto(path_in(sent, "/accounts/invitation/"))
    page.fill("input[name=password1]", PASSWORD)
    page.fill("input[name=password2]", PASSWORD)
    page.click("text=Set the password and come in")
    page.wait_for_url("**/portal/")
    expect(page.locator("main")).to_contain_text("Freedonia")

    page.click("text=Say whether your contact data are still correct")
    page.fill("input[name=office_phone]", "+00 1 234")
    page.click("text=Save")
    expect(page.locator("main")).to_contain_text("Kept, and noted as correct today.")
    with django_db_blocker.unblock():
        assert Person.objects.get(pk=focal_point.person_id).office_phone == "+00 1 234"

    page.context.clear_cookies()
    sign_in(page, "new.focal.point@example.org")
    expect(page.locator("main")).to_contain_text("Freedonia")

    with django_db_blocker.unblock():
        focal_point.end(on=timezone.localdate(), by=None)
    page.reload()
    expect(page.locator("main")).not_to_contain_text("Freedonia")


def test_the_pages_of_an_invitation_keep_wcag_2_2_aa(open_page, focal_point, django_db_blocker):
    with django_db_blocker.unblock():
        link = Invitation.send_to_person(focal_point.person, by=None).link
    page = open_page(bypass_csp=True, reduced_motion="reduce")

    page.goto(re.search(r"/accounts/.*", link)[0])
    expect(page.locator("h1")).to_have_text("Welcome, Ana Example")
    keeps_the_rules(page)

    page.click("text=Set the password and come in")
    expect(page.locator(".summary")).to_be_visible()
    keeps_the_rules(page)

    page.goto("/accounts/invitation/none/")
    expect(page.locator("h1")).to_have_text("This link no longer works")
    keeps_the_rules(page)
