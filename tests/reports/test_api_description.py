"""The API is a public product: what it does is told, with examples, and the telling has no gaps."""

from io import StringIO

import pytest
import yaml
from django.core.management import call_command
from rest_framework.throttling import AnonRateThrottle

pytestmark = pytest.mark.django_db


def test_the_schema_is_valid_and_has_no_warnings(capsys):
    call_command("spectacular", validate=True, fail_on_warn=True, file=None, stdout=StringIO())


def test_every_list_tells_its_filters_and_shows_an_example(client):
    schema = yaml.safe_load(client.get("/api/v1/schema/").content)

    members = schema["paths"]["/api/v1/members/"]["get"]
    assert {"on", "kind", "region", "group", "status", "search", "ordering", "updated_since", "page"} <= {
        parameter["name"] for parameter in members["parameters"]
    }
    for path in ("/api/v1/members/", "/api/v1/documents/", "/api/v1/stated-figures/"):
        answer = schema["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
        assert answer["examples"], path


@pytest.mark.parametrize("address", ["/api/v1/", "/api/v1/docs/", "/api/v1/schema/"])
def test_the_api_is_open_to_read_for_anyone(client, address):
    assert client.get(address).status_code == 200


def test_anonymous_reading_has_a_rate_limit(client, settings, monkeypatch):
    monkeypatch.setattr(AnonRateThrottle, "THROTTLE_RATES", {"anon": "2/hour", "user": None})

    answers = [client.get("/api/v1/members/") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["Content-Type"] == "application/problem+json"
    assert int(answers[2]["Retry-After"]) > 0
