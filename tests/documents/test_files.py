"""A file per language: checked, kept where nobody finds it, handed out to whoever may see the document."""

import os
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from documents.models import Document, LanguageVersion
from documents.tasks import forget_orphans
from people.models import AuditEntry
from tests.alliance.hostile import office, pdf, picture, script
from tests.documents.conftest import ROLES, SEES
from tests.factories import DocumentFactory

TAKEN = {
    "report.pdf": (pdf, "application/pdf"),
    "letter.docx": (office, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "group photo.png": (lambda: picture("PNG"), "image/png"),
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def with_file(name="report.pdf", content=None, language="en", **document):
    document = DocumentFactory(**{"key": "paper", **document})
    return LanguageVersion.objects.create(
        document=document, language=language, file=ContentFile(content or pdf(), name)
    )


def stored(settings):
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def form_of(kept, **version):
    rows = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 1 if "id" in version else 0, **{f"0-{k}": v for k, v in version.items()}}
    form = {"key": kept.key, "title": kept.title, "kind": "report", "visibility": kept.visibility}
    return form | {f"language_versions-{name}": value for name, value in rows.items()}


@pytest.mark.django_db
@pytest.mark.parametrize("visibility", SEES)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", TAKEN)
def test_a_file_is_handed_out_to_whoever_may_see_its_document(as_role, name, role, visibility):
    made, content_type = TAKEN[name]
    content = made()
    with_file(name, content, visibility=visibility)
    client = as_role(role)

    answer = client.get("/documents/paper/en/file")

    if role not in SEES[visibility]:
        assert answer.status_code == 404
        return
    assert (answer.status_code, b"".join(answer)) == (200, content)
    assert answer["Content-Type"] == content_type
    assert answer["Content-Disposition"] == f'attachment; filename="{name.replace(" ", "-")}"'
    assert {header: answer[header] for header in HEADERS} == HEADERS
    assert ("no-store" in answer["Cache-Control"]) == (role != "anonymous")


@pytest.mark.django_db
def test_only_what_is_public_may_be_kept_by_a_cache(client, as_role):
    with_file()
    public = client.get("/documents/paper/en/file")["Cache-Control"]

    Document.objects.update(visibility="members")
    private = as_role("focal point").get("/documents/paper/en/file")["Cache-Control"]

    assert public == "public, max-age=300"
    assert "private" in private
    assert "public" not in private


@pytest.mark.django_db
def test_who_takes_a_file_is_written_down_where_the_portal_knows_who(client, as_role):
    with_file()
    client.get("/documents/paper/en/file")
    as_role("focal point")
    client.head("/documents/paper/en/file")

    client.get("/documents/paper/en/file")

    entry = AuditEntry.objects.get(kind="downloaded")
    assert (entry.who[-12:], entry.words) == ("@example.org", "English")


@pytest.mark.django_db
def test_the_head_of_a_file_is_told_without_it(client):
    version = with_file()

    answer = client.head("/documents/paper/en/file")

    assert (answer.status_code, answer.content) == (200, b"")
    assert (answer["Content-Length"], answer["Content-Type"]) == (str(version.file_size), "application/pdf")
    assert client.post("/documents/paper/en/file").status_code == 405


@pytest.mark.django_db
def test_a_file_is_streamed_and_not_read_at_once(client):
    with_file()

    answer = client.get("/documents/paper/en/file")

    assert answer.streaming
    answer.close()


@pytest.mark.django_db
def test_a_name_in_another_script_is_told_as_the_standard_says(client):
    with_file("خطة العمل.pdf")

    disposition = client.get("/documents/paper/en/file")["Content-Disposition"]

    assert disposition.startswith("attachment; filename*=utf-8''%D8%AE%D8%B7%D8%A9")
    assert disposition.isascii()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/documents/paper/fr/file", "/documents/atlantis/en/file", "/documents/paper/xx/file"]
)
def test_what_is_not_there_is_404(client, address):
    with_file()

    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_a_version_without_a_file_and_a_file_that_is_lost_are_404_in_words(client, settings):
    version = with_file()
    LanguageVersion.objects.create(document=version.document, language="fr")
    stored(settings)[0].unlink()

    assert "There is no file here." in client.get("/documents/paper/fr/file").content.decode()
    lost = client.get("/documents/paper/en/file")
    assert (lost.status_code, "no longer in store" in lost.content.decode()) == (404, True)


@pytest.mark.django_db
def test_no_address_leads_to_the_folder_of_files(client, settings):
    version = with_file()
    path = stored(settings)[0]

    assert path.name not in {"report.pdf", "report"}
    assert len(path.name) > 40
    assert path.stat().st_mode & 0o077 == 0
    for address in (f"/media/{version.file.name}", f"/{version.file.name}", f"/static/{version.file.name}"):
        assert client.get(address, follow=True).status_code == 404


@pytest.mark.django_db
def test_the_page_and_the_api_show_a_file_with_its_name_size_and_checksum(client):
    version = with_file()

    page = client.get("/documents/paper/").content.decode()
    told = client.get("/api/v1/documents/paper/").json()["language_versions"][0]

    assert 'href="/documents/paper/en/file"' in page
    assert "report.pdf" in page
    assert told["file"] == {
        "name": "report.pdf",
        "size": version.file_size,
        "content_type": "application/pdf",
        "sha256": version.file_checksum,
        "url": "http://testserver/documents/paper/en/file",
    }
    assert version.file.name not in page + str(told)


@pytest.mark.django_db
def test_a_version_that_is_only_elsewhere_has_no_file_in_the_api(client):
    LanguageVersion.objects.create(document=DocumentFactory(key="paper"), language="fr", address="https://example.org/")

    assert client.get("/api/v1/documents/paper/").json()["language_versions"][0]["file"] is None


@pytest.mark.django_db
def test_staff_hand_a_file_in_with_the_document_s_form(client, secretary):
    client.force_login(secretary)
    document = DocumentFactory(key="paper")
    upload = SimpleUploadedFile("Annual report 2009.PDF", pdf(), content_type="text/html")

    client.post(f"/admin/documents/document/{document.pk}/change/", form_of(document, language="en", file=upload))

    version = document.language_versions.get()
    assert (version.file_name, version.file_type) == ("Annual-report-2009.PDF", "application/pdf")
    form = client.get(f"/admin/documents/document/{document.pk}/change/").content.decode()
    assert 'href="/documents/paper/en/file"' in form
    assert version.file.name not in form


@pytest.mark.django_db
def test_what_is_refused_is_told_at_the_field_and_nothing_is_kept(client, secretary, settings):
    client.force_login(secretary)
    document = DocumentFactory(key="paper")
    upload = SimpleUploadedFile("report.pdf", pdf(script))

    answer = client.post(
        f"/admin/documents/document/{document.pk}/change/", form_of(document, language="en", file=upload)
    )

    errors = answer.context["inline_admin_formsets"][0].formset.errors
    assert errors == [
        {"file": ["The PDF holds a script or a form that runs one (/JavaScript). Print it to a new PDF."]}
    ]
    assert not document.language_versions.exists()
    assert stored(settings) == []


@pytest.mark.django_db
def test_no_way_into_the_register_leads_past_the_check(settings):
    with pytest.raises(ValidationError, match="holds a script"):
        with_file(content=pdf(script))

    assert stored(settings) == []


@pytest.mark.django_db(transaction=True)
def test_a_file_that_is_replaced_goes_and_history_says_what_it_was(settings):
    version = with_file()
    first = version.file.name

    version.file = ContentFile(picture("PNG"), "picture.png")
    version.save()

    assert [str(path.relative_to(settings.MEDIA_ROOT)) for path in stored(settings)] == [version.file.name]
    assert version.file.name != first
    assert [(row.file_name, len(row.file_checksum)) for row in version.history.order_by("history_id")] == [
        ("report.pdf", 64),
        ("picture.png", 64),
    ]


@pytest.mark.django_db(transaction=True)
def test_a_file_that_is_taken_away_leaves_nothing_behind(client, secretary, settings):
    version = with_file()
    client.force_login(secretary)
    form = form_of(version.document, id=version.pk, document=version.document_id, language="en")

    client.post(
        f"/admin/documents/document/{version.document_id}/change/", form | {"language_versions-0-file-clear": "on"}
    )

    version.refresh_from_db()
    assert (version.file.name, version.file_name, version.file_size, version.file_checksum) == ("", "", None, "")
    assert stored(settings) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("gone", [lambda version: version.delete(), lambda version: version.document.delete()])
def test_the_file_goes_with_its_version_and_with_its_document(settings, gone):
    gone(with_file())

    assert stored(settings) == []


@pytest.mark.django_db(transaction=True)
def test_the_files_of_many_documents_go_with_them(settings):
    for number in range(3):
        with_file(key=f"paper-{number}")

    Document.objects.filter(key__startswith="paper").delete()

    assert stored(settings) == []


@pytest.mark.django_db(transaction=True)
def test_a_deletion_that_is_taken_back_keeps_the_file(settings):
    version = with_file()

    with transaction.atomic():
        version.delete()
        transaction.set_rollback(True)

    assert len(stored(settings)) == 1


@pytest.mark.django_db
def test_a_change_of_words_leaves_the_file_alone(client, settings):
    version = LanguageVersion.objects.get(pk=with_file().pk)

    version.title = "Another title"
    version.save()

    assert len(stored(settings)) == 1
    assert client.get("/documents/paper/en/file").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_what_a_transaction_left_behind_is_swept_away_after_a_day_and_nothing_else(settings):
    kept = with_file()
    with transaction.atomic():
        with_file(key="taken back")
        transaction.set_rollback(True)
    before = len(stored(settings))

    forget_orphans()
    young = len(stored(settings))
    for path in stored(settings):
        os.utime(path, (0, 0))
    forget_orphans()

    assert (before, young) == (2, 2)
    assert [str(path.relative_to(settings.MEDIA_ROOT)) for path in stored(settings)] == [kept.file.name]
