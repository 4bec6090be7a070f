import pytest
from django.core.exceptions import ValidationError
from django.db.models.signals import m2m_changed

from alliance.rest import problem
from documents.models import Document
from tests.example.models import Letter, Partner

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.example.urls")]

DOCUMENTS = "/api/v1/documents/"
LETTERS = "/example/letters/"
MOST = "Ask for 1 to 200 rows a page."


def told(response, status):
    """The body of a refusal, of the shape that every refusal has (RFC 9457)."""
    body = response.json()
    assert response.status_code == body["status"] == status
    assert response["Content-Type"] == "application/problem+json"
    assert body["type"] == "about:blank"
    assert set(body) <= {"type", "title", "status", "detail", "errors"}
    return body


def refusal(client, kind, status=400):
    return told(client.get(f"/example/refusals/{kind}/"), status)


def documents(count):
    Document.objects.bulk_create(
        Document(key=f"document-{n}", title=f"Document {n:03}", kind="report", visibility="public")
        for n in range(count)
    )


def test_what_a_model_refuses_is_the_caller_s_mistake_in_its_words(client):
    body = refusal(client, "words")

    assert (body["title"], body["detail"]) == ("Bad Request", "It is sent.")


def test_what_a_model_says_of_fields_is_told_for_each(client):
    body = refusal(client, "fields")

    assert body["detail"] == "Too short. Too dull. Nobody reads it."
    assert body["errors"] == [
        {"field": "subject", "detail": "Too short. Too dull."},
        {"field": "non_field_errors", "detail": "Nobody reads it."},
    ]


def test_several_sentences_are_one_detail(client):
    assert refusal(client, "list")["detail"] == "Too short. Too dull."


def test_what_is_nested_is_told_at_its_field(client):
    assert refusal(client, "nested")["errors"] == [{"field": "steps", "detail": "No date."}]


def test_what_is_not_there_says_no_more_than_that(client):
    body = refusal(client, "missing", 404)

    assert body["detail"] == "There is no such row, or it is not for you to see."


def test_what_is_forbidden_does_not_say_why(client):
    assert "secret" not in refusal(client, "forbidden", 403)["detail"]


def test_a_fault_of_ours_is_not_told_as_a_refusal(client):
    assert problem(ZeroDivisionError(), {}) is None
    with pytest.raises(ZeroDivisionError):
        client.get("/example/refusals/fault/")


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [("get", f"{DOCUMENTS}nothing/", 404), ("post", DOCUMENTS, 405), ("delete", DOCUMENTS, 405)],
)
def test_refusals_of_the_framework_have_the_same_shape(client, method, address, status):
    assert told(getattr(client, method)(address), status)["detail"]


def test_a_body_that_cannot_be_read_is_refused(client):
    assert "JSON" in told(client.post(LETTERS, "{not", content_type="application/json"), 400)["detail"]
    assert told(client.post(LETTERS, "subject=x", content_type="text/plain"), 415)["detail"]


def test_an_answer_that_nobody_can_give_is_refused(client):
    assert told(client.get(DOCUMENTS, headers={"accept": "image/png"}), 406)["detail"]


def test_a_misspelt_filter_is_refused_by_name(client):
    body = told(client.get(DOCUMENTS, {"colour": "red", "kind": "report", "sort": "title"}), 400)

    assert [error["field"] for error in body["errors"]] == ["colour", "sort"]
    assert body["errors"][0]["detail"] == (
        "This list has no filter “colour”. It knows: dated_from, dated_to, format, kind, ordering, page, page_size, "
        "search, session, updated_since."
    )


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("kind", "poem", "Select a valid choice. poem is not one of the available choices."),
        ("dated_from", "yesterday", "Enter a valid date."),
        ("ordering", "colour", "Select a valid choice. colour is not one of the available choices."),
        ("search", "\x00", "Null characters are not allowed."),
    ],
)
def test_a_wrong_value_is_refused_at_its_filter(client, name, value, words):
    assert told(client.get(DOCUMENTS, {name: value}), 400)["errors"] == [{"field": name, "detail": words}]


def test_a_format_that_is_not_served_is_refused_in_words(client):
    body = told(client.get(DOCUMENTS, {"format": "pdf"}), 400)

    assert body["errors"] == [{"field": "format", "detail": "“pdf” is no format of this list: json, csv, xlsx."}]


@pytest.mark.parametrize("page", ["0", "-1", "3", "first", "9" * 30, "9" * 5000, "\x00", "²"])
def test_a_page_that_is_not_there_is_refused_in_words(client, page):
    documents(51)

    assert told(client.get(DOCUMENTS, {"page": page}), 404)["detail"] == f"There is no page “{page}” of this list."


@pytest.mark.parametrize("asked", ["0", "201", "-5", "many", "", "²", "٣", "9" * 5000, "000000200999", "0000000019"])
def test_a_page_of_another_size_is_refused_in_words(client, asked):
    body = told(client.get(DOCUMENTS, {"page_size": asked}), 400)

    assert body["errors"] == [{"field": "page_size", "detail": MOST}]


@pytest.mark.parametrize(("asked", "given"), [({}, 50), ({"page_size": "1"}, 1), ({"page_size": "200"}, 200)])
def test_a_page_holds_as_many_rows_as_were_asked_for(client, asked, given):
    documents(201)

    body = client.get(DOCUMENTS, asked).json()

    assert (len(body["results"]), body["count"]) == (given, 201)


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_table_has_every_row_and_the_name_of_its_list(client, format):
    documents(60)

    response = client.get(DOCUMENTS, {"format": format})

    assert response["Content-Disposition"] == f'attachment; filename="document.{format}"'
    assert format == "xlsx" or response.content.count(b"\r\n") == 61


def test_a_refused_table_is_refused_in_words(client):
    told(client.get(DOCUMENTS, {"format": "csv", "colour": "red"}), 400)


def post(client, **letter):
    return client.post(LETTERS, {"subject": "Nominations", **letter}, content_type="application/json")


def patch(client, letter, **changes):
    return client.patch(f"{LETTERS}{letter.pk}/", changes, content_type="application/json")


def test_a_letter_comes_in_as_it_was_sent(client):
    partner = Partner.objects.create(name="UNESCO")

    response = post(client, written="2008-01", readers=[partner.pk])

    letter = Letter.objects.get()
    assert response.status_code == 201
    assert response.json() == {
        "id": letter.pk,
        "subject": "Nominations",
        "pages": 1,
        "readers": [partner.pk],
        "written": "2008-01",
        "answer": None,
        "status": "draft",
    }
    assert (str(letter.written), list(letter.readers.all())) == ("January 2008", [partner])


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"pages": 0}, "non_field_errors", "A letter has a page."),
        ({"written": "2008", "answer": "2007"}, "non_field_errors", "The answer is older than the letter."),
        ({"written": "2008-13"}, "written", "There is no such day as 2008-13."),
        ({"written": {"year": 2008}}, "written", "“{'year': 2008}” is no date"),
        ({"subject": ""}, "subject", "This field may not be blank."),
        ({"readers": [0]}, "readers", "Invalid pk"),
    ],
)
def test_what_breaks_a_rule_is_refused_and_nothing_is_saved(client, wrong, field, words):
    [error] = told(post(client, **wrong), 400)["errors"]

    assert error["field"] == field
    assert words in error["detail"]
    assert not Letter.objects.exists()


def test_a_letter_that_is_there_already_is_refused(client):
    assert post(client, written="2008-01").status_code == 201

    assert "already exists" in told(post(client, written="2008-01"), 400)["detail"]
    assert Letter.objects.count() == 1


def test_a_change_that_breaks_a_rule_changes_nothing(client, letter):
    partner = Partner.objects.create(name="UNESCO")

    told(patch(client, letter, subject="Scribbled", pages=0, readers=[partner.pk]), 400)

    letter.refresh_from_db()
    assert (letter.subject, letter.pages, letter.readers.count()) == ("Nominations", 1, 0)


def test_a_change_leaves_alone_what_it_does_not_name(client, letter):
    letter.readers.add(Partner.objects.create(name="UNESCO"))

    assert patch(client, letter, pages=2, status="answered").status_code == 200

    letter.refresh_from_db()
    assert (letter.subject, letter.pages, letter.status, letter.readers.count()) == ("Nominations", 2, "draft", 1)


@pytest.mark.django_db(transaction=True)
def test_what_fails_at_the_last_step_is_not_half_saved(client, letter):
    def refuse(**kwargs):
        raise ValidationError("Not to them.")

    partner = Partner.objects.create(name="UNESCO")
    m2m_changed.connect(refuse, Letter.readers.through, weak=False, dispatch_uid="refuse")
    try:
        assert told(post(client, readers=[partner.pk]), 400)["detail"] == "Not to them."
        told(patch(client, letter, subject="Scribbled", readers=[partner.pk]), 400)
    finally:
        m2m_changed.disconnect(sender=Letter.readers.through, dispatch_uid="refuse")

    assert list(Letter.objects.values_list("subject", flat=True)) == ["Nominations"]
