"""What members offer to host for a regional strategy: public once staff have entered it in the calendar."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from icalendar import Calendar

from alliance.dates import PartialDate
from plans.models import Initiative
from tests.factories import MemberFactory
from tests.factories.plans import RegionalStrategyFactory, StrategyParticipantFactory
from tests.factories.work import acting_for

pytestmark = pytest.mark.django_db
LIST, ICAL, API = "/strategies/initiatives/", "/strategies/initiatives.ics", "/api/v1/initiatives/"
PROPOSE = "/portal/members/freedonia/initiatives/propose/"


@pytest.fixture
def member():
    return MemberFactory(key="freedonia", name="Freedonia", state=True, joined="2008")


@pytest.fixture
def strategy(member):
    strategy = RegionalStrategyFactory(key="river", name="River", adopted="2009")
    StrategyParticipantFactory(strategy=strategy, country=member.country, stance="Stance-Caution")
    return strategy


@pytest.fixture
def mine(member, client):
    user = acting_for(member)
    client.force_login(user)
    return user


def words(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def seminar(strategy, **more):
    return {"strategy": strategy.pk, "title": "Seminar of journalists", "starts": "2027-05-12", **more}


def proposed(mine, strategy, **more):
    member = mine.person.focal_points.get().member
    what = {"title": "Seminar of journalists", "starts": PartialDate(2027, 5, 12), **more}
    return Initiative.propose(member=member, by=mine, strategy=strategy, **what)


def accepted(*args, **more):
    made = proposed(*args, **more)
    made.accept(by=None)
    return made


def test_a_focal_point_proposes_and_withdraws(client, mine, strategy):
    shown = words(client.post(PROPOSE, seminar(strategy, ends="2027-05-14", link="example.org/seminar"), follow=True))

    assert "Seminar of journalists (Freedonia)" in shown
    made = Initiative.objects.get()
    assert (made.when, made.link, made.made_by) == ("12–14 May 2027", "https://example.org/seminar", mine)
    client.post(f"/portal/initiatives/{made.pk}/withdraw/")
    made.refresh_from_db()
    assert made.status == "withdrawn"


def test_it_is_public_once_it_is_accepted_and_leaves_the_calendar_when_it_is_withdrawn(client, mine, strategy):
    made = proposed(mine, strategy)
    assert client.get(API).json()["results"] == []
    assert "Seminar of journalists" not in words(client.get(LIST))

    made.accept(by=None)
    (row,) = client.get(API).json()["results"]
    assert (row["strategy"], row["member"], row["starts"], row["ends"]) == ("river", "freedonia", "2027-05-12", None)
    assert client.get(f"{API}{made.pk}/").json()["title"] == "Seminar of journalists"
    client.logout()
    assert "Seminar of journalists" in words(client.get(LIST))
    assert "Stance" not in words(client.get(LIST)) + client.get(API).content.decode()

    client.force_login(mine)
    client.post(f"/portal/initiatives/{made.pk}/withdraw/")
    assert client.get(f"{API}{made.pk}/").status_code == 404
    harvest = client.get(f"{API}?updated_since=2020-01-01T00:00:00Z").json()
    assert [(gone["key"], gone["reason"]) for gone in harvest["gone"]] == [(str(made.pk), "hidden")]


def test_only_for_a_strategy_in_which_the_member_takes_part(client, mine, strategy):
    elsewhere = RegionalStrategyFactory(name="Mountain", adopted="2009")

    assert "Mountain" not in words(client.get(PROPOSE))
    assert "Select a valid choice." in words(client.post(PROPOSE, seminar(elsewhere)))
    with pytest.raises(ValidationError) as refusal:
        proposed(mine, elsewhere)
    assert refusal.value.message_dict == {
        "strategy": ["The register does not name Freedonia among those who take part in Mountain."]
    }


def test_who_takes_part_in_none_is_told_so(client, mine):
    assert "takes part in no regional strategy" in words(client.get(PROPOSE))
    assert "Propose an initiative" not in words(client.get("/portal/"))


def test_what_is_wrong_is_told_at_its_field(client, mine, strategy):
    wrong = seminar(strategy, title="", starts="soon", link="javascript:alert(1)")

    shown = words(client.post(PROPOSE, wrong))

    assert "“soon” is no date" in shown
    assert "Enter a valid URL." in shown
    assert "It ends before it starts." in words(client.post(PROPOSE, seminar(strategy, ends="2027-05-11")))
    assert not Initiative.objects.exists()


def test_the_same_is_not_proposed_twice(client, mine, strategy):
    client.post(PROPOSE, seminar(strategy))

    assert "This is proposed already" in words(client.post(PROPOSE, seminar(strategy)))


def test_for_another_member_and_for_staff_it_is_not_there(client, mine, strategy, secretary):
    made = proposed(mine, strategy, title="Not for others")
    stranger = acting_for(MemberFactory(state=True, joined="2008"))

    for user in (stranger, secretary):
        client.force_login(user)
        assert client.get(PROPOSE).status_code == 404
        assert client.post(PROPOSE, seminar(strategy)).status_code == 404
        assert client.post(f"/portal/initiatives/{made.pk}/withdraw/").status_code == 404
        for address in ("/portal/", LIST, ICAL, API):
            assert "Not for others" not in client.get(address).content.decode()


def test_of_a_hidden_host_or_strategy_nothing_is_told(client, mine, strategy, member):
    accepted(mine, strategy)
    client.logout()
    assert "Seminar of journalists" in words(client.get(LIST))

    member.steps.all().delete()
    member.approach(on=PartialDate(2020), by=None)

    assert "Freedonia" not in words(client.get(LIST))
    assert client.get(API).json()["results"] == []


def test_the_calendar_holds_days_and_says_how_many_it_leaves_out(client, mine, strategy):
    made = accepted(mine, strategy, ends=PartialDate(2027, 5, 14), place="Strelsau")
    accepted(mine, strategy, title="Summer school", starts=PartialDate(2027, 7))

    calendar = Calendar.from_ical(client.get(ICAL).content)

    (entry,) = calendar.walk("VEVENT")
    assert (entry.decoded("DTSTART"), entry.decoded("DTEND")) == (date(2027, 5, 12), date(2027, 5, 15))
    assert (str(entry["LOCATION"]), str(entry["SUMMARY"])) == ("Strelsau", "Seminar of journalists")
    assert str(entry["URL"]).endswith(f"/strategies/initiatives/#initiative-{made.pk}")
    assert str(calendar["X-WR-CALDESC"]) == "1 is left out: only its month or year is known."


def test_who_has_the_calendar_already_is_sent_nothing(client, mine, strategy):
    accepted(mine, strategy)
    tag = client.get(ICAL)["ETag"]

    assert client.get(ICAL, headers={"If-None-Match": tag}).status_code == 304
    proposed(mine, strategy, title="Only proposed")
    assert client.get(ICAL, headers={"If-None-Match": tag}).status_code == 304


def test_initiatives_are_found_by_strategy_by_words_and_as_long_as_they_are_to_come(client, mine, strategy):
    accepted(mine, strategy, title="Past", starts=PartialDate(2010, 5, 12))
    accepted(mine, strategy, title="Of this year", starts=PartialDate(PartialDate.today().year))
    accepted(mine, strategy, title="Later", starts=PartialDate(2999, 5, 12), place="Strelsau")

    def titles(question):
        return [row["title"] for row in client.get(f"{API}?{question}").json()["results"]]

    assert titles("to_come=yes") == ["Of this year", "Later"]
    assert titles("to_come=no") == ["Past"]
    assert titles("search=strelsau") == ["Later"]
    assert titles("strategy=river&ordering=-starts") == ["Later", "Of this year", "Past"]
    assert [str(each.title) for each in client.get(f"{LIST}?to_come=no").context["page"]] == ["Past"]
