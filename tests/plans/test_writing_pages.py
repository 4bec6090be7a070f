"""The pages on which a focal point writes: what they show, keep and never lose."""

import time
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alliance.dates import PartialDate
from plans.models import Comment, DraftPart, PlanDraft
from tests.factories import MemberFactory, UserFactory
from tests.factories.plans import NationalPlanFactory, RegionalStrategyFactory
from tests.factories.work import ABOUT, MEASURE, PlanDraftFactory, acting_for, fill, published

pytestmark = pytest.mark.django_db
IN_JSON = {"accept": "application/json"}


@pytest.fixture
def member():
    return MemberFactory(key="freedonia", name="Freedonia", state=True, joined="2008")


@pytest.fixture
def organization():
    return MemberFactory(key="union", name="Union of Rivers", joined="2008")


@pytest.fixture
def principal(member):
    return acting_for(member)


@pytest.fixture
def editor(member):
    return acting_for(member, role="editor")


@pytest.fixture
def draft(member):
    return PlanDraftFactory(member=member, filled=2)


@pytest.fixture
def mine(client, principal):
    client.force_login(principal)
    return client


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def section(draft, number=1):
    return reverse("plan_draft_part", args=[draft.pk, number])


def stored(draft, number=1):
    return DraftPart.objects.get(draft=draft, number=number)


def told(**more):
    return {**MEASURE, "seen": 0, **more}


# who comes in


def pages_of(draft):
    names = ["plan_draft", "plan_draft_submit", "plan_discard"]
    return [
        reverse("member_plans", args=[draft.member.key]),
        *(reverse(name, args=[draft.pk]) for name in names),
        section(draft),
    ]


def acts_on(draft):
    return [
        reverse("plan_begin", args=[draft.member.key]),
        *(reverse(name, args=[draft.pk]) for name in ("plan_measure_add", "plan_draft_submit", "plan_draft_recall")),
        *(reverse(name, args=[draft.pk, 1]) for name in ("plan_measure_remove", "plan_measure_restore")),
        reverse("plan_discard", args=[draft.pk]),
        section(draft),
    ]


@pytest.mark.parametrize("who", ["another member's focal point", "staff", "a reader", "a former focal point"])
def test_what_a_member_writes_does_not_exist_for_anybody_else(client, draft, who):
    accounts = {
        "another member's focal point": lambda: acting_for(MemberFactory(state=True, joined="2008")),
        "staff": lambda: UserFactory(staff=True),
        "a reader": lambda: UserFactory(person=None),
        "a former focal point": lambda: acting_for(draft.member, since=date(2019, 1, 1), until=date(2020, 1, 1)),
    }
    client.force_login(accounts[who]())

    assert {client.get(address).status_code for address in pages_of(draft)} == {404}
    assert {client.post(address, told(edition=1)).status_code for address in acts_on(draft)} == {404}
    assert (stored(draft).version, draft.shown_parts.count()) == (0, 3)


def test_whoever_has_not_signed_in_is_led_to_the_sign_in(client, draft):
    answers = [client.get(address) for address in pages_of(draft)]
    answers += [client.post(address) for address in acts_on(draft)]

    assert {answer.status_code for answer in answers} == {302}
    assert all(answer["Location"].startswith("/accounts/login/?next=") for answer in answers)


# what stands, and what is begun


def test_the_portal_tells_what_is_in_work_and_leads_on(mine, draft):
    shown = page(mine, "/portal/")

    assert "National plan of Freedonia" in shown
    assert "being written" in shown
    assert f'href="{draft.get_absolute_url()}"' in shown
    assert 'href="/portal/members/freedonia/plans/"' in shown


def test_the_first_plan_is_begun_and_gone_on_with(mine, member):
    assert "Begin your plan" in page(mine, "/portal/members/freedonia/plans/")

    first = mine.post("/portal/members/freedonia/plans/begin/", {"edition": 1})
    again = mine.post("/portal/members/freedonia/plans/begin/", {"edition": 1})

    assert first["Location"] == again["Location"] == PlanDraft.objects.get().get_absolute_url()
    shown = page(mine, "/portal/members/freedonia/plans/")
    assert "Go on writing" in shown
    assert "Begin your plan" not in shown


def test_what_is_published_is_updated_or_followed_by_a_new_edition(mine, member, principal):
    published(member, by=principal)

    shown = page(mine, "/portal/members/freedonia/plans/")

    assert "Update this plan" in shown
    assert "Begin a new edition" in shown
    assert "Publication 1" in shown
    mine.post("/portal/members/freedonia/plans/begin/", {"edition": 2})
    assert PlanDraft.objects.standing().get().edition == 2


@pytest.mark.parametrize("what", [{}, {"edition": "x"}, {"edition": 1, "strategy": "none"}, {"strategy": "none"}])
def test_what_nobody_can_begin_is_not_there(mine, member, what):
    assert mine.post("/portal/members/freedonia/plans/begin/", what).status_code == 404
    assert not PlanDraft.objects.exists()


def test_an_edition_that_does_not_follow_is_refused_in_words(mine, member):
    answer = mine.post("/portal/members/freedonia/plans/begin/", {"edition": 7}, follow=True)

    assert "The editions of a plan follow each other." in answer.content.decode()
    assert not PlanDraft.objects.exists()


def test_lines_in_an_action_plan_are_of_those_who_take_part(mine, member):
    RegionalStrategyFactory(key="rivers", public_status="proposed")

    answer = mine.post("/portal/members/freedonia/plans/begin/", {"strategy": "rivers"}, follow=True)

    assert "The register does not name Freedonia among those" in answer.content.decode()
    assert not PlanDraft.objects.exists()


# the list of what there is to write


def test_the_list_says_in_words_what_is_missing_and_what_no_measure_covers(mine, draft):
    draft.add_part(3, {"title": "Half a measure", "ends": "soon"})
    draft.add_part(4, {})

    shown = page(mine, draft.get_absolute_url())

    assert shown.count(">complete<") == 3
    assert "Still missing: Fields of action, Objective" in shown
    assert "Ends: “soon” is no date" in shown
    assert shown.count(">not started<") == 1
    assert "This plan says nothing on migration." in shown
    assert "This plan says nothing on youth." not in shown


def test_an_editor_reads_who_can_submit(client, draft, editor, principal):
    client.force_login(editor)

    for address in (draft.get_absolute_url(), reverse("plan_draft_submit", args=[draft.pk])):
        shown = page(client, address)
        assert f"{principal.person.name} can submit it" in shown
        assert "Submit to the secretariat" not in shown


def test_a_measure_is_added_taken_out_and_put_back_with_all_it_held(mine, draft):
    added = mine.post(reverse("plan_measure_add", args=[draft.pk]))
    assert added["Location"] == section(draft, 3)

    shown = mine.post(reverse("plan_measure_remove", args=[draft.pk, 1]), follow=True).content.decode()
    assert "Put back" in shown
    assert draft.told()["measures"][0]["number"] == 2

    mine.post(reverse("plan_measure_restore", args=[draft.pk, 1]))
    assert draft.told()["measures"][0] == {"number": 1, "supports": "", **MEASURE}


def test_what_is_told_of_the_plan_is_not_taken_out(mine, draft):
    assert mine.post(reverse("plan_measure_remove", args=[draft.pk, 0])).status_code == 404


def test_giving_up_asks_first(mine, draft):
    address = reverse("plan_discard", args=[draft.pk])

    assert "Give up what is written?" in page(mine, address)
    draft.refresh_from_db()
    assert draft.status == "writing"

    mine.post(address)
    draft.refresh_from_db()
    assert draft.status == "discarded"
    assert "Given up" in page(mine, draft.get_absolute_url())


@pytest.mark.parametrize("measures", [10, 500])
def test_the_list_asks_the_database_as_often_for_five_hundred_measures_as_for_ten(
    mine, draft, measures, django_assert_max_num_queries
):
    fill(draft, measures)
    page(mine, draft.get_absolute_url())

    began = time.perf_counter()
    with django_assert_max_num_queries(16):
        page(mine, draft.get_absolute_url())

    assert time.perf_counter() - began < 3


def test_many_measures_that_support_plans_of_others_are_looked_at_together(
    client, organization, django_assert_max_num_queries
):
    draft = PlanDraftFactory(member=organization, filled=1)
    draft.parts.filter(number=1).delete()
    client.force_login(acting_for(organization))
    plans = NationalPlanFactory.create_batch(3, announced="2009")
    for number in range(1, 31):
        draft.add_part(number, {**MEASURE, "supports": plans[number % 3].key})

    with django_assert_max_num_queries(17):
        shown = page(client, draft.get_absolute_url())

    assert shown.count(">complete<") == 31


# one section


def test_a_section_is_saved_complete_or_not_and_leads_on(mine, draft):
    half = {"title": "Half", "objective": "", "seen": 0}

    answer = mine.post(section(draft), {**half, "then": "next"}, follow=True)

    assert answer.redirect_chain == [(section(draft, 2), 302)]
    assert "Saved at " in answer.content.decode()
    assert stored(draft).content["title"] == "Half"
    shown = page(mine, section(draft))
    assert 'id="id_objective_missing">This is still to be filled in.<' in shown
    assert mine.post(section(draft), told(seen=1, then="list"))["Location"] == draft.get_absolute_url()
    assert mine.post(section(draft), told(seen=2))["Location"] == section(draft)


def test_the_boxes_say_in_which_language_and_direction_one_writes(mine, draft):
    draft.keep(0, {**ABOUT, "text_language": "ar"}, seen=0, by=acting_for(draft.member, role="editor"))
    draft.parts.filter(number=1).update(content={**MEASURE, "title": "ملتقى الشباب"})

    form = mine.get(section(draft)).context["form"]

    assert 'dir="auto"' in str(form["title"])
    assert 'lang="ar"' in str(form["title"])
    assert "ملتقى الشباب" in str(form["title"])
    assert 'dir="ltr"' in str(form["starts"])


def test_the_list_of_what_was_submitted_takes_the_same_statements_however_long(mine, member, principal):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert mine.get(reverse("member_plans", args=[member.key])).status_code == 200
        return len(queries)

    published(member, by=principal)
    asked()
    few = asked()

    for _time in range(3):
        published(member, by=principal)

    assert asked() == few


def test_only_an_organization_is_asked_whose_plan_it_supports(client, draft, principal, organization):
    NationalPlanFactory(key="other", member__name="Ruritania", member__state=True, announced="2009")
    NationalPlanFactory(key="own", member=organization, edition=2, announced="2009")
    client.force_login(principal)
    assert "supports" not in client.get(section(draft)).context["form"].fields

    client.force_login(acting_for(organization))
    of_organization = PlanDraftFactory(member=organization, filled=1)
    choices = dict(client.get(section(of_organization)).context["form"].fields["supports"].choices)

    assert choices["other"] == "National plan of Ruritania"
    assert "own" not in choices


def test_the_plan_of_a_state_that_is_only_approached_is_not_offered_to_be_supported(client, organization):
    approached = MemberFactory(key="sylvania", name="Sylvania", state=True)
    approached.approach(on=PartialDate(2020), by=None)
    plan = NationalPlanFactory(key="secret", member=approached, announced="2021")
    client.force_login(acting_for(organization))
    draft = PlanDraftFactory(member=organization, filled=1)

    choices = client.get(section(draft)).context["form"].fields["supports"].choices

    assert plan.public_status
    assert [key for key, _name in choices] == [""]


def test_of_a_published_measure_the_completion_is_told_elsewhere_and_kept(mine, member, principal):
    published(member, by=principal)
    draft = PlanDraft.begin(member=member, by=principal, edition=1)
    before = stored(draft).content["completion"]
    assert "completion" not in mine.get(section(draft)).context["form"].fields

    mine.post(section(draft), {**told(title="Schools meet again"), "completion": "complete"} | {"completion": before})

    assert (stored(draft).content["title"], stored(draft).content["completion"]) == ("Schools meet again", before)


def test_what_nobody_asked_for_is_not_kept(mine, draft):
    mine.post(section(draft), told(status="published", member="other"))

    assert set(stored(draft).content) == {*MEASURE, "supports"}


def test_a_section_that_is_not_there_is_not_there(mine, draft):
    assert mine.get(section(draft, 99)).status_code == 404
    assert mine.post(section(draft, 99), told()).status_code == 404


def test_the_comments_on_a_measure_stand_above_it_once_it_is_returned(mine, draft, principal):
    receipt = draft.submit(by=principal)
    draft.open(by=None)
    Comment.make(receipt=receipt, number=1, text="Which schools?", by=None)
    draft.return_to_member(by=None, note="Please name the schools.")

    assert "Which schools?" in page(mine, section(draft, 1))
    assert "Which schools?" not in page(mine, section(draft, 2))
    shown = page(mine, draft.get_absolute_url())
    assert "Please name the schools." in shown
    assert "The secretariat has a comment." in shown


# saved by itself


def test_what_saves_itself_is_told_the_version_and_what_is_missing(mine, draft):
    answer = mine.post(section(draft), told(objective="", writer="a", turn=1), headers=IN_JSON)

    said = answer.json()
    assert said["version"] == 1
    assert said["said"].startswith("Saved at ")
    assert said["missing"] == {"objective": "This is still to be filled in."}
    assert "next" not in said


@pytest.mark.parametrize("seen", ["", "x", "-1", "99999999999999999999", None])
def test_a_page_that_does_not_say_what_it_has_seen_saves_over_nothing(mine, draft, seen):
    sent = told(objective="Mine", seen=seen) if seen is not None else {**MEASURE, "objective": "Mine"}

    answer = mine.post(section(draft), sent, headers=IN_JSON)

    assert answer.status_code == 409
    assert stored(draft).content["objective"] == MEASURE["objective"]


# two people, and texts that must not be lost


def test_a_stale_save_shows_both_texts_and_the_next_one_is_deliberate(mine, draft, editor):
    draft.keep(1, {**MEASURE, "objective": "Theirs is better.", "target": "300"}, seen=0, by=editor)

    answer = mine.post(section(draft), told(objective="Mine is better."))

    assert answer.status_code == 409
    shown = " ".join(answer.content.decode().split())
    assert "<mark>Theirs </mark>is better." in shown
    assert "<mark>Mine </mark>is better." in shown
    assert editor.person.name in shown
    assert answer.context["form"]["objective"].value() == "Mine is better."
    assert [line.name for line in answer.context["conflict"]["lines"]] == ["objective", "target"]
    assert stored(draft).content["objective"] == "Theirs is better."

    mine.post(section(draft), told(objective="Both.", seen=answer.context["seen"], writer=answer.context["writer"]))
    assert stored(draft).content["objective"] == "Both."


def test_markup_in_either_text_stays_words(mine, draft, editor):
    draft.keep(1, {**MEASURE, "objective": "<script>theirs</script>"}, seen=0, by=editor)

    answer = mine.post(section(draft), told(objective="<script>mine</script>"), headers=IN_JSON)

    assert "<script>" not in answer.json()["conflict"]
    assert "&lt;script&gt;" in answer.json()["conflict"].replace("<mark>", "").replace("</mark>", "")


def test_what_is_written_while_a_colleague_submits_is_shown_back(mine, draft, principal):
    draft.submit(by=principal)

    answer = mine.post(section(draft), told(objective="Too late."))

    assert answer.status_code == 409
    assert "National plan of Freedonia is submitted: nothing was saved." in answer.content.decode()
    assert answer.context["form"]["objective"].value() == "Too late."
    in_json = mine.post(section(draft), told(objective="Too late."), headers=IN_JSON)
    assert in_json.json() == {"refused": "National plan of Freedonia is submitted: nothing was saved."}

    draft.recall(by=principal)
    assert mine.post(section(draft), told(objective="Too late.", seen=answer.context["seen"])).status_code == 302
    assert stored(draft).content["objective"] == "Too late."


def test_what_is_written_in_a_measure_that_a_colleague_took_out_is_kept_in_it(mine, draft, editor):
    draft.remove(1, by=editor)

    said = mine.post(section(draft), told(objective="Still here."), headers=IN_JSON).json()

    assert "somebody has taken this measure out of the plan" in said["said"]
    assert stored(draft).content["objective"] == "Still here."
    assert "Put back" in page(mine, section(draft))


def test_what_is_sent_after_the_session_is_over_is_shown_again_after_signing_in(client, draft, principal):
    principal.set_password("a long and fictional phrase")
    principal.save()

    answer = client.post(section(draft), told(objective="Written before lunch."))
    assert answer["Location"] == f"/accounts/login/?next={section(draft)}"
    assert stored(draft).version == 0
    client.post(answer["Location"], {"login": principal.email, "password": "a long and fictional phrase"})

    shown = client.get(section(draft))
    assert shown.context["form"]["objective"].value() == "Written before lunch."
    assert "You wrote this while you were signed out." in shown.content.decode()
    assert stored(draft).version == 0
    client.post(section(draft), told(objective="Written before lunch.", seen=shown.context["seen"]))
    assert stored(draft).content["objective"] == "Written before lunch."
    assert "is_kept" not in client.get(section(draft)).context


def test_whoever_else_signs_in_there_is_shown_nothing_of_it(client, draft):
    client.post(section(draft), told(objective="Written before lunch."))

    client.force_login(acting_for(MemberFactory(state=True, joined="2008")))

    assert client.get(section(draft)).status_code == 404
    assert "before lunch" not in page(client, "/portal/")


def test_what_saves_itself_is_told_that_the_session_is_over(client, draft):
    answer = client.post(section(draft), told(), headers=IN_JSON)

    assert answer.status_code == 401
    assert answer.json() == {"login": f"/accounts/login/?next={section(draft)}"}


def test_a_page_from_before_a_new_sign_in_is_shown_back_and_saved_at_the_second_try(draft, principal):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(principal)

    answer = browser.post(section(draft), told(objective="Mine.", csrfmiddlewaretoken="x" * 64))

    assert answer.status_code == 403
    assert answer.context["form"]["objective"].value() == "Mine."
    assert stored(draft).version == 0
    token = browser.cookies["csrftoken"].value
    in_json = browser.post(section(draft), told(csrfmiddlewaretoken="x" * 64), headers=IN_JSON)
    assert in_json.json()["token"]
    assert browser.post(section(draft), told(objective="Mine.", csrfmiddlewaretoken=token)).status_code == 302
    assert stored(draft).content["objective"] == "Mine."


def test_another_site_sends_nothing_to_it(draft, principal):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(principal)
    token = browser.get(section(draft)).cookies["csrftoken"].value

    sent = told(objective="Forged.", csrfmiddlewaretoken=token)
    answer = browser.post(section(draft), sent, headers={"origin": "https://elsewhere.example.org"})

    assert answer.status_code == 403
    assert "Forged." not in answer.content.decode()
    assert stored(draft).version == 0
