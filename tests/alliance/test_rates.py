"""How often somebody may ask is told with every answer."""

import pytest

from alliance import rates
from alliance.rates import RateLimit
from tests.alliance.test_rest import told

pytestmark = pytest.mark.django_db

DOCUMENTS = "/api/v1/documents/"
HOUR = 60 * 60


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Ten minutes into an hour; a test moves it by `clock.append`."""
    moments = [1_000_000 * HOUR + 600]
    monkeypatch.setattr(rates, "time", lambda: moments[-1])
    return moments


@pytest.fixture
def narrow(monkeypatch):
    monkeypatch.setattr(RateLimit, "RATES", {"anon": "2/hour", "user": "3/minute"})


def left(response):
    return response["RateLimit"], response["RateLimit-Policy"]


@pytest.mark.usefixtures("narrow")
def test_every_answer_tells_how_many_calls_are_left(client):
    answers = [client.get(DOCUMENTS), client.get(f"{DOCUMENTS}nothing/"), client.get(DOCUMENTS)]

    assert [answer.status_code for answer in answers] == [200, 404, 429]
    assert [left(answer) for answer in answers] == [
        ('"anon";r=1;t=3000', '"anon";q=2;w=3600'),
        ('"anon";r=0;t=3000', '"anon";q=2;w=3600'),
        ('"anon";r=0;t=3000', '"anon";q=2;w=3600'),
    ]


@pytest.mark.usefixtures("narrow")
def test_who_asks_too_often_is_told_in_words_how_long_to_wait(client, clock):
    for _ in range(2):
        client.get(DOCUMENTS)

    refused = client.get(DOCUMENTS)

    assert told(refused, 429)["title"] == "Too Many Requests"
    assert "Request was throttled" in refused.json()["detail"]
    assert refused["Retry-After"] == "3000"
    clock.append(clock[-1] + 3000)
    assert client.get(DOCUMENTS).status_code == 200


@pytest.mark.usefixtures("narrow")
def test_each_address_and_each_account_is_counted_by_itself(client, outsider, secretary):
    calls = [client.get(DOCUMENTS, REMOTE_ADDR=address).status_code for address in ("192.0.2.1", "192.0.2.2") * 3]
    assert calls == [200, 200, 200, 200, 429, 429]

    for account in (outsider, secretary):
        client.force_login(account)
        assert [client.get(DOCUMENTS).status_code for _ in range(4)] == [200, 200, 200, 429]


def test_a_rate_that_is_none_is_no_limit(client, monkeypatch):
    monkeypatch.setattr(RateLimit, "RATES", {"anon": None, "user": None})

    response = client.get(DOCUMENTS)

    assert response.status_code == 200
    assert "RateLimit" not in response


def test_pages_for_people_tell_no_rate(client):
    assert "RateLimit" not in client.get("/documents/")
