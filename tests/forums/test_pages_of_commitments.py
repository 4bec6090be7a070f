"""Where announcements and commitments are shown, and that what was said is changed at no door."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forums.models import Commitment, CommitmentReport
from tests.factories import MemberFactory, StatedFigureFactory
from tests.factories.agreements import AgreementFactory, PartnerFactory
from tests.factories.commitments import AnnouncementFactory, CommitmentFactory
from tests.factories.forums import ForumFactory
from tests.factories.plans import NationalPlanFactory, RegionalStrategyFactory
from tests.factories.programmes import NetworkFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum():
    return ForumFactory(ordinal=2, name="Second Forum", city="Istanbul", held="2009")


@pytest.fixture
def commitment(forum):
    return CommitmentFactory(forum=forum, key="made", text="What was said", ref="37")


def page(client, row):
    return client.get(row.get_absolute_url()).content.decode()


def test_the_page_of_what_was_announced_says_at_which_forum(client, forum):
    plan = NationalPlanFactory(announced="2009-04")
    agreement = AgreementFactory(signed="2009-04")
    programme = ProgrammeFactory(launched="2009-04")
    strategy = RegionalStrategyFactory(adopted="2009")
    AnnouncementFactory(forum=forum, plan=plan)
    AnnouncementFactory(forum=forum, agreement=agreement, what="signed")
    AnnouncementFactory(forum=forum, programme=programme, what="launched", preferred=False)
    AnnouncementFactory(forum=forum, strategy=strategy, what="presented")

    assert '<a href="/forums/2/">Announced at the Second Forum, Istanbul</a>' in page(client, plan)
    assert "Announced at the Second Forum, Istanbul" in page(client, plan.member)
    assert "Signed at the Second Forum, Istanbul" in page(client, agreement)
    assert "another account" in page(client, programme)
    assert "Presented at the Second Forum, Istanbul" in page(client, strategy)


def test_a_plan_does_not_tell_of_a_forum_that_is_only_planned(client):
    plan = NationalPlanFactory(announced="2009-04")
    AnnouncementFactory(forum=ForumFactory(ordinal=3, name="Hidden Forum", planned="2009"), plan=plan)

    assert "Hidden Forum" not in page(client, plan)
    assert "Hidden Forum" not in page(client, plan.member)


def test_whoever_carries_a_commitment_out_shows_it(client, forum):
    partner = PartnerFactory(member=MemberFactory(joined="2008"))
    owners = {
        "programme": ProgrammeFactory(launched="2009-04"),
        "network": NetworkFactory(),
        "partner": partner,
        "strategy": RegionalStrategyFactory(adopted="2009"),
        "agreement": AgreementFactory(signed="2009-04"),
    }
    for name, owner in owners.items():
        CommitmentFactory(forum=forum, text=f"Carried out by the {name}", **{name: owner})

    for name, owner in owners.items():
        assert f"Carried out by the {name}" in page(client, owner)
    assert "Carried out by the partner" in page(client, partner.member)


def test_the_forum_shows_what_happened_and_what_documents_count_side_by_side(client, forum, commitment):
    AnnouncementFactory(forum=forum, plan=NationalPlanFactory(announced="2009-04"))
    for value in (10, 12):
        StatedFigureFactory(measure="forum_commitments", forum_number=2, value=value, source=f"Report of {value}")

    context = client.get("/forums/2/").context

    assert [str(group.name) for group in context["announced"]] == ["National plans"]
    assert [*context["commitments"]] == [commitment]
    assert [figure.value for figure in context["stated_commitments"]] == [10, 12]
    tally = client.get("/commitments/").context["tallies"][0]
    assert (tally.number, tally.reported, tally.unreported, len(tally.stated)) == (1, 0, 1, 2)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("forum=2", {"made", "owned"}),
        ("kind=fund", {"owned"}),
        ("owned_by=programme", {"owned"}),
        ("owned_by=none", {"made"}),
        ("owner=silatech", {"owned"}),
        ("status=unreported", {"made"}),
        ("status=reported", {"owned"}),
        ("search=said", {"made"}),
    ],
)
def test_the_tracker_is_filtered_like_the_api(asked, found, client, forum, commitment):
    owner = ProgrammeFactory(key="silatech", announced="2008-01")
    CommitmentFactory(forum=forum, key="owned", text="Silatech", kind="fund", programme=owner, reported="2009-05")

    rows = client.get(f"/api/v1/commitments/?{asked}").json()["results"]
    assert {row["key"] for row in rows} == found
    assert {row.key for row in client.get(f"/commitments/?{asked}").context["page"]} == found


def test_the_tracker_costs_the_same_however_long_it_is(client, forum):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            client.get("/commitments/")
        return len(asked)

    for _ in range(3):
        CommitmentFactory(forum=forum, programme=ProgrammeFactory(announced="2009"), reported="2009")
    few = cost()
    for _ in range(30):
        CommitmentFactory(forum=forum, programme=ProgrammeFactory(announced="2009"), reported="2009")

    assert cost() == few


def test_staff_cannot_rewrite_what_was_said(client, secretary, commitment):
    client.force_login(secretary)
    address = f"/admin/forums/commitment/{commitment.pk}/change/"
    posted = {
        "text": "Another text",
        "number": 9,
        "key": "another",
        "ref": "1",
        "forum": ForumFactory(ordinal=4).pk,
        "kind": "project",
        "note": "It was said otherwise.",
        "reports-TOTAL_FORMS": 0,
        "reports-INITIAL_FORMS": 0,
    }

    answer = client.post(address, posted)

    assert answer.status_code == 302, answer.context["errors"]
    commitment.refresh_from_db()
    assert (commitment.text, commitment.number, commitment.key, commitment.ref) == ("What was said", 1, "made", "37")
    assert commitment.note == "It was said otherwise."


def test_staff_record_a_commitment_under_the_next_number(client, secretary, commitment, forum):
    client.force_login(secretary)
    posted = {
        "forum": forum.pk,
        "key": "next",
        "text": "Something else",
        "kind": "project",
        "reports-TOTAL_FORMS": 0,
        "reports-INITIAL_FORMS": 0,
    }

    answer = client.post("/admin/forums/commitment/add/", posted)

    assert answer.status_code == 302, answer.context["errors"]
    assert Commitment.objects.get(key="next").number == 2


def test_staff_record_what_was_reported(client, secretary, commitment):
    client.force_login(secretary)
    posted = {
        "action": "record_report",
        "_selected_action": [commitment.pk],
        "is_answered": "1",
        "on": "2010-05",
        "words": "presented again",
        "scale": "",
        "note": "",
    }

    client.post("/admin/forums/commitment/", posted)

    report = CommitmentReport.objects.get()
    assert (report.words, str(report.when), report.scale) == ("presented again", "May 2010", "")
    assert report.history.get().history_user == secretary
