"""What every address of the API does alike: to other sites, to wrong addresses, to our own faults."""

import gzip

import pytest
from django.test import Client

from tests.alliance.test_rest import told
from tests.factories import DocumentFactory

pytestmark = pytest.mark.django_db

DOCUMENTS = "/api/v1/documents/"
ELSEWHERE = {"origin": "https://elsewhere.example"}


@pytest.mark.parametrize(
    "address", ["/api/", "/api/v2/", "/api/v1/nothing/", f"{DOCUMENTS}a/b/c/", "/api/v1/members.json/"]
)
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_an_address_that_is_not_there_is_told_to_programs_in_their_form(address, method, client):
    assert told(getattr(client, method)(address), 404)["detail"] == "The API has no such address."


def test_a_slash_that_is_missing_is_added(client):
    assert client.get("/api/v1/documents")["Location"] == DOCUMENTS
    assert client.get("/api/v1/nothing", follow=True).status_code == 404


@pytest.mark.urls("tests.example.urls")
def test_a_fault_of_ours_is_told_in_that_form_too_and_no_more():
    client = Client(raise_request_exception=False)

    refused = client.get("/api/fault/")

    assert told(refused, 500)["detail"] == "Something went wrong on our side."
    assert "text/html" in client.get("/example/refusals/fault/")["Content-Type"]


@pytest.mark.parametrize("address", [DOCUMENTS, f"{DOCUMENTS}report/", f"{DOCUMENTS}nothing/", "/api/v1/schema/"])
def test_other_sites_may_read(address, client):
    DocumentFactory(key="report")

    answer = client.get(address, headers=ELSEWHERE)

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    assert {"ETag", "RateLimit", "Location"} <= set(answer["Access-Control-Expose-Headers"].split(", "))


def test_other_sites_may_not_write(client):
    asked = client.options(DOCUMENTS, headers={**ELSEWHERE, "access-control-request-method": "POST"})

    assert asked["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("address", ["/documents/", "/accounts/login/", "/admin/login/"])
def test_other_sites_may_not_read_pages_for_people(address, client):
    assert "Access-Control-Allow-Origin" not in client.get(address, headers=ELSEWHERE)


@pytest.mark.parametrize("address", [DOCUMENTS, "/documents/"])
def test_what_is_long_is_sent_compressed_to_who_can_read_it(address, client):
    DocumentFactory.create_batch(30)
    plain = client.get(address)

    packed = client.get(address, headers={"accept-encoding": "gzip"})

    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 3
    if address == DOCUMENTS:
        assert gzip.decompress(packed.content) == plain.content
        assert packed["ETag"] == f"W/{plain['ETag']}"
        assert client.get(address, headers={"if-none-match": packed["ETag"]}).status_code == 304


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_single_row_is_no_table(format, client):
    DocumentFactory(key="report")

    body = told(client.get(f"{DOCUMENTS}report/", {"format": format}), 400)

    words = f"“{format}” is no format of a single row, which is json: tables are of lists."
    assert body["errors"] == [{"field": "format", "detail": words}]
    told(client.get(f"{DOCUMENTS}report/", headers={"accept": "text/csv"}), 406)
