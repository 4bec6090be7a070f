"""What a focal point would like the newsletter to tell: proposed on the portal, decided in the admin."""

import pytest
from django.core.exceptions import ValidationError

from outreach.drafting import bring_up_to_date
from outreach.models import NewsItem
from outreach.models.newsletter import last_month
from tests.browserless import form_on
from tests.factories import FocalPointFactory, MemberFactory, UserFactory
from tests.factories.outreach import NewsItemFactory, NewsletterFactory, sent_out
from tests.factories.work import acting_for

pytestmark = pytest.mark.django_db
PAGE, REGISTER = "/portal/news/", "/admin/outreach/newsitem/"
SCHOOL = {"title": "A school of journalists", "text": "It was opened in Strelsau.", "link": "example.org/school"}


@pytest.fixture
def member():
    return MemberFactory(key="freedonia", name="Freedonia", state=True, joined="2008")


@pytest.fixture
def mine(member, client):
    user = acting_for(member)
    client.force_login(user)
    return user


@pytest.fixture
def draft():
    return NewsletterFactory(month=last_month())


def words(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def decide(client, secretary, item, action, **told):
    client.force_login(secretary)
    return client.post(REGISTER, {"action": action, "_selected_action": [item.pk], **told}, follow=True)


def test_a_focal_point_proposes_news_from_its_portal(client, mine):
    assert f'href="{PAGE}"' in words(client.get("/portal/"))

    shown = words(client.post(PAGE, SCHOOL, follow=True))

    item = NewsItem.objects.get()
    assert "A school of journalists" in shown
    assert "proposed" in shown
    assert (item.member.name, item.made_by, item.link) == ("Freedonia", mine, "https://example.org/school")


def test_it_is_withdrawn_while_nobody_has_decided(client, mine, member, secretary):
    item = NewsItemFactory(member=member, made_by=mine)
    client.post(f"{PAGE}{item.pk}/withdraw/")
    item.refresh_from_db()
    assert item.status == "withdrawn"

    decided = NewsItemFactory(member=member, made_by=mine)
    decided.accept(by=secretary)
    client.post(f"{PAGE}{decided.pk}/withdraw/")
    decided.refresh_from_db()
    assert decided.status == "accepted"


def test_staff_take_it_into_the_issue_in_work(client, mine, member, draft, secretary):
    item = NewsItemFactory(member=member, made_by=mine, title="A school", text="It was opened.\n\nIn Strelsau.")

    answer = decide(client, secretary, item, "accept")

    assert "taken in" in words(answer)
    block = draft.main.blocks.get()
    assert (block.topic, block.heading) == ("news", "A school")
    assert block.plain.split("\n\n") == ["It was opened.", "In Strelsau.", "Freedonia"]
    item.refresh_from_db()
    assert (item.block, item.told_at) == (block, "")

    sent_out(draft)
    client.force_login(mine)
    assert block.get_absolute_url() in words(client.get(PAGE))


def test_its_own_page_shows_its_paragraphs_and_is_where_it_is_decided(client, member, draft, secretary):
    item = NewsItemFactory(member=member, text="It was <b>opened</b>.\n\nIn Strelsau.")
    client.force_login(secretary)
    page = client.get(f"{REGISTER}{item.pk}/change/")

    assert "<p>It was &lt;b&gt;opened&lt;/b&gt;.</p> <p>In Strelsau.</p>" in words(page)
    assert page.context["decisions"] == [("accept", "Take in"), ("decline", "Decline")]
    client.post(REGISTER, {"action": "accept", "_selected_action": form_on(page)["_selected_action"]})
    assert draft.main.blocks.get().heading == item.title
    assert "decisions" not in client.get(f"{REGISTER}{item.pk}/change/").context


def test_whoever_only_reads_finds_nothing_to_decide(client, member):
    item = NewsItemFactory(member=member)
    client.force_login(UserFactory(is_staff=True, role="finance"))

    page = client.get(f"{REGISTER}{item.pk}/change/")

    assert "Take in" not in words(page)
    assert item.title in words(page)


def test_without_an_issue_in_work_it_comes_into_the_next(client, mine, member, secretary):
    item = NewsItemFactory(member=member, made_by=mine)
    decide(client, secretary, item, "accept")
    later = NewsletterFactory(month=last_month())

    bring_up_to_date(later, by=secretary)
    bring_up_to_date(later, by=secretary)

    assert later.main.blocks.get().heading == item.title


def test_staff_decline_it_with_an_answer_that_the_focal_point_reads(client, mine, member, draft, secretary):
    item = NewsItemFactory(member=member, made_by=mine)

    assert "required" in words(decide(client, secretary, item, "decline", is_answered="yes"))
    decide(client, secretary, item, "decline", is_answered="yes", answer="It was told in March.")

    client.force_login(mine)
    assert "The secretariat: It was told in March." in words(client.get(PAGE))
    assert not draft.main.blocks.exists()


@pytest.mark.parametrize("role", ["editor", None])
def test_who_represents_no_member_finds_no_such_page(client, member, role, secretary):
    client.force_login(acting_for(member, role=role) if role else secretary)

    assert client.get(PAGE).status_code == client.post(PAGE, SCHOOL).status_code == 404
    assert not NewsItem.objects.exists()


def test_of_another_member_there_is_nothing(client, mine, member):
    foreign = NewsItemFactory(title="Not for others")

    assert "Not for others" not in words(client.get(PAGE))
    assert client.post(f"{PAGE}{foreign.pk}/withdraw/").status_code == 404
    assert "Not for others" not in words(client.get("/portal/"))
    elsewhere = client.post(PAGE, {**SCHOOL, "member": foreign.member_id})
    assert elsewhere.status_code == 302
    assert NewsItem.objects.get(title=SCHOOL["title"]).member == member


def test_who_acts_for_two_members_says_for_which(client, mine, member):
    other = MemberFactory(name="Sylvania", state=True, joined="2008")
    FocalPointFactory(member=other, person=mine.person)
    stranger = MemberFactory(state=True, joined="2008")

    assert "This field is required." in words(client.post(PAGE, SCHOOL))
    assert "Select a valid choice." in words(client.post(PAGE, {**SCHOOL, "member": stranger.pk}))
    client.post(PAGE, {**SCHOOL, "member": other.pk})

    assert NewsItem.objects.get().member == other


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "", "This field is required."),
        ("title", "x" * 151, "at most 150 characters"),
        ("title", "two\nlines", "one line"),
        ("text", "a\0b", "Null characters are not allowed."),
        ("text", "x" * 2001, "at most 2000 characters"),
        ("text", "turned \u202e around", "invisible character"),
        ("link", "javascript:alert(1)", "Enter a valid URL."),
        ("link", "https://example.org/>**bold**", "without the signs"),
        ("member", "9" * 400, ""),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_kept(client, mine, field, value, said):
    answer = client.post(PAGE, {**SCHOOL, field: value})

    if said:
        assert said in words(answer)
        assert not NewsItem.objects.exists()


def test_the_same_is_not_proposed_twice(client, mine):
    client.post(PAGE, SCHOOL)

    assert "This is proposed already" in words(client.post(PAGE, SCHOOL))
    assert NewsItem.objects.count() == 1


def test_signs_in_the_words_of_a_focal_point_stay_words(draft, secretary, member):
    signs = (
        "# No heading\n**not strong** [no link](https://example.com) <b>no tag</b>\n- no list\n1. none\n{{ no_field }}"
    )
    item = NewsItemFactory(member=member, title="*Title* <i>", text=signs, link="https://example.org/a_b_c")

    item.accept(by=secretary)

    block = draft.main.blocks.get()
    for sign in ("<h", "<strong", "<b>", "<ul", "<ol", 'example.com"'):
        assert sign not in block.html
    assert block.html.count("<a ") == 1
    assert "**not strong** [no link](https://example.com) <b>no tag</b>" in block.plain
    assert "{{ no_field }}" in block.plain
    assert block.heading == "*Title* <i>"


def test_what_was_approved_is_not_added_to(draft, secretary, member):
    item = NewsItemFactory(member=member)
    draft.main.add(by=secretary, topic="plans", heading="Plans", text="One.")
    draft.submit(by=secretary)

    item.accept(by=secretary)

    assert item.block is None
    assert draft.main.blocks.count() == 1


def test_nobody_takes_it_in_twice(draft, secretary, member):
    item = NewsItemFactory(member=member)
    item.accept(by=secretary)

    with pytest.raises(ValidationError):
        NewsItem.objects.get(pk=item.pk).accept(by=secretary)

    assert draft.main.blocks.count() == 1


def test_staff_find_it_export_it_and_read_its_history(client, secretary, member, draft):
    item = NewsItemFactory(member=member, title="A school of journalists")
    item.accept(by=secretary)
    client.force_login(secretary)

    assert "A school of journalists" in words(client.get(REGISTER, {"q": "journalists"}))
    assert "A school of journalists" not in words(client.get(REGISTER, {"status__exact": "declined"}))
    assert client.get(f"{REGISTER}{item.pk}/change/").status_code == 200
    assert client.get(f"{REGISTER}{item.pk}/history/").status_code == 200
    assert client.get(f"{REGISTER}add/").status_code == 403
    table = client.post(f"{REGISTER}export/", {"format": "0", "newsitemresource_title": "on", "resource": "0"})
    assert b"A school of journalists" in table.content
