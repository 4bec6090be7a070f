"""The API is a public product: what it does is told, with examples, and the telling has no gaps."""

from io import StringIO

import pytest
import yaml
from django.core.management import call_command

pytestmark = pytest.mark.django_db

WITHOUT_EXAMPLE = ("/api/v1/countries/", "/api/v1/figures/", "/api/v1/focal-points/")


def test_the_schema_is_valid_and_has_no_warnings(capsys):
    call_command("spectacular", validate=True, fail_on_warn=True, file=None, stdout=StringIO())


def test_every_list_tells_its_filters_and_shows_an_example(client):
    schema = yaml.safe_load(client.get("/api/v1/schema/").content)

    members = schema["paths"]["/api/v1/members/"]["get"]
    assert {"on", "kind", "region", "group", "status", "search", "ordering", "updated_since", "page"} <= {
        parameter["name"] for parameter in members["parameters"]
    }
    for path, operations in schema["paths"].items():
        if "{" in path or path.startswith(WITHOUT_EXAMPLE):
            continue
        answer = operations["get"]["responses"]["200"]["content"]["application/json"]
        assert answer["examples"], path


@pytest.mark.parametrize("address", ["/api/v1/", "/api/v1/docs/", "/api/v1/schema/"])
def test_the_api_is_open_to_read_for_anyone(client, address):
    assert client.get(address).status_code == 200


def test_every_refusal_is_told_and_what_a_table_is(client):
    schema = yaml.safe_load(client.get("/api/v1/schema/").content)

    for path, operations in schema["paths"].items():
        answers = operations["get"]["responses"]
        assert {"200", "304", "400", "401", "403", "404", "405", "406", "429"} <= set(answers), path
        assert "application/problem+json" in answers["429"]["content"], path
        assert {"ETag", "RateLimit"} <= set(answers["200"]["headers"]), path
        assert answers["200"]["content"].get("text/csv", {"schema": {"type": "string"}})["schema"] == {"type": "string"}


def test_every_list_that_can_be_harvested_tells_what_has_gone(client):
    schema = yaml.safe_load(client.get("/api/v1/schema/").content)
    pages = {name: page["properties"] for name, page in schema["components"]["schemas"].items() if "Paginated" in name}

    assert {name for name, properties in pages.items() if "gone" in properties} == {
        "PaginatedMemberList",
        "PaginatedCountryList",
        "PaginatedDocumentList",
        "PaginatedStatedFigureList",
        "PaginatedNationalPlanList",
        "PaginatedRegionalStrategyList",
        "PaginatedProposalList",
        "PaginatedMeasureList",
        "PaginatedProgressNoteList",
        "PaginatedPublicationList",
        "PaginatedInitiativeList",
        "PaginatedPracticeList",
        "PaginatedNewsletterList",
        "PaginatedPartnerList",
        "PaginatedAgreementList",
        "PaginatedNetworkList",
        "PaginatedProgrammeList",
        "PaginatedForumList",
        "PaginatedSessionList",
        "PaginatedMeetingList",
        "PaginatedEventList",
        "PaginatedRecognitionList",
        "PaginatedAnnouncementList",
        "PaginatedCommitmentList",
        "PaginatedContributorList",
        "PaginatedContributionList",
        "PaginatedPledgeList",
        "PaginatedOperationalRateList",
    }
    assert schema["components"]["schemas"]["Gone"]["items"]["example"]["reason"] == "merged"
