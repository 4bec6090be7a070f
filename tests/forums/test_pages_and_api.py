"""The pages and the API of the forums: the same rows for the same eyes, at a constant price."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alliance.dates import PartialDate
from forums.models import Forum
from tests.factories import DocumentFactory, MemberFactory, StatedFigureFactory
from tests.factories.forums import EventFactory, ForumFactory, MeetingFactory, RecognitionFactory, SessionFactory
from tests.factories.plans import RegionalStrategyFactory
from tests.factories.programmes import NetworkFactory

pytestmark = pytest.mark.django_db
API = "/api/v1"


def keys(answer, key="key"):
    return [row[key] for row in answer.json()["results"]]


@pytest.mark.parametrize("address", ["/forums/7/", f"{API}/forums/7/"])
def test_a_forum_that_is_only_planned_is_not_there(address, client, secretary):
    ForumFactory(ordinal=7, planned="2007")

    assert client.get(address).status_code == 404
    client.force_login(secretary)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("number", ["0", "99", "99999999999999999999"])
def test_a_forum_that_is_not_there_is_not_found(number, client):
    assert client.get(f"/forums/{number}/").status_code == 404
    assert client.get(f"{API}/forums/{number}/").status_code == 404


def test_a_host_that_is_only_being_approached_is_not_named_by_its_forum(client, secretary):
    host = MemberFactory(key="approached", name="Ruritania")
    host.approach(on=PartialDate(2020), by=None)
    forum = ForumFactory(held="2008-01-16", host=host)

    assert keys(client.get(f"{API}/forums/"), "host") == [None]
    assert keys(client.get(f"{API}/forums/", {"host": "approached"}), "host") == []
    for address in ("/forums/", forum.get_absolute_url()):
        assert "Ruritania" not in client.get(address).content.decode()
    client.force_login(secretary)
    assert keys(client.get(f"{API}/forums/"), "host") == ["approached"]


def test_the_page_of_a_member_names_the_forums_it_hosted(client):
    host = MemberFactory(joined="2008")
    ForumFactory(held="2008-01-16", host=host, name="Forum of the host")
    ForumFactory(planned="2020", host=host, name="Forum to come")

    page = client.get(host.get_absolute_url()).content.decode()

    assert "Forum of the host" in page
    assert "Forum to come" not in page


def test_the_page_of_a_forum_tells_its_programme_and_what_was_stated(client):
    forum = ForumFactory(held="2008-01-16", issues="peace; youth")
    SessionFactory(forum=forum, title="", kind="working_session", count=8)
    MeetingFactory(forum=forum, title="Meeting at the forum")
    MeetingFactory(forum=forum, title="Hidden meeting", is_public=False)
    StatedFigureFactory(forum_number=forum.ordinal, statement="Stated to all")
    hidden = DocumentFactory(visibility="staff")
    StatedFigureFactory(forum_number=forum.ordinal, statement="Stated to staff", document=hidden)

    page = client.get(forum.get_absolute_url()).content.decode()

    for words in ("8 held, which no source names one by one", "Meeting at the forum", "Stated to all", "Youth"):
        assert words in page
    for words in ("Hidden meeting", "Stated to staff"):
        assert words not in page


def test_the_text_of_an_outcome_is_for_whoever_may_see_the_document(client, secretary):
    text = DocumentFactory(key="outcome", visibility="staff")
    forum = ForumFactory(held="2008-01-16", outcome="Declaration of Madrid", outcome_document=text)

    assert client.get(f"{API}/forums/{forum.ordinal}/").json()["outcome_document"] is None
    page = client.get(forum.get_absolute_url()).content.decode()
    assert "Declaration of Madrid" in page
    assert text.get_absolute_url() not in page
    client.force_login(secretary)
    assert client.get(f"{API}/forums/{forum.ordinal}/").json()["outcome_document"] == "outcome"


def test_the_filters_of_meetings_find_by_body_level_year_and_place(client):
    MeetingFactory(key="ministers", level="ministerial", place="New York")
    MeetingFactory(key="points", body="focal_points", starts=PartialDate(2008, 10), place="Paris")
    MeetingFactory(key="later", starts=PartialDate(2009, 4))

    for asked, found in [
        ({"body": "focal_points"}, ["points"]),
        ({"level": "ministerial"}, ["ministers"]),
        ({"year": 2009}, ["later"]),
        ({"search": "paris"}, ["points"]),
        ({"starts_from": "2008-10-01", "starts_to": "2008-12-31"}, ["points"]),
    ]:
        assert keys(client.get(f"{API}/meetings/", asked)) == found
        page = client.get("/meetings/", asked).context["page"]
        assert [meeting.key for meeting in page] == found


def test_a_strategy_that_is_hidden_hides_what_is_told_of_its_meetings(client):
    MeetingFactory(body="regional_strategy", strategy=RegionalStrategyFactory(key="secret"))

    assert keys(client.get(f"{API}/meetings/")) == keys(client.get(f"{API}/meetings/", {"strategy": "secret"})) == []


def test_a_strategy_and_a_network_name_their_meetings(client):
    strategy, network = RegionalStrategyFactory(adopted="2009"), NetworkFactory(is_public=True)
    for about in ({"body": "regional_strategy", "strategy": strategy}, {"body": "network", "network": network}):
        MeetingFactory(title="Meeting for all", **about)
        MeetingFactory(title="Meeting in confidence", is_public=False, **about)

    for record in (strategy, network):
        page = client.get(record.get_absolute_url()).content.decode()
        assert "Meeting for all" in page
        assert "Meeting in confidence" not in page


def test_the_filters_of_events_tell_external_events_from_the_time_line(client):
    EventFactory(key="line", kind="timeline")
    EventFactory(key="visit", kind="visit", place="Lisbon")
    EventFactory(key="hidden", is_public=False)

    for asked, found in [
        ({"external": "yes"}, ["visit"]),
        ({"external": "no"}, ["line"]),
        ({"kind": "visit"}, ["visit"]),
        ({"search": "lisbon"}, ["visit"]),
        ({"ordering": "kind"}, ["line", "visit"]),
    ]:
        assert keys(client.get(f"{API}/events/", asked)) == found


def test_what_is_hidden_again_is_told_to_whoever_harvested_it(client):
    event = EventFactory(key="visit")
    event.is_public = False
    event.save()

    gone = client.get(f"{API}/events/", {"updated_since": "2000-01-01T00:00:00Z"}).json()["gone"]

    assert [(row["key"], row["reason"]) for row in gone] == [("visit", "hidden")]


def test_a_forum_that_is_deleted_is_told_by_its_number(client):
    ForumFactory(ordinal=9, held="2008-01-16").delete()

    gone = client.get(f"{API}/forums/", {"updated_since": "2000-01-01T00:00:00Z"}).json()["gone"]

    assert [(row["key"], row["reason"]) for row in gone] == [("9", "deleted")]


def test_sessions_are_found_by_their_forum_and_kind(client):
    shown = SessionFactory(key="one", kind="plenary")
    SessionFactory(forum=ForumFactory(planned="2007"))

    assert keys(client.get(f"{API}/sessions/", {"forum": shown.forum.ordinal, "kind": "plenary"})) == ["one"]
    assert keys(client.get(f"{API}/sessions/")) == ["one"]


def test_recognition_names_the_decision_as_far_as_it_may_be_seen(client):
    RecognitionFactory(key="decision", given=PartialDate(2008, 7))
    RecognitionFactory(key="hidden", document=DocumentFactory(visibility="staff"))

    assert keys(client.get(f"{API}/recognitions/")) == ["decision"]
    assert keys(client.get(f"{API}/recognitions/", {"given_from": "2008-08-01"})) == []
    assert [row.key for row in client.get("/recognition/").context["page"]] == ["decision"]


def rows(number):
    for _ in range(number):
        forum = ForumFactory(held="2008-01-16", host=MemberFactory(joined="2008"))
        SessionFactory(forum=forum)
        MeetingFactory(forum=forum, strategy=RegionalStrategyFactory(adopted="2009"))
        EventFactory(document=DocumentFactory())
        RecognitionFactory()


@pytest.mark.parametrize(
    "address",
    [
        *("/forums/", "/meetings/", "/events/", "/recognition/", "/forums/calendar.ics", "/meetings/calendar.ics"),
        *(f"{API}/{name}/" for name in ("forums", "sessions", "meetings", "events", "recognitions")),
    ],
)
def test_a_long_list_costs_what_a_short_one_costs(address, client):
    costs = []
    for more in (2, 20):
        rows(more)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        costs.append(len(asked))

    assert costs[0] == costs[1] < 12


def test_the_page_of_a_forum_costs_the_same_however_long_its_programme_is(client):
    forum = ForumFactory(held="2008-01-16")
    costs = []
    for more in (2, 20):
        for _ in range(more):
            SessionFactory(forum=forum)
            MeetingFactory(forum=forum)
            StatedFigureFactory(forum_number=forum.ordinal)
        with CaptureQueriesContext(connection) as asked:
            client.get(forum.get_absolute_url())
        costs.append(len(asked))

    assert costs[0] == costs[1]


def test_staff_correct_a_forum_and_are_told_at_the_field(client, secretary):
    forum = ForumFactory(held="2008-01-16")
    step = forum.steps.get()
    client.force_login(secretary)
    posted = {
        "ordinal": forum.ordinal,
        "name": forum.name,
        "city": "Granada",
        "country": forum.country_id,
        "starts": "2008-01-15",
        "time_zone": "Europe/Madrid",
        "steps-TOTAL_FORMS": 1,
        "steps-INITIAL_FORMS": 1,
        "steps-0-id": step.pk,
        "steps-0-record": forum.pk,
        "steps-0-status": "held",
        "steps-0-when": "2008-01-16",
        "steps-0-preferred": "on",
    }
    address = f"/admin/forums/forum/{forum.pk}/change/"

    refused = client.post(address, posted | {"ends": "2008-01-18"})
    assert "before its last day" in str(refused.context["adminform"].form.errors["ends"])

    assert client.post(address, posted | {"ends": "2008-01-16"}).status_code == 302
    assert Forum.objects.get().city == "Granada"


@pytest.mark.parametrize("model", ["forum", "session", "meeting", "event", "recognition"])
@pytest.mark.parametrize("page", ["", "add/", "export/", "import/"])
def test_every_page_of_the_admin_opens(model, page, client, secretary):
    rows(1)
    client.force_login(secretary)

    assert client.get(f"/admin/forums/{model}/{page}").status_code == 200
