"""From the first word of a plan to its receipt: by keyboard, over a bad line, with and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from mailroom.models import Message
from members.models import Country, Member
from people.models import Invitation
from plans.models import Comment, DraftPart, PlanDraft
from tests.browser.conftest import PASSWORD, sign_in
from tests.browser.test_public_pages import DESKTOP, PHONE
from tests.browser.test_second_factor import keeps_the_rules
from tests.factories import FocalPointFactory, MemberFactory, UserFactory
from tests.factories.work import MEASURE, PlanDraftFactory, fill

pytestmark = pytest.mark.browser
ARABIC = {**MEASURE, "title": "ملتقى الشباب", "objective": "أن يتعرف التلاميذ بعضهم إلى بعض."}
CHINESE = {**MEASURE, "title": "学校互访", "objective": "让两国学生互相认识。"}


def new_state(name):
    """One of the countries that are no member yet, under another name: the codes of all are taken."""
    country = Country.objects.exclude(pk__in=Member.objects.exclude(country=None).values("country")).first()
    return MemberFactory(key=name.lower(), name=name, state=True, country=country, joined="2010")


@pytest.fixture
def appoint(portal, django_db_blocker):
    """Somebody who acts for a member of their own; the members and all they do go with the module."""

    def appoint(name, password=PASSWORD):
        with django_db_blocker.unblock():
            user = UserFactory(email=f"{name.lower()}@example.org", person__name=f"Ana of {name}")
            user.set_password(password) if password else user.set_unusable_password()
            user.save()
            return FocalPointFactory(person=user.person, member=new_state(name)), user

    return appoint


@pytest.fixture
def begun(appoint, django_db_blocker):
    """A plan in work of a member, with the one who writes it."""

    def begun(name, measures=1):
        appointed, user = appoint(name)
        with django_db_blocker.unblock():
            return PlanDraftFactory(member=appointed.member, filled=measures), user

    return begun


class Keyboard:
    """Nothing but Tab, Space, Enter, arrows and letters."""

    def __init__(self, page):
        self.page = page

    def to(self, what):
        box = self.page.locator(what).first
        expect(box).to_be_visible()
        for _press in range(150):
            if box.evaluate("box => box === document.activeElement"):
                return self
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no way to {what} by keyboard")

    def write(self, what, words):
        self.to(what)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def press(self, what, key="Enter"):
        self.to(what).page.keyboard.press(key)

    def choose(self, what, downward=0):
        self.press(what, "Space")
        for _press in range(downward):
            self.page.keyboard.press("ArrowDown")


def come_in(keys, email):
    keys.page.goto("/accounts/login/")
    keys.write("input[name=login]", email)
    keys.write("input[name=password]", PASSWORD)
    keys.page.keyboard.press("Enter")
    keys.page.wait_for_url("**/portal/")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_invited_focal_point_brings_a_plan_from_its_first_word_to_two_publications_by_keyboard(
    open_page, appoint, django_db_blocker, scripts
):
    name = "Scriptia" if scripts else "Plainland"
    appointed, user = appoint(name, password="")
    with django_db_blocker.unblock():
        link = Invitation.send_to_person(appointed.person, by=None).link
    page = open_page(java_script_enabled=scripts)
    keys = Keyboard(page)

    page.goto(re.search(r"/accounts/.*", link)[0])
    keys.write("input[name=password1]", PASSWORD)
    keys.write("input[name=password2]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/portal/")
    keys.press("text=Plan and progress")
    keys.press("text=Begin your plan")
    keys.press("text=About the plan")
    keys.write("#id_title", "Plan of the tests")
    keys.press("main >> button:text-is('Save')")
    expect(page.locator(".messages")).to_contain_text("Saved at ")
    page.context.clear_cookies()

    come_in(keys, user.email)
    keys.press("text=Go on writing")
    expect(page.locator(".checklist")).to_contain_text("Still missing: ")
    keys.press("text=About the plan")
    expect(page.locator("#id_title")).to_have_value("Plan of the tests")
    keys.to("#id_text_language").page.keyboard.type("English")
    keys.choose("#id_stands_0", downward=1)
    keys.write("#id_stands_since", "2009-04")
    keys.press("text=Save and back to the list")
    keys.press("text=Add a measure")
    keys.write("#id_title", "Schools meet")
    keys.choose("#id_fields_2")
    keys.write("#id_objective", "Pupils know each other.")
    keys.press("text=Save and back to the list")
    expect(page.locator("main")).to_contain_text("This plan says nothing on migration.")
    keys.press("text=Check and submit")
    keys.press("text=Submit to the secretariat")

    page.wait_for_url("**/portal/receipts/*/")
    expect(page.locator("main")).to_contain_text("Pupils know each other.")
    with django_db_blocker.unblock():
        draft = PlanDraft.objects.get(member=appointed.member)
        receipt = draft.latest_receipt
        assert Message.objects.filter(letter__kind="plans/mail/plan_received", address=user.email).count() == 1
    expect(page.locator("h1")).to_have_text(f"Receipt {receipt.number}")
    staff = open_page()
    sign_in(staff, "secretary@example.org")
    staff.goto("/admin/")
    staff.click("text=submissions to review")
    staff_opens(staff, name)
    staff.locator("#m1 summary", has_text="Comment").click()
    staff.fill("textarea[name=comment-1]", "Which schools?")
    staff.fill("#note", "Please name them.")
    staff.click("button[name=return]")
    expect(staff.locator("button[name=return]")).to_have_count(0)

    page.goto("/portal/")
    keys.press("text=Read the comments and correct it")
    expect(page.locator("main")).to_contain_text("Please name them.")
    keys.press(".checklist >> text=Schools meet")
    expect(page.locator("main")).to_contain_text("Which schools?")
    keys.write("#id_ministries", "Ministry of the Tests")
    submit_by_keyboard(keys)
    staff_publishes(staff, name)
    page.reload()
    keys.press("text=See it as it is published")
    expect(page.locator("main")).to_contain_text("Ministry of the Tests")
    assert page.request.get(f"/api/v1/measures/?member={name.lower()}").json()["count"] == 1

    page.goto("/portal/")
    keys.press("text=Plan and progress")
    keys.press("text=Update this plan")
    keys.press(".checklist >> text=Schools meet")
    keys.write("#id_target", "Three hundred schools")
    submit_by_keyboard(keys)
    staff_publishes(staff, name)
    page.goto(f"/plans/{name.lower()}-plan-1/publications/1/2/")
    expect(page.locator("main ins", has_text="Three hundred schools")).to_be_visible()


def submit_by_keyboard(keys):
    keys.press("text=Save and back to the list")
    keys.press("text=Check and submit")
    keys.press("text=Submit to the secretariat")
    keys.page.wait_for_url("**/portal/receipts/*/")


def staff_opens(staff, name):
    """From the list of what is in work to the text of what was submitted last."""
    staff.locator("tr", has_text=name).locator("a").first.click()
    staff.locator("a[href*='/review/']").first.click()
    staff.click("button[name=open]")
    expect(staff.locator("#note")).to_be_visible()


def staff_publishes(staff, name):
    staff.goto("/admin/plans/plandraft/?work=review")
    staff_opens(staff, name)
    staff.click("button[name=publish]")
    staff.click("form.review button[type=submit]")
    staff.wait_for_url("**/review/")


def test_what_is_typed_while_the_line_is_cut_is_saved_when_it_is_back(open_page, begun, django_db_blocker):
    draft, user = begun("Cutland")
    page = open_page()
    sign_in(page, user.email)
    page.goto(f"/portal/plans/{draft.pk}/1/")
    written = {}

    for cut in range(10):
        page.context.set_offline(True)
        written = {"objective": f"Written in cut {cut}.", "target": f"{cut}00 schools"}
        for name, words in written.items():
            page.fill(f"#id_{name}", words)
        if cut in (0, 9):
            expect(page.locator("#saving")).to_contain_text("No connection", timeout=10_000)
        page.context.set_offline(False)

    expect(page.locator("#saving")).to_contain_text("Saved at ", timeout=30_000)
    with django_db_blocker.unblock():
        stored = DraftPart.objects.get(draft=draft, number=1)
        assert {name: stored.content[name] for name in written} == written
    assert page.locator(".conflict").count() == 0
    assert page.evaluate("localStorage.length") == 0


def test_what_could_not_be_saved_before_the_page_was_closed_is_offered_again(open_page, begun, django_db_blocker):
    draft, user = begun("Closeland")
    page = open_page()
    sign_in(page, user.email)
    page.goto(f"/portal/plans/{draft.pk}/1/")
    page.context.set_offline(True)
    page.fill("#id_objective", "Written on the train.")
    expect(page.locator("#saving")).to_contain_text("No connection", timeout=10_000)
    other = page.context.new_page()
    # What a closing page still sends may outlive the cut line: here it finds nobody signed in.
    page.context.clear_cookies(name="sessionid")
    page.close()
    page.context.set_offline(False)

    sign_in(other, user.email)
    other.goto(f"/portal/plans/{draft.pk}/1/")
    expect(other.locator("#id_objective")).to_have_value(MEASURE["objective"])
    Keyboard(other).press("text=Put it into the boxes")

    expect(other.locator("#id_objective")).to_have_value("Written on the train.")
    expect(other.locator("#saving")).to_contain_text("Saved at ", timeout=10_000)
    with django_db_blocker.unblock():
        assert DraftPart.objects.get(draft=draft, number=1).content["objective"] == "Written on the train."


def test_whoever_is_signed_out_while_writing_signs_in_beside_and_loses_nothing(open_page, begun, django_db_blocker):
    draft, user = begun("Outland")
    page = open_page()
    sign_in(page, user.email)
    page.goto(f"/portal/plans/{draft.pk}/1/")
    page.context.clear_cookies(name="sessionid")
    page.fill("#id_objective", "Written after lunch.")
    expect(page.locator("#saving")).to_contain_text("You have been signed out.", timeout=10_000)

    with page.context.expect_page() as opened:
        page.click("#saving a")
    beside = opened.value
    beside.fill("input[name=login]", user.email)
    beside.fill("input[name=password]", PASSWORD)
    beside.click("main form .button >> nth=0")
    beside.wait_for_url(f"**/portal/plans/{draft.pk}/1/")
    expect(beside.locator("#id_title")).to_be_visible()

    expect(page.locator("#saving")).to_contain_text("Saved at ", timeout=30_000)
    with django_db_blocker.unblock():
        assert DraftPart.objects.get(draft=draft, number=1).content["objective"] == "Written after lunch."


def test_two_windows_over_one_section_lose_neither_text(open_page, begun, django_db_blocker):
    draft, user = begun("Twoland")
    page = open_page()
    sign_in(page, user.email)
    page.goto(f"/portal/plans/{draft.pk}/1/")
    with django_db_blocker.unblock():
        draft.keep(1, {**MEASURE, "objective": "Theirs <b>is</b> better."}, seen=0, by=user)

    page.fill("#id_objective", "Mine is better.")

    expect(page.locator(".conflict")).to_contain_text("Theirs <b>is</b> better.", timeout=10_000)
    expect(page.locator("#id_objective")).to_have_value("Mine is better.")
    page.fill("#id_objective", "Both are good.")
    page.wait_for_timeout(4000)
    with django_db_blocker.unblock():
        assert DraftPart.objects.get(draft=draft, number=1).content["objective"] == "Theirs <b>is</b> better."
    page.click("main >> button:text-is('Save')")
    expect(page.locator(".messages")).to_contain_text("Saved at ")
    with django_db_blocker.unblock():
        assert DraftPart.objects.get(draft=draft, number=1).content["objective"] == "Both are good."


@pytest.fixture
def every_page(begun, django_db_blocker, request):
    """The addresses of a plan in every state, and who may see them."""
    name = f"Land{len(request.node.name)}"
    draft, user = begun(name, measures=2)
    with django_db_blocker.unblock():
        other = PlanDraftFactory(member=new_state(f"Other{name}"))
        FocalPointFactory(person=user.person, member=other.member)
        fill(other, 1)
        other.submit(by=user)
        other.open(by=None)
        Comment.make(receipt=other.latest_receipt, number=1, text="Which schools?", by=None)
        other.return_to_member(by=None, note="Please name them.")
        draft.add_part(3, ARABIC)
        draft.add_part(4, {**CHINESE, "fields": []})
        draft.add_part(5, {})
        draft.remove(2, by=user)
    own, returned = draft.get_absolute_url(), other.get_absolute_url()
    addresses = [
        "/portal/",
        f"/portal/members/{name.lower()}/plans/",
        own,
        f"{own}0/",
        f"{own}2/",
        f"{own}3/",
        f"{own}4/",
    ]
    addresses += [f"{own}submit/", f"{own}discard/", returned, f"{returned}1/", f"{returned}submit/"]
    return [*addresses, other.latest_receipt.get_absolute_url()], draft, user


def test_every_page_of_the_form_keeps_wcag_2_2_aa_fits_and_keeps_its_policy(open_page, portal, every_page):
    addresses, _draft, user = every_page
    page, plain = open_page(bypass_csp=True, reduced_motion="reduce"), open_page(viewport=DESKTOP)
    for opened in (page, plain):
        sign_in(opened, user.email)

    for address in addresses:
        page.goto(address)
        keeps_the_rules(page)
        plain.goto(address, wait_until="networkidle")
        for width in (320, PHONE["width"], 768, DESKTOP["width"]):
            plain.set_viewport_size({"width": width, "height": 800})
            assert plain.evaluate("document.documentElement.scrollWidth") <= width, address
    assert all(asked.startswith((portal.url, "data:")) for asked in plain.asked)
    assert plain.complaints == []


def test_the_pages_on_which_two_texts_meet_keep_wcag_2_2_aa(open_page, begun, django_db_blocker):
    draft, user = begun("Meetland")
    page = open_page(bypass_csp=True, reduced_motion="reduce")
    sign_in(page, user.email)
    page.goto(f"/portal/plans/{draft.pk}/1/")
    with django_db_blocker.unblock():
        draft.keep(1, {**ARABIC}, seen=0, by=user)

    page.evaluate("document.getElementById('writing').submit()")  # as a browser without scripts does
    expect(page.locator(".conflict")).to_be_visible()
    keeps_the_rules(page)
    with django_db_blocker.unblock():
        draft.submit(by=user)
    page.evaluate("document.getElementById('writing').submit()")
    expect(page.locator(".notice.bad")).to_contain_text("nothing was saved")
    keeps_the_rules(page)


def test_arabic_and_chinese_keep_their_direction_and_letters(open_page, every_page):
    _addresses, draft, user = every_page
    page = open_page()
    sign_in(page, user.email)

    for number, direction in ((3, "rtl"), (4, "ltr")):
        page.goto(f"/portal/plans/{draft.pk}/{number}/")
        assert page.locator("#id_objective").evaluate("box => getComputedStyle(box).direction") == direction
        assert page.locator("h1 span").evaluate("words => getComputedStyle(words).direction") == direction
    page.goto(f"/portal/plans/{draft.pk}/submit/")
    told = page.locator("dd", has_text="أن يتعرف").first
    assert told.evaluate("words => getComputedStyle(words).direction") == "rtl"
    fonts = page.evaluate("getComputedStyle(document.documentElement).fontFamily")
    assert "Arabic" in fonts
    assert "CJK" in fonts
