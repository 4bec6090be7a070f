"""What the real registers of networks and programmes tell, by name (“What the registers compute”)."""

from datetime import date

import pytest

from alliance.dates import Period
from members.figures.regional_strategy import strategy_countries
from members.models import RegionalStrategy
from partnerships.figures import network as network_figures
from partnerships.figures import programme as figures
from partnerships.models import Network, NetworkMember, Programme, ProgrammePartner, ProgrammeStep

pytestmark = pytest.mark.usefixtures("real_registers")

FIRST_FORUM, SECOND_FORUM = Period.parse("2008-01", "2008-01"), Period.parse("2009-04", "2009-04")
MAY_2009 = Period.parse("2008-05", "2009-05")


def keys(figure, period):
    return {step.record.key for step in figure.rows(period)}


def test_there_are_17_programmes_and_14_networks():
    assert (Programme.objects.count(), ProgrammeStep.objects.count(), Network.objects.count()) == (17, 29, 14)
    assert Network.objects.filter(is_public=True).count() == 14


def test_four_programmes_were_announced_at_the_madrid_forum():
    at_madrid = ProgrammeStep.objects.filter(status="announced", place="Madrid", preferred=True)

    expected = {"youth-solidarity-fund", "silatech", "media-fund", "doing-business-in-a-multicultural-world"}
    assert set(at_madrid.values_list("record__key", flat=True)) == keys(figures.announced, FIRST_FORUM) == expected
    assert figures.announced.value(FIRST_FORUM) == 4


def test_four_programmes_were_launched_at_the_istanbul_forum():
    at_istanbul = ProgrammeStep.objects.filter(status="launched", place="Istanbul", preferred=True)

    expected = {"global-youth-movement", "plural-plus", "dialogue-cafe", "restore-trust-rebuild-bridges"}
    assert set(at_istanbul.values_list("record__key", flat=True)) == keys(figures.launched, SECOND_FORUM) == expected
    assert figures.launched.value(SECOND_FORUM) == 4


def test_the_media_mechanism_was_launched_once_though_told_in_two_ways():
    """Trap T3: February 2008 (R1 ¶19), or at the forum in January (R2 ¶27)."""
    mechanism = Programme.objects.in_dispute().get()
    launches = {step.when.iso: (step.preferred, step.place) for step in mechanism.steps.filter(status="launched")}

    assert mechanism.key == "rapid-response-media-mechanism"
    assert launches == {"2008-02": (True, ""), "2008-01": (False, "Madrid")}
    assert "rapid-response-media-mechanism" not in keys(figures.launched, FIRST_FORUM)
    assert "rapid-response-media-mechanism" in keys(figures.launched, Period.parse("2008-02", "2008-02"))


def test_programmes_stand_by_status_kind_and_relation_on_a_day():
    by_status = {status: n for status, [n] in figures.programmes.by("status", [MAY_2009]).items()}
    by_relation = {relation: n for relation, [n] in figures.programmes.by("relation", [MAY_2009]).items()}
    by_kind = {kind: n for kind, [n] in figures.programmes.by("kind", [MAY_2009]).items()}

    assert figures.programmes.value(MAY_2009) == sum(by_status.values()) == 16, "one is only told on 16 June 2009"
    assert by_status == {"idea": 1, "preparatory": 3, "launched": 7, "operational": 5}
    assert by_relation == {"leads": 10, "auspices": 1, "catalyst": 2, "facilitates": 1, "autonomous": 2}
    assert by_kind == {"programme": 10, "fund": 3, "event": 1, "publication": 2}


def test_silatech_and_the_media_fund_are_autonomous():
    assert set(Programme.objects.autonomous().values_list("key", flat=True)) == {"silatech", "media-fund"}


def test_the_foundations_have_one_network_under_three_names():
    """Trap T9."""
    for words in ("International Network of foundations", "North-South network", "philanthropic foundations"):
        assert Network.objects.called(words).get().key == "foundations"


def test_networks_are_told_by_status():
    today = Period.parse("2026-11-22", "2026-11-22")
    by_status = {status: n for status, [n] in network_figures.networks.by("status", [today]).items()}

    assert by_status == {"active": 5, "decided": 1, "in_development": 3, "planned": 4, "proposed": 1}
    assert network_figures.networks.value(MAY_2009) == 13, "one is named by an undated page"


def test_three_platforms_had_agreed_to_serve_on_the_youth_committee():
    """R1 ¶23; with three more the Alliance still negotiated."""
    on = date(2008, 4, 30)
    seats = NetworkMember.objects.current(on)

    assert set(seats.values_list("network__key", "partner__key")) == {
        ("youth-advisory-committee", "european-youth-forum"),
        ("youth-advisory-committee", "islamic-conference-youth-forum"),
        ("youth-advisory-committee", "latin-american-youth-forum"),
    }
    assert network_figures.network_members.value(Period(on, on)) == 3
    assert not NetworkMember.objects.current(date(2008, 4, 29))


def test_partners_are_those_that_the_reports_name():
    def partners(key):
        return set(ProgrammePartner.objects.filter(programme__key=key).values_list("partner__key", flat=True))

    assert partners("silatech") == {"world-bank", "cisco"}
    assert partners("plural-plus") == {"iom"}
    assert partners("mapping-media-education-policies") == {"unesco", "grupo-comunicar", "european-commission"}
    assert not ProgrammePartner.objects.filter(partner__is_public=False)


def test_six_organizations_attended_and_the_14_countries_stay_14():
    strategy = RegionalStrategy.objects.get(key="south-eastern-europe")

    assert set(strategy.partners.values_list("partner__key", "role")) == {
        (key, "attending")
        for key in ("unesco", "iom", "osce", "council-of-europe", "regional-cooperation-council", "european-union")
    }
    assert strategy_countries.value(Period.parse("2010-06", "2010-06")) == 14


def test_the_words_of_the_old_register_stand_apart_from_its_notes():
    assert not ProgrammeStep.objects.filter(note__contains="old word").exists()
    assert ProgrammeStep.objects.exclude(told_as="").count() == 11
