"""The API is a public product: what it does is told, with examples, and the telling has no gaps."""

from io import StringIO

import pytest
import yaml
from django.core.management import call_command

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
